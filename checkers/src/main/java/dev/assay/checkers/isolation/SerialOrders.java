package dev.assay.checkers.isolation;

import dev.assay.checkers.Ints;
import java.util.List;
import java.util.function.IntPredicate;

/** Orders of transactions that keep all edges of an acyclic graph. */
final class SerialOrders {
  private SerialOrders() {}

  /**
   * The invocations of all transactions that took effect, in an order that keeps all edges.
   *
   * @param components of the graph; each a single node
   * @param isAsked which transactions the order is of
   */
  static List<Integer> invocations(
      Inference inferred, Components components, IntPredicate isAsked) {
    Transactions transactions = inferred.transactions();
    boolean[] committed = inferred.committed();
    int[] order = components.topologicalOrder();
    int size = 0;
    for (int node : order) {
      if (node < transactions.size() && committed[node] && isAsked.test(node)) {
        order[size++] = transactions.invocation(node);
      }
    }
    return Ints.of(order, size);
  }

  /**
   * The invocations of all transactions that took effect, each where it begins and where it
   * commits.
   *
   * @param components of {@link SnapshotGraph#ofMoments}; each a single node
   */
  static List<Integer> moments(Inference inferred, Components components) {
    Transactions transactions = inferred.transactions();
    boolean[] committed = inferred.committed();
    int nodes = inferred.graph().nodes();
    int[] order = components.topologicalOrder();
    int size = 0;
    for (int moment : order) {
      int node = moment < nodes ? moment : moment - nodes;
      if (node < transactions.size() && committed[node]) {
        order[size++] = transactions.invocation(node);
      }
    }
    return Ints.of(order, size);
  }
}
