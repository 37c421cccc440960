package dev.assay.raftkv.server.raft;

import dev.assay.raftkv.server.raft.Message.InstallSnapshot;
import dev.assay.raftkv.server.raft.Message.InstallSnapshotReply;
import java.util.Arrays;

/**
 * A leader's side of sending one follower its snapshot in chunks (§7, Figure 13), one at a time; a
 * chunk that is not answered is sent again.
 */
final class SnapshotTransfer {
  private final Raft raft;
  private final Leader leader;
  private final String peer;
  private Snapshot sending = Snapshot.NONE;
  private int offset;
  private boolean isAwaiting;
  private long sentNanos;

  SnapshotTransfer(Raft raft, Leader leader, String peer) {
    this.raft = raft;
    this.leader = leader;
    this.peer = peer;
  }

  /** Sends the next chunk, unless one is on its way. */
  boolean sendNext() {
    if (isAwaiting && !raft.isOverdue(sentNanos)) {
      return false;
    }
    if (sending.isNone()) {
      sending = raft.storage.snapshot();
      offset = 0;
      raft.env
          .trace()
          .log(
              "sends %s the snapshot of entry %d, %d bytes"
                  .formatted(peer, sending.lastIndex(), sending.state().length));
    }
    int end = Math.min(sending.state().length, offset + raft.config.snapshotChunkBytes());
    isAwaiting = true;
    sentNanos = raft.env.clock().monotonicNanos();
    raft.send(
        peer,
        new InstallSnapshot(
            raft.currentTerm(),
            raft.self(),
            sending.lastIndex(),
            sending.lastTerm(),
            sending.logHash(),
            sending.members(),
            offset,
            Arrays.copyOfRange(sending.state(), offset, end),
            end == sending.state().length,
            leader.round()));
    return true;
  }

  /** The follower has a part of it, and says where to go on. */
  void onReply(InstallSnapshotReply reply) {
    if (reply.lastIndex() != sending.lastIndex() || reply.offset() != offset || !isAwaiting) {
      raft.reject("late-reply", peer, "chunk " + offset + " of " + sending.lastIndex() + " is due");
      return;
    }
    isAwaiting = false;
    offset = (int) Math.min(sending.state().length, Math.max(0, reply.nextOffset()));
  }

  void done() {
    sending = Snapshot.NONE;
    isAwaiting = false;
  }
}
