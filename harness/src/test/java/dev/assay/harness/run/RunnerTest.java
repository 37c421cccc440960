package dev.assay.harness.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assay.checkers.Verdict;
import dev.assay.histories.EventType;
import dev.assay.histories.History;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs on a system in memory. */
@Timeout(120)
class RunnerTest {
  @TempDir Path folder;
  private Trials trials;

  @BeforeEach
  void plan() {
    trials = new Trials(folder.resolve("run"));
  }

  @Test
  void correctSystemIsFoundValidAndNothingIsLeft() throws Exception {
    RunResult result = trials.run();

    assertEquals(List.of(), result.warnings());
    assertEquals(RunResult.Ending.COMPLETED, result.ending(), () -> result.toString());
    assertInstanceOf(Verdict.Valid.class, trials.verdict());
    assertTrue(result.ok() > 100, () -> result.toString());
    assertEquals(0, result.info());
    assertEquals(Set.of(), trials.system.running(), "all servers were stopped");
    assertEquals(0, trials.system.openClients.get(), "all clients were closed");
    assertTrue(trials.cluster.isClosed.get());
    assertNoThreads();
  }

  @Test
  void staleReadsAreFound() throws Exception {
    trials.system.staleReads = true;

    assertEquals(RunResult.Ending.COMPLETED, trials.run().ending());
    assertInstanceOf(Verdict.Invalid.class, trials.verdict());
  }

  @Test
  void theFirstViolationEndsTheRun() throws Exception {
    trials.system.staleReads = true;
    trials.stopAtFirstViolation = true;
    trials.load = new TestPlan.Load(10, 400, Duration.ofSeconds(60));
    List<String> violations = new CopyOnWriteArrayList<>();

    RunResult result =
        Runner.run(
            trials.plan(),
            new RunListener() {
              @Override
              public void violation(String what) {
                violations.add(what);
              }
            });

    assertEquals(RunResult.Ending.COMPLETED, result.ending());
    assertTrue(result.ran().toSeconds() < 30, () -> result.toString());
    assertEquals(1, violations.size());
    assertTrue(violations.get(0).startsWith("nonlinearizable: key "), violations.get(0));
    assertInstanceOf(Verdict.Invalid.class, trials.verdict());
    assertNoThreads();
  }

  @Test
  void aCorrectSystemIsNotAccusedWhileTheHistoryGrows() throws Exception {
    trials.system.lostAcks = 0.02;
    trials.stopAtFirstViolation = true;

    RunResult result = trials.run();

    assertEquals(List.of(), result.warnings());
    assertTrue(result.ran().toMillis() >= 1_000, () -> result.toString());
    assertInstanceOf(Verdict.Valid.class, trials.verdict());
  }

  @Test
  void folderHasAllThatIsNeededToRunItAgain() throws Exception {
    trials.run();

    JsonNode test = new ObjectMapper().readTree(trials.folder.resolve("test.json").toFile());
    assertEquals("memory", test.get("system").asText());
    assertEquals("cas-register", test.get("workload").asText());
    assertEquals("4", test.get("workload-options").get("keys").asText());
    assertEquals("v", test.get("system-options").get("o").asText());
    assertEquals(42, test.get("seed").asLong());
    assertEquals(1000, test.get("time-limit-ms").asLong());
    assertEquals("memory-mark", test.get("mark").asText());
    assertEquals(5, test.get("node-names").size());
    assertEquals(
        "log /var/log/server.log\n",
        Files.readString(trials.folder.resolve("n3").resolve("server.log")));
    assertEquals(
        "log /other/server.log\n",
        Files.readString(trials.folder.resolve("n3").resolve("_server.log")),
        "files of one name do not replace each other");
  }

  @Test
  void everyKeyIsReadInTheEnd() throws Exception {
    trials.system.failures = 0.3;
    trials.run();

    History history = trials.history();
    Set<Object> all = new LinkedHashSet<>();
    Set<Object> readLast = new HashSet<>();
    for (int event = 0; event < history.size(); event++) {
      all.add(history.key(event));
    }
    int event = history.size() - 1;
    // the last events are final reads; among them is an ok one of each key
    while (event >= 0 && readLast.size() < all.size() && history.f(event).equals("read")) {
      if (history.type(event) == EventType.OK) {
        readLast.add(history.key(event));
      }
      event--;
    }
    assertTrue(all.size() > 4, "keys were replaced by fresh ones: " + all);
    assertEquals(all, readLast);
  }

