package dev.assay.checkers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.checkers.linearizability.RegisterModel;
import dev.assay.histories.EventType;
import dev.assay.histories.History;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is told of registers that are not linearizable, against the definition. */
class WeakerPromisesTest {
  private static final int HISTORIES = Integer.getInteger("assay.campaign.histories", 1_500);
  private static final long SEED = Long.getLong("assay.campaign.seed", 20261126);

  private static Verdict check(History history) {
    return Checkers.forWorkload("cas-register", CheckOptions.DEFAULT)
        .check(history, Budget.of(Duration.ofMinutes(1)));
  }

  @Test
  void aStaleReadOfAnotherProcessIsStillSequential() {
    History.Builder builder = History.builder();
    add(builder, 0, "write", 1L, 1L);
    add(builder, 1, "read", null, null);
    Classification kept = check(builder.build()).summary().classification();
    assertEquals(List.of("linearizable"), kept.not());
    assertEquals(List.of("sequential"), kept.holds());
  }

  @Test
  void aProcessThatMissesItsOwnWriteStillOrdersItsWrites() {
    History.Builder builder = History.builder();
    add(builder, 0, "write", 1L, 1L);
    add(builder, 0, "read", null, null);
    Classification kept = check(builder.build()).summary().classification();
    assertEquals(List.of("read-your-writes"), kept.not());
    assertEquals(
        List.of("PRAM", "strong-session-causal", "sequential", "linearizable"), kept.alsoNot());
    assertTrue(kept.holds().contains("monotonic-writes"), () -> kept.holds().toString());
  }

  @Test
  void twoReadersThatSeeTwoWritesInDifferentOrdersOfTwoKeys() {
    History.Builder builder = History.builder();
    int event = 0;
    Object[][] operations = {
      {0, "write", "x", 1L},
      {1, "write", "y", 2L},
      {2, "read", "x", 1L},
      {2, "read", "y", null},
      {3, "read", "y", 2L},
      {3, "read", "x", null}
    };
    for (Object[] one : operations) {
      Object argument = one[1].equals("write") ? one[3] : null;
      for (EventType type : new EventType[] {EventType.INVOKE, EventType.OK}) {
        Object value = type == EventType.OK ? one[3] : argument;
        String f = (String) one[1];
        builder.add(type, (Integer) one[0], f, one[2], value, event, event++, Map.of());
      }
    }
    Classification kept = check(builder.build()).summary().classification();
    assertEquals(List.of("sequential"), kept.not());
    assertEquals(List.of("strong-session-causal"), kept.holds());
  }

  private static Verdict undecided(Map<String, Integer> anomalies, String... holds) {
    Classification found =
        new Classification(anomalies, List.of(), List.of(), List.of(holds), Map.of(), List.of());
    return new Verdict.Unknown(
        "the time is over", new CheckSummary("sequential", "none", 0, 0, 0).with(found));
  }

  @Test
  void noLessIsAskedForWhereNothingWasDecided() {
    assertTrue(WeakerPromises.decidesNothing(undecided(Map.of())));
    assertTrue(WeakerPromises.decidesNothing(undecided(Map.of(), "read-committed")));
    assertFalse(WeakerPromises.decidesNothing(undecided(Map.of("G1a", 1))));
    assertFalse(WeakerPromises.decidesNothing(undecided(Map.of(), "monotonic-reads")));
    assertFalse(WeakerPromises.decidesNothing(undecided(Map.of(), "PRAM")));
    Verdict.Invalid stale = new Verdict.Invalid(List.of(), undecided(Map.of()).summary());
    assertFalse(WeakerPromises.decidesNothing(stale));
  }

  @Test
  void whatIsToldOfTimeIsTheTimeOfTheWholeCheck() {
    History.Builder builder = History.builder();
    add(builder, 0, "write", 1L, 1L);
    add(builder, 1, "read", null, null);
    History history = builder.build();
    long begin = System.nanoTime();
    CheckSummary summary = check(history).summary();
    assertTrue(summary.checkNanos() <= System.nanoTime() - begin);
    Checker untimed = (all, budget) -> untimed();
    RegisterModel model = RegisterModel.casRegister(CheckOptions.DEFAULT);
    WeakerPromises promises = new WeakerPromises(untimed, model, CheckOptions.DEFAULT);
    Budget minute = Budget.of(Duration.ofMinutes(1));
    assertTrue(promises.check(history, minute).summary().checkNanos() > 0);
  }

