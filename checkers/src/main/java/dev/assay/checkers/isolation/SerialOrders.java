package dev.assay.checkers.isolation;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.RandomAccess;

/** Orders of transactions that keep all edges of an acyclic graph. */
final class SerialOrders {
  private SerialOrders() {}

  /**
   * The invocations of all transactions that took effect, in an order that keeps all edges.
   *
   * @param components of the graph; each a single node
   */
  static List<Integer> invocations(Inference inferred, Components components) {
    Transactions transactions = inferred.transactions();
    boolean[] committed = inferred.committed();
    int[] order = components.topologicalOrder();
    int size = 0;
    for (int node : order) {
      if (node < transactions.size() && committed[node]) {
        order[size++] = transactions.invocation(node);
      }
    }
    return new Ints(Arrays.copyOf(order, size));
  }

  /** A list of ints that are boxed only when they are asked for. */
  private static final class Ints extends AbstractList<Integer> implements RandomAccess {
    private final int[] values;

    Ints(int[] values) {
      this.values = values;
    }

    @Override
    public Integer get(int index) {
      return values[index];
    }

    @Override
    public int size() {
      return values.length;
    }
  }
}
