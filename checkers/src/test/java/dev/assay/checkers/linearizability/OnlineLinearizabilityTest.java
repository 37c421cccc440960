package dev.assay.checkers.linearizability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.checkers.Budget;
import dev.assay.checkers.CheckOptions;
import dev.assay.checkers.OnlineCheck;
import dev.assay.checkers.Prefix;
import dev.assay.histories.EventType;
import dev.assay.histories.History;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The verdict on every prefix of a history, against brute force. */
class OnlineLinearizabilityTest {
  private static final int HISTORIES = Integer.getInteger("assay.campaign.histories", 300);
  private static final long SEED = Long.getLong("assay.campaign.seed", 20261126);
  private static final int OPERATIONS_MAX = 6;
  private static final Budget BUDGET = Budget.of(Duration.ofMinutes(10));

  private final OnlineLinearizability online =
      new OnlineLinearizability(RegisterModel.register(CheckOptions.DEFAULT));

  static Set<String> models() {
    return Models.byName().keySet();
  }

  @ParameterizedTest
  @MethodSource("models")
  void everyPrefixIsJudgedAsByBruteForce(String name) {
    Model model = Objects.requireNonNull(Models.byName().get(name)).apply(ModelCases.options(name));
    SplittableRandom random = new SplittableRandom(SEED ^ name.hashCode() * 0x9E3779B97F4A7C15L);
    int violated = 0;
    for (int i = 0; i < HISTORIES; i++) {
      History history = ModelCases.random(name, model, random.split(), OPERATIONS_MAX);
      violated += agrees(history, model, random, name + ", history " + i) ? 1 : 0;
    }
    assertTrue(violated > HISTORIES / 30, name + ": only " + violated + " violated");
  }

  /** Judges at random moments; whether there was a violation. */
  private static boolean agrees(
      History history, Model model, SplittableRandom random, String context) {
    OnlineCheck check = new OnlineLinearizability(model);
    boolean isViolated = false;
    for (int e = 0; e < history.size() && !isViolated; e++) {
      check.add(
          history.type(e),
          history.process(e),
          history.f(e),
          history.key(e),
          history.value(e),
          e,
          Map.of());
      if (random.nextInt(3) > 0) {
        String violation = check.violation(BUDGET);
        if (check.givenUp() != null) {
          return false; // an operation that is not of the model
        }
        isViolated = !BruteForce.isLinearizable(Prefix.of(history, e + 1), model);
        assertEquals(isViolated, violation != null, context + ", event " + e);
      }
    }
    return isViolated;
  }

  private void event(EventType type, int process, String f, @Nullable Integer value) {
    online.add(type, process, f, 7, value, 0, Map.of());
  }

  @Test
  void whatIsSettledIsForgotten() {
    for (int i = 0; i < 10_000; i++) {
      event(EventType.INVOKE, i % 5, "write", i);
      event(EventType.OK, i % 5, "write", i);
      if (i % 100 == 0) {
        assertNull(online.violation(BUDGET));
        assertEquals(0, online.kept());
      }
    }
  }

  @Test
  void anOperationOfUnknownOutcomeDoesNotStopTheForgetting() {
    event(EventType.INVOKE, 9, "write", -1);
    event(EventType.INFO, 9, "write", -1);
    for (int i = 0; i < 1_000; i++) {
      event(EventType.INVOKE, 1, "write", i);
      event(EventType.OK, 1, "write", i);
      assertNull(online.violation(BUDGET));
    }
    assertEquals(0, online.kept());
    event(EventType.INVOKE, 2, "read", null);
    event(EventType.OK, 2, "read", -1);
    assertNull(online.violation(BUDGET), "it may have happened just now");
    event(EventType.INVOKE, 1, "write", 5_000);
    event(EventType.OK, 1, "write", 5_000);
    event(EventType.INVOKE, 2, "read", null);
    event(EventType.OK, 2, "read", -1);
    assertEquals("nonlinearizable: key 7", online.violation(BUDGET), "but not twice");
  }

  @Test
  void anObjectThatTakesTooLongIsGivenUp() {
    for (int i = 0; i < 40; i++) {
      event(EventType.INVOKE, i, "write", i % 7);
    }
    assertNull(online.violation(new Budget(System.nanoTime() - 1, Long.MAX_VALUE)));
    event(EventType.OK, 3, "something", 1);
    assertNull(online.violation(BUDGET));
    event(EventType.INVOKE, 3, "something", 1);
    assertNull(online.violation(BUDGET));
    assertNotNull(online.givenUp());
  }
}
