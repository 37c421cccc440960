package dev.assay.raftkv.server.raft;

import dev.assay.raftkv.server.raft.Message.InstallSnapshot;
import dev.assay.raftkv.server.raft.Message.InstallSnapshotReply;
import java.io.ByteArrayOutputStream;

/**
 * InstallSnapshot RPC (Figure 13), receiver's side. Chunks are gathered in memory: until the last
 * one is there, a crash leaves nothing of them.
 */
final class InstallSnapshotHandler {
  private static final long NO_ROUND = 0;

  private final Raft raft;
  private final ByteArrayOutputStream gathered = new ByteArrayOutputStream();
  private long gatheredIndex;
  private long gatheredTerm;

  InstallSnapshotHandler(Raft raft) {
    this.raft = raft;
  }

  void handle(String from, InstallSnapshot request) {
    raft.observe(request.term(), from);
    if (request.term() < raft.currentTerm()) {
      // 1. Reply immediately if term < currentTerm. As of AppendEntries, this answers no round.
      raft.reject("reject-snapshot", from, "it led in term " + request.term());
      reply(from, request, 0, 0, NO_ROUND);
      return;
    }
    raft.follow(request.leader(), request.term());
    if (request.lastIndex() <= raft.commitIndex() && !raft.discardsForSnapshots()) {
      reply(from, request, 0, request.lastIndex(), request.round());
      return;
    }
    if (request.offset() == 0) {
      // 2. Create new snapshot file if first chunk
      gathered.reset();
      gatheredIndex = request.lastIndex();
      gatheredTerm = request.lastTerm();
    }
    boolean isNext =
        request.lastIndex() == gatheredIndex
            && request.lastTerm() == gatheredTerm
            && request.offset() == gathered.size();
    if (!isNext) {
      raft.reject("reject-snapshot", from, "it goes on at " + request.offset() + " of another");
      reply(from, request, request.lastIndex() == gatheredIndex ? gathered.size() : 0, 0);
      return;
    }
    // 3. Write data into snapshot file at given offset
    gathered.writeBytes(request.data());
    if (!request.done()) {
      // 4. Reply and wait for more data chunks if done is false
      reply(from, request, gathered.size(), 0);
      return;
    }
    Snapshot whole =
        new Snapshot(
            request.lastIndex(),
            request.lastTerm(),
            request.logHash(),
            request.members(),
            gathered.toByteArray());
    gathered.reset();
    gatheredIndex = 0;
    raft.install(whole);
    reply(from, request, 0, request.lastIndex(), request.round());
  }

  private void reply(String to, InstallSnapshot request, long nextOffset, long matchIndex) {
    reply(to, request, nextOffset, matchIndex, request.round());
  }

  private void reply(
      String to, InstallSnapshot request, long nextOffset, long matchIndex, long round) {
    raft.sendWhenDurable(
        to,
        new InstallSnapshotReply(
            raft.currentTerm(),
            request.lastIndex(),
            request.offset(),
            nextOffset,
            matchIndex,
            round));
  }
}
