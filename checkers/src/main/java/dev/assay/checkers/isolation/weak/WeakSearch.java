package dev.assay.checkers.isolation.weak;

import dev.assay.checkers.Budget;
import dev.assay.checkers.isolation.Components;
import dev.assay.checkers.isolation.DependencyGraph;
import dev.assay.checkers.isolation.Edge;
import dev.assay.checkers.isolation.Findings;
import dev.assay.checkers.isolation.ShortestPath;
import dev.assay.checkers.isolation.Work;
import dev.assay.checkers.isolation.weak.WeakAnswer.Broken;
import dev.assay.checkers.isolation.weak.WeakAnswer.Holds;
import dev.assay.checkers.isolation.weak.WeakAnswer.Undecided;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.function.Predicate;
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
  private final int partsMax;
  private final long stepsMax;
  private @Nullable PlacedWriters writers;
  private @Nullable CausalRule causal;
  private @Nullable PastRule past;

  /** By place in the order of time: the number of a window that has to be searched, or -1. */
  private int @Nullable [] windows;

  WeakSearch(
      RegisterColumns columns, WeakLevel level, TimeOrder time, Assumed assumed, Budget budget) {
    this(
        columns,
        level,
        time,
        assumed,
        budget,
        Work.parts(columns.readStart[columns.size()]),
        columns.readStart[columns.size()]);
  }

  /**
   * @param partsMax in how many parts work is done
   * @param stepsMax how many transactions each part may follow back to before it turns to clocks
   */
  WeakSearch(
      RegisterColumns columns,
      WeakLevel level,
      TimeOrder time,
      Assumed assumed,
      Budget budget,
      int partsMax,
      long stepsMax) {
    this.partsMax = partsMax;
    this.stepsMax = stepsMax;
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
    Backward backward = backward();
    if (backward == null) {
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

  /** What reads force against the order of time, or null when the budget did not suffice. */
  private @Nullable Backward backward() {
    Backward found = null;
    if (level.axiom() == Axiom.CAUSAL) {
      if (!level.keepsProcesses()) {
        return noted(parts -> pastRule().backward(parts, Long.MAX_VALUE));
      }
      found = noted(parts -> pastRule().backward(parts, stepsMax));
      if (budget.isSpent()) {
        return found;
      }
    }
    return found != null ? found : noted(parts -> apply(parts, false));
  }

  private @Nullable Backward noted(Predicate<Forced[]> rule) {
    Backward[] parts = new Backward[partsMax];
    for (int part = 0; part < parts.length; part++) {
      parts[part] = new Backward(columns, time);
    }
    if (!rule.test(parts)) {
      return null;
    }
    for (int part = 1; part < parts.length; part++) {
      parts[0].add(parts[part]);
    }
    return parts[0];
  }

  /** Tells all that reads force; false when the budget did not suffice. */
  boolean apply(Forced forced, boolean onlyNew) {
    return apply(new Forced[] {forced}, onlyNew);
  }

  /** The same, each part of the readers to somebody else. */
  private boolean apply(Forced[] parts, boolean onlyNew) {
    return switch (level.axiom()) {
      case NONE -> true;
      case MONOTONIC -> applyMonotonic(parts);
      case ATOMIC -> applyAtomic(parts);
      case CAUSAL ->
          level.keepsProcesses() ? applyClocks(parts, onlyNew) : applyPast(parts, onlyNew);
    };
  }

  private boolean applyMonotonic(Forced[] parts) {
    return inParts(
        columns.size(),
        ASK_BUDGET_EVERY,
        parts,
        forced -> {
          MonotonicRule rule = new MonotonicRule(columns);
          return txn -> rule.apply(txn, forced);
        });
  }

  private boolean applyAtomic(Forced[] parts) {
    boolean isByProcess = level.keepsProcesses();
    return inParts(
        isByProcess ? columns.processStart.length - 1 : columns.size(),
        isByProcess ? 1 : ASK_BUDGET_EVERY,
        parts,
        forced -> {
          AtomicRule rule = new AtomicRule(columns, isByProcess);
          return each -> {
            if (isByProcess) {
              rule.applyProcess(each, forced);
            } else {
              rule.apply(each, forced);
            }
          };
        });
  }

  /**
   * Does something with so many things, each part of them for another; whether the time suffices.
   */
  private boolean inParts(
      int things, int askEvery, Forced[] parts, Function<Forced, IntConsumer> work) {
    boolean[] isDone = new boolean[parts.length];
    Work.run(
        parts.length,
        part -> {
          IntConsumer mine = work.apply(parts[part]);
          int end = Work.begin(things, part + 1, parts.length);
          int thing = Work.begin(things, part, parts.length);
          for (int steps = 0; thing < end; thing++, steps++) {
            if ((steps & (askEvery - 1)) == 0 && budget.isSpent()) {
              return;
            }
            mine.accept(thing);
          }
          isDone[part] = true;
        });
    return all(isDone);
  }

  private boolean applyClocks(Forced[] parts, boolean onlyNew) {
    CausalRule rule = causal;
    if (rule == null) {
      rule = new CausalRule(columns, time, placedWriters(), partsMax, budget);
      causal = rule;
    }
    return rule.apply(parts, windows, onlyNew);
  }

  /** All that contradicts the order of time, and once the windows are known, all inside them. */
  private boolean applyPast(Forced[] parts, boolean onlyNew) {
    PastRule rule = pastRule();
    return rule.backward(parts, Long.MAX_VALUE)
        && (windows == null || rule.inside(windows, parts[0], onlyNew));
  }

  private PastRule pastRule() {
    PastRule rule = past;
    if (rule == null) {
      rule = new PastRule(columns, level.keepsProcesses(), time, placedWriters(), budget);
      past = rule;
    }
    return rule;
  }

  private PlacedWriters placedWriters() {
    PlacedWriters all = writers;
    if (all == null) {
      all = new PlacedWriters(columns, time.order());
      writers = all;
    }
    return all;
  }

  static boolean all(boolean[] isDone) {
    for (boolean each : isDone) {
      if (!each) {
        return false;
      }
    }
    return true;
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
