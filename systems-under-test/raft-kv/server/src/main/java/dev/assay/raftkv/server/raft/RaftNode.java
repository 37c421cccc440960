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
import dev.assay.raftkv.server.raft.StateMachine.Result;
import dev.assay.runtime.Env;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A Raft server: the door to its package. */
public final class RaftNode {
  private final Raft raft;
  private final RequestVoteHandler requestVote;
  private final RequestVoteReplyHandler requestVoteReply;
  private final AppendEntriesHandler appendEntries;
  private final AppendEntriesReplyHandler appendEntriesReply;
  private final PreVoteHandler preVote;
  private final TimeoutNowHandler timeoutNow;
  private final InstallSnapshotHandler installSnapshot;
  private final InstallSnapshotReplyHandler installSnapshotReply;

  /** What a server says of itself. */
  public record Status(
      String id,
      Role role,
      long term,
      Optional<String> leader,
      long commitIndex,
      long lastApplied,
      long lastIndex,
      List<String> members) {}

  /** Recovers from the disk, and starts as a follower (§5.2). */
  public RaftNode(Env env, RaftConfig config, StateMachine machine) {
    this.raft = new Raft(env, config, machine);
    this.requestVote = new RequestVoteHandler(raft);
    this.requestVoteReply = new RequestVoteReplyHandler(raft);
    this.appendEntries = new AppendEntriesHandler(raft);
    this.appendEntriesReply = new AppendEntriesReplyHandler(raft);
    this.preVote = new PreVoteHandler(raft);
    this.timeoutNow = new TimeoutNowHandler(raft);
    this.installSnapshot = new InstallSnapshotHandler(raft);
    this.installSnapshotReply = new InstallSnapshotReplyHandler(raft);
    env.trace()
        .log(
            "recovered: term %d, voted for %s, a snapshot of entry %d, log entries %d to %d%s"
                .formatted(
                    raft.currentTerm(),
                    raft.storage.votedFor().orElse("nobody"),
                    raft.storage.snapshot().lastIndex(),
                    raft.log().baseIndex() + 1,
                    raft.log().lastIndex(),
                    raft.storage.tornBytes() == 0
                        ? ""
                        : ", a torn tail of %d bytes cut off".formatted(raft.storage.tornBytes())));
    env.network().onMessage(this::receive);
    raft.election.start();
  }

  /** A message between servers in words, for traces; any bytes will do. */
  public static String describe(byte[] bytes) {
    try {
      return MessageWords.of(MessageCodec.decode(bytes));
    } catch (IllegalArgumentException malformed) {
      return "not a message: " + malformed.getMessage();
    }
  }

  private void receive(String from, byte[] bytes) {
    Message message;
    try {
      message = MessageCodec.decode(bytes);
    } catch (IllegalArgumentException malformed) {
      raft.env.trace().log("dropped a message from " + from + ": " + malformed.getMessage());
      return;
    }
    switch (message) {
      case RequestVote m -> requestVote.handle(from, m);
      case RequestVoteReply m -> requestVoteReply.handle(from, m);
      case PreVote m -> preVote.handle(from, m);
      case PreVoteReply m -> preVote.handle(from, m);
      case TimeoutNow m -> timeoutNow.handle(from, m);
      case InstallSnapshot m -> installSnapshot.handle(from, m);
      case Fingerprint m -> raft.fingerprints.handle(from, m);
      case InstallSnapshotReply m -> installSnapshotReply.handle(from, m);
      case AppendEntries m -> appendEntries.handle(from, m);
      case AppendEntriesReply m -> appendEntriesReply.handle(from, m);
    }
  }

  /**
   * Proposes a command of 1 to {@link Entry#COMMAND_BYTES_MAX} bytes, once.
   *
   * @param whenEnded called once, perhaps at once; perhaps never, while a leader is cut off
   */
  public void propose(byte[] command, Consumer<Outcome<Result>> whenEnded) {
    if (command.length == 0 || command.length > Entry.COMMAND_BYTES_MAX) {
      throw new IllegalArgumentException("command of " + command.length + " bytes");
    }
    raft.leader()
        .ifPresentOrElse(
            leader -> leader.propose(command, whenEnded),
            () -> whenEnded.accept(new Outcome.NotLeader<>(raft.knownLeader())));
  }

  /**
   * Ends when the state machine's present state may be read: it holds all that was acknowledged
   * before this call.
   *
   * @param whenEnded called once with the log index that is safe to read at, perhaps at once;
   *     perhaps never, while a leader is cut off
   */
  public void read(Consumer<Outcome<Long>> whenEnded) {
    raft.leader()
        .ifPresentOrElse(
            leader -> leader.read(whenEnded),
            () -> whenEnded.accept(new Outcome.NotLeader<>(raft.knownLeader())));
  }

  /**
   * Hands leadership over to another server (thesis §3.10).
   *
   * @param whenEnded called once: done when this server leads no longer
   */
  public void transferLeadership(String to, Consumer<Outcome<String>> whenEnded) {
    raft.leader()
        .ifPresentOrElse(
            leader -> leader.transfer(to, whenEnded),
            () -> whenEnded.accept(new Outcome.NotLeader<>(raft.knownLeader())));
  }

  /**
   * Adds a server to the members, once it has caught up (thesis §4.2.1).
   *
   * @param whenEnded called once, perhaps at once; done when the change is committed
   */
  public void addMember(String server, Consumer<Outcome<String>> whenEnded) {
    raft.leader()
        .ifPresentOrElse(
            leader -> leader.addMember(server, whenEnded),
            () -> whenEnded.accept(new Outcome.NotLeader<>(raft.knownLeader())));
  }

  /** Removes a server from the members; as {@link #addMember}. */
  public void removeMember(String server, Consumer<Outcome<String>> whenEnded) {
    raft.leader()
        .ifPresentOrElse(
            leader -> leader.removeMember(server, whenEnded),
            () -> whenEnded.accept(new Outcome.NotLeader<>(raft.knownLeader())));
  }

  public Status status() {
    return new Status(
        raft.self(),
        raft.role(),
        raft.currentTerm(),
        raft.knownLeader(),
        raft.commitIndex(),
        raft.lastApplied(),
        raft.log().lastIndex(),
        List.copyOf(raft.members().names()));
  }
}
