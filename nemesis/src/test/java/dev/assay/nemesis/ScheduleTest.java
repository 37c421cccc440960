package dev.assay.nemesis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.harness.FaultKind;
import dev.assay.harness.Strike;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Properties of every schedule, over many seeds and lengths of run. */
class ScheduleTest {
  private static final List<String> NODES = GrudgeTest.nodes(5);
  private static final List<FaultKind> THREE = kinds("partition", "kill", "pause");
  private static final long CALM_MIN_NANOS =
      Schedule.Options.usual(Duration.ofSeconds(30)).calm().min().toNanos();

  @Test
  void sameSeedSameStrikesAndOtherSeedsOthers() {
    Duration limit = Duration.ofSeconds(30);
    for (long seed = 0; seed < 50; seed++) {
      List<Strike> strikes = Schedule.draw(THREE, NODES, seed, limit);
      assertEquals(strikes, Schedule.draw(THREE, NODES, seed, limit));
      assertNotEquals(strikes, Schedule.draw(THREE, NODES, seed + 1, limit));
    }
  }

  @Test
  void strikesAreInOrderWithinTheRunAndNoFamilyMeetsItself() {
    List<FaultKind> kinds = kinds("partition", "partition-leader", "kill", "kill-all", "pause");
    Map<String, String> family =
        kinds.stream().collect(Collectors.toMap(FaultKind::name, FaultKind::family));
    for (long seed = 0; seed < 200; seed++) {
      for (int seconds : List.of(1, 3, 5, 10, 30, 300)) {
        Duration limit = Duration.ofSeconds(seconds);
        List<Strike> strikes = Schedule.draw(kinds, NODES, seed, limit);
        String context = "seed " + seed + ", " + seconds + " s";
        assertTrue(!strikes.isEmpty(), context);
        Map<String, Long> freeAt = new HashMap<>();
        long previous = 0;
        for (Strike strike : strikes) {
          assertTrue(strike.startNanos() >= previous, context);
          assertTrue(strike.stopNanos() > strike.startNanos(), context);
          assertTrue(strike.stopNanos() < limit.toNanos(), context);
          String held = family.get(strike.fault().name());
          assertTrue(strike.startNanos() > freeAt.getOrDefault(held, -1L), context);
          freeAt.put(held, strike.stopNanos());
          previous = strike.startNanos();
        }
      }
    }
  }

  @Test
  void thirtySecondsSeeEveryFamilySoonAndManyStrikesOverlapsAndRests() {
    int overlaps = 0;
    for (long seed = 0; seed < 200; seed++) {
      List<Strike> strikes = Schedule.draw(THREE, NODES, seed, Duration.ofSeconds(30));
      long first = strikes.getFirst().startNanos();
      assertTrue(first >= 1_000_000_000L && first <= 2_000_000_000L, "first at " + first);
      assertTrue(strikes.size() >= 6, strikes.size() + " strikes");
      Set<String> names =
          strikes.stream().map(strike -> strike.fault().name()).collect(Collectors.toSet());
      assertEquals(Set.of("partition", "kill", "pause"), names);

      long busyUntil = 0;
      int rests = 0;
      for (Strike strike : strikes) {
        if (strike.startNanos() < busyUntil) {
          overlaps++;
        } else if (strike.startNanos() - busyUntil >= CALM_MIN_NANOS) {
          rests++;
        }
        busyUntil = Math.max(busyUntil, strike.stopNanos());
      }
      assertTrue(rests >= 4, "only " + rests + " rests");
    }
    assertTrue(overlaps > 200, "faults of different families overlap: " + overlaps);
  }

  @Test
  void noKindsNoStrikes() {
    assertEquals(List.of(), Schedule.draw(List.of(), NODES, 1, Duration.ofSeconds(30)));
  }

  @Test
  void oneKindAloneStrikesAgainAndAgain() {
    List<Strike> strikes = Schedule.draw(kinds("kill-leader"), NODES, 1, Duration.ofSeconds(30));
    assertTrue(strikes.size() >= 5, strikes.toString());
  }

  @Test
  void kindsLastAsLongAsAskedFor() {
    Duration limit = Duration.ofMinutes(2);
    Schedule.Options options =
        Schedule.Options.usual(limit)
            .withFaultByKind(Map.of("kill-all", range(300, 500)))
            .withCalm(range(10, 20));
    List<FaultKind> kinds = kinds("partition-halves", "kill-all");
    for (Strike strike : Schedule.draw(kinds, NODES, 7, limit, options)) {
      long millis = (strike.stopNanos() - strike.startNanos()) / 1_000_000;
      boolean isKill = strike.fault().name().equals("kill-all");
      assertTrue(millis <= (isKill ? 500 : 3500), strike.fault().name() + " " + millis + " ms");
      assertTrue(millis >= (isKill ? 300 : 500), strike.fault().name() + " " + millis + " ms");
    }
    int usual = Schedule.draw(kinds, NODES, 7, limit).size();
    assertTrue(Schedule.draw(kinds, NODES, 7, limit, options).size() > usual);
  }

  @Test
  void rangesThatContradictThemselvesAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> range(1000, 999));
    assertThrows(IllegalArgumentException.class, () -> range(0, 999));
  }

  private static Schedule.Range range(long minMillis, long maxMillis) {
    return new Schedule.Range(Duration.ofMillis(minMillis), Duration.ofMillis(maxMillis));
  }

  static Map<String, FaultKind> kinds() {
    Map<String, FaultKind> byName = new LinkedHashMap<>();
    ServiceLoader.load(FaultKind.class).forEach(kind -> byName.put(kind.name(), kind));
    return byName;
  }

  private static List<FaultKind> kinds(String... names) {
    Map<String, FaultKind> all = kinds();
    return List.of(names).stream().map(all::get).toList();
  }
}
