package dev.assay.harness.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.checkers.Verdict;
import dev.assay.histories.EventType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs that are stopped, cannot begin or cannot go on. */
@Timeout(120)
class RunnerEndingsTest {
  @TempDir Path folder;
  private Trials trials;

  @BeforeEach
  void plan() {
    trials = new Trials(folder.resolve("run"));
    trials.load = new TestPlan.Load(10, 400, Duration.ofHours(1));
  }

  @AfterEach
  void allIsUndone() throws InterruptedException {
    RunnerTest.assertNoThreads();
    assertEquals(Set.of(), trials.system.running());
    assertEquals(0, trials.system.openClients.get());
  }

  @Test
  void stoppedRunIsUndoneAndCheckable() throws Exception {
    trials.system.lostAcks = 0.02;
    CountDownLatch isRunning = new CountDownLatch(1);
    RunHandle handle = Runner.start(trials.plan(), whenRunning(isRunning::countDown));
    isRunning.await();
    handle.stop();
    handle.stop();
    RunResult result = handle.await();

    assertEquals(RunResult.Ending.STOPPED, result.ending());
    assertEquals(null, result.failure());
    assertTrue(result.ok() > 0);
    assertTrue(trials.cluster.isClosed.get());
    assertTrue(Files.exists(trials.folder.resolve("n1").resolve("server.log")));
    assertInstanceOf(Verdict.Valid.class, trials.verdict());
  }

  @Test
  void interruptStopsTheRunAndStaysSet() throws Exception {
    AtomicReference<@Nullable RunResult> result = new AtomicReference<>();
    AtomicReference<@Nullable Boolean> flag = new AtomicReference<>();
    CountDownLatch isRunning = new CountDownLatch(1);
    Thread caller =
        Thread.ofPlatform()
            .start(
                () -> {
                  result.set(Runner.run(trials.plan(), whenRunning(isRunning::countDown)));
                  flag.set(Thread.currentThread().isInterrupted());
                });
    isRunning.await();
    caller.interrupt();
    caller.join();

    RunResult ended = result.get();
    assertTrue(ended != null && ended.ending() == RunResult.Ending.STOPPED, () -> "" + ended);
    assertEquals(true, flag.get());
    assertTrue(trials.cluster.isClosed.get());
  }

  @Test
  void stopDuringSetUpDoesNotWaitForWhatHangs() throws Exception {
    trials.system.hangsInStart = true;
    CountDownLatch isStarting = new CountDownLatch(1);
    RunHandle handle =
        Runner.start(
            trials.plan(),
            new RunListener() {
              @Override
              public void phase(Phase phase) {
                if (phase == Phase.START) {
                  isStarting.countDown();
                }
              }
            });
    isStarting.await();
    handle.stop();

    assertEquals(RunResult.Ending.STOPPED, handle.await().ending());
    assertTrue(trials.cluster.isClosed.get());
  }

  @Test
  void wrongOptionsAndFaultsThatCannotBeDrawnAreToldPlainly() {
    trials.workloadOptions = Map.of("kyes", "1");
    assertEquals(
        "workload cas-register has no option kyes; there are: "
            + "keys, ops-per-key, mix, distribution, values, readers",
        trials.run().failure());

    Trials other = new Trials(folder.resolve("other"));
    other.nemesis =
        (nodes, timeLimit, random) -> {
          throw new IllegalArgumentException("minority needs at least 3 nodes");
        };
    assertEquals("no faults can be drawn: minority needs at least 3 nodes", other.run().failure());
    assertTrue(other.cluster.isClosed.get());
  }

  @Test
  void failedInstallationNamesTheNode() throws Exception {
    trials.system.brokenInstall = "n4";
    RunResult result = trials.run();

    assertEquals(RunResult.Ending.FAILED, result.ending());
    assertEquals("n4: no space left on device", result.failure());
    assertEquals(0, Files.size(trials.folder.resolve("history.jsonl")), "empty, but kept");
    assertTrue(trials.cluster.isClosed.get());
  }

