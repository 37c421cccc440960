package dev.assay.checkers.isolation;

import dev.assay.checkers.Budget;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The cycle anomalies of one strongly connected component, in one form.
 *
 * <p>Whether there is one is decided by components of relations, in linear time, never by looking
 * for it; only then are witnesses sought, from a bounded number of edges and with a number of steps
 * bounded by the size of the component. So a component of a million transactions is classified as
 * completely as one of two.
 */
final class ComponentSearch {
  /** From how many edges a shortest cycle is sought. */
  private static final int STARTS_MAX = 64;

  /** How many steps may go into witnesses of a kind, beyond four times the component's edges. */
  private static final int STEPS_MIN = 1_000_000;

  static final Comparator<Cycle> SHORTEST =
      Comparator.comparingInt(Cycle::antiDependencies).thenComparingInt(Cycle::size);

  private final DependencyGraph graph;
  private final CycleForm form;
  private final Budget budget;
  private final ShortestPath paths;
  private @Nullable Components dependencies;
  private @Nullable SnapshotGraph snapshots;
  private @Nullable AntiDependencies walks;
  private boolean isComplete = true;

  /** What was found of one kind: how many, and the shortest of those that were looked at. */
  record Found(int count, List<Cycle> cycles) {
    static final Found NOTHING = new Found(0, List.of());
  }

  /**
   * The anti-dependencies that violate snapshot isolation, as pairs of a node and an edge: those
   * that close a cycle alone, and the others.
   */
  private static final class AntiDependencies {
    final int[] closing;
    final int[] others;

    AntiDependencies(int[] closing, int[] others) {
      this.closing = closing;
      this.others = others;
    }
  }

  /**
   * @param graph the component alone
   */
  ComponentSearch(DependencyGraph graph, CycleForm form, Budget budget) {
    this.graph = graph;
    this.form = form;
    this.budget = budget;
    paths = new ShortestPath(graph);
  }

  /** Whether the budget sufficed to look at everything. */
  boolean isComplete() {
    return isComplete;
  }

  /** Makes what both dependencies and anti-dependencies need at the same time: it is the most. */
  void prepare() {
    Work.both(graph.edges(), this::dependencies, this::snapshots);
  }

  private Components dependencies() {
    Components known = dependencies;
    if (known == null) {
      known = Components.of(graph, form.dependencies());
      dependencies = known;
    }
    return known;
  }

  private SnapshotGraph snapshots() {
    SnapshotGraph known = snapshots;
    if (known == null) {
      known = new SnapshotGraph(graph, form.dependencies());
      snapshots = known;
    }
    return known;
  }

  /** Cycles of writes alone. */
  Found g0() {
    if (dependencies().count() == graph.nodes()) {
      return Found.NOTHING;
    }
    Components writes = Components.of(graph, form.writes());
    return componentCycles(writes, form.writes(), required(1 << Edge.WW | 1 << Edge.WWP));
  }

  /** Cycles of writes and reads, without anti-dependencies. */
  Found g1c() {
    int required = required(1 << Edge.WR | 1 << Edge.WRP);
    return componentCycles(dependencies(), form.dependencies(), required);
  }

  /** The edges without which a cycle would not be of this form. */
  private int required(int plain) {
    return switch (form) {
      case PLAIN -> plain;
      case PROCESS -> 1 << Edge.PROCESS;
      case REALTIME -> 1 << Edge.REALTIME;
    };
  }

  /** One cycle for each component of a relation that has a required edge inside. */
  private Found componentCycles(Components components, int kinds, int required) {
    if (components.count() == graph.nodes()) {
      return Found.NOTHING;
    }
    int[][] starts = new int[components.count()][];
    int count = 0;
    for (int node = 0; node < graph.nodes(); node++) {
      for (int edge = graph.start(node); edge < graph.end(node); edge++) {
        int component = components.of(node);
        if (Edge.has(required, graph.kind(edge))
            && components.of(graph.target(edge)) == component) {
          int[] known = starts[component];
          count += known == null ? 1 : 0;
          starts[component] = appended(known, node, edge);
        }
      }
    }
    List<Cycle> cycles = new ArrayList<>();
    for (int[] inside : starts) {
      if (inside != null && cycles.size() < Findings.KEPT_MAX) {
        Cycle shortest = shortest(inside, kinds, false);
        if (shortest != null) {
          cycles.add(shortest);
        }
      }
    }
    return new Found(count, cycles);
  }

  /** Pairs of a node and an edge, at most {@link #STARTS_MAX}, and how many there are. */
  private static int[] appended(int @Nullable [] known, int node, int edge) {
    int[] out = known == null ? new int[2] : known;
    if (known != null && known.length < 2 * STARTS_MAX) {
      out = Arrays.copyOf(known, known.length + 2);
    } else if (known != null) {
      return known;
    }
    out[out.length - 2] = node;
    out[out.length - 1] = edge;
    return out;
  }

