package dev.assay.checkers.isolation.weak;

import dev.assay.checkers.Budget;
import dev.assay.checkers.isolation.Components;
import dev.assay.checkers.isolation.DependencyGraph;
import dev.assay.checkers.isolation.Edge;
import dev.assay.checkers.isolation.Findings;
import dev.assay.checkers.isolation.ShortestPath;
import dev.assay.checkers.isolation.weak.WeakAnswer.Broken;
import dev.assay.checkers.isolation.weak.WeakAnswer.Holds;
import dev.assay.checkers.isolation.weak.WeakAnswer.Undecided;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides one level: first whether the {@link TimeOrder} already agrees with all that reads force,
 * as it mostly does; where it does not, within the windows of it that matter, by a search for
 * strongly connected components.
 */
final class WeakSearch {
  static final int KEPT_MAX = Findings.KEPT_MAX;
  private static final int ASK_BUDGET_EVERY = 1 << 12;

  /** From how many edges of a component a shortest cycle is sought. */
  private static final int STARTS_MAX = 64;

  private static final Undecided OUT_OF_BUDGET =
      new Undecided("the time was over: allow more with --time-limit");

  private final RegisterColumns columns;
  private final WeakLevel level;
  private final TimeOrder time;
  private final Assumed assumed;
  private final Budget budget;
  private @Nullable CausalRule causal;
  private @Nullable PastRule past;

  /** By place in the order of time: the number of a window that has to be searched, or -1. */
  private int @Nullable [] windows;

  WeakSearch(
      RegisterColumns columns, WeakLevel level, TimeOrder time, Assumed assumed, Budget budget) {
    this.columns = columns;
    this.assumed = assumed;
    this.level = level;
    this.time = time;
    this.budget = budget;
  }

  WeakAnswer decide() {
    int[] base = time.cycle();
    if (base != null) {
      return new Broken(1, List.of(ofDependencies(base)));
    }
    Backward backward = new Backward(time);
    if (!apply(backward, false)) {
      return OUT_OF_BUDGET;
    }
    assumed.each(backward::assume);
    List<CommitCycle> cycles = new ArrayList<>(backward.initialCycles());
    int count = backward.initials();
    int[] order = time.order();
    if (backward.isAny()) {
      int[] windows = backward.windows();
      this.windows = windows;
      DependencyGraph.Builder builder = DependencyGraph.builder(columns.size());
      addDependencies(windows, builder);
      Inside inside = new Inside(windows, builder);
      if (!apply(inside, true)) {
        return OUT_OF_BUDGET;
      }
      assumed.each(inside::assume);
      DependencyGraph graph = builder.build();
      Components components = Components.of(graph, Edge.ALL);
      int[][] nontrivial = components.nontrivial();
      count += nontrivial.length;
      addCycles(graph, nontrivial, cycles);
      order = count == 0 ? mended(windows, components.topologicalOrder()) : order;
    }
    return count == 0 ? new Holds(order) : new Broken(count, cycles);
  }

  /** Tells all that reads force; false when the budget did not suffice. */
  boolean apply(Forced forced, boolean onlyNew) {
    switch (level.axiom()) {
      case NONE -> {}
      case MONOTONIC -> {
        MonotonicRule rule = new MonotonicRule(columns);
        for (int txn = 0; txn < columns.size(); txn++) {
          if ((txn & (ASK_BUDGET_EVERY - 1)) == 0 && budget.isSpent()) {
            return false;
          }
          rule.apply(txn, forced);
        }
      }
      case ATOMIC -> {
        AtomicRule rule = new AtomicRule(columns, level.keepsProcesses());
        for (int process = 0; process + 1 < columns.processStart.length; process++) {
          if (budget.isSpent()) {
            return false;
          }
          rule.apply(process, forced);
        }
      }
      case CAUSAL -> {
        return level.keepsProcesses() ? applyClocks(forced, onlyNew) : applyPast(forced, onlyNew);
      }
    }
    return true;
  }

  private boolean applyClocks(Forced forced, boolean onlyNew) {
    CausalRule rule = causal;
    if (rule == null) {
      rule = new CausalRule(columns, time, budget);
      causal = rule;
    }
    return rule.apply(forced, onlyNew, budget);
  }

