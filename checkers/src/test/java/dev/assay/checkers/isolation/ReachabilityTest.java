package dev.assay.checkers.isolation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.checkers.Budget;
import java.time.Duration;
import java.util.BitSet;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReachabilityTest {
  private static final Budget PLENTY = Budget.of(Duration.ofMinutes(5));
  private static final int KINDS = 1 << Edge.WW | 1 << Edge.WR;

  private final SplittableRandom random = new SplittableRandom(17);

  @Test
  void answersAreThoseOfTheClosure() {
    for (int round = 0; round < 300; round++) {
      int nodes = 2 + random.nextInt(400);
      DependencyGraph graph = graph(nodes, random.nextInt(3 * nodes));
      BitSet[] reached = closure(graph);
      int[] from = nodes(nodes, random.nextInt(3_000));
      int[] to = nodes(nodes, from.length);
      boolean[] expected = new boolean[from.length];
      for (int pair = 0; pair < from.length; pair++) {
        expected[pair] = reached[from[pair]].get(to[pair]);
      }
      Reachability reachability = new Reachability(graph, KINDS);
      assertArrayEquals(expected, reachability.connected(from, to, PLENTY));
      assertTrue(reachability.isComplete());
      int first = reachability.firstConnected(from, to, PLENTY);
      assertEquals(
          first >= 0, IntStream.range(0, expected.length).anyMatch(pair -> expected[pair]));
      assertTrue(first < 0 || expected[first]);
    }
  }

  @Test
  void processorsShareTheWorkOnLargeGraphs() {
    int nodes = 100_000;
    DependencyGraph.Builder line = DependencyGraph.builder(nodes);
    for (int node = 0; node + 2 < nodes; node++) {
      line.add(node, node + 2, Edge.WW);
      line.add(node, node + 2, Edge.WR);
    }
    int[] from = nodes(nodes, 20_000);
    int[] to = IntStream.of(from).map(node -> Math.min(nodes - 1, reach(node))).toArray();
    boolean[] answers = new Reachability(line.build(), KINDS).connected(from, to, PLENTY);
    for (int pair = 0; pair < from.length; pair++) {
      assertEquals(from[pair] <= to[pair] && (to[pair] - from[pair]) % 2 == 0, answers[pair]);
    }
  }

  @Test
  void withoutTimeNothingIsSaidToBeConnected() {
    DependencyGraph.Builder builder = DependencyGraph.builder(2);
    builder.add(0, 1, Edge.WW);
    Reachability reachability = new Reachability(builder.build(), KINDS);
    Budget spent = Budget.of(Duration.ZERO);
    assertFalse(reachability.connected(new int[] {0}, new int[] {1}, spent)[0]);
    assertFalse(reachability.isComplete());
    assertEquals(-1, reachability.firstConnected(new int[] {0}, new int[] {1}, spent));
    assertFalse(reachability.isComplete());
  }

  /** Mostly near, and now and then far away, as what is stale in a history. */
  private int reach(int node) {
    return node + random.nextInt(random.nextInt(20) == 0 ? 50_000 : 50) - 5;
  }

  private DependencyGraph graph(int nodes, int edges) {
    DependencyGraph.Builder builder = DependencyGraph.builder(nodes);
    int backwards = random.nextInt(20);
    for (int i = 0; i < edges; i++) {
      int node = random.nextInt(nodes);
      int width = random.nextInt(8) == 0 ? nodes : 8;
      int other = Math.floorMod(node + 1 + random.nextInt(width), nodes);
      boolean isForward = random.nextInt(20) >= backwards;
      builder.add(
          isForward ? Math.min(node, other) : Math.max(node, other),
          isForward ? Math.max(node, other) : Math.min(node, other),
          random.nextInt(3));
    }
    return builder.build();
  }

  private int[] nodes(int nodes, int count) {
    return IntStream.range(0, count).map(i -> random.nextInt(nodes)).toArray();
  }

  private static BitSet[] closure(DependencyGraph graph) {
    BitSet[] reached = new BitSet[graph.nodes()];
    for (int start = 0; start < reached.length; start++) {
      reached[start] = new BitSet();
      reached[start].set(start);
      int[] open = new int[graph.nodes()];
      open[0] = start;
      for (int at = 0, size = 1; at < size; at++) {
        for (int edge = graph.start(open[at]); edge < graph.end(open[at]); edge++) {
          int target = graph.target(edge);
          if (Edge.has(KINDS, graph.kind(edge)) && !reached[start].get(target)) {
            reached[start].set(target);
            open[size++] = target;
          }
        }
      }
    }
    return reached;
  }
}
