package dev.assay.twophasecommit.server.txn;

import dev.assay.twophasecommit.server.txn.Message.Vote;
import java.util.Collection;

/**
 * What the instance of consensus of one participant may choose: its vote (Gray and Lamport 2006,
 * §4.2: Prepared or Aborted).
 *
 * @param timestamp of a yes: the transaction must not commit below it
 */
record Choice(Vote.Kind kind, long timestamp) {
  static final Choice ABORTED = new Choice(Vote.Kind.NO, 0);

  static final Choice READ_ONLY = new Choice(Vote.Kind.READ_ONLY, 0);

  static Choice prepared(long timestamp) {
    return new Choice(Vote.Kind.YES, timestamp);
  }

  /** The decision follows from what all instances chose, so whoever learns that learns the same. */
  static Message.ToParticipant decision(TxnId txn, Collection<Choice> ofAll) {
    if (ofAll.stream().anyMatch(choice -> choice.kind() == Vote.Kind.NO)) {
      return new Message.Abort(txn);
    }
    return new Message.Commit(txn, ofAll.stream().mapToLong(Choice::timestamp).max().orElseThrow());
  }
}
