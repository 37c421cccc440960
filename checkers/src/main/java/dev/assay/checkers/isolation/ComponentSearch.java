package dev.assay.checkers.isolation;

import dev.assay.checkers.Budget;
import dev.assay.checkers.isolation.Cyclic.Sought;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The cycle anomalies of one strongly connected component, the gravest first: each kind is sought
 * in what is left of the component without the edges that were counted for a kind that implies it.
 *
 * <p>So what lies on a cycle through something graver only is not counted, and every closed walk of
 * what is left has a cycle of exactly the kind that is sought; therefore all is decided by strongly
 * connected components, in linear time but for {@link Reachability}, and never by looking for a
 * cycle. A component of a million transactions is classified as completely as one of two.
 *
 * <p>Counted are the edges that lie on a cycle of the kind: {@code ww} for {@code G0}, {@code wr}
 * for {@code G1c}, which has one by definition, and for the others the anti-dependencies.
 */
final class ComponentSearch {
  // Levels of GravestKinds.
  private static final int G0 = 0;
  private static final int G1C = 1;
  private static final int SINGLE = 0;
  private static final int NONADJACENT = 1;
  private static final int G2 = 2;

  private static final int WRITES = 1 << Edge.WW | 1 << Edge.WWP;
  private static final int READS = 1 << Edge.WR | 1 << Edge.WRP;

  private final Cyclic whole;
  private final GravestKinds gravest;
  private final Budget budget;
  private final Sink sink;
  private boolean isComplete = true;

  /** Takes what is found. */
  interface Sink {
    /**
     * There are anomalies of a kind.
     *
     * @param count how many edges lie on them, at least one
     * @param cycles some of them, at least one
     */
    void found(AnomalyType type, int count, List<Cycle> cycles);
  }

  /**
   * @param graph the component alone
   */
  ComponentSearch(DependencyGraph graph, Budget budget, Sink sink) {
    whole = Cyclic.all(graph);
    gravest = new GravestKinds(graph.edges());
    this.budget = budget;
    this.sink = sink;
  }

  /** Whether the budget sufficed to look at everything. */
  boolean isComplete() {
    return isComplete;
  }

  /** Looks for all kinds. To be called once. */
  void run() {
    boolean hasPredicates = whole.graph.has(1 << Edge.RWP);
    for (CycleForm form : CycleForm.values()) {
      search(form, false);
      if (hasPredicates) {
        search(form, true);
      }
    }
  }

  /** Looks for all kinds of a form, either without anti-dependencies of predicates or with them. */
  private void search(CycleForm form, boolean ofPredicates) {
    if (budget.isSpent()) {
      isComplete = false;
      return;
    }
    Cyclic part = whole.part(antiDependencies(form, SINGLE, ofPredicates), gravest);
    if (part.isEmpty()) {
      return;
    }
    Components dependencies = Components.of(part.graph, form.dependencies());
    if (!ofPredicates && dependencies.count() < part.graph.nodes()) {
      searchDependencies(part, form);
    }
    int asked = 1 << (ofPredicates ? Edge.RWP : Edge.RW);
    int[] single = closing(part.graph, edges(part, asked), form.dependencies(), dependencies);
    AnomalyType type = form.gSingle(ofPredicates);
    count(part, single, SINGLE, ofPredicates);
    report(part, single, type, form.dependencies(), false);
    if (isComplete) {
      searchSeveral(part, form, ofPredicates);
    }
  }

  /** Of dependencies alone. */
  private void searchDependencies(Cyclic part, CycleForm form) {
    Cyclic writes = part.part(new Sought(form.writes(), WRITES, G0, false), gravest);
    int[] ofWrites = edges(writes, WRITES);
    count(writes, ofWrites, G0, false);
    report(writes, ofWrites, form.g0(), form.writes(), false);
    Cyclic both = part.part(new Sought(form.dependencies(), WRITES | READS, G1C, false), gravest);
    count(both, edges(both, WRITES | READS), G1C, false);
    report(both, edges(both, READS), form.g1c(), form.dependencies(), false);
  }

