package dev.assay.checkers.isolation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DependencyGraphTest {
  @Test
  void partsMakeNoDifference() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 100; i++) {
      int nodes = 1 + random.nextInt(40);
      long seed = random.nextLong();
      int edges = random.nextInt(2_000);
      String whole = describe(edges(nodes, edges, seed).build(1));
      assertEquals(whole, describe(edges(nodes, edges, seed).build(3)));
    }
  }

  @Test
  void virtualNodesOfAnotherBuilderGetNumbersOfTheirOwn() {
    DependencyGraph.Builder first = DependencyGraph.builder(2);
    int virtual = first.addNode();
    first.add(0, virtual, Edge.RW);
    DependencyGraph.Builder second = DependencyGraph.builder(2);
    int other = second.addNode();
    second.add(1, other, Edge.REALTIME);
    second.add(other, 0, Edge.FORWARD);
    first.addAll(second);
    first.add(virtual, 1, Edge.FORWARD);
    DependencyGraph graph = first.build();
    assertEquals(4, graph.nodes());
    assertEquals(3, graph.target(graph.start(1)));
    assertEquals(0, graph.target(graph.start(3)));
    assertEquals(1, graph.target(graph.start(2)));
  }

  private static DependencyGraph.Builder edges(int nodes, int edges, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    DependencyGraph.Builder builder = DependencyGraph.builder(nodes);
    for (int i = 0; i < edges; i++) {
      builder.add(random.nextInt(nodes), random.nextInt(nodes), random.nextInt(4));
    }
    return builder;
  }

  private static String describe(DependencyGraph graph) {
    StringBuilder out = new StringBuilder();
    for (int node = 0; node < graph.nodes(); node++) {
      out.append('\n').append(node).append(':');
      for (int edge = graph.start(node); edge < graph.end(node); edge++) {
        out.append(' ').append(graph.kind(edge)).append('>').append(graph.target(edge));
      }
    }
    return out.toString();
  }
}
