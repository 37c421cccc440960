package dev.assay.harness.generator;

import dev.assay.harness.Operation;
import dev.assay.harness.Outcome;
import dev.assay.harness.generator.Dispatcher.Decision;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/** Runs a generator in virtual time against clients that take a while and may fail. */
final class Simulation {
  private final int concurrency;
  private final long seed;
  private double failShare;
  private double infoShare;
  private long latencyNanosMax = 1_000_000;
  private int operationsMax = 10_000;

  /** An operation as it went. */
  record Done(int process, Operation operation, long begin, long end, Outcome outcome) {}

  Simulation(int concurrency, long seed) {
    this.concurrency = concurrency;
    this.seed = seed;
  }

  Simulation failing(double fail, double info) {
    failShare = fail;
    infoShare = info;
    return this;
  }

  Simulation latencyMax(long nanos) {
    latencyNanosMax = nanos;
    return this;
  }

  Simulation operationsMax(int operations) {
    operationsMax = operations;
    return this;
  }

  /** What was done, in the order in which it began. */
  List<Done> run(Generator generator) {
    Dispatcher dispatcher = new Dispatcher(generator, concurrency, seed);
    SplittableRandom random = new SplittableRandom(seed + 1);
    List<Integer> free = new ArrayList<>();
    for (int i = 0; i < concurrency; i++) {
      free.add(i);
    }
    List<Done> all = new ArrayList<>();
    List<Done> open = new ArrayList<>();
    long now = 0;
    boolean isOver = false;
    int steps = 0;
    while (!isOver || !open.isEmpty()) {
      if (steps++ > 50 * operationsMax) {
        throw new AssertionError("a generator does not get on, at " + now + " after " + all);
      }
      long wake = Long.MAX_VALUE;
      if (!isOver && all.size() < operationsMax) {
        Decision decision = dispatcher.next(now, free);
        if (decision instanceof Decision.Begin begin) {
          free.remove(Integer.valueOf(begin.process()));
          long end = now + 1 + random.nextLong(latencyNanosMax);
          Done done = new Done(begin.process(), begin.operation(), now, end, outcome(random));
          all.add(done);
          open.add(done);
          continue;
        }
        isOver = decision instanceof Decision.Done;
        wake = decision instanceof Decision.Sleep sleep ? sleep.untilNanos() : Long.MAX_VALUE;
      } else {
        isOver = true;
      }
      Done next = open.stream().min(Comparator.comparingLong(Done::end)).orElse(null);
      if (next == null && isOver) {
        break;
      }
      if (next == null || wake < next.end()) {
        if (wake == Long.MAX_VALUE) {
          throw new AssertionError("a generator waits for ever after " + all);
        }
        now = wake;
        continue;
      }
      now = next.end();
      open.remove(next);
      dispatcher.ended(now, next.process(), next.operation(), next.outcome());
      boolean retires = next.outcome() instanceof Outcome.Info;
      free.add(retires ? next.process() + concurrency : next.process());
    }
    return all;
  }

  private Outcome outcome(SplittableRandom random) {
    double point = random.nextDouble();
    if (point < failShare) {
      return new Outcome.Fail("no");
    }
    return point < failShare + infoShare ? new Outcome.Info("?") : new Outcome.Ok(null);
  }
}
