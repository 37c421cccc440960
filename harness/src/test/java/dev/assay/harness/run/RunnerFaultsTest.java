package dev.assay.harness.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.checkers.Verdict;
import dev.assay.harness.Fault;
import dev.assay.harness.Strike;
import dev.assay.harness.cluster.Cluster.Link;
import dev.assay.harness.cluster.Node;
import dev.assay.histories.History;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs in which faults strike, hang and fail. */
@Timeout(120)
class RunnerFaultsTest {
  @TempDir Path folder;
  private Trials trials;

  @BeforeEach
  void plan() {
    trials = new Trials(folder.resolve("run"));
    trials.limits = trials.limits.withOperation(Duration.ofMillis(300));
  }

  @AfterEach
  void noThreadIsLeft() throws InterruptedException {
    RunnerTest.assertNoThreads();
  }

  @Test
  void faultsStrikeAndAreUndone() throws Exception {
    Node n1 = trials.cluster.nodes().getFirst();
    List<Node> others = trials.cluster.nodes().subList(1, 5);
    AtomicInteger runningAtStop = new AtomicInteger();
    strike(200, 700, fault("kill", () -> trials.system.kill(n1), () -> trials.system.start(n1)));
    strike(
        400,
        900,
        fault(
            "pause",
            () -> others.forEach(trials.system::pause),
            () -> {
              runningAtStop.set(trials.system.running().size());
              others.forEach(trials.system::resume);
            }));
    RunResult result = trials.run();

    assertEquals(RunResult.Ending.COMPLETED, result.ending());
    assertEquals(List.of(), result.warnings());
    assertEquals(
        List.of("start-kill", "start-pause", "stop-kill", "stop-pause"), nemesis(trials.history()));
    assertEquals(5, runningAtStop.get(), "the killed node was up again");
    assertTrue(result.fail() > 0 && result.info() > 0, () -> "faults were felt: " + result);
    assertInstanceOf(Verdict.Valid.class, trials.verdict());
  }

  @Test
  void faultThatIsActiveAtTheEndIsUndoneBeforeTheFinalReads() throws Exception {
    strike(
        0,
        TimeUnit.HOURS.toMillis(1),
        fault(
            "kill",
            () -> trials.cluster.nodes().forEach(trials.system::kill),
            () -> {
              for (Node node : trials.cluster.nodes()) {
                trials.system.start(node);
              }
            }));
    RunResult result = trials.run();

    assertEquals(RunResult.Ending.COMPLETED, result.ending());
    assertEquals(List.of(), result.warnings());
    assertTrue(result.ok() >= 10 + 4, () -> "probes and final reads: " + result);
  }

  @Test
  void whatAFaultLeavesBehindIsHealedAnyway() {
    strike(
        100,
        300,
        fault(
            "careless",
            () -> {
              trials.cluster.drop(Set.of(new Link("n1", "n2")));
              trials.system.kill(trials.cluster.nodes().get(2));
              trials.system.pause(trials.cluster.nodes().get(3));
            },
            () -> {}));
    trials.cluster.healFailures.set(2);
    RunResult result = trials.run();

    assertEquals(List.of(), result.warnings());
    assertEquals(RunResult.Ending.COMPLETED, result.ending());
    assertEquals(Set.of(), trials.cluster.dropped);
    assertEquals(Set.of(), trials.system.paused());
    assertEquals(6, trials.system.starts.get(), "five, and the killed one again");
  }

  @Test
  void faultThatFailsIsRecordedAndTold() throws Exception {
    strike(
        50,
        100,
        fault(
            "broken",
            () -> {
              throw new IOException("iptables is missing");
            },
            () -> {}));
    AtomicInteger stops = new AtomicInteger();
    strike(
        60,
        110,
        fault(
            "sticky",
            () -> {},
            () -> {
              stops.incrementAndGet();
              throw new IOException("still there");
            }));
    RunResult result = trials.run();

    assertEquals(RunResult.Ending.COMPLETED, result.ending());
    assertEquals(3, stops.get(), "undoing was tried again");
    assertEquals(2, result.warnings().size(), () -> result.toString());
    assertTrue(result.warnings().getFirst().contains("iptables is missing"));
    History history = trials.history();
    List<String> errors = new ArrayList<>();
    for (int event = 0; event < history.size(); event++) {
      if (history.process(event) == History.NEMESIS && history.extra(event).containsKey("error")) {
        errors.add(history.f(event) + " " + history.extra(event).get("error"));
      }
    }
    assertEquals(List.of("start-broken iptables is missing", "stop-sticky still there"), errors);
  }

