package dev.assay.nemesis;

import dev.assay.harness.FaultKind;
import dev.assay.harness.Strike;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Draws when which fault strikes, before the run and from the seed alone.
 *
 * <p>Time is cut into rounds. In a round one to three faults of different families strike, and may
 * overlap; then nothing does for a while, so that the system recovers and clients make progress
 * between. Kinds come from a bag that is refilled when empty, so none is forgotten for long.
 */
public final class Schedule {
  private static final int STRIKES_MAX = 100_000;

  private Schedule() {}

  /** A length of time that is drawn between two bounds, both included; at least 1 ms. */
  public record Range(Duration min, Duration max) {
    public Range {
      if (min.toMillis() < 1 || max.compareTo(min) < 0) {
        throw new IllegalArgumentException(
            "a range of time begins at 1 ms or more and does not end before it begins, got "
                + (min.toMillis() + " ms to " + max.toMillis() + " ms"));
      }
    }

    private Range scaled(double scale) {
      return new Range(scaled(min, scale), scaled(max, scale));
    }

    private static Duration scaled(Duration duration, double scale) {
      return Duration.ofNanos(Math.max(1_000_000, (long) (duration.toNanos() * scale)));
    }
  }

  /**
   * How long faults last and how long the system is left alone.
   *
   * @param first when the first fault starts
   * @param fault how long a fault lasts
   * @param faultByKind the same, for kinds of these names
   * @param calm from the end of a round's last fault to the first of the next
   */
  public record Options(Range first, Range fault, Map<String, Range> faultByKind, Range calm) {
    private static final long UNHURRIED_NANOS = Duration.ofSeconds(10).toNanos();

    /** Some ten strikes in 30 s; a fault lasts long enough for elections, and for two of them. */
    private static final Options UNHURRIED =
        new Options(millis(1000, 2000), millis(800, 3500), Map.of(), millis(700, 2000));

    public Options {
      faultByKind = Map.copyOf(faultByKind);
    }

    /** The usual ones; a run under 10 s gets everything shortened in proportion. */
    public static Options usual(Duration timeLimit) {
      double scale = Math.min(1, (double) timeLimit.toNanos() / UNHURRIED_NANOS);
      return new Options(
          UNHURRIED.first.scaled(scale),
          UNHURRIED.fault.scaled(scale),
          Map.of(),
          UNHURRIED.calm.scaled(scale));
    }

    public Options withFaultByKind(Map<String, Range> ranges) {
      return new Options(first, fault, ranges, calm);
    }

    public Options withCalm(Range range) {
      return new Options(first, fault, faultByKind, range);
    }

    private Range lasting(FaultKind kind) {
      return faultByKind.getOrDefault(kind.name(), fault);
    }

    private static Range millis(long min, long max) {
      return new Range(Duration.ofMillis(min), Duration.ofMillis(max));
    }
  }

  /** {@link #draw} with {@link Options#usual}. */
  public static List<Strike> draw(
      List<FaultKind> kinds, List<String> nodes, long seed, Duration timeLimit) {
    return draw(kinds, nodes, seed, timeLimit, Options.usual(timeLimit));
  }

  /**
   * Draws the strikes of one run, by start time. The same arguments give the same strikes; the last
   * one ends before the time limit.
   *
   * @param kinds what may strike; none gives no strikes
   * @throws IllegalArgumentException when there are too few nodes for one of the kinds
   */
  public static List<Strike> draw(
      List<FaultKind> kinds, List<String> nodes, long seed, Duration timeLimit, Options options) {
    if (kinds.isEmpty()) {
      return List.of();
    }
    Rounds rounds = new Rounds(kinds, nodes, new SplittableRandom(seed), timeLimit, options);
    return rounds.draw();
  }

  private static final class Rounds {
    private final List<FaultKind> kinds;
    private final List<String> nodes;
    private final SplittableRandom random;
    private final long limitNanos;
    private final Options options;
    private final int families;
    private final Deque<FaultKind> bag = new ArrayDeque<>();
    private final List<Strike> strikes = new ArrayList<>();

    Rounds(
        List<FaultKind> kinds,
        List<String> nodes,
        SplittableRandom random,
        Duration timeLimit,
        Options options) {
      this.kinds = kinds;
      this.nodes = nodes;
      this.random = random;
      this.limitNanos = timeLimit.toNanos();
      this.options = options;
      this.families = (int) kinds.stream().map(FaultKind::family).distinct().count();
    }

    List<Strike> draw() {
      long start = between(options.first());
      while (fits(start) && strikes.size() < STRIKES_MAX) {
        long end = drawRound(start);
        start = end + between(options.calm());
      }
      strikes.sort(Comparator.comparingLong(Strike::startNanos));
      return List.copyOf(strikes);
    }

    /** Draws the faults of one round, the first of which starts at once; returns when all ended. */
    private long drawRound(long roundStart) {
      int wanted = Math.min(families, Draw.weighted(random, List.of(1, 2, 3), n -> 4 - n));
      Set<String> taken = new HashSet<>();
      long roundEnd = roundStart;
      for (int i = 0; i < wanted; i++) {
        // Later ones start while the first still lasts, so that they overlap.
        long start = i == 0 ? roundStart : random.nextLong(roundStart, roundEnd);
        if (fits(start)) {
          FaultKind kind = next(taken);
          long stop = Math.min(start + between(options.lasting(kind)), lastStop());
          strikes.add(new Strike(start, stop, kind.draw(random.split(), nodes)));
          roundEnd = Math.max(roundEnd, stop);
        }
      }
      return roundEnd;
    }

    /** The next kind of the bag whose family is not taken; such a kind must exist. */
    private FaultKind next(Set<String> taken) {
      while (true) {
        for (FaultKind kind : bag) {
          if (taken.add(kind.family())) {
            bag.removeFirstOccurrence(kind);
            return kind;
          }
        }
        bag.addAll(Draw.shuffled(random, kinds));
      }
    }

    private boolean fits(long startNanos) {
      return startNanos + options.fault().min().toNanos() <= lastStop();
    }

    /** A little before the time limit: also the undoing should have happened by then. */
    private long lastStop() {
      return limitNanos - options.calm().min().toNanos() / 2;
    }

    private long between(Range range) {
      return random.nextLong(range.min().toNanos(), range.max().toNanos() + 1);
    }
  }
}
