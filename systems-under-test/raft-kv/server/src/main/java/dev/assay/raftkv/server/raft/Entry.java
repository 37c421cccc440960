package dev.assay.raftkv.server.raft;

import java.util.zip.CRC32C;

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

  /** Continues a hash over the entries before this one. */
  long hashAfter(long before) {
    CRC32C crc = new CRC32C();
    crc.update(command);
    long mixed = (before ^ crc.getValue()) * 0x9e37_79b9_7f4a_7c15L;
    mixed = (mixed ^ (mixed >>> 32) ^ (term << 8) ^ kind.code()) * 0xbf58_476d_1ce4_e5b9L;
    return mixed ^ (mixed >>> 29);
  }

  boolean isNoOp() {
    return kind == Kind.NO_OP;
  }
}
