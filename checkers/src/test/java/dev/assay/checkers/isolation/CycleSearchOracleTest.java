package dev.assay.checkers.isolation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.checkers.Budget;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * The kinds of cycles of small random graphs, and how many edges lie on them, against all simple
 * cycles and all closed walks, tried by force. A campaign sets {@code assay.campaign.histories} and
 * {@code assay.campaign.seed}.
 */
class CycleSearchOracleTest {
  private static final int GRAPHS = Integer.getInteger("assay.campaign.histories", 20_000);
  private static final long SEED = Long.getLong("assay.campaign.seed", 20261128);
  private static final int NODES_MAX = 7;

  private static final Comparator<Arc> ORDER =
      Comparator.comparingInt(Arc::from).thenComparingInt(Arc::to).thenComparingInt(Arc::kind);

  private static final Set<AnomalyType> ALWAYS_EXACT = EnumSet.noneOf(AnomalyType.class);

  static {
    for (CycleForm form : CycleForm.values()) {
      ALWAYS_EXACT.addAll(List.of(form.g0(), form.g1c(), form.gSingle(false), form.gSingle(true)));
    }
  }

  /** An edge of a small graph. */
  private record Arc(int from, int to, int kind) {
    boolean isAnti() {
      return Edge.has(Edge.ANTI_DEPENDENCIES, kind);
    }
  }

  private final Map<AnomalyType, Integer> seen = new EnumMap<>(AnomalyType.class);