  /** As of a check that did not look at the clock. */
  private static Verdict untimed() {
    return new Verdict.Invalid(List.of(), new CheckSummary("linearizable", "none", 2, 1, 0));
  }

  private static void add(
      History.Builder builder,
      int process,
      String f,
      @Nullable Object asked,
      @Nullable Object told) {
    builder.add(EventType.INVOKE, process, f, asked);
    builder.add(EventType.OK, process, f, told);
  }

  @Test
  void sequentialIsSaidExactlyWhenSomeOrderOfTheProcessesExplainsAll() {
    SplittableRandom random = new SplittableRandom(SEED);
    int kept = 0;
    int broken = 0;
    for (int i = 0; i < HISTORIES; i++) {
      History history = random(random.split());
      Verdict verdict = check(history);
      if (!(verdict instanceof Verdict.Invalid)) {
        continue;
      }
      Classification found = verdict.summary().classification();
      boolean expected = new Orders(history).isSequential();
      assertEquals(expected, found.holds().contains("sequential"), () -> show(history));
      boolean isDenied =
          found.not().contains("sequential") || found.alsoNot().contains("sequential");
      assertEquals(!expected, isDenied, () -> show(history));
      kept += expected ? 1 : 0;
      broken += expected ? 0 : 1;
    }
    assertTrue(kept > HISTORIES / 50, "kept " + kept);
    assertTrue(broken > HISTORIES / 50, "broken " + broken);
  }

  private static String show(History history) {
    StringBuilder text = new StringBuilder();
    for (int event = 0; event < history.size(); event++) {
      text.append(history.process(event))
          .append(' ')
          .append(history.type(event))
          .append(' ')
          .append(history.f(event))
          .append(' ')
          .append(history.value(event))
          .append('\n');
    }
    return text.toString();
  }

  /** Three processes; values are written once; some operations never return. */
  private static History random(SplittableRandom random) {
    History.Builder builder = History.builder();
    int process = 0;
    int[] processes = {process++, process++, process++};
    long next = 1;
    int operations = 2 + random.nextInt(6);
    for (int i = 0; i < operations; i++) {
      int client = random.nextInt(processes.length);
      String f = List.of("read", "read", "write", "cas").get(random.nextInt(4));
      @Nullable Object any =
          random.nextInt(4) == 0 ? null : (Object) (1L + random.nextInt((int) next));
      @Nullable Object asked =
          switch (f) {
            case "write" -> next++;
            case "cas" -> Arrays.asList(any, next++);
            default -> null;
          };
      @Nullable Object told = f.equals("read") ? any : asked;
      builder.add(EventType.INVOKE, processes[client], f, asked);
      if (random.nextInt(6) > 0) {
        builder.add(EventType.OK, processes[client], f, told);
      } else {
        processes[client] = process++;
      }
    }
    return builder.build();
  }

  /** Every interleaving of the processes, with and without each operation that did not return. */
  private static final class Orders {
    private final Map<Integer, List<Integer>> left = new LinkedHashMap<>();
    private final History history;

    Orders(History history) {
      this.history = history;
      for (int event : history.clientInvocations().toArray()) {
        left.computeIfAbsent(history.process(event), p -> new ArrayList<>()).add(event);
      }
    }

    boolean isSequential() {
      return isSequential(null);
    }

    private boolean isSequential(@Nullable Object state) {
      boolean isDone = true;
      for (List<Integer> mine : left.values()) {
        if (mine.isEmpty()) {
          continue;
        }
        int event = mine.remove(0);
        boolean isOk = history.outcome(event) == EventType.OK;
        isDone &= !isOk;
        boolean found =
            (!isOk && isSequential(state))
                || (isLegal(event, state, isOk) && isSequential(after(event, state)));
        mine.add(0, event);
        if (found) {
          return true;
        }
      }
      return isDone;
    }

    private boolean isLegal(int event, @Nullable Object state, boolean isOk) {
      return switch (history.f(event)) {
        case "read" -> !isOk || Objects.equals(history.value(history.pair(event)), state);
        case "cas" -> Objects.equals(pair(event).get(0), state);
        default -> true;
      };
    }

    private @Nullable Object after(int event, @Nullable Object state) {
      return switch (history.f(event)) {
        case "read" -> state;
        case "cas" -> pair(event).get(1);
        default -> history.value(event);
      };
    }

    private List<?> pair(int event) {
      return (List<?>) Objects.requireNonNull(history.value(event));
    }
  }
}
