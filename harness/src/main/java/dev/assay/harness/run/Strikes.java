package dev.assay.harness.run;

import dev.assay.harness.Fault;
import dev.assay.harness.Strike;
import dev.assay.harness.run.Progress.ActiveFault;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Lets faults strike at their times, each on a thread of its own so that one that hangs holds up
 * nothing else.
 *
 * <p>The history gets {@code start-<name>} when a fault has taken hold and {@code stop-<name>} when
 * it is undone, both {@code info} of the nemesis with what the fault does as value, {@code strike}
 * for the place in the schedule, {@code began} for the time at which the fault was asked to start
 * or stop, and {@code error} where that failed.
 */
final class Strikes {
  /** How often to try to undo a fault. */
  private static final int STOPS_MAX = 3;

  private static final long STOP_PAUSE_MILLIS = 300;

  private final List<Strike> strikes;
  private final Fault.Target target;
  private final Recorder recorder;
  private final Tasks tasks;
  private final Consumer<String> warnings;
  private final CountDownLatch end = new CountDownLatch(1);
  private final List<Future<?>> threads = new ArrayList<>();

  /** By strike. */
  private final Map<Integer, ActiveFault> active = new ConcurrentHashMap<>();

  Strikes(
      List<Strike> strikes,
      Fault.Target target,
      Recorder recorder,
      Tasks tasks,
      Consumer<String> warnings) {
    this.strikes = List.copyOf(strikes);
    this.target = target;
    this.recorder = recorder;
    this.tasks = tasks;
    this.warnings = warnings;
  }

  void begin() {
    for (int i = 0; i < strikes.size(); i++) {
      int strike = i;
      threads.add(tasks.submit(() -> strike(strike, strikes.get(strike))));
    }
  }

  /** What goes wrong now. */
  List<ActiveFault> active() {
    return List.copyOf(new TreeMap<>(active).values());
  }

  /** Begins to undo all faults and lets no other start. Returns at once. */
  void end() {
    end.countDown();
  }

  /**
   * Waits until all faults are undone.
   *
   * @return complaints about those that are not, in time
   */
  List<String> awaitEnd(Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    List<String> late = new ArrayList<>();
    for (int i = 0; i < threads.size(); i++) {
      try {
        threads.get(i).get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
      } catch (TimeoutException e) {
        threads.get(i).cancel(true);
        late.add(
            "fault "
                + strikes.get(i).fault().name()
                + " hangs: not undone within "
                + Words.of(limit));
      } catch (ExecutionException e) {
        late.add("fault " + strikes.get(i).fault().name() + " crashed: " + Words.of(e));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return late;
      }
    }
    return late;
  }

  private void strike(int number, Strike strike) {
    String name = strike.fault().name();
    try {
      if (hasEndedBefore(strike.startNanos())) {
        return;
      }
      active.put(number, new ActiveFault(name, null));
      Fault.Active fault = start(number, strike);
      if (fault == null) {
        return;
      }
      active.put(number, new ActiveFault(name, fault.value()));
      hasEndedBefore(strike.stopNanos());
      stop(number, name, fault);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      warnings.accept("fault " + name + " was interrupted before it was undone");
    } finally {
      active.remove(number);
    }
  }

  private Fault.@Nullable Active start(int number, Strike strike) {
    long began = recorder.nowNanos();
    String f = "start-" + strike.fault().name();
    try {
      Fault.Active fault = strike.fault().start(target);
      recorder.nemesis(f, fault.value(), Map.of("strike", (long) number, "began", began));
      return fault;
    } catch (IOException | RuntimeException e) {
      String words = Words.of(e);
      recorder.nemesis(f, null, Map.of("strike", (long) number, "began", began, "error", words));
      warnings.accept("fault " + strike.fault().name() + " did not start: " + words);
      return null;
    }
  }

  private void stop(int number, String name, Fault.Active fault) throws InterruptedException {
    long began = recorder.nowNanos();
    Map<String, Object> extra = new LinkedHashMap<>();
    extra.put("strike", (long) number);
    extra.put("began", began);
    for (int attempt = 1; attempt <= STOPS_MAX; attempt++) {
      try {
        fault.stop();
        extra.remove("error");
        break;
      } catch (IOException | RuntimeException e) {
        extra.put("error", Words.of(e));
        TimeUnit.MILLISECONDS.sleep(attempt < STOPS_MAX ? STOP_PAUSE_MILLIS : 0);
      }
    }
    recorder.nemesis("stop-" + name, fault.value(), extra);
    if (extra.containsKey("error")) {
      warnings.accept(
          "fault "
              + name
              + " was not undone after "
              + STOPS_MAX
              + " attempts: "
              + extra.get("error"));
    }
  }

  /** Waits until the time has come. */
  private boolean hasEndedBefore(long timeNanos) throws InterruptedException {
    return end.await(Math.max(0, timeNanos - recorder.nowNanos()), TimeUnit.NANOSECONDS);
  }
}
