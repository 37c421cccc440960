package dev.assay.raftkv.server.raft;

import dev.assay.raftkv.server.raft.Message.AppendEntries;
import dev.assay.raftkv.server.raft.Message.AppendEntriesReply;
import dev.assay.raftkv.server.raft.Message.Fingerprint;
import dev.assay.raftkv.server.raft.Message.InstallSnapshot;
import dev.assay.raftkv.server.raft.Message.InstallSnapshotReply;
import dev.assay.raftkv.server.raft.Message.PreVote;
import dev.assay.raftkv.server.raft.Message.PreVoteReply;
import dev.assay.raftkv.server.raft.Message.RequestVote;
import dev.assay.raftkv.server.raft.Message.RequestVoteReply;
import dev.assay.raftkv.server.raft.Message.TimeoutNow;

/** Messages for people, short. */
final class MessageWords {
  private MessageWords() {}

  static String of(Message message) {
    return switch (message) {
      case RequestVote m ->
          "RequestVote term %d, log ends %d of term %d%s"
              .formatted(
                  m.term(),
                  m.lastLogIndex(),
                  m.lastLogTerm(),
                  m.isTransfer() ? ", handed over" : "");
      case RequestVoteReply m ->
          "Vote %s, term %d".formatted(m.voteGranted() ? "granted" : "refused", m.term());
      case PreVote m ->
          "PreVote for the term after %d, log ends %d of term %d"
              .formatted(m.term(), m.lastLogIndex(), m.lastLogTerm());
      case PreVoteReply m ->
          "PreVote %s, term %d".formatted(m.voteGranted() ? "granted" : "refused", m.term());
      case TimeoutNow m -> "TimeoutNow term " + m.term();
      case AppendEntries m ->
          "AppendEntries term %d, %d entries after %d of term %d, commit %d, round %d"
              .formatted(
                  m.term(),
                  m.entries().size(),
                  m.prevLogIndex(),
                  m.prevLogTerm(),
                  m.leaderCommit(),
                  m.round());
      case AppendEntriesReply m ->
          m.success()
              ? "Appended term %d, up to %d, round %d"
                  .formatted(m.term(), m.matchIndex(), m.round())
              : "Not appended term %d, conflict at %d".formatted(m.term(), m.conflictIndex());
      case Fingerprint m ->
          "Fingerprint term %d, log ends %d of term %d, applied %d, snapshot %d"
              .formatted(
                  m.term(), m.lastIndex(), m.lastTerm(), m.appliedIndex(), m.snapshotIndex());
      case InstallSnapshot m ->
          "InstallSnapshot term %d, entry %d of term %d, %d bytes at %d%s, round %d"
              .formatted(
                  m.term(),
                  m.lastIndex(),
                  m.lastTerm(),
                  m.data().length,
                  m.offset(),
                  m.done() ? ", the last" : "",
                  m.round());
      case InstallSnapshotReply m ->
          m.matchIndex() > 0
              ? "Installed term %d, up to %d, round %d"
                  .formatted(m.term(), m.matchIndex(), m.round())
              : "Snapshot %d wanted from %d, term %d"
                  .formatted(m.lastIndex(), m.nextOffset(), m.term());
    };
  }
}
