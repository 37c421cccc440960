package dev.assay.nemesis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.harness.cluster.Cluster.Link;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The shapes hold for every size of cluster. */
class GrudgeTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9})
  void splitCutsBothWaysBetweenTheSidesAndNowhereElse(int n) {
    List<String> nodes = nodes(n);
    for (int size = 0; size <= n; size++) {
      Set<String> side = new HashSet<>(nodes.subList(0, size));
      Grudge grudge = Grudge.split(nodes, side);
      assertEquals(2 * size * (n - size), grudge.cut().size());
      for (Link link : grudge.cut()) {
        assertTrue(side.contains(link.from()) != side.contains(link.to()), link.toString());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9})
  void muteAndDeafAreTheTwoDirectionsOfASplit(int n) {
    List<String> nodes = nodes(n);
    for (int size = 0; size <= n; size++) {
      List<String> side = nodes.subList(n - size, n);
      Set<Link> mute = Grudge.mute(nodes, side).cut();
      Set<Link> deaf = Grudge.deafen(nodes, side).cut();
      assertTrue(mute.stream().allMatch(link -> side.contains(link.from())));
      assertTrue(deaf.stream().allMatch(link -> side.contains(link.to())));
      Set<Link> both = new HashSet<>(mute);
      both.addAll(deaf);
      assertEquals(Grudge.split(nodes, side).cut(), both);
      assertEquals(both.size(), mute.size() + deaf.size(), "no link in both");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9})
  void bridgeIsHeardByAllAndEachOtherNodeByItsHalfOnly(int n) {
    List<String> nodes = nodes(n);
    for (int bridge = 0; bridge < n; bridge++) {
      Grudge grudge = Grudge.bridge(nodes, bridge);
      assertSymmetric(grudge);
      assertEquals(new HashSet<>(nodes), heard(grudge, nodes, nodes.get(bridge)));
      int smaller = (n - 1) / 2;
      for (String node : nodes) {
        if (!node.equals(nodes.get(bridge))) {
          int half = heard(grudge, nodes, node).size() - 1;
          assertTrue(half == smaller || half == n - 1 - smaller, node + " hears " + half);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 15, 19, 23})
  void majoritiesRingShowsEveryNodeAnotherMajority(int n) {
    List<String> nodes = nodes(n);
    Grudge grudge = Grudge.majoritiesRing(nodes);
    assertSymmetric(grudge);
    Set<Set<String>> seen = new HashSet<>();
    int larger = 0;
    for (String node : nodes) {
      Set<String> heard = heard(grudge, nodes, node);
      assertTrue(heard.contains(node) && heard.size() > n / 2, node + " hears only " + heard);
      larger += heard.size() - (n / 2 + 1);
      assertTrue(seen.add(heard), "two nodes see " + heard);
    }
    // A graph has an even sum of degrees: one node too many where every node should have an odd
    // one.
    assertEquals(n % 4 == 3 ? 1 : 0, larger, "nodes heard beyond a smallest majority");
  }

  @Test
  void dataNamesForEachNodeWhomItDoesNotHear() {
    assertEquals(
        Map.of("n1", List.of("n3"), "n2", List.of("n3"), "n3", List.of("n1", "n2")),
        Grudge.split(nodes(3), List.of("n3")).toData());
    assertEquals(
        Map.of("n1", List.of("n3"), "n2", List.of("n3")),
        Grudge.mute(nodes(3), List.of("n3")).toData());
    assertEquals(Map.of(), Grudge.split(nodes(1), List.of("n1")).toData());
  }

  static List<String> nodes(int n) {
    return IntStream.rangeClosed(1, n).mapToObj(i -> "n" + i).toList();
  }

  private static Set<String> heard(Grudge grudge, List<String> nodes, String by) {
    Set<String> heard = new LinkedHashSet<>(nodes);
    heard.removeIf(from -> grudge.cut().contains(new Link(from, by)));
    return heard;
  }

  private static void assertSymmetric(Grudge grudge) {
    for (Link link : grudge.cut()) {
      assertFalse(link.from().equals(link.to()), link.toString());
      assertTrue(grudge.cut().contains(new Link(link.to(), link.from())), link + " is one-way");
    }
  }
}
