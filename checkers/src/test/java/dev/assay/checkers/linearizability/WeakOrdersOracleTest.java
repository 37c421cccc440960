package dev.assay.checkers.linearizability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.checkers.Budget;
import dev.assay.checkers.CheckOptions;
import dev.assay.checkers.certificates.CertificateVerifier;
import dev.assay.checkers.certificates.Verification;
import dev.assay.histories.EventType;
import dev.assay.histories.History;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.IntBinaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Sequential and quiescent consistency of every model against brute force over all orders. */
class WeakOrdersOracleTest {
  private static final int HISTORIES = Integer.getInteger("assay.campaign.histories", 800);
  private static final long SEED = Long.getLong("assay.campaign.seed", 20261127);
  private static final int OPERATIONS_MAX = 6;

  static Set<String> models() {
    return Models.byName().keySet();
  }

  @ParameterizedTest
  @MethodSource("models")
  void ordersAreFoundExactlyWhereThereAreSome(String name) {
    CheckOptions options = ModelCases.options(name);
    Model model = Objects.requireNonNull(Models.byName().get(name)).apply(options);
    SplittableRandom random = new SplittableRandom(SEED ^ name.hashCode() * 0x9E3779B97F4A7C15L);
    int weaker = 0;
    int none = 0;
    for (int i = 0; i < HISTORIES; i++) {
      History history = ModelCases.random(name, model, random.split(), OPERATIONS_MAX);
      if (ModelOracleTest.hasComplaint(history, model)) {
        continue;
      }
      String context = name + ", history " + i + "\n" + new HistoryCase(history, options);
      Budget budget = Budget.of(Duration.ofMinutes(1));
      boolean isSequential = exists(history, model, new ProcessOrder(history));
      var order = SequentialSearch.order(history, model, budget);
      assertEquals(isSequential, order != null, context);
      if (order != null) {
        assertAccepted(
            CertificateVerifier.verifySequential(history, model.name(), order, options), context);
      }
      boolean isQuiescent = exists(history, model, new QuietOrder(history));
      var orders = QuiescentOrders.of(history, model, budget);
      assertEquals(isQuiescent, orders != null, context);
      if (orders != null) {
        assertAccepted(
            CertificateVerifier.verifyQuiescent(history, model.name(), orders, options), context);
      }
      weaker += (isSequential || isQuiescent) && !BruteForce.isLinearizable(history, model) ? 1 : 0;
      none += isSequential || isQuiescent ? 0 : 1;
    }
    assertTrue(weaker > 0, name + ": only " + weaker + " keep less");
    assertTrue(none > 0, name + ": only " + none + " keep nothing");
  }

  private static void assertAccepted(Verification verification, String context) {
    assertTrue(verification.accepted(), () -> verification.reason() + "\n" + context);
  }

  /** Whether some order explains the history in which nothing precedes what it must follow. */
  private static boolean exists(History history, Model model, IntBinaryOperator mustPrecede) {
    int[] ops = history.clientInvocations().toArray();
    return exists(history, model, mustPrecede, ops, new boolean[ops.length], model.initial());
  }

  private static boolean exists(
      History history,
      Model model,
      IntBinaryOperator mustPrecede,
      int[] ops,
      boolean[] isDone,
      Object state) {
    boolean isComplete = true;
    for (int i = 0; i < ops.length; i++) {
      if (isDone[i]) {
        continue;
      }
      EventType outcome = history.outcome(ops[i]);
      boolean isCertain = outcome == EventType.OK || outcome == EventType.FAIL;
      isComplete &= !isCertain;
      boolean isNext = true;
      for (int j = 0; j < ops.length; j++) {
        isNext &= isDone[j] || i == j || mustPrecede.applyAsInt(ops[j], ops[i]) == 0;
      }
      if (!isNext) {
        continue;
      }
      isDone[i] = true;
      Object result = outcome == EventType.OK ? history.value(history.pair(ops[i])) : null;
      Action action = new Action(history.f(ops[i]), history.value(ops[i]), result, outcome);
      boolean mayNotHappen = !isCertain || !model.takesPart(action);
      Object after = model.takesPart(action) ? model.step(state, action) : null;
      boolean found =
          (mayNotHappen && exists(history, model, mustPrecede, ops, isDone, state))
              || (after != null && exists(history, model, mustPrecede, ops, isDone, after));
      isDone[i] = false;
      if (found) {
        return true;
      }
    }
    return isComplete;
  }

  private record ProcessOrder(History history) implements IntBinaryOperator {
    @Override
    public int applyAsInt(int one, int other) {
      return one < other && history.process(one) == history.process(other) ? 1 : 0;
    }
  }

  /** One operation was over, and a moment without open operations came, before the other began. */
  private record QuietOrder(History history) implements IntBinaryOperator {
    @Override
    public int applyAsInt(int one, int other) {
      int open = 0;
      for (int event = 0; event < other; event++) {
        open += history.isClientInvocation(event) ? 1 : 0;
        boolean isReturn =
            history.type(event) == EventType.OK || history.type(event) == EventType.FAIL;
        open -= isReturn ? 1 : 0;
        if (event > one && open == 0) {
          return 1;
        }
      }
      return 0;
    }
  }
}
