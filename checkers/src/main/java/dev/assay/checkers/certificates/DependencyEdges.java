package dev.assay.checkers.certificates;

import dev.assay.histories.EventType;
import dev.assay.histories.History;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.Predicate;

/** What holds of the edges of a cycle in every workload: who took effect, and what time shows. */
final class DependencyEdges {
  private DependencyEdges() {}

  /**
   * Verifies the edges of a cycle, whose shape has been looked at.
   *
   * @param tookEffect whether a transaction did, by its invocation
   * @param isDependency whether the micro-operations of an edge show a dependency of its kind
   */
  static Verification verify(
      History history,
      List<CycleEdge> edges,
      IntPredicate tookEffect,
      Predicate<CycleEdge> isDependency) {
    for (CycleEdge edge : edges) {
      if (!tookEffect.test(edge.from())) {
        return Verification.reject(
            "nothing shows that transaction " + edge.from() + " took effect");
      }
      boolean holds =
          switch (edge.kind()) {
            case "process" -> isOfProcess(history, edge);
            case "realtime" -> isOfTime(history, edge);
            default -> isDependency.test(edge);
          };
      if (!holds) {
        return Verification.reject(
            "nothing shows the " + edge.kind() + " edge " + edge.from() + " to " + edge.to());
      }
    }
    return Verification.accept("a cycle of " + edges.size() + " transactions");
  }

  /** Whether one process did both, and completed the first before. */
  static boolean isOfProcess(History history, CycleEdge edge) {
    return history.outcome(edge.from()) == EventType.OK
        && edge.from() < edge.to()
        && history.process(edge.from()) == history.process(edge.to());
  }

  /** Whether the first had completed when the second was invoked. */
  static boolean isOfTime(History history, CycleEdge edge) {
    return history.isRealTime()
        && history.outcome(edge.from()) == EventType.OK
        && history.pair(edge.from()) < edge.to();
  }
}
