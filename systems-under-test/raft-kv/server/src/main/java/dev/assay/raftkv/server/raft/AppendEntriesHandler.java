package dev.assay.raftkv.server.raft;

import dev.assay.raftkv.server.Bug;
import dev.assay.raftkv.server.raft.Invariants.Invariant;
import dev.assay.raftkv.server.raft.Message.AppendEntries;
import dev.assay.raftkv.server.raft.Message.AppendEntriesReply;

/** AppendEntries RPC, receiver's side (Figure 2, §5.3). */
final class AppendEntriesHandler {
  /** Rounds count from 1. */
  private static final long NO_ROUND = 0;

  private final Raft raft;

  AppendEntriesHandler(Raft raft) {
    this.raft = raft;
  }

  void handle(String from, AppendEntries request) {
    raft.observe(request.term(), from);
    if (request.term() < raft.currentTerm()) {
      // 1. Reply false if term < currentTerm (§5.1)
      raft.reject(
          "reject-append",
          from,
          "its term %d is before mine, %d".formatted(request.term(), raft.currentTerm()));
      // The reply is of my term, so it must not repeat the round of that one: a leader of both
      // terms would take it for the answer to a round of now.
      raft.sendWhenDurable(
          from,
          new AppendEntriesReply(
              raft.currentTerm(), false, request.prevLogIndex(), 0, 0, NO_ROUND));
      return;
    }
    raft.follow(request.leader(), request.term());
    if (raft.env.trace().detailed()) {
      raft.env.trace().event("append", "from " + from + ": " + describe(request));
    }
    long lastIndex = raft.log().lastIndex();
    if (request.prevLogIndex() > lastIndex) {
      // 2. Reply false if log doesn't contain an entry at prevLogIndex ... (§5.3)
      raft.reject(
          "reject-append",
          from,
          "it follows entry %d, my log ends at %d".formatted(request.prevLogIndex(), lastIndex));
      raft.sendWhenDurable(from, failure(request, lastIndex + 1));
      return;
    }
    if (request.prevLogIndex() < raft.log().baseIndex()) {
      // What a snapshot has replaced was committed, so it is the leader's too.
      accept(from, request);
      return;
    }
    long prevTerm = raft.log().termAt(request.prevLogIndex());
    if (prevTerm != request.prevLogTerm()) {
      // ... whose term matches prevLogTerm (§5.3)
      raft.reject(
          "reject-append",
          from,
          "its entry %d is of term %d, mine of term %d"
              .formatted(request.prevLogIndex(), request.prevLogTerm(), prevTerm));
      raft.sendWhenDurable(
          from, failure(request, raft.log().firstIndexOfTermAt(request.prevLogIndex())));
      return;
    }
    accept(from, request);
  }

  private void accept(String from, AppendEntries request) {
    append(request);
    long matchIndex = request.prevLogIndex() + request.entries().size();
    // 5. If leaderCommit > commitIndex, set commitIndex = min(leaderCommit, index of last new
    // entry)
    long commit = Math.min(request.leaderCommit(), matchIndex);
    if (commit > raft.commitIndex()) {
      raft.commitTo(commit);
    }
    raft.sendWhenDurable(
        from,
        new AppendEntriesReply(
            raft.currentTerm(), true, request.prevLogIndex(), matchIndex, 0, request.round()));
  }

  private void append(AppendEntries request) {
    if (raft.hasBug(Bug.TRUNCATE_ON_APPEND)) {
      raft.log().truncateFrom(request.prevLogIndex() + 1);
    }
    long index = request.prevLogIndex();
    for (Entry entry : request.entries()) {
      index++;
      if (index <= raft.log().baseIndex()) {
        continue;
      }
      if (index > raft.log().lastIndex()) {
        // 4. Append any new entries not already in the log
        raft.storage.append(entry);
      } else if (raft.log().termAt(index) != entry.term()) {
        // 3. If an existing entry conflicts with a new one (same index but different terms), delete
        // the
        // existing entry and all that follow it (§5.3)
        checkUncommitted(index, entry);
        raft.storage.replaceFrom(index, entry);
      }
    }
  }

  private void checkUncommitted(long index, Entry entry) {
    raft.invariants.check(
        Invariant.LEADER_APPEND_ONLY,
        () -> raft.role() != Role.LEADER,
        () -> "a leader replaces its own entry " + index);
    raft.invariants.check(
        Invariant.LEADER_COMPLETENESS,
        () -> index > raft.commitIndex(),
        () ->
            ("entry %d of term %d is committed (up to %d), and the leader of term %d has one of"
                    + " term %d there")
                .formatted(
                    index,
                    raft.log().termAt(index),
                    raft.commitIndex(),
                    raft.currentTerm(),
                    entry.term()));
  }

  private AppendEntriesReply failure(AppendEntries request, long conflictIndex) {
    return new AppendEntriesReply(
        raft.currentTerm(), false, request.prevLogIndex(), 0, conflictIndex, request.round());
  }

  private static String describe(AppendEntries request) {
    return "term %d, %d entries after %d of term %d, commit %d, round %d"
        .formatted(
            request.term(),
            request.entries().size(),
            request.prevLogIndex(),
            request.prevLogTerm(),
            request.leaderCommit(),
            request.round());
  }
}
