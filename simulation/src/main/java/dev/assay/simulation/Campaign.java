package dev.assay.simulation;

import dev.assay.checkers.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongFunction;

/**
 * Many seeds on all cores: each run has one thread, and what comes of it depends on its seed alone.
 */
public final class Campaign {
  private final LongFunction<SimulationPlan> plans;
  private final Duration checkTimeLimit;
  private final boolean keepGoing;
  private final Listener listener;
  private final AtomicLong nextSeed;
  private final long lastSeed;
  private final AtomicBoolean isStopped = new AtomicBoolean();
  private final LongAdder seeds = new LongAdder();
  private final LongAdder virtualNanos = new LongAdder();
  private final LongAdder events = new LongAdder();
  private final LongAdder operations = new LongAdder();
  private final LongAdder ok = new LongAdder();
  private final LongAdder failures = new LongAdder();
  private final LongAdder unknown = new LongAdder();

  /**
   * How far it is.
   *
   * @param seeds how many runs have ended
   * @param virtualNanos virtual time of all of them
   * @param failures how many of them failed
   * @param unknown in how many the checker could not decide
   */
  public record Tally(
      long seeds,
      long virtualNanos,
      long events,
      long operations,
      long ok,
      long failures,
      long unknown) {}

  /** Hears of runs as they end, one at a time, in the order in which they end. */
  public interface Listener {
    void failed(SimulationResult result, SimulationResult.Failure failure);

    /** The checker could not decide. */
    void undecided(SimulationResult result, String reason);
  }

  /**
   * A campaign over the seeds from first to last, both included.
   *
   * @param keepGoing whether to go on after a failure
   */
  public Campaign(
      LongFunction<SimulationPlan> plans,
      long firstSeed,
      long lastSeed,
      Duration checkTimeLimit,
      boolean keepGoing,
      Listener listener) {
    this.plans = plans;
    this.nextSeed = new AtomicLong(firstSeed);
    this.lastSeed = lastSeed;
    this.checkTimeLimit = checkTimeLimit;
    this.keepGoing = keepGoing;
    this.listener = listener;
  }

  /**
   * Runs all seeds, or until the first failure.
   *
   * @param jobs how many threads
   * @throws RuntimeException whatever a run threw: a defect, of Assay or of the simulated system's
   *     client
   */
  public Tally run(int jobs) throws InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(jobs);
    try {
      List<Future<?>> workers = new ArrayList<>();
      for (int i = 0; i < jobs; i++) {
        workers.add(threads.submit(this::work));
      }
      for (Future<?> worker : workers) {
        worker.get();
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException defect
          ? defect
          : new IllegalStateException(e.getCause());
    } finally {
      stop();
      threads.shutdown();
    }
    return tally();
  }

  /** Begins no more runs. */
  public void stop() {
    isStopped.set(true);
  }

  /** How far it is; may be asked by any thread at any time. */
  public Tally tally() {
    return new Tally(
        seeds.sum(),
        virtualNanos.sum(),
        events.sum(),
        operations.sum(),
        ok.sum(),
        failures.sum(),
        unknown.sum());
  }

  private void work() {
    while (!isStopped.get()) {
      long seed = nextSeed.getAndIncrement();
      if (seed > lastSeed) {
        return;
      }
      SimulationResult result;
      try {
        result = Simulation.run(plans.apply(seed), checkTimeLimit, null);
      } catch (RuntimeException e) {
        stop();
        throw new IllegalStateException("seed " + seed + ": " + e, e);
      }
      count(result);
    }
  }

  private synchronized void count(SimulationResult result) {
    seeds.increment();
    virtualNanos.add(result.virtualNanos());
    events.add(result.events());
    operations.add(result.operations());
    ok.add(result.ok());
    Optional<SimulationResult.Failure> failure = result.failure();
    if (failure.isPresent()) {
      failures.increment();
      if (!keepGoing) {
        stop();
      }
      listener.failed(result, failure.get());
    } else if (result.verdict() instanceof Verdict.Unknown undecided) {
      unknown.increment();
      listener.undecided(result, undecided.reason());
    }
  }
}
