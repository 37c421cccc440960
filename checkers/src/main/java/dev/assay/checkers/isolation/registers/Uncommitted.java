package dev.assay.checkers.isolation.registers;

import dev.assay.checkers.Anomaly;
import dev.assay.checkers.Ints;
import dev.assay.checkers.certificates.Certificate;
import dev.assay.checkers.certificates.CycleEdge;
import dev.assay.checkers.isolation.AnomalyType;
import dev.assay.checkers.isolation.Components;
import dev.assay.checkers.isolation.ConsistencyModel;
import dev.assay.checkers.isolation.Cycle;
import dev.assay.checkers.isolation.CycleExplanation;
import dev.assay.checkers.isolation.CycleWalk;
import dev.assay.checkers.isolation.DependencyGraph;
import dev.assay.checkers.isolation.Edge;
import dev.assay.checkers.isolation.SessionOrder;
import dev.assay.checkers.isolation.Transactions;
import dev.assay.checkers.isolation.weak.Assumed;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Read uncommitted under assumptions on the versions of keys (Adya 1999, section 4.2.1, PL-1):
 * whether some order of the writers agrees with all of them, and with that of processes or real
 * time where the model keeps it. What was read puts nobody in order here. Linear but for the
 * sorting of {@link AssumedLines}.
 */
final class Uncommitted {
  /** What there is when no order agrees, the weakest model first. */
  enum Form {
    PLAIN(ConsistencyModel.READ_UNCOMMITTED, AnomalyType.G0),
    PROCESS(ConsistencyModel.STRONG_SESSION_READ_UNCOMMITTED, AnomalyType.G0_PROCESS),
    REALTIME(ConsistencyModel.STRONG_READ_UNCOMMITTED, AnomalyType.G0_REALTIME);

    private final ConsistencyModel model;
    private final AnomalyType violation;

    Form(ConsistencyModel model, AnomalyType violation) {
      this.model = model;
      this.violation = violation;
    }

    ConsistencyModel model() {
      return model;
    }

    AnomalyType violation() {
      return violation;
    }
  }

  private final RwRegister inferred;
  private final Transactions transactions;
  private final Assumed assumed;
  private final Form form;
  private final DependencyGraph graph;

  Uncommitted(RwRegister inferred, Assumed assumed, Form form) {
    this.inferred = inferred;
    this.assumed = assumed;
    this.form = form;
    transactions = inferred.transactions();
    DependencyGraph.Builder builder = DependencyGraph.builder(transactions.size());
    assumed.addAlone(builder);
    if (form == Form.PROCESS) {
      SessionOrder.addProcesses(transactions, inferred.committed(), builder);
    } else if (form == Form.REALTIME) {
      SessionOrder.addRealTime(transactions, inferred.committed(), builder);
    }
    graph = builder.build();
  }

  /** Why there is no order; null when there is one. */
  @Nullable Anomaly violation() {
    Cycle cycle =
        CycleWalk.any(graph, node -> graph.isVirtual(node) ? -1 : node, each -> each.size() > 1);
    if (cycle == null) {
      return null;
    }
    CycleEdge[] edges = new CycleEdge[cycle.size()];
    Arrays.setAll(
        edges, i -> edge(cycle.transactions().get(i), cycle.target(i), cycle.kinds().get(i)));
    AnomalyType type = form.violation();
    return new Anomaly(
        type.label(),
        null,
        new Certificate.DependencyCycle(CompleteCheck.WORKLOAD, type.label(), List.of(edges)),
        new CycleExplanation(type, List.of(edges)));
  }

  private CycleEdge edge(int from, int to, int kind) {
    return kind == Edge.WW
        ? assumed
            .overwrite(from, to)
            .orElseThrow(() -> new IllegalStateException("nothing puts " + from + " before " + to))
        : CycleEdge.ofEvents(
            Edge.name(kind), transactions.invocation(from), transactions.invocation(to));
  }

  /** An order of all that took effect, where there is one. */
  Certificate order() {
    int[] order =
        Arrays.stream(Components.of(graph, Edge.ALL).topologicalOrder())
            .filter(node -> !graph.isVirtual(node) && inferred.committed()[node])
            .map(transactions::invocation)
            .toArray();
    return new Certificate.CommitOrder(
        CompleteCheck.WORKLOAD, form.model().label(), Ints.of(order, order.length));
  }
}
