package dev.assay.checkers.isolation.listappend;

import dev.assay.checkers.certificates.CycleEdge;
import dev.assay.checkers.certificates.SupposedEdge;
import dev.assay.checkers.certificates.SupposedEdge.WriteOrder;
import dev.assay.checkers.isolation.Edge;
import dev.assay.checkers.isolation.Transactions;
import dev.assay.checkers.isolation.solver.Polygraph;
import dev.assay.checkers.isolation.solver.SupposedCycle;
import dev.assay.checkers.isolation.solver.SupposedCycle.Before;
import dev.assay.checkers.isolation.solver.SupposedCycle.Step;
import dev.assay.histories.MicroOps;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Says what the cycles of nodes are between transactions, and by which operations. Only the order
 * of two writers of a tail is ever supposed: who missed an append is known.
 */
final class TailCases {
  private final ListAppend inferred;
  private final Transactions transactions;
  private final ListVersions versions;
  private final TailOrders orders;
  private final Polygraph problem;
  private final ListEdges edges;

  TailCases(ListAppend inferred, KeyScan scan, ListVersions versions, TailOrders orders) {
    this.inferred = inferred;
    this.versions = versions;
    this.orders = orders;
    transactions = inferred.transactions();
    problem = orders.problem();
    edges = new ListEdges(scan);
  }

  List<List<SupposedEdge>> of(List<SupposedCycle> cycles) {
    return cycles.stream().map(this::edges).toList();
  }

  private List<SupposedEdge> edges(SupposedCycle cycle) {
    List<Step> steps = new ArrayList<>(cycle.steps());
    while (orders.transactionOf(steps.get(0).from()) < 0) {
      Collections.rotate(steps, -1);
    }
    List<SupposedEdge> out = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      while (orders.transactionOf(steps.get(i).to()) < 0) {
        i++;
      }
      int from = orders.transactionOf(step.from());
      int to = orders.transactionOf(steps.get(i).to());
      if (from != to) {
        out.add(edge(from, to, step, steps.get(i).to()));
      }
    }
    return List.copyOf(out);
  }

  /** An edge that begins with this step, and perhaps goes on through nodes of no transaction. */
  private SupposedEdge edge(int from, int to, Step step, int target) {
    Before why = step.why();
    boolean isOrder =
        why != null && step.from() == problem.commit(why.first()) && from == why.first();
    if (isOrder) {
      return new SupposedEdge(
          supposed(from, to),
          new WriteOrder(transactions.invocation(from), transactions.invocation(to)));
    }
    if (orders.isOfUpdates()) {
      return certain(from, to, List.of(Edge.WR, Edge.WW));
    }
    if (!problem.isSplit()) {
      return certain(from, to, why == null ? List.of(Edge.WR, Edge.WW, Edge.RW) : List.of(Edge.RW));
    }
    boolean isMissed = step.from() == problem.begin(from) && target == problem.commit(to);
    return certain(from, to, isMissed ? List.of(Edge.RW) : List.of(Edge.WR, Edge.WW));
  }

  /** What data show, or else what the level keeps besides: updates, processes, or time. */
  private SupposedEdge certain(int from, int to, List<Integer> kinds) {
    for (int kind : kinds) {
      Optional<CycleEdge> reason = inferred.reason(from, to, kind);
      if (reason.isPresent()) {
        return new SupposedEdge(reason.get(), null);
      }
    }
    if (orders.isOfUpdates()) {
      return new SupposedEdge(missedUpdate(from, to), null);
    }
    boolean isOfProcess =
        transactions.process(from) == transactions.process(to) && transactions.isOk(from);
    return new SupposedEdge(
        edges.ofEvents(isOfProcess ? Edge.PROCESS : Edge.REALTIME, from, to), null);
  }

  /** See {@link TailOrders}: the first read all that is known of a key, and both appended to it. */
  private CycleEdge missedUpdate(int from, int to) {
    for (int read = transactions.start(from); read < transactions.end(from); read++) {
      int key = transactions.key(read);
      int append = isAppend(read) ? -1 : inTail(to, key);
      if (append >= 0 && versions.version(read) == versions.known(key) && inTail(from, key) >= 0) {
        return edges.overwrite(from, read, to, append);
      }
    }
    throw new IllegalStateException("transaction " + from + " overwrites nothing of " + to);
  }

  /** What a transaction appended to the tail of a key, or -1. */
  private int inTail(int txn, int key) {
    for (int mop = transactions.start(txn); mop < transactions.end(txn); mop++) {
      if (isAppend(mop)
          && transactions.key(mop) == key
          && versions.version(mop) > versions.known(key)) {
        return mop;
      }
    }
    return -1;
  }

  private CycleEdge supposed(int from, int to) {
    for (int append = transactions.start(from); append < transactions.end(from); append++) {
      for (int later = transactions.start(to); later < transactions.end(to); later++) {
        if (isAppend(append)
            && isAppend(later)
            && transactions.key(append) == transactions.key(later)) {
          return edges.supposedOrder(from, append, to, later);
        }
      }
    }
    throw new IllegalStateException("transactions " + from + " and " + to + " share no key");
  }

  private boolean isAppend(int mop) {
    return transactions.microOps().kind(mop) == MicroOps.APPEND;
  }
}
