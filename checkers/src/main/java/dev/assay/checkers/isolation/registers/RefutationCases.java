package dev.assay.checkers.isolation.registers;

import dev.assay.checkers.certificates.CycleEdge;
import dev.assay.checkers.certificates.SupposedEdge;
import dev.assay.checkers.certificates.SupposedEdge.WriteOrder;
import dev.assay.checkers.isolation.Edge;
import dev.assay.checkers.isolation.Transactions;
import dev.assay.checkers.isolation.solver.Polygraph;
import dev.assay.checkers.isolation.solver.SupposedCycle;
import dev.assay.checkers.isolation.solver.SupposedCycle.Before;
import dev.assay.checkers.isolation.solver.SupposedCycle.Step;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Says what the cycles of nodes are between transactions, and by which operations. */
final class RefutationCases {
  private final Transactions transactions;
  private final Orders orders;
  private final Polygraph problem;
  private final RegisterReasons reasons;

  RefutationCases(RwRegister inferred, Orders orders) {
    this.orders = orders;
    transactions = inferred.transactions();
    problem = orders.problem();
    reasons = new RegisterReasons(inferred, orders.isOfUpdates());
  }

  List<List<SupposedEdge>> cases(List<SupposedCycle> cycles) {
    return cycles.stream().map(this::edges).toList();
  }

  private List<SupposedEdge> edges(SupposedCycle cycle) {
    List<Step> steps = new ArrayList<>(cycle.steps());
    while (problem.transactionOf(steps.get(0).from()) < 0) {
      Collections.rotate(steps, -1);
    }
    List<SupposedEdge> edges = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      int first = i;
      while (problem.transactionOf(steps.get(i).to()) < 0) {
        i++;
      }
      int from = problem.transactionOf(steps.get(first).from());
      int to = problem.transactionOf(steps.get(i).to());
      if (from != to) {
        edges.add(edge(from, to, steps.get(first)));
      }
    }
    return List.copyOf(edges);
  }

  /** An edge that begins with this step, and perhaps goes on through nodes of no transaction. */
  private SupposedEdge edge(int from, int to, Step step) {
    Before why = step.why();
    boolean isDirect = problem.transactionOf(step.to()) >= 0;
    if (why != null) {
      boolean isOverwrite =
          step.from() == problem.commit(why.first())
              && step.to() == problem.afterOverwritten(why.second());
      Optional<CycleEdge> edge =
          isOverwrite && from == why.first()
              ? reasons.overwriteByOrder(from, to)
              : reasons.antiByOrder(from, to, why.first());
      return new SupposedEdge(
          edge.orElseThrow(() -> missing(from, to)),
          new WriteOrder(
              transactions.invocation(why.first()), transactions.invocation(why.second())));
    }
    if (!isDirect) {
      return orders.isMoment(step.to())
          ? ofEvents(Edge.REALTIME, from, to)
          : new SupposedEdge(known(from, to, Edge.RW), null);
    }
    boolean isToCommit = problem.isSplit() && step.to() == problem.commit(to);
    Optional<CycleEdge> certain =
        isToCommit
            ? reasons.reason(from, to, step.from() == from ? Edge.RW : Edge.WW)
            : reasons.reason(from, to, Edge.WR).or(() -> reasons.reason(from, to, Edge.WW));
    if (certain.isEmpty() && !problem.isSplit()) {
      certain = reasons.reason(from, to, Edge.RW);
    }
    return certain
        .map(edge -> new SupposedEdge(edge, null))
        .orElseGet(() -> ofEvents(Edge.PROCESS, from, to));
  }

  private CycleEdge known(int from, int to, int kind) {
    return reasons.reason(from, to, kind).orElseThrow(() -> missing(from, to));
  }

  private SupposedEdge ofEvents(int kind, int from, int to) {
    return new SupposedEdge(
        CycleEdge.ofEvents(
            Edge.name(kind), transactions.invocation(from), transactions.invocation(to)),
        null);
  }

  private IllegalStateException missing(int from, int to) {
    return new IllegalStateException("no reason for the edge " + from + " to " + to);
  }
}