  /** Of several anti-dependencies each. */
  private void searchSeveral(Cyclic part, CycleForm form, boolean ofPredicates) {
    Cyclic left = part.part(antiDependencies(form, NONADJACENT, ofPredicates), gravest);
    if (!left.graph.has(Edge.ANTI_DEPENDENCIES)) {
      return;
    }
    AnomalyType type = form.gNonadjacent(ofPredicates);
    int[] apart = apart(left.graph, form.dependencies(), type);
    count(left, apart, NONADJACENT, ofPredicates);
    report(left, apart, type, form.all(), true);
    Cyclic others = left.part(antiDependencies(form, G2, ofPredicates), gravest);
    int[] adjacent = edges(others, Edge.ANTI_DEPENDENCIES);
    count(others, adjacent, G2, ofPredicates);
    report(others, adjacent, form.g2(ofPredicates), form.all(), false);
  }

  /** The anti-dependencies that are on closed walks on which none of them follows another. */
  private int[] apart(DependencyGraph graph, int dependencies, AnomalyType type) {
    SnapshotGraph doubled = new SnapshotGraph(graph, dependencies);
    int[] onWalk =
        graph.edges(
            (node, edge) ->
                Edge.has(Edge.ANTI_DEPENDENCIES, graph.kind(edge))
                    && doubled.isOnWalk(node, graph.target(edge)));
    if (onWalk.length == 0 || Components.of(graph, dependencies).count() == graph.nodes()) {
      return onWalk;
    }
    // A walk may go round a cycle of dependencies only to keep two apart that follow each other.
    Components components = Components.of(graph, Edge.ALL);
    CycleExamples examples = new CycleExamples(graph, budget);
    int[][] groups = groups(components, onWalk, graph.sources(onWalk));
    return Arrays.stream(groups)
        .filter(group -> group.length > 0 && examples.has(type, group, Edge.ALL, true))
        .flatMapToInt(Arrays::stream)
        .sorted()
        .toArray();
  }

  /** The edges by the component that they are in. */
  private static int[][] groups(Components components, int[] edges, int[] sources) {
    int[] sizes = new int[components.count()];
    for (int source : sources) {
      sizes[components.of(source)]++;
    }
    int[][] groups = new int[sizes.length][];
    Arrays.setAll(groups, i -> new int[sizes[i]]);
    for (int i = edges.length - 1; i >= 0; i--) {
      int component = components.of(sources[i]);
      groups[component][--sizes[component]] = edges[i];
    }
    return groups;
  }

  private static Sought antiDependencies(CycleForm form, int level, boolean ofPredicates) {
    int kinds = ofPredicates ? form.all() : form.all() & ~(1 << Edge.RWP);
    return new Sought(kinds, Edge.ANTI_DEPENDENCIES, level, ofPredicates);
  }

  private static int[] edges(Cyclic part, int kinds) {
    return part.graph.edges((node, edge) -> Edge.has(kinds, part.graph.kind(edge)));
  }

  /** Those of the edges that dependencies alone make a cycle of. */
  private int[] closing(
      DependencyGraph graph, int[] edges, int dependencies, Components components) {
    if (edges.length == 0) {
      return edges;
    }
    int[] from = new int[edges.length];
    Arrays.setAll(from, i -> graph.target(edges[i]));
    Components sorted = components.withVirtualNodesLate(graph);
    Reachability reachability = new Reachability(graph, dependencies, sorted);
    boolean[] closes = reachability.connected(from, graph.sources(edges), budget);
    isComplete &= reachability.isComplete();
    return IntStream.range(0, edges.length).filter(i -> closes[i]).map(i -> edges[i]).toArray();
  }

  /** Whoever lies on cycles of a kind is left out of those that it implies. */
  private void count(Cyclic part, int[] edges, int level, boolean ofPredicates) {
    for (int edge : edges) {
      gravest.set(part.edge(edge), level, ofPredicates);
    }
  }

  private void report(Cyclic part, int[] edges, AnomalyType type, int kinds, boolean apart) {
    if (edges.length == 0) {
      return;
    }
    CycleExamples examples = new CycleExamples(part.graph, budget);
    List<Cycle> cycles = examples.of(type, edges, kinds, apart);
    if (cycles.isEmpty()) {
      // What cannot be shown is not told; nor is it said then that there is nothing.
      isComplete = false;
      return;
    }
    sink.found(type, edges.length, cycles.stream().map(c -> c.renamed(part::node)).toList());
  }
}
