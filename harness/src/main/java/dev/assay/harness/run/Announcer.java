package dev.assay.harness.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells the listener what happens, one call at a time, and keeps the warnings.
 *
 * <p>A thread of its own tells the progress, so a step that hangs does not silence it.
 */
final class Announcer implements AutoCloseable {
  private static final long TICK_MILLIS = 500;

  /** Completions are counted over this many ticks: a second. */
  private static final int TICKS_A_RATE = 2;

  private final RunListener listener;
  private final ReentrantLock oneAtATime = new ReentrantLock();
  private final List<String> warnings = new ArrayList<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private boolean isDeaf;
  private @Nullable Source source;

  /** When the phase began and at most how long it lasts. */
  private long phaseNanos = System.nanoTime();

  private Phase phase = Phase.CLUSTER;
  private Duration phaseLimit = Duration.ZERO;

  /** What progress is made of. */
  record Source(
      Recorder recorder,
      Supplier<Integer> openCount,
      Supplier<List<Progress.ActiveFault>> activeFaults) {}

  Announcer(RunListener listener) {
    this.listener = listener;
  }

  /** Begins to tell the progress, in the phases in which there is one. */
  void beginTicks(Source from, Tasks tasks) {
    oneAtATime.lock();
    try {
      source = from;
    } finally {
      oneAtATime.unlock();
    }
    tasks.begin(this::tick);
  }

  void phase(Phase next, Duration limit) {
    tell(
        to -> {
          phase = next;
          phaseLimit = limit;
          phaseNanos = System.nanoTime();
          to.phase(next);
        });
  }

  void violation(String what) {
    tell(to -> to.violation(what));
  }

  void warning(String message) {
    oneAtATime.lock();
    try {
      warnings.add(message);
    } finally {
      oneAtATime.unlock();
    }
    tell(to -> to.warning(message));
  }

  List<String> warnings() {
    oneAtATime.lock();
    try {
      return List.copyOf(warnings);
    } finally {
      oneAtATime.unlock();
    }
  }

  @Override
  public void close() {
    closed.countDown();
  }

  private void tick() {
    List<long[]> counts = new ArrayList<>();
    try {
      while (!closed.await(TICK_MILLIS, TimeUnit.MILLISECONDS)) {
        tell(to -> progress(to, counts));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void progress(RunListener to, List<long[]> counts) {
    Source from = source;
    if (from == null || !(phase == Phase.RUN || phase == Phase.RECOVER || phase == Phase.FINAL)) {
      return;
    }
    Recorder recorder = from.recorder();
    long ok = recorder.okCount();
    long fail = recorder.failCount();
    long info = recorder.infoCount();
    long now = System.nanoTime();
    counts.add(new long[] {now, ok + fail + info});
    if (counts.size() > TICKS_A_RATE + 1) {
      counts.removeFirst();
    }
    long[] first = counts.getFirst();
    double seconds = (now - first[0]) / 1e9;
    double rate = seconds > 0 ? (ok + fail + info - first[1]) / seconds : 0;
    Duration elapsed = Duration.ofNanos(now - phaseNanos);
    Duration left = phaseLimit.minus(elapsed);
    to.progress(
        new Progress(
            phase,
            elapsed,
            left.isNegative() ? Duration.ZERO : left,
            rate,
            ok,
            fail,
            info,
            from.openCount().get(),
            from.activeFaults().get()));
  }

  private void tell(Consumer<RunListener> message) {
    oneAtATime.lock();
    try {
      if (!isDeaf) {
        message.accept(listener);
      }
    } catch (RuntimeException e) {
      isDeaf = true;
      warnings.add("what listened to the run failed and hears no more: " + Words.of(e));
    } finally {
      oneAtATime.unlock();
    }
  }
}