  @Test
  void kindsAndCountsAreThoseOfTheDefinitions() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < GRAPHS; i++) {
      List<Arc> arcs = arcs(random);
      CycleSearch search = search(arcs);
      Set<Cycle> all = simpleCycles(arcs);
      assertTrue(search.isComplete());
      Set<AnomalyType> found = search.counts().keySet();
      assertEquals(implied(types(all)), implied(found), () -> arcs + " has " + types(all));
      for (AnomalyType type : found) {
        List<Cycle> examples = search.cycles(type);
        assertFalse(examples.isEmpty(), () -> type + " of " + arcs);
        examples.forEach(each -> assertEquals(type, each.type()));
        assertTrue(all.containsAll(examples), () -> examples + " of " + arcs);
        seen.merge(type, 1, Integer::sum);
      }
      // A walk may go round a cycle of dependencies to keep apart what in no cycle is.
      boolean isExact = all.stream().allMatch(cycle -> cycle.antiDependencies() > 0);
      Map<AnomalyType, Integer> counts = new EnumMap<>(search.counts());
      Map<AnomalyType, Integer> expected = expected(arcs);
      if (!isExact) {
        counts.keySet().retainAll(ALWAYS_EXACT);
        expected.keySet().retainAll(ALWAYS_EXACT);
      }
      assertEquals(expected, counts, arcs::toString);
    }
    for (CycleForm form : CycleForm.values()) {
      for (boolean ofPredicates : new boolean[] {false, true}) {
        assertSeen(form.g0());
        assertSeen(form.g1c());
        assertSeen(form.gSingle(ofPredicates));
        assertSeen(form.gNonadjacent(ofPredicates));
        assertSeen(form.g2(ofPredicates));
      }
    }
  }

  private void assertSeen(AnomalyType type) {
    assertTrue(seen.getOrDefault(type, 0) > GRAPHS / 2_000, () -> type + " of " + seen);
  }

  /** A ring through some nodes and other edges; orders lead to higher nodes, as time does. */
  private static List<Arc> arcs(SplittableRandom random) {
    int nodes = random.nextInt(2, NODES_MAX + 1);
    int[] kinds = new int[random.nextInt(1, 6)];
    Arrays.setAll(kinds, i -> random.nextInt(Edge.FORWARD));
    Set<Arc> arcs = new HashSet<>();
    int[] ring = IntStream.generate(() -> random.nextInt(nodes)).limit(NODES_MAX).toArray();
    int[] distinct = Arrays.stream(ring).distinct().toArray();
    for (int i = 0; i < distinct.length; i++) {
      boolean isAnti = i % 2 == 0 && random.nextInt(4) > 0;
      int kind = isAnti ? anti(random) : kinds[random.nextInt(kinds.length)];
      add(arcs, distinct[i], distinct[(i + 1) % distinct.length], kind);
    }
    for (int i = random.nextInt(2 * nodes); i > 0; i--) {
      add(arcs, random.nextInt(nodes), random.nextInt(nodes), kinds[random.nextInt(kinds.length)]);
    }
    return arcs.stream().sorted(ORDER).toList();
  }

  private static int anti(SplittableRandom random) {
    return random.nextInt(4) == 0 ? Edge.RWP : Edge.RW;
  }

  private static void add(Set<Arc> arcs, int from, int to, int kind) {
    boolean isOrder = kind == Edge.PROCESS || kind == Edge.REALTIME;
    if (from < to || (from > to && !isOrder)) {
      arcs.add(new Arc(from, to, kind));
    }
  }

  /** Every other edge leads over a virtual node. */
  private static CycleSearch search(List<Arc> arcs) {
    DependencyGraph.Builder builder = DependencyGraph.builder(NODES_MAX);
    for (Arc arc : arcs) {
      boolean isDirect = (arc.from + arc.to + arc.kind) % 2 == 0;
      int next = isDirect ? arc.to : builder.addNode();
      builder.add(arc.from, next, arc.kind);
      if (!isDirect) {
        builder.add(next, arc.to, Edge.FORWARD);
      }
    }
    DependencyGraph graph = builder.build();
    CycleSearch search = new CycleSearch(graph, Budget.of(Duration.ofMinutes(1)));
    search.run(Components.of(graph, Edge.ALL));
    return search;
  }

  private static Set<AnomalyType> implied(Set<AnomalyType> types) {
    return AnomalyType.impliedBy(types);
  }

  private static Set<AnomalyType> types(Set<Cycle> cycles) {
    Set<AnomalyType> types = EnumSet.noneOf(AnomalyType.class);
    cycles.forEach(cycle -> types.add(cycle.type()));
    return types;
  }

  private static Set<Cycle> simpleCycles(List<Arc> arcs) {
    Set<Cycle> out = new HashSet<>();
    for (Arc arc : arcs) {
      extend(arcs, new ArrayList<>(List.of(arc)), out);
    }
    return out;
  }

  private static void extend(List<Arc> arcs, List<Arc> path, Set<Cycle> out) {
    int end = path.getLast().to;
    int start = path.getFirst().from;
    if (end == start) {
      List<Integer> nodes = path.stream().map(Arc::from).toList();
      out.add(new Cycle(nodes, path.stream().map(Arc::kind).toList()).normalized());
      return;
    }
    for (Arc arc : arcs) {
      boolean isNew = arc.to == start || path.stream().noneMatch(each -> each.from == arc.to);
      if (arc.from == end && arc.to >= start && isNew) {
        path.add(arc);
        extend(arcs, path, out);
        path.removeLast();
      }
    }
  }

  /**
   * By definition: an edge counts for a kind when it lies on such a cycle, and none of the edges of
   * that cycle that could count was counted for a kind that implies it.
   */
  private static Map<AnomalyType, Integer> expected(List<Arc> arcs) {
    Map<AnomalyType, Integer> counts = new EnumMap<>(AnomalyType.class);
    Map<Arc, Set<AnomalyType>> known = new HashMap<>();
    for (CycleForm form : CycleForm.values()) {
      int writes = 1 << Edge.WW | 1 << Edge.WWP;
      int reads = 1 << Edge.WR | 1 << Edge.WRP;
      new Kind(form.g0(), writes, form.writes(), Way.ANY).count(arcs, known, counts);
      new Kind(form.g1c(), reads, form.dependencies(), Way.ANY).count(arcs, known, counts);
      for (boolean ofPredicates : new boolean[] {false, true}) {
        int all = ofPredicates ? form.all() : form.all() & ~(1 << Edge.RWP);
        int anti = Edge.ANTI_DEPENDENCIES & all;
        for (Kind kind :
            List.of(
                new Kind(form.gSingle(ofPredicates), anti, all, Way.ALONE),
                new Kind(form.gNonadjacent(ofPredicates), anti, all, Way.APART),
                new Kind(form.g2(ofPredicates), anti, all, Way.ANY))) {
          kind.count(arcs, known, counts);
        }
      }
    }
    return counts;
  }

  /** How further anti-dependencies may follow one on its way back. */
  private enum Way {
    ALONE,
    APART,
    ANY
  }

  /**
   * A kind of cycle.
   *
   * @param counted the kinds of the edges that are counted
   * @param kinds all kinds of edges that it may have
   */
  private record Kind(AnomalyType type, int counted, int kinds, Way way) {
    void count(List<Arc> arcs, Map<Arc, Set<AnomalyType>> known, Map<AnomalyType, Integer> counts) {
      List<Arc> left =
          arcs.stream()
              .filter(
                  arc ->
                      Edge.has(kinds, arc.kind)
                          && !implied(known.getOrDefault(arc, Set.of())).contains(type))
              .toList();
      int like = Edge.has(counted, Edge.RW) ? Edge.ANTI_DEPENDENCIES : Edge.DEPENDENCIES;
      List<Arc> on =
          left.stream().filter(arc -> Edge.has(like, arc.kind) && isOn(arc, left)).toList();
      on.forEach(
          arc -> known.computeIfAbsent(arc, a -> EnumSet.noneOf(AnomalyType.class)).add(type));
      int count = (int) on.stream().filter(arc -> Edge.has(counted, arc.kind)).count();
      if (count > 0) {
        counts.put(type, count);
      }
    }

    /** Whether an edge is on a closed walk of this kind; a state is a node and what led there. */
    private boolean isOn(Arc first, List<Arc> left) {
      Set<Integer> reached = new HashSet<>();
      Deque<Integer> open = new ArrayDeque<>(List.of(2 * first.to + (first.isAnti() ? 1 : 0)));
      while (!open.isEmpty()) {
        int at = open.remove();
        if (!reached.add(at)) {
          continue;
        }
        for (Arc arc : left) {
          boolean isAllowed = !arc.isAnti() || way == Way.ANY || (way == Way.APART && at % 2 == 0);
          if (arc.from == at / 2 && isAllowed) {
            open.add(2 * arc.to + (arc.isAnti() ? 1 : 0));
          }
        }
      }
      return reached.contains(2 * first.from)
          || (way == Way.ANY && reached.contains(2 * first.from + 1));
    }
  }
}
