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

  /**
   * How long faults last and how long the system is left alone.
   *
   * @param firstMax when the first fault starts at the latest, and at half of this at the earliest
   * @param faultMin how long a fault lasts at least
   * @param faultMax how long a fault lasts at most
   * @param calmMin from the end of a round's last fault to the first of the next, at least
   * @param calmMax the same, at most
   */
  public record Options(
      Duration firstMax, Duration faultMin, Duration faultMax, Duration calmMin, Duration calmMax) {

    /** Some ten strikes in 30 s; a fault lasts long enough for elections, and for two of them. */
    public static final Options DEFAULT =
        new Options(
            Duration.ofSeconds(2),
            Duration.ofMillis(800),
            Duration.ofMillis(3500),
            Duration.ofMillis(700),
            Duration.ofMillis(2000));

    public Options {
      if (firstMax.toMillis() < 0
          || faultMin.toMillis() <= 0
          || faultMax.compareTo(faultMin) < 0
          || calmMin.toMillis() <= 0
          || calmMax.compareTo(calmMin) < 0) {
        throw new IllegalArgumentException(
            "every maximum must be at least its minimum, and minimums at least 1 ms: "
                + firstMax
                + (", " + faultMin + ".." + faultMax)
                + (", " + calmMin + ".." + calmMax));
      }
    }
  }

  /** {@link #draw} with {@link Options#DEFAULT}. */
  public static List<Strike> draw(
      List<FaultKind> kinds, List<String> nodes, long seed, Duration timeLimit) {
    return draw(kinds, nodes, seed, timeLimit, Options.DEFAULT);
  }

  /**
   * Draws the strikes of one run, by start time. The same arguments give the same strikes; the last
   * one ends before the time limit. A run under 10 s gets everything shortened in proportion.
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
    private static final long UNHURRIED_NANOS = Duration.ofSeconds(10).toNanos();

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
      long start = between(options.firstMax().dividedBy(2), options.firstMax());
      while (fits(start) && strikes.size() < STRIKES_MAX) {
        long end = drawRound(start);
        start = end + between(options.calmMin(), options.calmMax());
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
        long stop = Math.min(start + between(options.faultMin(), options.faultMax()), lastStop());
        if (fits(start)) {
          FaultKind kind = next(taken);
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
      return startNanos + scaled(options.faultMin()) <= lastStop();
    }

    /** A little before the time limit: also the undoing should have happened by then. */
    private long lastStop() {
      return limitNanos - scaled(options.calmMin()) / 2;
    }

    private long between(Duration min, Duration max) {
      return random.nextLong(scaled(min), scaled(max) + 1);
    }

    private long scaled(Duration duration) {
      double scale = Math.min(1, (double) limitNanos / UNHURRIED_NANOS);
      return Math.max(1, (long) (duration.toNanos() * scale));
    }
  }
}
