package dev.assay.nemesis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.harness.Fault;
import dev.assay.harness.FaultKind;
import dev.assay.harness.cluster.Cluster.Link;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Kinds draw what they promise, and faults do and undo it. */
class FaultsTest {
  private static final Map<String, FaultKind> KINDS = ScheduleTest.kinds();

  @Test
  void everyKindIsFoundByItsName() {
    Set<String> expected =
        new TreeSet<>(Set.of("partition", "kill", "pause", "members", "hand-over"));
    expected.addAll(Set.of("members-one", "members-minority", "members-leader"));
    for (String shape :
        "halves random-halves random-node majorities-ring bridge leader one-way".split(" ")) {
      expected.add("partition-" + shape);
    }
    for (String choice : List.of("one", "minority", "majority", "all", "leader")) {
      expected.add("kill-" + choice);
      expected.add("pause-" + choice);
    }
    assertEquals(expected, new TreeSet<>(KINDS.keySet()));
    for (FaultKind kind : KINDS.values()) {
      assertTrue(kind.name().startsWith(kind.family()), kind.name());
      assertFalse(kind.description().isBlank(), kind.name());
      assertEquals(kind.name(), draw(kind.name(), 1, 5).name());
    }
  }

  @Test
  void tooFewNodesAreRefusedWithTheNumberNeeded() {
    IllegalArgumentException ring =
        assertThrows(IllegalArgumentException.class, () -> draw("partition-majorities-ring", 1, 2));
    assertEquals(
        "partition-majorities-ring needs at least 3 nodes, but there are 2", ring.getMessage());
    assertThrows(IllegalArgumentException.class, () -> draw("partition", 1, 1));
    assertThrows(IllegalArgumentException.class, () -> draw("kill-minority", 1, 2));
  }

  @Test
  void membersAreTakenOutAndInAgain() throws IOException {
    FakeSystem system = new FakeSystem(3);
    system.leader = "n2";

    Fault.Active active = draw("members-leader", 1, 3).start(system.target());
    active.stop();

    assertEquals(List.of("members n1 n3", "members n1 n2 n3"), system.log);
    assertEquals(Map.of("targets", "leader", "nodes", List.of("n2")), active.value());
  }

  @Test
  void membersNeverTakesOutMajority() throws IOException {
    for (int n = 2; n <= 7; n++) {
      for (int seed = 0; seed < 50; seed++) {
        FakeSystem system = new FakeSystem(n);
        Fault.Active unused = draw("members", seed, n).start(system.target());
        int left = system.log.getFirst().split(" ", -1).length - 1;
        assertTrue(left < n && left >= n / 2, system.log.toString());
      }
    }
    assertThrows(IllegalArgumentException.class, () -> draw("members", 1, 1));
  }

  @Test
  void handOverAsksForAnotherLeaderAndHasNothingToUndo() throws IOException {
    FakeSystem system = new FakeSystem(3);

    Fault.Active active = draw("hand-over", 1, 3).start(system.target());
    active.stop();

    assertEquals(1, system.log.size());
    assertTrue(system.log.getFirst().matches("leader n[123]"));
  }

  @Test
  void everyPartitionCutsSomethingAndHealsAll() throws IOException {
    for (FaultKind kind : KINDS.values()) {
      for (int n = 3; n <= 9 && kind.family().equals("partition"); n++) {
        for (int seed = 0; seed < 20; seed++) {
          FakeSystem system = new FakeSystem(n);
          Fault.Active active = draw(kind.name(), seed, n).start(system.target());
          assertFalse(system.dropped.isEmpty(), kind.name());
          assertEquals(Set.of("shape", "unheard"), ((Map<?, ?>) active.value()).keySet());
          active.stop();
          assertTrue(system.dropped.isEmpty());
        }
      }
    }
  }

  @Test
  void anyPartitionDrawsEveryShape() throws IOException {
    Set<Object> shapes = new TreeSet<>();
    for (int seed = 0; seed < 300; seed++) {
      Fault.Active active = draw("partition", seed, 5).start(new FakeSystem(5).target());
      shapes.add(((Map<?, ?>) active.value()).get("shape"));
    }
    assertEquals(
        "[bridge, deaf-half, deaf-leader, deaf-node, halves, leader, majorities-ring, mute-half,"
            + " mute-leader, mute-node, random-halves, random-node]",
        shapes.toString());
  }

  @Test
  void theLeaderIsLookedUpWhenTheFaultStarts() throws IOException {
    Fault fault = draw("partition-leader", 7, 3);
    FakeSystem system = new FakeSystem(3);
    system.leader = "n2";
    Fault.Active active = fault.start(system.target());
    assertEquals(
        Map.of(
            "shape",
            "leader",
            "unheard",
            Map.of("n1", List.of("n2"), "n2", List.of("n1", "n3"), "n3", List.of("n2"))),
        active.value());
    active.stop();

    system.leader = null;
    fault.start(system.target());
    assertEquals(4, system.dropped.size(), "without a leader a drawn node is cut off");

    system.leader = "n3";
    assertEquals(
        Map.of("targets", "leader", "nodes", List.of("n3")),
        draw("kill-leader", 7, 3).start(system.target()).value());
  }

  @Test
  void choicesHaveTheirSize() throws IOException {
    Map<String, int[]> sizes =
        new TreeMap<>(
            Map.of(
                "kill-one", new int[] {1, 1, 1, 1, 1},
                "kill-minority", new int[] {1, 1, 2, 2, 3},
                "kill-majority", new int[] {2, 3, 3, 4, 4},
                "kill-all", new int[] {3, 4, 5, 6, 7}));
    for (Map.Entry<String, int[]> each : sizes.entrySet()) {
      for (int n = 3; n <= 7; n++) {
        FakeSystem system = new FakeSystem(n);
        Fault.Active active = draw(each.getKey(), 3, n).start(system.target());
        assertEquals(each.getValue()[n - 3], Set.copyOf(system.log).size(), each.getKey());
        assertTrue(system.log.stream().allMatch(call -> call.startsWith("kill ")));
        system.log.clear();
        active.stop();
        assertEquals(each.getValue()[n - 3], system.log.size());
        assertTrue(system.log.stream().allMatch(call -> call.startsWith("start ")));
      }
    }
  }

  @Test
  void whatFailsToStartIsUndone() {
    FakeSystem system = new FakeSystem(3);
    system.failing.add("pause n2");
    IOException failure =
        assertThrows(IOException.class, () -> draw("pause-all", 1, 3).start(system.target()));
    assertEquals("pause n2 failed", failure.getMessage());
    assertTrue(system.log.containsAll(List.of("resume n1", "resume n2", "resume n3")));

    FakeSystem network = new FakeSystem(3);
    network.failing.add("drop");
    Fault halves = draw("partition-halves", 1, 3);
    assertThrows(IOException.class, () -> halves.start(network.target()));
    assertEquals(Set.<Link>of(), network.dropped);
  }

  @Test
  void stopThatFailedCanBeCalledAgain() throws IOException {
    FakeSystem system = new FakeSystem(3);
    Fault.Active active = draw("kill-all", 1, 3).start(system.target());
    system.failing.add("start n1");
    assertThrows(IOException.class, active::stop);
    assertTrue(system.log.containsAll(List.of("start n2", "start n3")), "others are not left out");
    active.stop();
    assertEquals(2, system.log.stream().filter("start n1"::equals).count());
  }

  private static Fault draw(String kind, long seed, int nodes) {
    return Objects.requireNonNull(KINDS.get(kind), kind)
        .draw(new SplittableRandom(seed), GrudgeTest.nodes(nodes));
  }
}