  @Test
  void faultThatHangsHoldsUpNothing() throws Exception {
    trials.limits =
        new TestPlan.Limits(
            trials.limits.operation(),
            trials.limits.setUp(),
            Duration.ofSeconds(1),
            trials.limits.recovery(),
            trials.limits.finalOperations(),
            trials.limits.tearDown());
    CountDownLatch never = new CountDownLatch(1);
    strike(
        100,
        200,
        fault(
            "hang",
            () -> {
              try {
                never.await();
              } catch (InterruptedException e) {
                throw new IOException("interrupted", e);
              }
            },
            () -> {}));
    strike(150, 300, fault("other", () -> {}, () -> {}));
    RunResult result = trials.run();

    assertEquals(RunResult.Ending.COMPLETED, result.ending());
    assertTrue(result.warnings().getFirst().contains("hang"), () -> result.toString());
    assertTrue(nemesis(trials.history()).containsAll(List.of("start-other", "stop-other")));
    assertTrue(result.ok() > 100);
  }

  @Test
  void clientsThatBlockOnAPausedNodeDoNotStallTheRun() throws Exception {
    trials.system.blocksWhilePaused = true;
    List<Node> blocked = trials.cluster.nodes().subList(0, 3);
    strike(
        100,
        TimeUnit.HOURS.toMillis(1),
        fault(
            "pause",
            () -> blocked.forEach(trials.system::pause),
            () -> blocked.forEach(trials.system::resume)));
    RunResult result = trials.run();

    assertEquals(RunResult.Ending.COMPLETED, result.ending(), () -> result.toString());
    assertTrue(result.info() > 0);
    assertInstanceOf(Verdict.Valid.class, trials.verdict());
  }

  @Test
  void systemThatDoesNotRecoverIsToldAndTheHistoryJudged() throws Exception {
    trials.system.staysDead = true;
    trials.limits =
        new TestPlan.Limits(
            trials.limits.operation(),
            trials.limits.setUp(),
            Duration.ofSeconds(2),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            trials.limits.tearDown());
    strike(
        500,
        900,
        fault("kill", () -> trials.cluster.nodes().forEach(trials.system::kill), () -> {}));
    RunResult result = trials.run();

    assertNotEquals(List.of(), result.warnings());
    assertTrue(
        result.warnings().stream().anyMatch(w -> w.contains("10 of 10 clients got no answer")),
        () -> result.toString());
    assertTrue(
        result.warnings().stream().anyMatch(w -> w.startsWith("n3: it does not come up again")),
        () -> result.toString());
    assertInstanceOf(Verdict.Valid.class, trials.verdict());
  }

  private void strike(long startMillis, long stopMillis, Fault fault) {
    trials.strikes.add(
        new Strike(
            TimeUnit.MILLISECONDS.toNanos(startMillis),
            TimeUnit.MILLISECONDS.toNanos(stopMillis),
            fault));
  }

  /** Something done to the system. */
  private interface Deed {
    void happen() throws IOException;
  }

  private static Fault fault(String name, Deed start, Deed stop) {
    return new Fault() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public Active start(Target target) throws IOException {
        start.happen();
        return new Active() {
          @Override
          public Object value() {
            return List.of("n1");
          }

          @Override
          public void stop() throws IOException {
            stop.happen();
          }
        };
      }
    };
  }

  private static List<String> nemesis(History history) {
    List<String> names = new ArrayList<>();
    for (int event = 0; event < history.size(); event++) {
      if (history.process(event) == History.NEMESIS) {
        names.add(history.f(event));
      }
    }
    return names;
  }
}
