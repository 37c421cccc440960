package dev.assay.checkers.isolation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.checkers.property.Property;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ComponentsTest {
  /** An edge of a small random graph. */
  record Arc(int from, int to, int kind) {}

  record Arcs(int nodes, List<Arc> arcs) {}

  private static final Property<Arcs> GRAPHS =
      new Property<>(ComponentsTest::random, ComponentsTest::smaller);

  static Arcs random(SplittableRandom random) {
    int nodes = 1 + random.nextInt(9);
    List<Arc> arcs = new ArrayList<>();
    for (int i = random.nextInt(20); i > 0; i--) {
      arcs.add(new Arc(random.nextInt(nodes), random.nextInt(nodes), random.nextInt(3)));
    }
    return new Arcs(nodes, List.copyOf(arcs));
  }

  private static List<Arcs> smaller(Arcs graph) {
    List<Arcs> out = new ArrayList<>();
    for (int i = 0; i < graph.arcs().size(); i++) {
      List<Arc> fewer = new ArrayList<>(graph.arcs());
      fewer.subList(i, i + 1).clear();
      out.add(new Arcs(graph.nodes(), List.copyOf(fewer)));
    }
    return out;
  }

  static DependencyGraph build(Arcs graph) {
    DependencyGraph.Builder builder = DependencyGraph.builder(graph.nodes());
    graph.arcs().forEach(arc -> builder.add(arc.from(), arc.to(), arc.kind()));
    return builder.build();
  }

  private static boolean[][] closure(Arcs graph, int kinds) {
    boolean[][] reach = new boolean[graph.nodes()][graph.nodes()];
    for (int i = 0; i < graph.nodes(); i++) {
      reach[i][i] = true;
    }
    for (Arc arc : graph.arcs()) {
      reach[arc.from()][arc.to()] |= Edge.has(kinds, arc.kind());
    }
    for (int k = 0; k < graph.nodes(); k++) {
      for (int i = 0; i < graph.nodes(); i++) {
        for (int j = 0; j < graph.nodes(); j++) {
          reach[i][j] |= reach[i][k] && reach[k][j];
        }
      }
    }
    return reach;
  }

  @Test
  void componentsAreThoseOfTheClosure() {
    for (int kinds : new int[] {Edge.ALL, Edge.DEPENDENCIES, 1 << Edge.RW}) {
      GRAPHS.check(
          7,
          4_000,
          graph -> {
            Components components = Components.of(build(graph), kinds);
            boolean[][] reach = closure(graph, kinds);
            for (int i = 0; i < graph.nodes(); i++) {
              for (int j = 0; j < graph.nodes(); j++) {
                assertEquals(
                    reach[i][j] && reach[j][i], components.of(i) == components.of(j), i + " " + j);
                assertTrue(!reach[i][j] || components.of(i) >= components.of(j));
              }
            }
          });
    }
  }

  @Test
  void theOrderLeadsForward() {
    GRAPHS.check(
        8,
        4_000,
        graph -> {
          Components components = Components.of(build(graph), Edge.ALL);
          int[] order = components.topologicalOrder();
          int[] placeOf = new int[graph.nodes()];
          for (int i = 0; i < order.length; i++) {
            placeOf[order[i]] = i;
          }
          for (Arc arc : graph.arcs()) {
            assertTrue(
                components.of(arc.from()) == components.of(arc.to())
                    || placeOf[arc.from()] < placeOf[arc.to()]);
          }
        });
  }

  @Test
  void aReversedGraphHasTheSameComponents() {
    GRAPHS.check(
        9,
        2_000,
        graph -> {
          DependencyGraph forward = build(graph);
          int[][] parts = Components.of(forward, Edge.ALL).nontrivial();
          int[][] turned = Components.of(forward.reversed(), Edge.ALL).nontrivial();
          assertEquals(parts.length, turned.length);
          for (int i = 0; i < parts.length; i++) {
            assertArrayEquals(parts[i], turned[i]);
          }
        });
  }

  @Test
  void anInducedGraphKeepsTheEdgesInside() {
    DependencyGraph.Builder builder = DependencyGraph.builder(4);
    builder.add(0, 1, Edge.WW);
    builder.add(1, 2, Edge.WR);
    builder.add(2, 1, Edge.RW);
    builder.add(2, 3, Edge.WW);
    int[] scratch = new int[4];
    DependencyGraph part = builder.build().induced(new int[] {1, 2}, scratch);
    assertEquals(2, part.nodes());
    assertEquals(2, part.edges());
    assertEquals(1, part.target(part.start(0)));
    assertEquals(Edge.WR, part.kind(part.start(0)));
    assertEquals(Edge.RW, part.kind(part.start(1)));
    assertArrayEquals(new int[4], scratch);
  }

  @Test
  void aLongPathNeedsNoDeepStack() {
    int nodes = 1_000_000;
    DependencyGraph.Builder builder = DependencyGraph.builder(nodes);
    for (int i = 0; i < nodes; i++) {
      builder.add(i, (i + 1) % nodes, Edge.WW);
    }
    assertEquals(1, Components.of(builder.build(), Edge.ALL).count());
  }
}
