package dev.assay.checkers.isolation.solver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TopologicalOrderTest {
  /** Edges that come and go, as those of a search do. */
  @Test
  void edgesAreRefusedExactlyWhenTheyCloseACycle() {
    SplittableRandom random = new SplittableRandom(3);
    int refused = 0;
    for (int round = 0; round < 300; round++) {
      int nodes = 2 + random.nextInt(12);
      IntList from = new IntList(4);
      IntList to = new IntList(4);
      for (int i = random.nextInt(nodes); i > 0; i--) {
        int one = random.nextInt(nodes - 1);
        from.add(one);
        to.add(one + 1 + random.nextInt(nodes - one - 1));
      }
      TopologicalOrder order =
          new TopologicalOrder(Digraph.of(nodes, from, to), IntStream.range(0, nodes).toArray());
      List<int[]> edges = new ArrayList<>();
      IntStream.range(0, from.size()).forEach(i -> edges.add(new int[] {from.get(i), to.get(i)}));
      int known = edges.size();
      for (int step = 0; step < 60; step++) {
        if (random.nextInt(6) == 0) {
          int left = random.nextInt(order.edges() + 1);
          order.truncate(left);
          edges.subList(known + left, edges.size()).clear();
        }
        int source = random.nextInt(nodes);
        int target = random.nextInt(nodes);
        boolean closes = reaches(edges, target, source, nodes);
        assertEquals(!closes, order.add(source, target, step));
        refused += closes ? 1 : 0;
        if (!closes) {
          edges.add(new int[] {source, target});
        }
        for (int[] edge : edges) {
          assertTrue(order.place(edge[0]) < order.place(edge[1]));
        }
      }
    }
    assertTrue(refused > 1_000, "only " + refused + " refused");
  }

  private static boolean reaches(List<int[]> edges, int from, int to, int nodes) {
    boolean[] reached = new boolean[nodes];
    reached[from] = true;
    for (int i = 0; i < nodes; i++) {
      edges.forEach(edge -> reached[edge[1]] |= reached[edge[0]]);
    }
    return reached[to];
  }
}
