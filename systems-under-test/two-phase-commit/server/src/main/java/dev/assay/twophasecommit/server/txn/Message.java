package dev.assay.twophasecommit.server.txn;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What nodes tell each other. Every message may be lost, late or repeated. */
sealed interface Message {
  TxnId txn();

  /** From the coordinator. */
  sealed interface ToParticipant extends Message {}

  /** To the coordinator. */
  sealed interface ToCoordinator extends Message {}

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
   * @param value what was read, null if nothing; of no meaning for other operations
   */
  record Executed(TxnId txn, long branch, int index, @Nullable List<Long> value)
      implements ToCoordinator {}

  /**
   * This attempt has no future at this participant.
   *
   * @param isFinal whether another attempt would end the same way
   */
  record Refused(TxnId txn, boolean isFinal, String reason) implements ToCoordinator {}

  /**
   * Phase one: vote.
   *
   * @param participants all that have a part, for the termination protocol
   */
  record Prepare(TxnId txn, long branch, List<String> participants) implements ToParticipant {}

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
  record Inquire(TxnId txn) implements Message {}
}
