package dev.assay.checkers.isolation.sets;

import dev.assay.checkers.certificates.CycleEdge;
import dev.assay.checkers.isolation.DependencyGraph;
import dev.assay.checkers.isolation.Findings;
import dev.assay.checkers.isolation.Inference;
import dev.assay.checkers.isolation.SessionOrder;
import dev.assay.checkers.isolation.Transactions;
import dev.assay.checkers.isolation.UnfitHistoryException;
import dev.assay.checkers.isolation.Writes;
import dev.assay.histories.History;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Inference for sets that only grow: a read shows exactly whose adds came before it, and all others
 * came after it. Adds commute, so there is nothing else, and without a cycle any order of the
 * transactions that keeps these edges explains every read (Kingsbury and Alvaro, Elle, VLDB 2020,
 * section 3).
 *
 * <p>O(micro-operations + elements read) where of two reads of a key one shows what the other does;
 * {@link SetEdges} tells what others cost.
 */
public final class SetAdd implements Inference {
  private final Transactions transactions;
  private final SetReads reads;
  private final Writes writes;
  private final boolean[] committed;
  private final Findings findings = new Findings();
  private final DependencyGraph graph;
  private final SetReasons reasons;

  private SetAdd(Transactions transactions) {
    this.transactions = transactions;
    reads = new SetReads(transactions);
    writes = new Writes(transactions);
    committed = new boolean[transactions.size()];
    requireDistinct();
    for (int txn = 0; txn < committed.length; txn++) {
      if (transactions.isOk(txn)) {
        committed[txn] = true;
        findCommitted(txn);
      }
    }
    SetReadChecks checks = new SetReadChecks(transactions, reads, writes, findings);
    DependencyGraph.Builder builder = DependencyGraph.builder(transactions.size());
    new SetEdges(transactions, reads, writes, committed, builder).write(checks);
    SessionOrder.addProcesses(transactions, committed, builder);
    SessionOrder.addRealTime(transactions, committed, builder);
    graph = builder.build();
    reasons = new SetReasons(transactions, reads);
  }

  /**
   * Infers what there is to infer.
   *
   * @throws UnfitHistoryException when it is no history of this workload: an operation that neither
   *     adds nor reads a set, an element added twice to a key, or too many adds of one key
   */
  public static Inference infer(History history) {
    return infer(Transactions.of(history));
  }

  /** The same of transactions. */
  public static Inference infer(Transactions transactions) {
    return new SetAdd(transactions);
  }

  private void requireDistinct() {
    for (int txn = 0; txn < committed.length; txn++) {
      for (int mop = transactions.start(txn);
          !transactions.isFailed(txn) && mop < transactions.end(txn);
          mop++) {
        if (!reads.isRead(mop) && only(mop, transactions.microOps().value(mop)) == Writes.NONE) {
          throw new UnfitHistoryException(
              "set-add needs a different element for every add to a key, but "
                  + SetReads.where(transactions, txn)
                  + " adds "
                  + transactions.history().values().get(transactions.microOps().value(mop))
                  + " to "
                  + transactions.keyValue(transactions.key(mop))
                  + ", which is added twice");
        }
      }
    }
  }

  private int only(int mop, int value) {
    return writes.only(transactions.microOps().key(mop), value);
  }

  /** One of unknown outcome took effect when a completed one read what it added. */
  private void findCommitted(int reader) {
    for (int mop = transactions.start(reader); mop < transactions.end(reader); mop++) {
      for (int at = reads.start(mop); at < reads.end(mop); at++) {
        int write = only(mop, reads.element(at));
        if (write != Writes.NONE) {
          committed[writes.txn(write)] = true;
        }
      }
    }
  }

  @Override
  public Transactions transactions() {
    return transactions;
  }

  @Override
  public boolean[] committed() {
    return committed;
  }

  @Override
  public DependencyGraph graph() {
    return graph;
  }

  @Override
  public Findings findings() {
    return findings;
  }

  @Override
  public Optional<CycleEdge> reason(int from, int to, int kind) {
    return reasons.reason(from, to, kind);
  }

  @Override
  public boolean isShownByCommits() {
    return true;
  }

  @Override
  public @Nullable String orderGap() {
    return "additions commute, so which of two versions came first is never shown";
  }
}
