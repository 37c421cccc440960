package dev.assay.checkers.isolation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Turns closed walks of a graph into cycles of transactions. */
public final class CycleWalk {
  private CycleWalk() {}

  /**
   * The cycle of a closed walk: virtual nodes are left out, an edge into one becomes an edge to the
   * transaction where the walk leaves them.
   *
   * <p>A walk that meets a transaction twice is cut there into two. When anti-dependencies must
   * stay apart, that half is taken in which they do.
   *
   * @param edges the edges of the walk, the first one out of {@code start}, a transaction
   * @return null when no part of the walk is a cycle with anti-dependencies apart
   */
  static @Nullable Cycle simple(DependencyGraph graph, int start, int[] edges, boolean apart) {
    List<Integer> transactions = new ArrayList<>();
    List<Integer> kinds = new ArrayList<>();
    int kind = graph.kind(edges[0]);
    transactions.add(start);
    for (int i = 0; i < edges.length; i++) {
      int target = graph.target(edges[i]);
      if (graph.isVirtual(target)) {
        continue;
      }
      kinds.add(kind);
      if (i + 1 < edges.length) {
        transactions.add(target);
        kind = graph.kind(edges[i + 1]);
      }
    }
    Cycle walk = new Cycle(List.copyOf(transactions), List.copyOf(kinds));
    return apart ? withoutRepeats(walk) : walk;
  }

  /**
   * The same in a graph with several nodes for one transaction.
   *
   * @param edges of a closed walk, or of a path between two nodes of one transaction
   * @param transactionOf the transaction of a node, or -1 for a virtual one
   * @param isForbidden whether a cycle is one of those that are sought
   * @return null when no part of the walk is
   */
  public static @Nullable Cycle simple(
      DependencyGraph graph,
      int start,
      int[] edges,
      IntUnaryOperator transactionOf,
      Predicate<Cycle> isForbidden) {
    return withoutRepeats(
        walk(graph, transactionOf.applyAsInt(start), -1, edges, transactionOf), isForbidden);
  }

  /**
   * The cycle of a transaction, an edge of a kind from it to a virtual node, and the path on from
   * there to the transaction.
   *
   * @param transactionOf the transaction of a node, or -1 for a virtual one
   */
  public static Cycle after(
      DependencyGraph graph, int start, int kind, int[] path, IntUnaryOperator transactionOf) {
    return walk(graph, start, kind, path, transactionOf);
  }

  /**
   * A shortest cycle through some edge inside of a component; null when there is no component, or
   * no part of the walk is a cycle that is sought.
   *
   * @param transactionOf the transaction of a node, or -1 for a virtual one
   */
  public static @Nullable Cycle any(
      DependencyGraph graph, IntUnaryOperator transactionOf, Predicate<Cycle> isForbidden) {
    Components components = Components.of(graph, Edge.ALL);
    int[][] nontrivial = components.nontrivial();
    if (nontrivial.length == 0) {
      return null;
    }
    int node = nontrivial[0][0];
    for (int edge = graph.start(node); edge < graph.end(node); edge++) {
      if (components.of(graph.target(edge)) == components.of(node)) {
        return throughEdge(graph, node, edge, transactionOf, isForbidden);
      }
    }
    throw new IllegalStateException("a component without an edge inside");
  }

  private static @Nullable Cycle throughEdge(
      DependencyGraph graph,
      int node,
      int edge,
      IntUnaryOperator transactionOf,
      Predicate<Cycle> isForbidden) {
    int[] rest = new ShortestPath(graph).find(graph.target(edge), node, Edge.ALL, false);
    if (rest == null) {
      throw new IllegalStateException("a component that is not strongly connected");
    }
    int[] edges = new int[rest.length + 1];
    edges[0] = edge;
    System.arraycopy(rest, 0, edges, 1, rest.length);
    return simple(graph, node, edges, transactionOf, isForbidden);
  }

  private static Cycle walk(
      DependencyGraph graph, int start, int firstKind, int[] edges, IntUnaryOperator of) {
    List<Integer> transactions = new ArrayList<>();
    List<Integer> kinds = new ArrayList<>();
    int at = start;
    int kind = firstKind;
    for (int edge : edges) {
      kind = kind < 0 ? graph.kind(edge) : kind;
      int target = of.applyAsInt(graph.target(edge));
      if (target < 0) {
        continue;
      }
      if (target != at) {
        transactions.add(at);
        kinds.add(kind);
        at = target;
      }
      kind = -1;
    }
    return new Cycle(List.copyOf(transactions), List.copyOf(kinds));
  }

  private static @Nullable Cycle withoutRepeats(Cycle walk) {
    return withoutRepeats(walk, CycleWalk::isApart);
  }

  private static @Nullable Cycle withoutRepeats(Cycle walk, Predicate<Cycle> isForbidden) {
    Map<Integer, Integer> placeOf = new HashMap<>();
    for (int at = 0; at < walk.size(); at++) {
      Integer before = placeOf.put(walk.transactions().get(at), at);
      if (before != null) {
        Cycle inner = part(walk, before, at);
        Cycle outer = part(walk, at, before + walk.size());
        Cycle taken = isForbidden.test(inner) ? inner : outer;
        return isForbidden.test(taken) ? withoutRepeats(taken, isForbidden) : null;
      }
    }
    return isForbidden.test(walk) ? walk : null;
  }

  private static boolean isApart(Cycle cycle) {
    return cycle.antiDependencies() > 0 && !cycle.hasAdjacentAntiDependencies();
  }

  private static Cycle part(Cycle walk, int from, int until) {
    List<Integer> transactions = new ArrayList<>();
    List<Integer> kinds = new ArrayList<>();
    for (int at = from; at < until; at++) {
      transactions.add(walk.transactions().get(at % walk.size()));
      kinds.add(walk.kinds().get(at % walk.size()));
    }
    return new Cycle(transactions, kinds);
  }
}