  /** Cycles with a single anti-dependency; counts the anti-dependencies that are on one. */
  Found gSingle() {
    int[] closing = walks().closing;
    return new Found(closing.length / 2, several(closing, form.dependencies(), false));
  }

  /** Cycles with several anti-dependencies none of which follows another. */
  Found gNonadjacent() {
    int[] others = walks().others;
    List<Cycle> cycles = several(others, form.all(), true);
    return new Found(cycles.isEmpty() ? 0 : 1, cycles);
  }

  /** Any cycles with anti-dependencies. */
  Found g2() {
    List<Cycle> cycles = several(antiDependencies(), form.all(), false);
    return new Found(cycles.isEmpty() ? 0 : 1, cycles);
  }

  private AntiDependencies walks() {
    AntiDependencies known = walks;
    if (known == null) {
      known = classify(antiDependencies());
      walks = known;
    }
    return known;
  }

  private AntiDependencies classify(int[] all) {
    SnapshotGraph doubled = snapshots();
    int[] onWalk = new int[all.length];
    int size = 0;
    for (int i = 0; i < all.length; i += 2) {
      if (doubled.isOnWalk(all[i], graph.target(all[i + 1]))) {
        onWalk[size++] = all[i];
        onWalk[size++] = all[i + 1];
      }
    }
    int[] from = new int[size / 2];
    int[] to = new int[size / 2];
    for (int i = 0; i < from.length; i++) {
      from[i] = graph.target(onWalk[2 * i + 1]);
      to[i] = onWalk[2 * i];
    }
    if (from.length == 0) {
      return new AntiDependencies(new int[0], new int[0]);
    }
    Reachability reachability = new Reachability(graph, form.dependencies(), dependencies());
    boolean[] closes = reachability.connected(from, to, budget);
    isComplete &= reachability.isComplete();
    int[] closing = new int[size];
    int[] others = new int[size];
    int closingSize = 0;
    int othersSize = 0;
    for (int i = 0; i < closes.length; i++) {
      if (closes[i]) {
        closing[closingSize++] = onWalk[2 * i];
        closing[closingSize++] = onWalk[2 * i + 1];
      } else {
        others[othersSize++] = onWalk[2 * i];
        others[othersSize++] = onWalk[2 * i + 1];
      }
    }
    return new AntiDependencies(
        Arrays.copyOf(closing, closingSize), Arrays.copyOf(others, othersSize));
  }

  private int[] antiDependencies() {
    int[] out = new int[64];
    int size = 0;
    for (int node = 0; node < graph.nodes(); node++) {
      for (int edge = graph.start(node); edge < graph.end(node); edge++) {
        if (Edge.has(Edge.ANTI_DEPENDENCIES, graph.kind(edge))) {
          if (size == out.length) {
            out = Arrays.copyOf(out, size * 2);
          }
          out[size++] = node;
          out[size++] = edge;
        }
      }
    }
    return Arrays.copyOf(out, size);
  }

  /** The shortest of the cycles through one of the edges, or null when none was found. */
  private @Nullable Cycle shortest(int[] starts, int kinds, boolean apart) {
    List<Cycle> cycles = several(starts, kinds, apart);
    return cycles.isEmpty() ? null : cycles.get(0);
  }

  /** Shortest cycles through some of the edges, the shortest first, all different. */
  private List<Cycle> several(int[] starts, int kinds, boolean apart) {
    int count = starts.length / 2;
    int tries = Math.min(count, STARTS_MAX);
    long stepsMax = paths.steps() + 4L * graph.edges() + STEPS_MIN;
    List<Cycle> cycles = new ArrayList<>();
    for (int i = 0; i < tries && (cycles.isEmpty() || paths.steps() < stepsMax); i++) {
      if (budget.isSpent()) {
        isComplete = false;
        break;
      }
      int at = 2 * (int) ((long) i * count / tries);
      Cycle cycle = through(starts[at], starts[at + 1], kinds, apart);
      if (cycle != null) {
        cycles.add(cycle.normalized());
      }
    }
    return cycles.stream().distinct().sorted(SHORTEST).limit(Findings.KEPT_MAX).toList();
  }

  private @Nullable Cycle through(int node, int edge, int kinds, boolean apart) {
    int[] path = paths.find(graph.target(edge), node, kinds, apart);
    if (path == null) {
      return null;
    }
    int[] edges = new int[path.length + 1];
    edges[0] = edge;
    System.arraycopy(path, 0, edges, 1, path.length);
    return CycleWalk.simple(graph, node, edges, apart);
  }
}
