package dev.assay.harness.generator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.harness.Operation;
import dev.assay.harness.Outcome;
import dev.assay.harness.generator.Generators.Reserved;
import dev.assay.harness.generator.Generators.Weighted;
import dev.assay.harness.generator.Simulation.Done;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What each generator does, on small examples. */
class GeneratorsTest {
  private static final Operation A = new Operation("a", null, null);
  private static final Operation B = new Operation("b", null, null);
  private static final long SECOND = 1_000_000_000L;

  @Test
  void listedOperationsComeOnceInOrder() {
    assertEquals(List.of("a", "b", "a"), names(one(Generators.of(A, B, A))));
    assertEquals(List.of(), names(one(Generators.empty())));
  }

  @Test
  void limitAndOnceCut() {
    assertEquals(List.of("a", "a", "a"), names(one(Generators.limit(3, Generators.repeat(A)))));
    assertEquals(List.of("a"), names(one(Generators.once(Generators.of(A, B)))));
    assertEquals(List.of(), names(one(Generators.limit(0, Generators.repeat(A)))));
  }

  @Test
  void cycleBeginsAgain() {
    assertEquals(List.of("a", "b", "a", "b"), names(one(Generators.cycle(2, Generators.of(A, B)))));
    assertEquals(
        List.of("a", "b", "a", "b", "a"),
        names(one(Generators.limit(5, Generators.cycle(Generators.of(A, B))))));
    assertEquals(List.of(), names(one(Generators.cycle(Generators.empty()))), "and still ends");
  }

  @Test
  void timeLimitEndsInTime() {
    List<Done> done =
        many(
            Generators.timeLimit(
                Duration.ofSeconds(1), Generators.delay(Duration.ofMillis(100), ever(A))));
    assertEquals(10, done.size());
    assertTrue(done.stream().allMatch(each -> each.begin() < SECOND), done::toString);
  }

  @Test
  void timeLimitCountsFromItsOwnBeginning() {
    List<Done> done =
        many(
            Generators.phases(
                Generators.sleep(Duration.ofSeconds(5)),
                Generators.timeLimit(
                    Duration.ofSeconds(1), Generators.delay(Duration.ofMillis(250), ever(A)))));
    assertEquals(4, done.size());
    assertEquals(5 * SECOND, done.getFirst().begin());
  }

  @Test
  void phasesWaitForWhatIsOpen() {
    List<Done> done =
        many(Generators.phases(Generators.limit(20, ever(A)), Generators.limit(20, ever(B))));
    long lastA = done.stream().filter(is("a")).mapToLong(Done::end).max().orElseThrow();
    long firstB = done.stream().filter(is("b")).mapToLong(Done::begin).min().orElseThrow();
    assertEquals(40, done.size());
    assertTrue(firstB >= lastA, firstB + " < " + lastA);
  }

  @Test
  void sequenceDoesNotWait() {
    List<Done> done =
        many(
            Generators.sequence(
                List.of(Generators.limit(3, ever(A)), Generators.limit(2, ever(B)))));
    assertEquals(List.of("a", "a", "a", "b", "b"), names(done));
    assertTrue(done.stream().allMatch(each -> each.begin() == 0), "five processes, all at once");
  }

  @Test
  void untilOkTriesAgain() {
    List<Done> done =
        new Simulation(3, 5).failing(0.4, 0.4).run(Generators.untilOk(Generators.repeat(A)));
    long firstOk =
        done.stream()
            .filter(each -> each.outcome() instanceof Outcome.Ok)
            .mapToLong(Done::end)
            .min()
            .orElseThrow();
    assertTrue(done.stream().allMatch(each -> each.begin() <= firstOk), done::toString);
  }

  @Test
  void mixDrawsByWeight() {
    List<Done> done =
        many(
            Generators.limit(
                4000, Generators.mix(List.of(new Weighted(3, ever(A)), new Weighted(1, ever(B))))));
    long a = done.stream().filter(is("a")).count();
    assertTrue(a > 2850 && a < 3150, "about 3000 of 4000, got " + a);
  }

  @Test
  void mixGoesOnWithThoseThatHaveNotEnded() {
    List<Done> done = many(Generators.mix(Generators.of(A, A), Generators.limit(30, ever(B))));
    assertEquals(2, done.stream().filter(is("a")).count());
    assertEquals(30, done.stream().filter(is("b")).count());
  }

  @Test
  void fMapRenames() {
    Generator renamed = Generators.fMap(Map.of("a", "start"), Generators.of(A, B));
    assertEquals(List.of("start", "b"), names(one(renamed)));
  }

  @Test
  void mapTellsTheGeneratorOfItsOwnOperation() {
    Generator picky =
        new Generator() {
          @Override
          public Step next(Context context) {
            return new Step.Do(A, context.timeNanos(), this);
          }

          @Override
          public Generator update(Context context, Operation operation, Outcome outcome) {
            assertEquals(A, operation);
            return Generators.empty();
          }
        };
    assertEquals(List.of("x"), names(one(Generators.fMap(Map.of("a", "x"), picky))));
  }

