package dev.assay.simulator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.runtime.Http;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class SimClusterTest {
  private static final long SECOND = 1_000_000_000L;
  private static final Weather STORM =
      new Weather(
          50_000, 2_000_000, 0.05, 50_000_000, 0.1, 0.1, false, 0.2, 5_000_000, 100_000, 5000);
  private static final Http.Request GET =
      new Http.Request("GET", "/", "/", Map.of(), Map.of(), new byte[0]);

  private final Map<String, Gossip> programs = new LinkedHashMap<>();
  private final List<String> failures = new ArrayList<>();

  private SimCluster cluster(long seed, Weather weather) {
    SimCluster cluster =
        new SimCluster(
            new SimCluster.Setup(
                List.of("n1", "n2", "n3"),
                seed,
                weather,
                name -> {
                  Gossip gossip = new Gossip();
                  programs.put(name, gossip);
                  return gossip;
                }),
            (node, failure) -> failures.add(node + ": " + failure.getMessage()));
    cluster.names().forEach(cluster::start);
    return cluster;
  }

  private Gossip program(String name) {
    Gossip found = programs.get(name);
    if (found == null) {
      throw new IllegalStateException(name + " never ran");
    }
    return found;
  }

  private int heard(String by, String from) {
    return program(by).heard.getOrDefault(from, List.of()).size();
  }

  private static long hash(long seed, SimCluster cluster) {
    cluster.run(SECOND / 2);
    cluster.crash("n2");
    cluster.pause("n1");
    cluster.run(SECOND / 2);
    cluster.start("n2");
    cluster.resume("n1");
    cluster.request("c" + seed, "n1", GET, new Recorded());
    cluster.run(SECOND);
    return cluster.traceHash();
  }

  @Test
  void sameSeedSameRun() {
    TreeSet<Long> hashes = new TreeSet<>();
    for (long seed = 1; seed <= 50; seed++) {
      long hash = hash(seed, cluster(seed, STORM));
      assertEquals(hash, hash(seed, cluster(seed, STORM)), "seed " + seed);
      hashes.add(hash);
    }
    assertEquals(50, hashes.size());
  }

  @Test
  void whoListensChangesNothing() {
    List<TraceEvent> trace = new ArrayList<>();
    SimCluster heard =
        new SimCluster(
            new SimCluster.Setup(List.of("n1", "n2", "n3"), 7, STORM, name -> new Gossip()),
            (node, failure) -> {},
            trace::add,
            message -> "number " + message[0]);
    heard.names().forEach(heard::start);
    assertEquals(hash(7, cluster(7, STORM)), hash(7, heard));
    assertTrue(trace.stream().anyMatch(event -> event.details().equals("number 3")));
    assertTrue(trace.stream().anyMatch(event -> event.kind() == TraceEvent.Kind.LOSE));
  }

  @Test
  void calmNetworkDeliversAllInOrder() {
    SimCluster cluster = cluster(1, Weather.CALM);
    cluster.run(SECOND / 10);
    List<Integer> numbers = program("n2").heard.getOrDefault("n1", List.of());
    assertTrue(numbers.size() > 30, numbers.toString());
    for (int i = 0; i < numbers.size(); i++) {
      assertEquals(i + 1, numbers.get(i));
    }
  }

  @Test
  void stormLosesRepeatsAndReorders() {
    SimCluster cluster = cluster(2, STORM);
    cluster.run(SECOND / 10);
    List<Integer> numbers = program("n2").heard.getOrDefault("n1", List.of());
    TreeSet<Integer> distinct = new TreeSet<>(numbers);
    assertTrue(distinct.size() < numbers.size(), "repeated: " + numbers);
    assertNotEquals(numbers.stream().sorted().toList(), numbers, "reordered");
    assertTrue(distinct.size() <= distinct.last() - 1, "lost: " + numbers);
  }

  @Test
  void cutIsOneWay() {
    SimCluster cluster = cluster(3, Weather.CALM);
    cluster.cut("n1", "n2");
    cluster.run(SECOND);
    assertEquals(0, heard("n2", "n1"));
    assertTrue(heard("n1", "n2") > 300);
    cluster.heal();
    cluster.run(SECOND);
    assertTrue(heard("n2", "n1") > 300);
  }

  @Test
  void pausedNodeHearsAllOfItLater() {
    SimCluster cluster = cluster(4, Weather.CALM);
    cluster.run(SECOND / 50);
    cluster.pause("n1");
    int before = heard("n1", "n2");
    int sent = program("n1").sent();
    cluster.run(SECOND / 20);
    assertEquals(before, heard("n1", "n2"));
    assertEquals(sent, program("n1").sent());
    cluster.resume("n1");
    cluster.run(1);
    assertTrue(heard("n1", "n2") > before + 10);
  }

  @Test
  void crashLosesWhatWasNotSynced() {
    TreeSet<Long> kept = new TreeSet<>();
    for (long seed = 1; seed <= 40; seed++) {
      SimCluster cluster = cluster(seed, Weather.CALM);
      List<String> durable = new ArrayList<>();
      program("n1").file().append(new byte[] {1, 2, 3, 4});
      program("n1").env.disk().sync(() -> durable.add("first"));
      cluster.run(SECOND);
      assertEquals(List.of("first"), durable);
      program("n1").file().append(new byte[] {5, 6, 7, 8});
      program("n1").env.disk().sync(() -> durable.add("second"));
      cluster.crash("n1");
      cluster.run(SECOND);
      assertEquals(List.of("first"), durable, "no callback of a life that is over");
      cluster.start("n1");
      byte[] content = new byte[4];
      program("n1").file().read(0, content, 4);
      assertArrayEquals(new byte[] {1, 2, 3, 4}, content);
      kept.add(program("n1").file().length());
    }
    assertTrue(kept.contains(4L) && kept.contains(8L), "lost and kept: " + kept);
    assertTrue(kept.size() > 2, "torn: " + kept);
  }

  @Test
  void diskFailsOnDemandAndStopsTheNodeThatReads() {
    SimCluster cluster = cluster(5, Weather.CALM);
    program("n1").file().append(new byte[] {0});
    program("n1").env.disk().sync(() -> {});
    cluster.run(SECOND);
    assertTrue(cluster.flipBit("n1", "log"));
    assertFalse(cluster.flipBit("n1", "no such file"));
    byte[] content = new byte[1];
    program("n1").file().read(0, content, 1);
    assertEquals(1, Integer.bitCount(content[0] & 0xff));
    cluster.failReads("n1", true);
    program("n1").env.timers().schedule(0, () -> program("n1").env.disk().read("x"));
    cluster.run(SECOND);
    assertFalse(cluster.isUp("n1"));
    assertEquals(1, failures.size(), failures.toString());
  }

  @Test
  void clocksDriftAndJump() {
    Weather drifting = new Weather(0, 1, 0, 0, 0, 0, true, 0, 1, 200_000, 5000);
    SimCluster cluster = cluster(6, drifting);
    cluster.run(10 * SECOND);
    long n1 = program("n1").env.clock().monotonicNanos();
    long n2 = program("n2").env.clock().monotonicNanos();
    assertTrue(Math.abs(n1 - n2) > SECOND / 10, n1 + " and " + n2);
    assertTrue(Math.abs(n1 - 10 * SECOND) <= 2 * SECOND);
    // Timers go by the node's own clock.
    assertEquals((double) n1 / n2, (double) program("n1").sent() / program("n2").sent(), 0.001);
    long wall = program("n1").env.clock().wallMillis();
    cluster.jumpClock("n1", -60_000);
    assertEquals(wall - 60_000, program("n1").env.clock().wallMillis());
    assertEquals(n1, program("n1").env.clock().monotonicNanos());
  }

  @Test
  void timerOfADriftingClockIsNeverEarly() {
    for (long seed = 1; seed <= 20; seed++) {
      SimCluster cluster = cluster(seed, new Weather(0, 1, 0, 0, 0, 0, true, 0, 1, 200_000, 0));
      List<Long> early = new ArrayList<>();
      for (long delay = 1; delay < SECOND; delay = delay * 3 + 1) {
        long due = program("n1").env.clock().monotonicNanos() + delay;
        program("n1")
            .env
            .timers()
            .schedule(
                delay,
                () -> {
                  long late = program("n1").env.clock().monotonicNanos() - due;
                  if (late < 0 || late > 2) {
                    early.add(late);
                  }
                });
        cluster.run(SECOND);
      }
      assertEquals(List.of(), early);
    }
  }

  @Test
  void requestsAreAnsweredRefusedOrBroken() {
    SimCluster cluster = cluster(8, Weather.CALM);
    Recorded answered = new Recorded();
    cluster.request("c", "n1", GET, answered);
    cluster.run(SECOND);
    assertEquals("200", answered.what);
    cluster.crash("n1");
    Recorded refused = new Recorded();
    cluster.request("c", "n1", GET, refused);
    cluster.run(SECOND);
    assertEquals("not sent", refused.what);
    cluster.pause("n2");
    Recorded broken = new Recorded();
    cluster.request("c", "n2", GET, broken);
    cluster.run(SECOND);
    assertEquals("", broken.what);
  }

  /** What came of a request. */
  private static final class Recorded implements SimCluster.Answers {
    private String what = "";

    @Override
    public void answered(int status, byte[] body) {
      what += status;
    }

    @Override
    public void failed(boolean mayHaveArrived, String why) {
      what += mayHaveArrived ? "in doubt" : "not sent";
    }
  }

  /** How fast: {@code -Dassay.test.args=-Dassay.campaign.seed=1} prints it. */
  @Test
  void eventsASecond() {
    boolean isMeasured = System.getProperty("assay.campaign.seed") != null;
    SimCluster cluster = cluster(9, STORM);
    cluster.run(isMeasured ? 600 * SECOND : SECOND);
    long events = cluster.events();
    long began = System.nanoTime();
    cluster.run(isMeasured ? 3000 * SECOND : SECOND);
    double seconds = (System.nanoTime() - began) / 1e9;
    long happened = cluster.events() - events;
    assertTrue(happened > 3000, "events: " + happened);
    if (isMeasured) {
      System.out.printf(
          "%,d events in %.2f s: %,.0f a second%n", happened, seconds, happened / seconds);
    }
  }
}
