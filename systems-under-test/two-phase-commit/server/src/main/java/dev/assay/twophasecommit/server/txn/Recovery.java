package dev.assay.twophasecommit.server.txn;

import dev.assay.runtime.HybridClock;
import dev.assay.twophasecommit.server.Bug;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the log of earlier lives says. */
final class Recovery implements CommitLog.Visitor {
  private final TxnConfig config;
  private final HybridClock clock;
  private final Store store;
  private final Map<TxnId, CommitLog.Record.Prepared> prepared = new TreeMap<>();
  private final Map<TxnId, CommitLog.Record.Decided> decided = new TreeMap<>();
  private final Map<TxnId, Acceptor.Ballots> ballots = new TreeMap<>();
  private final Outcomes outcomes = new Outcomes();

  Recovery(TxnConfig config, HybridClock clock, Store store) {
    this.config = config;
    this.clock = clock;
    this.store = store;
  }

  @Override
  public void visit(CommitLog.Record record) {
    switch (record) {
      case CommitLog.Record.Prepared r -> {
        clock.hear(r.timestamp());
        prepared.put(r.txn(), r);
        if (config.has(Bug.HASTY_REDO)) {
          redo(r.txn(), r.timestamp());
        }
      }
      case CommitLog.Record.Committed r -> {
        redo(r.txn(), r.timestamp());
        outcomes.put(r.txn(), new Message.Commit(r.txn(), r.timestamp()));
      }
      case CommitLog.Record.Aborted r -> {
        prepared.remove(r.txn());
        outcomes.put(r.txn(), new Message.Abort(r.txn()));
      }
      case CommitLog.Record.Decided r -> {
        clock.hear(r.timestamp());
        decided.put(r.txn(), r);
      }
      case CommitLog.Record.Ended r -> decided.remove(r.txn());
      case CommitLog.Record.Promised r -> {
        if (!config.has(Bug.FORGOTTEN_PROMISE)) {
          ballots(r.txn(), r.participants()).promised = r.ballot();
        }
      }
      case CommitLog.Record.Accepted r ->
          ballots(r.txn(), r.participants()).accept(r.ballot(), r.choices());
      case CommitLog.Record.Forgotten r -> ballots.remove(r.txn());
      case CommitLog.Record.Readable r -> clock.hear(r.timestamp());
    }
  }

  private Acceptor.Ballots ballots(TxnId txn, List<String> participants) {
    return ballots.computeIfAbsent(txn, t -> new Acceptor.Ballots(participants));
  }

  private void redo(TxnId txn, long timestamp) {
    clock.hear(timestamp);
    CommitLog.Record.Prepared writes = prepared.remove(txn);
    if (writes != null) {
      writes.writes().forEach((key, value) -> store.install(key, value, timestamp));
    }
  }

  /** What is committed. */
  Store store() {
    return store;
  }

  /** Ends of transactions: a late repetition of an operation must not begin one of them anew. */
  Outcomes outcomes() {
    return outcomes;
  }

  /** Transactions that this node has voted for, and whose decision it does not know. */
  Map<TxnId, CommitLog.Record.Prepared> inDoubt() {
    return config.has(Bug.FORGOTTEN_IN_DOUBT) ? Map.of() : prepared;
  }

  /** Transactions that this node has decided to commit, and whose participants may not know. */
  Map<TxnId, CommitLog.Record.Decided> decided() {
    return decided;
  }

  /** What this node has promised and accepted as an acceptor, and not forgotten. */
  Map<TxnId, Acceptor.Ballots> ballots() {
    return ballots;
  }
}
