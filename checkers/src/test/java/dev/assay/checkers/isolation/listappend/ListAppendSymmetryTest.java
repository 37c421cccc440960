package dev.assay.checkers.isolation.listappend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.checkers.Budget;
import dev.assay.checkers.Verdict;
import dev.assay.checkers.isolation.ConsistencyModel;
import dev.assay.checkers.isolation.IsolationChecker;
import dev.assay.histories.History;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What names stand for changes no verdict: keys, elements and processes are renamed and exchanged,
 * and two histories on different keys are shuffled into one. A campaign sets {@code
 * assay.campaign.histories}.
 */
class ListAppendSymmetryTest {
  private static final int HISTORIES = Integer.getInteger("assay.campaign.histories", 500);
  private static final long SEED = Long.getLong("assay.campaign.seed", 20261127);

  /** Those that are decided key by key, whatever else is found. */
  private static final Set<ConsistencyModel> MODELS =
      EnumSet.of(
          ConsistencyModel.READ_UNCOMMITTED,
          ConsistencyModel.READ_COMMITTED,
          ConsistencyModel.SERIALIZABLE,
          ConsistencyModel.STRONG_SESSION_SERIALIZABLE,
          ConsistencyModel.STRICT_SERIALIZABLE);

  /** Other names: keys become words, elements change their order, processes their places. */
  private record Names(long elementFactor, int processFactor, int processShift) {
    Object key(long key) {
      return "key-" + elementFactor + "-" + (9 - key);
    }

    void add(History.Builder out, History history, int event) {
      List<Object> mops = new ArrayList<>();
      for (Object mop : Objects.requireNonNull((List<?>) history.value(event))) {
        List<?> parts = (List<?>) mop;
        mops.add(
            Arrays.<@Nullable Object>asList(
                parts.get(0), key((Long) parts.get(1)), element(parts.get(2))));
      }
      int process = history.process(event) * processFactor + processShift;
      out.add(history.type(event), process, "txn", List.copyOf(mops));
    }

    private @Nullable Object element(@Nullable Object value) {
      if (value instanceof List<?> list) {
        return list.stream().map(each -> (Long) each * elementFactor).toList();
      }
      return value == null ? null : (Object) ((Long) value * elementFactor);
    }
  }

  @Test
  void newNamesChangeNothing() {
    SplittableRandom random = new SplittableRandom(SEED);
    int invalid = 0;
    for (int i = 0; i < HISTORIES; i++) {
      TinyTransactions one = new TinyTransactions(random.split());
      History.Builder renamed = History.builder();
      Names names = new Names(-7, 3, 5);
      for (int event = 0; event < one.history().size(); event++) {
        names.add(renamed, one.history(), event);
      }
      Verdict before = verdict(one.history(), ConsistencyModel.STRICT_SERIALIZABLE);
      Verdict after = verdict(renamed.build(), ConsistencyModel.STRICT_SERIALIZABLE);
      assertEquals(before.label(), after.label(), one::toString);
      assertEquals(
          before.summary().classification(), after.summary().classification(), one::toString);
      invalid += before instanceof Verdict.Invalid ? 1 : 0;
    }
    assertTrue(invalid > HISTORIES / 10, "invalid " + invalid);
  }

  @Test
  void historiesOnOtherKeysChangeNothing() {
    SplittableRandom random = new SplittableRandom(SEED + 1);
    int bothValid = 0;
    int oneInvalid = 0;
    for (int i = 0; i < HISTORIES; i++) {
      TinyTransactions one = new TinyTransactions(random.split());
      TinyTransactions other = new TinyTransactions(random.split());
      History both = shuffled(one.history(), other.history(), random);
      for (ConsistencyModel model : MODELS) {
        boolean isFirst = verdict(one.history(), model) instanceof Verdict.Valid;
        boolean isSecond = verdict(other.history(), model) instanceof Verdict.Valid;
        assertEquals(
            isFirst && isSecond ? "valid" : "invalid",
            verdict(both, model).label(),
            () -> model + " of" + one + "\nand" + other);
        bothValid += isFirst && isSecond ? 1 : 0;
        oneInvalid += isFirst != isSecond ? 1 : 0;
      }
    }
    assertNotEquals(0, bothValid);
    assertNotEquals(0, oneInvalid);
  }

  /** Both at the same time, on different keys and by different processes. */
  private static History shuffled(History one, History other, SplittableRandom random) {
    History.Builder out = History.builder();
    Names first = new Names(2, 2, 0);
    Names second = new Names(3, 2, 1);
    int i = 0;
    int j = 0;
    while (i < one.size() || j < other.size()) {
      if (j == other.size() || (i < one.size() && random.nextBoolean())) {
        first.add(out, one, i++);
      } else {
        second.add(out, other, j++);
      }
    }
    return out.build();
  }

  private static Verdict verdict(History history, ConsistencyModel model) {
    return new IsolationChecker("list-append", ListAppend::infer, model)
        .check(history, Budget.of(Duration.ofMinutes(1)));
  }
}
