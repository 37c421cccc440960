package dev.assay.checkers.isolation;

import dev.assay.checkers.Budget;
import dev.assay.checkers.isolation.ComponentSearch.Found;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Finds which cycle anomalies a graph has: in every component of every relation, so that several
 * independent ones are all found, but in none a weaker one than what it holds already.
 *
 * <p>Components of the edges of data come first, then those that the order of processes makes of
 * them, then those of real time; each only where the one before found nothing that implies it. Of
 * each, what has no anti-dependencies of predicates comes first, for that is graver. {@code G0} and
 * {@code G1c} count components, {@code G-single} counts anti-dependencies, the others count
 * components. Linear in the graph but for {@link Reachability}.
 */
final class CycleSearch {
  private final DependencyGraph graph;
  private final Budget budget;
  private final Map<AnomalyType, Integer> counts = new EnumMap<>(AnomalyType.class);
  private final Map<AnomalyType, List<Cycle>> cycles = new EnumMap<>(AnomalyType.class);
  private boolean isComplete = true;

  CycleSearch(DependencyGraph graph, Budget budget) {
    this.graph = graph;
    this.budget = budget;
  }

  /** Looks at every component of the graph. */
  void run(Components components) {
    int[] placeOf = new int[graph.nodes()];
    for (int[] part : components.nontrivial()) {
      if (budget.isSpent()) {
        isComplete = false;
        return;
      }
      searchNested(graph.induced(part, placeOf), part);
    }
  }

  /** How many of each kind. */
  Map<AnomalyType, Integer> counts() {
    return counts;
  }

  /** The shortest cycles that were found of each kind, at most {@link Findings#KEPT_MAX}. */
  Map<AnomalyType, List<Cycle>> cycles() {
    return cycles;
  }

  /** Whether the budget sufficed: otherwise there may be more. */
  boolean isComplete() {
    return isComplete;
  }

  /** What is searched: the edges of a form, with or without anti-dependencies of predicates. */
  private record Relation(CycleForm form, DependencyGraph graph) {}

  private void searchNested(DependencyGraph whole, int[] names) {
    List<Set<AnomalyType>> foundSets = new ArrayList<>();
    foundSets.add(EnumSet.noneOf(AnomalyType.class));
    int[] foundOf = new int[whole.nodes()];
    int[] placeOf = new int[whole.nodes()];
    boolean hasPredicates = whole.has(1 << Edge.RWP);
    DependencyGraph items = hasPredicates ? whole.without(1 << Edge.RWP) : whole;
    List<Relation> relations = new ArrayList<>();
    for (CycleForm form : CycleForm.values()) {
      relations.add(new Relation(form, items));
      if (hasPredicates) {
        relations.add(new Relation(form, whole));
      }
    }
    int[][][] parts = parts(whole, relations);
    for (int i = 0; i < parts.length; i++) {
      Relation relation = relations.get(i);
      for (int[] part : parts[i]) {
        Set<AnomalyType> found = EnumSet.noneOf(AnomalyType.class);
        int last = 0;
        for (int node : part) {
          if (foundOf[node] != last) {
            last = foundOf[node];
            found.addAll(foundSets.get(last));
          }
        }
        int before = found.size();
        DependencyGraph inside =
            part.length == whole.nodes() ? relation.graph : relation.graph.induced(part, placeOf);
        boolean ofPredicates = relation.graph != items;
        ComponentSearch component = new ComponentSearch(inside, relation.form, budget);
        search(component, relation.form, ofPredicates, found, part, names);
        if (found.size() > before) {
          foundSets.add(found);
          for (int node : part) {
            foundOf[node] = foundSets.size() - 1;
          }
        }
      }
    }
  }

  /** The components of each relation; that of all edges is known to be strongly connected. */
  private static int[][][] parts(DependencyGraph whole, List<Relation> relations) {
    int[][][] parts = new int[relations.size()][][];
    int all = relations.size() - 1;
    parts[all] = new int[][] {IntStream.range(0, whole.nodes()).toArray()};
    Work.all(
        whole.edges(),
        all,
        i -> {
          Relation relation = relations.get(i);
          parts[i] = Components.of(relation.graph, relation.form.all()).nontrivial();
        });
    return parts;
  }

  private void search(
      ComponentSearch component,
      CycleForm form,
      boolean ofPredicates,
      Set<AnomalyType> found,
      int[] part,
      int[] names) {
    Set<AnomalyType> implied = AnomalyType.impliedBy(found);
    if (!implied.contains(form.g1c()) && !implied.contains(form.gSingle(ofPredicates))) {
      component.prepare();
    }
    look(form.g0(), component::g0, found, part, names);
    look(form.g1c(), component::g1c, found, part, names);
    look(form.gSingle(ofPredicates), component::gSingle, found, part, names);
    look(form.gNonadjacent(ofPredicates), component::gNonadjacent, found, part, names);
    look(form.g2(ofPredicates), component::g2, found, part, names);
    isComplete &= component.isComplete();
  }

  /** Looks for an anomaly unless it is implied by what is there; names what it finds itself. */
  private void look(
      AnomalyType wanted, Supplier<Found> search, Set<AnomalyType> found, int[] part, int[] names) {
    if (AnomalyType.impliedBy(found).contains(wanted)) {
      return;
    }
    Found result = search.get();
    if (result.count() == 0) {
      return;
    }
    AnomalyType type = wanted;
    for (Cycle local : result.cycles()) {
      Cycle cycle = named(local, part, names);
      type = cycle.type();
      found.add(type);
      List<Cycle> known = cycles.computeIfAbsent(type, t -> new ArrayList<>());
      known.add(cycle);
      if (known.size() > 4 * Findings.KEPT_MAX) {
        keepShortest(known);
      }
    }
    found.add(type);
    counts.merge(type, result.count(), Integer::sum);
  }

  private static void keepShortest(List<Cycle> known) {
    List<Cycle> kept =
        known.stream()
            .sorted(Comparator.comparingInt(Cycle::size))
            .limit(Findings.KEPT_MAX)
            .toList();
    known.clear();
    known.addAll(kept);
  }

  /** The cycle by the transactions' own numbers. */
  private static Cycle named(Cycle local, int[] part, int[] names) {
    return new Cycle(
        local.transactions().stream().map(node -> names[part[node]]).toList(), local.kinds());
  }
}
