package dev.assay.raftkv.server.raft;

import java.util.List;
import java.util.zip.CRC32C;

/**
 * The state machine as it was when it had applied an entry and nothing after it (§7, Figure 12).
 *
 * @param lastIndex of the last entry that it holds
 * @param lastTerm of that entry
 * @param logHash {@link RaftLog#hashAt} of that entry
 * @param members the configuration then
 * @param state what {@link StateMachine#snapshot} gave
 */
@SuppressWarnings("ArrayRecordComponent") // Snapshots are compared by index and term.
record Snapshot(long lastIndex, long lastTerm, long logHash, Members members, byte[] state) {
  /** The empty state, before the first entry. */
  static final Snapshot NONE = new Snapshot(0, 0, 0, Members.of(List.of()), new byte[0]);

  boolean isNone() {
    return lastIndex == 0;
  }

  /** Of the state; never 0. O(length of the state). */
  long checksum() {
    CRC32C crc = new CRC32C();
    crc.update(state);
    return crc.getValue() + 1;
  }
}