  @Test
  void nodeThatNeverComesUpIsNamedWithItsLog() {
    trials.system.neverReady = "n2";
    RunResult result = trials.run();

    assertEquals(RunResult.Ending.FAILED, result.ending());
    String failure = String.valueOf(result.failure());
    assertTrue(failure.contains("n2") && failure.contains("port 7000 is taken"), failure);
    assertTrue(Files.exists(trials.folder.resolve("n2").resolve("server.log")));
    assertTrue(trials.cluster.isClosed.get());
  }

  @Test
  void startThatHangsEndsInTime() {
    trials.system.hangsInStart = true;
    trials.limits =
        new TestPlan.Limits(
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            Duration.ofSeconds(10));
    RunResult result = trials.run();

    assertEquals(RunResult.Ending.FAILED, result.ending());
    String failure = String.valueOf(result.failure());
    assertTrue(failure.contains("n5: starting did not end within 1 s"), failure);
  }

  @Test
  void clusterThatDoesNotComeUpIsTold() {
    trials.source =
        () -> {
          throw new IOException("h3: no route to host");
        };
    RunResult result = trials.run();

    assertEquals(RunResult.Ending.FAILED, result.ending());
    assertTrue(String.valueOf(result.failure()).contains("h3: no route to host"));
    assertTrue(Files.exists(trials.folder.resolve("test.json")), "what was asked for is kept");
  }

  @Test
  void clusterThatComesUpTooLateIsClosed() throws Exception {
    CountDownLatch isTold = new CountDownLatch(1);
    trials.source =
        () -> {
          boolean interrupted = false;
          while (true) {
            try {
              isTold.await();
              break;
            } catch (InterruptedException e) {
              interrupted = true;
              isTold.countDown();
            }
          }
          assertTrue(interrupted);
          return trials.cluster;
        };
    trials.limits =
        new TestPlan.Limits(
            Duration.ofSeconds(1),
            Duration.ofMillis(300),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            Duration.ofSeconds(10));
    RunResult result = trials.run();

    assertEquals(RunResult.Ending.FAILED, result.ending());
    assertTrue(trials.cluster.isClosed.get(), "nobody else could close it");
  }

  @Test
  void fullDiskEndsTheRunAndKeepsTheHistory() throws Exception {
    AtomicInteger written = new AtomicInteger();
    RunHandle handle =
        Runner.start(trials.plan(), new RunListener() {}, file -> failingAfter(500, written, file));
    RunResult result = handle.await();

    assertEquals(RunResult.Ending.FAILED, result.ending());
    assertTrue(
        String.valueOf(result.failure()).contains("No space left on device"), () -> "" + result);
    assertEquals(500, trials.history().size());
    assertInstanceOf(Verdict.Valid.class, trials.verdict());
    assertTrue(trials.cluster.isClosed.get());
  }

  private static RunListener whenRunning(Runnable action) {
    return new RunListener() {
      @Override
      public void progress(Progress progress) {
        if (progress.ok() > 50) {
          action.run();
        }
      }
    };
  }

  private static EventLog failingAfter(int events, AtomicInteger written, Path file)
      throws IOException {
    EventLog log = EventLog.create(file);
    return new EventLog() {
      @Override
      public synchronized void append(
          EventType type,
          int process,
          String f,
          @Nullable Object key,
          @Nullable Object value,
          long timeNanos,
          Map<String, ? extends @Nullable Object> extra) {
        if (written.getAndIncrement() < events) {
          log.append(type, process, f, key, value, timeNanos, extra);
        }
      }

      @Override
      public @Nullable IOException failure() {
        return written.get() > events ? new IOException("No space left on device") : null;
      }

      @Override
      public void close() throws IOException {
        log.close();
      }
    };
  }
}
