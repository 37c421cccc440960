package dev.assay.checkers.isolation.solver;

import dev.assay.checkers.isolation.solver.SupposedCycle.Before;
import dev.assay.checkers.isolation.solver.SupposedCycle.Step;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds a shortest cycle among known edges and those of given orders of writers. */
final class CycleFinder {
  private static final int NONE = -1;

  private final Polygraph problem;
  private final Digraph known;
  private final int[] parent;

  CycleFinder(Polygraph problem) {
    this.problem = problem;
    known = problem.known();
    parent = new int[known.nodes()];
  }

  /**
   * A cycle of known edges.
   *
   * @param placed the nodes that could be sorted; a cycle is among the others
   */
  SupposedCycle known(int[] placed) {
    boolean[] isSorted = new boolean[known.nodes()];
    for (int node : placed) {
      isSorted[node] = true;
    }
    int node = 0;
    while (isSorted[node]) {
      node++;
    }
    boolean[] isSeen = new boolean[known.nodes()];
    while (!isSeen[node]) {
      isSeen[node] = true;
      node = unsortedBefore(node, isSorted);
    }
    int start = node;
    int before = unsortedBefore(start, isSorted);
    return shortest(List.of(new Step(before, start, null)), Map.of());
  }

  private int unsortedBefore(int node, boolean[] isSorted) {
    for (int e = known.inStart(node); e < known.inEnd(node); e++) {
      if (!isSorted[known.in(e)]) {
        return known.in(e);
      }
    }
    throw new IllegalStateException("node " + node + " has all its predecessors");
  }

  /** A cycle that is there when writers have these orders. */
  SupposedCycle supposing(List<Before> orders) {
    List<Step> steps = new ArrayList<>();
    orders.forEach(order -> addSteps(order, steps));
    return among(steps);
  }

  /** A cycle of known edges and overwrites alone that is there when writers have these orders. */
  SupposedCycle overwriting(List<Before> orders) {
    return among(orders.stream().map(this::overwrite).toList());
  }

  private SupposedCycle among(List<Step> steps) {
    Map<Integer, List<Step>> byStart = new HashMap<>();
    steps.forEach(step -> byStart.computeIfAbsent(step.from(), n -> new ArrayList<>()).add(step));
    return shortest(steps, byStart);
  }

  private Step overwrite(Before order) {
    return new Step(problem.commit(order.first()), problem.afterOverwritten(order.second()), order);
  }

  private void addSteps(Before order, List<Step> steps) {
    steps.add(overwrite(order));
    for (int i = problem.writtenStart(order.first()); i < problem.writtenEnd(order.first()); i++) {
      int version = problem.written(i);
      if (!writes(order.second(), problem.keyOf(version))) {
        continue;
      }
      for (int read = problem.readStart(version); read < problem.readEnd(version); read++) {
        int reader = problem.reader(read);
        if (reader != order.second()) {
          steps.add(new Step(problem.begin(reader), problem.commit(order.second()), order));
        }
      }
    }
  }

  private boolean writes(int txn, int key) {
    for (int i = problem.writtenStart(txn); i < problem.writtenEnd(txn); i++) {
      if (problem.keyOf(problem.written(i)) == key) {
        return true;
      }
    }
    return false;
  }

  /**
   * The shortest of the cycles through any of the steps, by the steps themselves and known ones.
   */
  private SupposedCycle shortest(List<Step> closing, Map<Integer, List<Step>> byStart) {
    List<Step> best = List.of();
    for (Step step : closing) {
      List<Step> path = path(step.to(), step.from(), byStart);
      if (path != null && (best.isEmpty() || path.size() + 1 < best.size())) {
        best = new ArrayList<>(path);
        best.add(0, step);
      }
    }
    if (best.isEmpty()) {
      throw new IllegalStateException("no cycle supposing " + closing);
    }
    return new SupposedCycle(List.copyOf(best));
  }

  private @Nullable List<Step> path(int from, int to, Map<Integer, List<Step>> byStart) {
    Arrays.fill(parent, NONE);
    Map<Integer, Step> enteredBy = new HashMap<>();
    parent[from] = from;
    IntList queue = new IntList(64);
    queue.add(from);
    for (int i = 0; i < queue.size() && parent[to] == NONE; i++) {
      int node = queue.get(i);
      for (int e = known.outStart(node); e < known.outEnd(node); e++) {
        if (parent[known.out(e)] == NONE) {
          parent[known.out(e)] = node;
          queue.add(known.out(e));
        }
      }
      for (Step step : byStart.getOrDefault(node, List.of())) {
        if (parent[step.to()] == NONE) {
          parent[step.to()] = node;
          enteredBy.put(step.to(), step);
          queue.add(step.to());
        }
      }
    }
    if (parent[to] == NONE) {
      return null;
    }
    List<Step> path = new ArrayList<>();
    for (int node = to; node != from; node = parent[node]) {
      Step step = enteredBy.get(node);
      path.add(step != null ? step : new Step(parent[node], node, null));
    }
    Collections.reverse(path);
    return path;
  }
}
