package dev.assay.reports;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.histories.EventType;
import dev.assay.histories.History;
import dev.assay.reports.FaultBands.Band;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FaultBandsTest {
  private final History.Builder events = History.builder();

  @Test
  void startsAndStopsOfTwoKindsMayOverlap() {
    at(0, "start-partition", "halves");
    at(10, "start-kill", List.of("n1"));
    at(20, "stop-partition", null);
    at(35, "stop-kill", null);
    at(50, "start-partition", "ring");
    at(60, "stop-partition", null);
    FaultBands faults = faults();
    assertEquals(
        List.of("partition 0-20", "kill 10-35", "partition 50-60"),
        faults.bands().stream().map(FaultBandsTest::text).toList());
    assertEquals(Map.of("partition", 2, "kill", 1), faults.countsByKind());
    assertEquals(2, faults.union().size());
    assertArrayEquals(new long[] {0, 35}, faults.union().get(0));
  }

  @Test
  void aFaultThatIsNeverUndoneLastsToTheEnd() {
    at(0, "noise", null);
    at(5, "start-pause", null);
    at(40, "something", "else");
    Band band = faults().bands().get(0);
    assertFalse(band.isStopped());
    assertEquals(40, band.stopNanos());
    assertEquals(List.of("noise", "something"), marks());
  }

  @Test
  void jepsensPairsOfEventsAreOneFault() {
    at(0, "start-partition", null);
    at(1, "start-partition", "majority");
    at(10, "kill", List.of("n2"));
    at(11, "kill", Map.of("n2", "killed"));
    at(20, "start", null);
    at(21, "start", null);
    at(30, "stop-partition", null);
    at(31, "stop-partition", null);
    List<Band> bands = faults().bands();
    assertEquals(
        List.of("partition 0-30", "kill 10-20"), bands.stream().map(FaultBandsTest::text).toList());
    assertEquals("majority", bands.get(0).value());
    assertEquals(List.of(), marks());
  }

  @Test
  void aFaultThatDidNotStartIsNoBand() {
    at(0, "stop-kill", null);
    events.add(
        EventType.INFO, History.NEMESIS, "start-kill", null, null, 3, 1, Map.of("error", "no ssh"));
    at(9, "start-kill", "n1");
    at(12, "stop-kill", null);
    assertEquals(
        List.of("kill 9-12"), faults().bands().stream().map(FaultBandsTest::text).toList());
    assertEquals(List.of("start-kill"), marks());
  }

  @Test
  void aFaultIsFeltFromWhenTheNemesisBeganWithIt() {
    at(0, "noise", null);
    events.add(
        EventType.INFO, History.NEMESIS, "start-kill", null, "n1", 50, 1, Map.of("began", 20L));
    at(90, "stop-kill", null);
    assertEquals("kill 20-90", text(faults().bands().get(0)));
  }

  @Test
  void moreFaultsThanCanBeDrawnAreCounted() {
    for (int i = 0; i < FaultBands.MAX + 3; i++) {
      at(2L * i, "start-kill", null);
      at(2L * i + 1, "stop-kill", null);
    }
    assertEquals(FaultBands.MAX, faults().bands().size());
    assertEquals(3, faults().leftOut());
  }

  @Test
  void wordsNameWhatAndWhom() {
    assertEquals("n1, n2", FaultWords.of(List.of("n1", "n2")));
    assertEquals("n1 n2 | n3", FaultWords.of(List.of(List.of("n1", "n2"), List.of("n3"))));
    assertEquals("n1", FaultWords.of(Map.of("nodes", List.of("n1"))));
    assertEquals("n1 (leader)", FaultWords.of(Map.of("targets", "leader", "nodes", List.of("n1"))));
    Map<String, Object> leader = Map.of("targets", "leader", "nodes", List.of("n1"));
    assertEquals("n1", FaultWords.of("kill-leader", leader));
    assertEquals("n1 (leader)", FaultWords.of("kill", leader));
    assertEquals("", FaultWords.of(null));
    assertTrue(FaultWords.of("x".repeat(5000)).length() < 400);
  }

  @Test
  void partitionsAreToldBySides() {
    List<String> left = List.of("n10", "n2");
    List<String> right = List.of("n1", "n3");
    assertEquals(
        "n1 n3 | n2 n10 (halves)",
        partition("halves", Map.of("n1", left, "n2", right, "n3", left, "n10", right)));
    assertEquals(
        "n2 n10 unheard by n1 n3 (mute-half)",
        partition("mute-half", Map.of("n3", left, "n1", left)));
    Map<String, List<String>> ring = new TreeMap<>();
    ring.put("n1", List.of("n3"));
    ring.put("n2", List.of("n3"));
    ring.put("n3", List.of("n1"));
    assertEquals("n3 unheard by n1 n2; n1 unheard by n3 (x)", partition("x", ring));
    ring.put("n3", List.of("n1", "n2", "n4"));
    ring.put("n4", List.of("n3", "n1"));
    ring.put("n1", List.of("n3", "n4"));
    assertEquals("n1–n3 n1–n4 n2–n3 n3–n4 (ring)", partition("ring", ring));
  }

  private static String partition(String shape, Map<String, List<String>> unheard) {
    return FaultWords.of(Map.of("shape", shape, "unheard", unheard));
  }

  private List<String> marks() {
    return faults().marks().stream().map(FaultBands.Mark::f).toList();
  }

  private FaultBands faults() {
    History history = events.build();
    return FaultBands.of(history, Clock.of(history));
  }

  private void at(long time, String f, @Nullable Object value) {
    events.add(EventType.INFO, History.NEMESIS, f, null, value, time, events.size(), Map.of());
  }

  private static String text(Band band) {
    return band.kind() + " " + band.startNanos() + "-" + band.stopNanos();
  }
}