  @Test
  void lostAnswersBecomeInfoAndRetireTheirProcess() throws Exception {
    trials.limits = trials.limits.withOperation(Duration.ofMillis(300));
    trials.system.lostAcks = 0.05;
    trials.system.failures = 0.05;
    RunResult result = trials.run();

    assertEquals(RunResult.Ending.COMPLETED, result.ending(), () -> result.toString());
    assertTrue(result.info() > 0);
    assertInstanceOf(Verdict.Valid.class, trials.verdict());
    History history = trials.history();
    Set<Integer> retired = new HashSet<>();
    int lostReads = 0;
    for (int event = 0; event < history.size(); event++) {
      int process = history.process(event);
      assertTrue(!retired.contains(process), "a process goes on after it was retired");
      boolean isLost = String.valueOf(history.extra(event).get("error")).startsWith("no answer");
      if (isLost) {
        retired.add(process);
        boolean isRead = history.f(event).equals("read");
        assertEquals(isRead ? EventType.FAIL : EventType.INFO, history.type(event));
        lostReads += isRead ? 1 : 0;
      }
    }
    assertTrue(lostReads > 0 && retired.size() > lostReads, "both kinds: " + retired);
    assertTrue(Collections.max(retired) >= 10, "successors are retired as well: " + retired);
    assertEquals(0, trials.system.openClients.get());
  }

  @Test
  void progressAndPhasesAreTold() {
    trials.load = new TestPlan.Load(10, 400, Duration.ofSeconds(3)); // several tellings, if slow
    List<Phase> phases = new ArrayList<>();
    List<Progress> progress = new ArrayList<>();
    Runner.run(
        trials.plan(),
        new RunListener() {
          @Override
          public void phase(Phase phase) {
            phases.add(phase);
          }

          @Override
          public void progress(Progress now) {
            progress.add(now);
          }
        });

    assertEquals(List.of(Phase.values()), phases);
    assertTrue(progress.stream().anyMatch(p -> p.phase() == Phase.RUN && p.opsPerSecond() > 0));
    for (int i = 1; i < progress.size(); i++) {
      assertTrue(progress.get(i).ok() >= progress.get(i - 1).ok());
    }
  }

  @Test
  void listenerThatThrowsHearsNoMoreButTheRunGoesOn() {
    List<Phase> heard = new ArrayList<>();
    RunResult result =
        Runner.run(
            trials.plan(),
            new RunListener() {
              @Override
              public void phase(Phase phase) {
                heard.add(phase);
                throw new IllegalStateException("no more");
              }
            });

    assertEquals(RunResult.Ending.COMPLETED, result.ending());
    assertEquals(List.of(Phase.CLUSTER), heard);
    assertTrue(result.warnings().getFirst().contains("no more"), () -> result.toString());
  }

  @Test
  void operationsThatBeginLateTellWhenTheyWereDue() throws Exception {
    trials.load = new TestPlan.Load(1, 2000, Duration.ofMillis(500));
    trials.system.delayMicrosMax = 20_000;
    trials.run();

    History history = trials.history();
    int late = 0;
    for (int event = 0; event < history.size(); event++) {
      if (history.extra(event).get("due") instanceof Long due) {
        assertTrue(history.timeNanos(event) - due > 10_000_000L);
        late++;
      }
    }
    assertTrue(late > 5, "one client cannot do 2000 operations a second");
  }

  @Test
  void rateZeroGoesAsFastAsItCan() {
    trials.load = new TestPlan.Load(4, 0, Duration.ofMillis(500));
    trials.workloadOptions = java.util.Map.of("keys", "50");
    assertTrue(trials.run().ok() > 100);
  }

  @Test
  void folderInUseIsRefused() throws IOException {
    Files.createDirectories(trials.folder);
    Files.writeString(trials.folder.resolve("history.jsonl"), "kept");
    RunResult result = trials.run();

    assertEquals(RunResult.Ending.FAILED, result.ending());
    assertTrue(String.valueOf(result.failure()).contains("history.jsonl"), () -> "" + result);
    assertEquals("kept", Files.readString(trials.folder.resolve("history.jsonl")));
  }

  static void assertNoThreads() throws InterruptedException {
    for (int attempt = 0; ; attempt++) {
      List<String> left =
          Thread.getAllStackTraces().keySet().stream()
              .map(Thread::getName)
              .filter(name -> name.startsWith("assay-run") || name.startsWith("history-log"))
              .toList();
      if (left.isEmpty()) {
        return;
      }
      assertTrue(attempt < 100, () -> "still there: " + left);
      Thread.sleep(Duration.ofMillis(100));
    }
  }
}
