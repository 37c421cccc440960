package dev.assay.harness.generator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.harness.Operation;
import dev.assay.harness.generator.Generator.Context;
import dev.assay.harness.generator.Generators.Reserved;
import dev.assay.harness.generator.Generators.Weighted;
import dev.assay.harness.generator.Simulation.Done;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Laws that hold for all generators, tried on random ones; small ones first. */
class GeneratorLawsTest {
  private static final int CASES = 400;
  private static final int OPERATIONS_MAX = 60;

  @Test
  void sameSeedSameOperations() {
    forAll((seed, generator) -> assertEquals(run(seed, generator), run(seed, generator)));
  }

  @Test
  void anotherSeedDrawsOtherOperations() {
    Generator mix = Generators.mix(Generators.repeat(op(0)), Generators.repeat(op(1)));
    assertTrue(!run(1, mix).equals(run(2, mix)));
  }

  @Test
  void askingChangesNothing() {
    forAll(
        (seed, generator) -> {
          Generator asked = generator;
          for (int i = 0; i < 20; i++) {
            Generator.Step first = asked.next(context(seed, i));
            assertEquals(first, asked.next(context(seed, i)));
            if (first instanceof Generator.Step.Do step) {
              asked = step.rest();
            } else if (first instanceof Generator.Step.Wait wait) {
              asked = wait.rest();
            }
          }
        });
  }

  @Test
  void limitTakesTheFirst() {
    forAll(
        (seed, generator) -> {
          List<Done> all = run(seed, generator);
          int limit = (int) (seed % 12);
          List<Done> some = run(seed, Generators.limit(limit, generator));
          assertEquals(all.subList(0, Math.min(limit, all.size())), some);
        });
  }

  @Test
  void theSmallerOfTwoLimitsCounts() {
    same(
        g -> Generators.limit(3, Generators.limit(7, g)),
        g -> Generators.limit(7, Generators.limit(3, g)));
  }

  @Test
  void wrappersThatDoNothingDoNothing() {
    List<UnaryOperator<Generator>> nothings =
        List.of(
            g -> Generators.map(operation -> operation, g),
            g -> Generators.fMap(Map.of(), g),
            g -> Generators.sequence(List.of(g)),
            g -> Generators.sequence(List.of(Generators.empty(), g)),
            Generators::phases,
            Generators::mix,
            g -> Generators.cycle(1, g),
            g -> Generators.reserve(List.of(), g),
            g -> Generators.timeLimit(Duration.ofDays(1000), g),
            g -> Generators.limit(Integer.MAX_VALUE, g));
    for (UnaryOperator<Generator> nothing : nothings) {
      same(nothing, g -> g);
    }
  }

  @Test
  void mapsCompose() {
    UnaryOperator<Operation> twice = o -> op(Integer.parseInt(o.f()) * 2);
    UnaryOperator<Operation> plusOne = o -> op(Integer.parseInt(o.f()) + 1);
    same(
        g -> Generators.map(twice, Generators.map(plusOne, g)),
        g -> Generators.map(o -> twice.apply(plusOne.apply(o)), g));
  }

  @Test
  void sequencesAssociate() {
    Generator tail = Generators.of(op(100), op(101));
    same(
        g -> Generators.sequence(List.of(g, Generators.sequence(List.of(tail, tail)))),
        g -> Generators.sequence(List.of(Generators.sequence(List.of(g, tail)), tail)));
  }

  @Test
  void timesDoNotGoBackUnderStagger() {
    forAll(
        (seed, generator) -> {
          List<Done> done = run(seed, Generators.stagger(500, generator));
          for (int i = 1; i < done.size(); i++) {
            assertTrue(done.get(i).begin() >= done.get(i - 1).begin());
          }
        });
  }

  /** A law on one generator. */
  private interface Law {
    void holds(long seed, Generator generator);
  }

  private static void forAll(Law law) {
    for (int seed = 0; seed < CASES; seed++) {
      Generator generator = draw(new SplittableRandom(seed), 1 + seed * 3 / CASES);
      try {
        law.holds(seed, generator);
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("seed " + seed + ", " + generator, e);
      }
    }
  }

  private static void same(UnaryOperator<Generator> left, UnaryOperator<Generator> right) {
    forAll(
        (seed, generator) ->
            assertEquals(run(seed, right.apply(generator)), run(seed, left.apply(generator))));
  }

  private static List<Done> run(long seed, Generator generator) {
    return new Simulation(1 + (int) (seed % 4), seed)
        .failing(0.2, 0.2)
        .operationsMax(OPERATIONS_MAX)
        .run(generator);
  }

  private static Generator draw(SplittableRandom random, int depth) {
    if (depth == 0) {
      return random.nextInt(4) == 0
          ? Generators.repeat(op(random.nextInt(50)))
          : Generators.of(op(random.nextInt(50)), op(random.nextInt(50)), op(random.nextInt(50)));
    }
    Generator one = draw(random, depth - 1);
    Generator other = draw(random, depth - 1);
    return switch (random.nextInt(12)) {
      case 0 -> Generators.limit(random.nextInt(10), one);
      case 1 -> Generators.timeLimit(Duration.ofMillis(random.nextInt(30)), one);
      case 2 -> Generators.phases(one, Generators.sleep(Duration.ofMillis(3)), other);
      case 3 -> Generators.sequence(List.of(one, other));
      case 4 -> Generators.mix(List.of(new Weighted(1, one), new Weighted(2, other)));
      case 5 -> Generators.reserve(List.of(new Reserved(1, one)), other);
      case 6 -> Generators.eachThread(one);
      case 7 -> Generators.untilOk(one);
      case 8 -> Generators.cycle(1 + random.nextInt(3), one);
      case 9 -> Generators.stagger(300, one);
      case 10 -> Generators.delay(Duration.ofMillis(2), one);
      default -> Generators.fMap(Map.of("7", "8"), one);
    };
  }

  private static Operation op(int f) {
    return new Operation(Integer.toString(f), null, null);
  }

  private static Context context(long seed, int i) {
    return new Context(i * 1_000_000L, i % 3, 3, Seeds.random(seed, i));
  }
}
