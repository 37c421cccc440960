package dev.assay.twophasecommit.server.txn;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One transaction's part at one participant, until its end is known. */
final class Branch {
  final TxnId txn;

  /** Given to this branch alone: who comes back with another number speaks of a lost one. */
  final long number;

  /** What the transaction reads at, where it reads snapshots. */
  final long snapshot;

  /** What each operation returned, by its place in the transaction, to be told again if asked. */
  final Map<Integer, Map<String, List<Long>>> results = new TreeMap<>();

  /** New values, kept back until the commit; an empty one of a key that goes away. */
  final Map<String, List<Long>> writes = new TreeMap<>();

  /**
   * Whether no earlier life of this node can have voted in the transaction: it has had none, or the
   * coordinator has come back with this branch's number, and not with that of an earlier life's.
   */
  boolean isConfirmed;

  /** The operation that waits for a lock or for another transaction's end. */
  Message.@Nullable Execute waiting;

  /** Whether the vote is yes: from then on only the coordinator's decision counts. */
  boolean isPrepared;

  /** The timestamp of the yes. */
  long prepareTimestamp;

  /** Whether the yes is on the disk. */
  boolean isVoteDurable;

  List<String> participants = List.of();

  /** When something was last heard of the transaction; of a prepared one, when it was prepared. */
  long sinceNanos;

  /** Whether the decision was asked for, without an answer yet. */
  boolean hasAsked;

  /** When the decision was last asked for. */
  long askedNanos;

  Branch(TxnId txn, long number, long snapshot, long nowNanos) {
    this.txn = txn;
    this.number = number;
    this.snapshot = snapshot;
    this.sinceNanos = nowNanos;
  }
}