  /** All that contradicts the order of time, and once the windows are known, all inside them. */
  private boolean applyPast(Forced forced, boolean onlyNew) {
    PastRule rule = past;
    if (rule == null) {
      rule = new PastRule(columns, time, budget);
      past = rule;
    }
    return rule.backward(forced) && (windows == null || rule.inside(windows, forced, onlyNew));
  }

  /** Adds what is forced between transactions of one window. */
  private final class Inside extends Forced {
    private final int[] windows;
    private final DependencyGraph.Builder builder;

    Inside(int[] windows, DependencyGraph.Builder builder) {
      this.windows = windows;
      this.builder = builder;
    }

    @Override
    void force(int earlier, int later, int reader, int read) {
      if (later >= 0) {
        assume(earlier, later);
      }
    }

    @Override
    void assume(int earlier, int later) {
      if (isOneWindow(windows, earlier, later)) {
        builder.add(earlier, later, Edge.WW);
      }
    }
  }

  private boolean isOneWindow(int[] windows, int one, int other) {
    int window = windows[time.place()[one]];
    return window >= 0 && window == windows[time.place()[other]];
  }

  private void addDependencies(int[] windows, DependencyGraph.Builder builder) {
    for (int txn : time.order()) {
      if (windows[time.place()[txn]] < 0) {
        continue;
      }
      int previous = level.keepsProcesses() ? columns.previous[txn] : RegisterColumns.NONE;
      if (previous >= 0 && isOneWindow(windows, previous, txn)) {
        builder.add(previous, txn, Edge.PROCESS);
      }
      for (int read = columns.readStart[txn]; read < columns.readStart[txn + 1]; read++) {
        int from = columns.readFrom[read];
        if (from >= 0 && isOneWindow(windows, from, txn)) {
          builder.add(from, txn, Edge.WR);
        }
      }
    }
  }

  private void addCycles(DependencyGraph graph, int[][] components, List<CommitCycle> cycles) {
    int[] placeOf = new int[graph.nodes()];
    for (int[] part : components) {
      if (cycles.size() == KEPT_MAX) {
        return;
      }
      cycles.add(shortest(graph.induced(part, placeOf), part));
    }
  }

  /** The shortest cycle through one of some forced edges: there is one, for the rest has none. */
  private static CommitCycle shortest(DependencyGraph graph, int[] names) {
    ShortestPath paths = new ShortestPath(graph);
    int[] best = new int[0];
    int bestStart = 0;
    int starts = 0;
    for (int node = 0; node < graph.nodes(); node++) {
      for (int edge = graph.start(node); edge < graph.end(node); edge++) {
        if (graph.kind(edge) != Edge.WW || starts++ >= STARTS_MAX) {
          continue;
        }
        int[] rest = paths.find(graph.target(edge), node, Edge.ALL, false);
        if (rest != null && (best.length == 0 || rest.length + 1 < best.length)) {
          best = new int[rest.length + 1];
          best[0] = edge;
          System.arraycopy(rest, 0, best, 1, rest.length);
          bestStart = node;
        }
      }
    }
    int[] transactions = new int[best.length];
    int[] kinds = new int[best.length];
    int node = bestStart;
    for (int i = 0; i < best.length; i++) {
      transactions[i] = names[node];
      kinds[i] = graph.kind(best[i]);
      node = graph.target(best[i]);
    }
    return new CommitCycle(transactions, kinds);
  }

  private CommitCycle ofDependencies(int[] transactions) {
    int[] kinds = new int[transactions.length];
    for (int i = 0; i < kinds.length; i++) {
      int next = transactions[(i + 1) % kinds.length];
      kinds[i] = Edge.PROCESS;
      for (int read = columns.readStart[next]; read < columns.readStart[next + 1]; read++) {
        kinds[i] = columns.readFrom[read] == transactions[i] ? Edge.WR : kinds[i];
      }
    }
    return new CommitCycle(transactions, kinds);
  }

  /** The order of time, but within each window that of the graph. */
  private int[] mended(int[] windows, int[] sorted) {
    int[] order = time.order().clone();
    int[] next = new int[order.length + 1];
    for (int at = order.length - 1; at >= 0; at--) {
      if (windows[at] >= 0) {
        next[windows[at]] = at;
      }
    }
    for (int txn : sorted) {
      int window = columns.tookEffect(txn) ? windows[time.place()[txn]] : -1;
      if (window >= 0) {
        order[next[window]++] = txn;
      }
    }
    return order;
  }
}
