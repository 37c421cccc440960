package dev.assay.checkers.isolation.solver;

import dev.assay.checkers.isolation.solver.SupposedCycle.Before;
import dev.assay.checkers.isolation.solver.SupposedCycle.Step;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Paths with the fewest added edges between nodes of a {@link TopologicalOrder}, so that clauses
 * made of them say as much as possible: breadth first, known edges and those that follow from no
 * decision at no cost. 16 bytes a node.
 */
final class LemmaPath {
  private final TopologicalOrder order;
  private final Clauses clauses;
  private final int[] mark;
  private final int[] cost;
  private final int[] parent;
  private final int[] parentLabel;
  private int stamp;

  /** Edges from this one on are none of a path, and whether fixed ones cost nothing. */
  private int edgesMax;

  private boolean areFixedFree;
  private IntList layer = new IntList(64);
  private IntList next = new IntList(64);

  LemmaPath(TopologicalOrder order, Clauses clauses) {
    this.order = order;
    this.clauses = clauses;
    int nodes = order.known().nodes();
    mark = new int[nodes];
    cost = new int[nodes];
    parent = new int[nodes];
    parentLabel = new int[nodes];
  }

  /**
   * The clause that says that a literal, an edge of which leads from the end of a path to its
   * beginning, cannot be true together with the labels of the cheapest such path.
   */
  int[] lemma(int from, int to, int literal) {
    int[] labels = labels(from, to);
    int size = Arrays.binarySearch(labels, literal) < 0 ? labels.length + 1 : labels.length;
    int[] lemma = new int[size];
    lemma[0] = literal ^ 1;
    int at = 1;
    for (int label : labels) {
      if (label != literal) {
        lemma[at++] = label ^ 1;
      }
    }
    return lemma;
  }

  /**
   * A path with the fewest added edges, of those that there were when there were so many, all of
   * which are fixed.
   */
  List<Step> steps(int from, int to, int edges, Pairs pairs) {
    search(from, to, edges, false);
    List<Step> steps = new ArrayList<>();
    for (int node = to; node != from; node = parent[node]) {
      int label = parentLabel[node];
      Before why =
          label == TopologicalOrder.KNOWN
              ? null
              : new Before(pairs.before(label), pairs.after(label));
      steps.add(new Step(parent[node], node, why));
    }
    return steps.reversed();
  }

  /** The labels of the added edges on a cheapest path, ascending, each once. */
  private int[] labels(int from, int to) {
    search(from, to, Integer.MAX_VALUE, true);
    IntList labels = new IntList(8);
    for (int node = to; node != from; node = parent[node]) {
      if (parentLabel[node] != TopologicalOrder.KNOWN) {
        labels.add(parentLabel[node]);
      }
    }
    int[] sorted = labels.toArray();
    Arrays.sort(sorted);
    return Arrays.stream(sorted).distinct().toArray();
  }

  private void search(int from, int to, int edges, boolean isFree) {
    edgesMax = edges;
    areFixedFree = isFree;
    if (++stamp == Integer.MAX_VALUE) {
      Arrays.fill(mark, 0);
      stamp = 1;
    }
    int limit = order.place(to);
    int paid = 0;
    layer.clear();
    next.clear();
    reach(from, 0, from, TopologicalOrder.KNOWN, layer);
    while (layer.size() > 0) {
      for (int i = 0; i < layer.size(); i++) {
        int node = layer.get(i);
        if (cost[node] == paid && expand(node, paid, limit, to)) {
          return;
        }
      }
      IntList swap = layer;
      layer = next;
      next = swap;
      next.clear();
      paid++;
    }
    throw new IllegalStateException("no path from node " + from + " to node " + to);
  }

  /** Goes on from a node; whether the end is reached at the price paid so far. */
  private boolean expand(int node, int paid, int limit, int to) {
    if (node == to) {
      return true;
    }
    Digraph known = order.known();
    for (int e = known.outStart(node); e < known.outEnd(node); e++) {
      if (order.place(known.out(e)) <= limit) {
        reach(known.out(e), paid, node, TopologicalOrder.KNOWN, layer);
      }
    }
    for (int e = order.firstOut(node); e >= 0; e = order.nextOut(e)) {
      if (e < edgesMax && order.place(order.to(e)) <= limit) {
        int label = order.label(e);
        boolean isFree = areFixedFree && clauses.isFixed(label);
        reach(order.to(e), isFree ? paid : paid + 1, node, label, isFree ? layer : next);
      }
    }
    return false;
  }

  private void reach(int node, int price, int by, int label, IntList list) {
    if (mark[node] == stamp && cost[node] <= price) {
      return;
    }
    mark[node] = stamp;
    cost[node] = price;
    parent[node] = by;
    parentLabel[node] = label;
    list.add(node);
  }
}
