package dev.assay.raftkv.server.raft;

/**
 * An entry of the replicated log.
 *
 * @param term the term in which a leader received it
 * @param command for the state machine, or members; empty for a no-op (§8)
 */
@SuppressWarnings(
    "ArrayRecordComponent") // Entries are compared by index and term (§5.3), never by content.
public record Entry(long term, Kind kind, byte[] command) {
  /** The largest command. */
  public static final int COMMAND_BYTES_MAX = 1 << 20;

  /** What an entry is; its place in this list is its code. */
  enum Kind {
    /** Commits what came before it (§8). */
    NO_OP,
    /** For the state machine. */
    COMMAND,
    /** A configuration of the cluster: it counts as soon as it is in the log (thesis §4.1). */
    MEMBERS;

    private static final Kind[] ALL = values();

    /**
     * The kind of a code.
     *
     * @throws IllegalArgumentException when there is none
     */
    static Kind of(byte code) {
      if (code < 0 || code >= ALL.length) {
        throw new IllegalArgumentException("entry of unknown kind " + code);
      }
      return ALL[code];
    }

    byte code() {
      return (byte) ordinal();
    }
  }

  static Entry noOp(long term) {
    return new Entry(term, Kind.NO_OP, new byte[0]);
  }

  static Entry command(long term, byte[] command) {
    return new Entry(term, Kind.COMMAND, command);
  }

  static Entry members(long term, Members members) {
    return new Entry(term, Kind.MEMBERS, members.encode());
  }

  boolean isNoOp() {
    return kind == Kind.NO_OP;
  }
}