  @Test
  void reserveKeepsThreadsApart() {
    List<Done> done =
        new Simulation(5, 1)
            .failing(0, 0.5)
            .run(
                Generators.reserve(
                    List.of(new Reserved(2, Generators.limit(50, ever(A)))),
                    Generators.limit(70, ever(B))));
    assertEquals(50, done.stream().filter(is("a")).count());
    assertEquals(70, done.stream().filter(is("b")).count());
    for (Done each : done) {
      assertEquals(each.operation().equals(A), each.process() % 5 < 2, each.toString());
    }
  }

  @Test
  void eachThreadGivesAllToEach() {
    List<Done> done =
        new Simulation(4, 1).failing(0, 0.3).run(Generators.eachThread(Generators.of(A, B)));
    Map<Integer, Integer> byThread = new HashMap<>();
    done.forEach(each -> byThread.merge(each.process() % 4, 1, Integer::sum));
    assertEquals(Map.of(0, 2, 1, 2, 2, 2, 3, 2), byThread);
  }

  @Test
  void eachProcessBeginsAfreshWithANewProcess() {
    Generator generator =
        Generators.timeLimit(
            Duration.ofMillis(100), Generators.eachProcess(Generators.limit(3, ever(A))));
    List<Done> done = new Simulation(2, 4).failing(0, 0.4).run(generator);
    Map<Integer, Integer> byProcess = new HashMap<>();
    done.forEach(each -> byProcess.merge(each.process(), 1, Integer::sum));
    assertTrue(byProcess.size() > 2, byProcess::toString);
    assertTrue(byProcess.values().stream().allMatch(count -> count <= 3), byProcess::toString);
  }

  @Test
  void staggerKeepsTheRateOverAllProcesses() {
    for (Generator spread :
        List.of(Generators.stagger(100, ever(A)), Generators.staggerUniform(100, ever(A)))) {
      List<Done> done = many(Generators.timeLimit(Duration.ofSeconds(50), spread));
      assertTrue(done.size() > 4600 && done.size() < 5400, "about 5000, got " + done.size());
    }
  }

  @Test
  void staggerCatchesUpWithWhatWasDueWhileAllWereBusy() {
    // one process, 100 operations a second, each of up to 40 ms: all are late in the end
    Generator generator =
        Generators.timeLimit(
            Duration.ofSeconds(10), Generators.limit(300, Generators.stagger(100, ever(A))));
    List<Done> done = new Simulation(1, 9).latencyMax(40_000_000).run(generator);
    assertEquals(300, done.size(), "nothing that was due is left out");
    for (int i = 200; i < 299; i++) {
      assertEquals(done.get(i).end(), done.get(i + 1).begin(), "no pause when late");
    }
  }

  @Test
  void eachKeyReadsWhatItHeardOfUntilOk() {
    Generator heard = Generators.eachKeyUntilOk(key -> new Operation("r", key, null), ms(100));
    Generator.Context context = new Generator.Context(0, 7, 3, Seeds.random(1, 1));
    for (long key : new long[] {4, 2, 4, 9}) {
      heard = heard.update(context, new Operation("w", key, 1L), new Outcome.Info("?"));
    }
    List<Done> done = new Simulation(3, 2).failing(0.3, 0.3).run(heard);
    Set<Object> okKeys = new HashSet<>();
    for (Done each : done) {
      assertFalse(okKeys.contains(each.operation().key()), "not again after it was ok");
      if (each.outcome() instanceof Outcome.Ok) {
        okKeys.add(each.operation().key());
      }
    }
    assertEquals(Set.of(4L, 2L, 9L), okKeys);
    assertEquals(List.of(), one(Generators.eachKeyUntilOk(key -> A, ms(1))));
  }

  @Test
  void badArgumentsAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> Generators.limit(-1, ever(A)));
    assertThrows(IllegalArgumentException.class, () -> Generators.stagger(0, ever(A)));
    assertThrows(IllegalArgumentException.class, () -> Generators.stagger(Double.NaN, ever(A)));
    assertThrows(IllegalArgumentException.class, () -> new Weighted(0, ever(A)));
    assertThrows(IllegalArgumentException.class, () -> new Reserved(0, ever(A)));
    assertThrows(
        IllegalArgumentException.class, () -> Generators.timeLimit(Duration.ofMillis(-1), ever(A)));
  }

  private static Generator ever(Operation operation) {
    return Generators.repeat(operation);
  }

  private static Duration ms(long millis) {
    return Duration.ofMillis(millis);
  }

  private static List<Done> one(Generator generator) {
    return new Simulation(1, 1).run(generator);
  }

  private static List<Done> many(Generator generator) {
    return new Simulation(5, 1).run(generator);
  }

  private static List<String> names(List<Done> done) {
    return done.stream().map(each -> each.operation().f()).toList();
  }

  private static java.util.function.Predicate<Done> is(String f) {
    return each -> each.operation().f().equals(f);
  }
}
