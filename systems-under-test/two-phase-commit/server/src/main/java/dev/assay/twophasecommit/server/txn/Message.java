package dev.assay.twophasecommit.server.txn;

import java.util.List;
import java.util.Map;

/** What nodes tell each other. Every message may be lost, late or repeated. */
sealed interface Message {
  /** Speaks of one transaction. */
  sealed interface OfTransaction extends Message {
    TxnId txn();
  }

  /** From the coordinator, or from another leader. */
  sealed interface ToParticipant extends OfTransaction {}

  /** To the coordinator. */
  sealed interface ToCoordinator extends OfTransaction {}

  /** From a leader, or from a participant that votes. */
  sealed interface ToAcceptor extends OfTransaction {}

  /** To the leader of a ballot; of ballot 0 that is the coordinator. */
  sealed interface ToLeader extends OfTransaction {}

  /**
   * Do this operation.
   *
   * @param branch the number that the participant gave its part of the transaction; 0 when it has
   *     none yet
   * @param index the operation's place in the transaction
   * @param snapshot the timestamp to read at; it moves the receiver's clock
   */
  record Execute(TxnId txn, long branch, int index, MicroOp op, long snapshot)
      implements ToParticipant {}

  /**
   * It is done.
   *
   * @param values what was read or left, by key; nothing of a key that is not there
   */
  record Executed(TxnId txn, long branch, int index, Map<String, List<Long>> values)
      implements ToCoordinator {}

  /**
   * This attempt has no future at this participant.
   *
   * @param isFinal whether another attempt would end the same way
   * @param isSure whether no life of the participant has voted for it or will: it cannot commit
   * @param timestamp above all that was committed here; it moves the coordinator's clock. Else the
   *     snapshots of one whose clock is behind would be too old in every attempt
   */
  record Refused(TxnId txn, boolean isFinal, boolean isSure, long timestamp, String reason)
      implements ToCoordinator {}

  /**
   * Phase one: vote.
   *
   * @param participants all that have a part, for the termination protocol
   * @param isForAcceptors whether the vote is to be accepted by a majority, as in Paxos Commit, or
   *     goes to the coordinator
   */
  record Prepare(TxnId txn, long branch, List<String> participants, boolean isForAcceptors)
      implements ToParticipant {}

  /**
   * A vote.
   *
   * @param timestamp of a yes: the transaction must not commit below it
   */
  record Vote(TxnId txn, Kind kind, long timestamp) implements ToCoordinator {
    enum Kind {
      NO,
      YES,
      /** Yes from one that has nothing to commit and needs to hear no more. */
      READ_ONLY
    }
  }

  /** Phase two. Also the answer to {@link Inquire}. */
  record Commit(TxnId txn, long timestamp) implements ToParticipant {}

  /** Phase two, or any time before. Also the answer to {@link Inquire}. */
  record Abort(TxnId txn) implements ToParticipant {}

  /** The commit is on the participant's disk: the coordinator may forget. */
  record Acknowledge(TxnId txn) implements ToCoordinator {}

  /** Who is in doubt asks the coordinator and the other participants for the decision. */
  record Inquire(TxnId txn) implements OfTransaction {}

  /**
   * Promise to accept nothing below this ballot, in any instance of the transaction, and tell what
   * you have accepted.
   */
  record Phase1a(TxnId txn, Ballot ballot, List<String> participants) implements ToAcceptor {}

  /**
   * Promised.
   *
   * @param accepted by participant, what was accepted last in its instance
   */
  record Phase1b(TxnId txn, Ballot ballot, Map<String, Accepted> accepted) implements ToLeader {}

  /** What an acceptor has accepted in an instance, and in which ballot. */
  record Accepted(Ballot ballot, Choice choice) {}

  /**
   * Accept these, unless you have promised a higher ballot.
   *
   * @param choices by participant: its own alone when it votes, in ballot 0; all when a leader asks
   */
  record Phase2a(TxnId txn, Ballot ballot, List<String> participants, Map<String, Choice> choices)
      implements ToAcceptor {}

  /**
   * Accepted: what the acceptor has accepted in this ballot, of all instances in one message (Gray
   * and Lamport 2006, §4.3).
   */
  record Phase2b(TxnId txn, Ballot ballot, Map<String, Choice> choices) implements ToLeader {}

  /** A higher ballot was promised. */
  record Outbid(TxnId txn, Ballot promised) implements ToLeader {}

  /** An acceptor asks whether it may forget them: whether they are over for the receiver. */
  record AreOver(List<TxnId> txns) implements Message {}

  /** These will never again be in doubt here, whatever happens. */
  record Over(List<TxnId> txns) implements Message {}
}
