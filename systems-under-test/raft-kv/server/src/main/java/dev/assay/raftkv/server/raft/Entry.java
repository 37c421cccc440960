package dev.assay.raftkv.server.raft;

/**
 * An entry of the replicated log.
 *
 * @param term the term in which a leader received it
 * @param command for the state machine; empty for a no-op (§8)
 */
@SuppressWarnings(
    "ArrayRecordComponent") // Entries are compared by index and term (§5.3), never by content.
public record Entry(long term, byte[] command) {
  /** The largest command. */
  public static final int COMMAND_BYTES_MAX = 1 << 20;

  static Entry noOp(long term) {
    return new Entry(term, new byte[0]);
  }

  boolean isNoOp() {
    return command.length == 0;
  }
}
