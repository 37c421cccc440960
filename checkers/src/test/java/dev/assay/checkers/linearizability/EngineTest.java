package dev.assay.checkers.linearizability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.checkers.Budget;
import dev.assay.checkers.CheckOptions;
import dev.assay.checkers.Checkers;
import dev.assay.checkers.Verdict;
import dev.assay.checkers.certificates.Certificate.IllegalWindow;
import dev.assay.checkers.certificates.CertificateVerifier;
import dev.assay.checkers.certificates.Verification;
import dev.assay.histories.EventType;
import dev.assay.histories.History;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Long, wide and crash-ridden histories; budgets; what keys have to do with it. */
class EngineTest {
  private static final Budget MINUTE = Budget.of(Duration.ofMinutes(1));
  private static final RegisterModel MODEL = RegisterModel.casRegister(CheckOptions.DEFAULT);

  private static void assertVerified(String label, History history, Verdict verdict) {
    assertEquals(label, verdict.label());
    Verification verification = CertificateVerifier.verify(history, verdict, CheckOptions.DEFAULT);
    assertTrue(verification.accepted(), verification.reason());
  }

  private static Verdict check(History history, Engine.Strategy strategy) {
    return new LinearizabilityChecker(MODEL, 2, strategy).check(history, MINUTE);
  }

  @ParameterizedTest
  @EnumSource(Engine.Strategy.class)
  void moreThan64OpenOperations(Engine.Strategy strategy) {
    assertVerified("valid", wide(5L), check(wide(5L), strategy));
    assertVerified("invalid", wide(6L), check(wide(6L), strategy));
  }

  /** 150 reads and writes of 5 at the same time, and one more read after them. */
  private static History wide(long lastRead) {
    History.Builder builder = History.builder();
    for (int process = 0; process < 150; process++) {
      boolean isRead = process % 3 == 0;
      builder.add(EventType.INVOKE, process, isRead ? "read" : "write", isRead ? null : 5L);
    }
    for (int process = 0; process < 150; process++) {
      builder.add(EventType.OK, process, process % 3 == 0 ? "read" : "write", 5L);
    }
    builder.add(EventType.INVOKE, 0, "read", null);
    builder.add(EventType.OK, 0, "read", lastRead);
    return builder.build();
  }

  @ParameterizedTest
  @EnumSource(Engine.Strategy.class)
  void longHistoriesNeedNoDeepStack(Engine.Strategy strategy) {
    SplittableRandom random = new SplittableRandom(5);
    History history = new RandomHistories(60_000, 5, 4, 30, 0, 0).history(random);
    assertVerified("valid", history, check(history, strategy));
  }

  @Test
  void withoutRealTimeNothingIsDecided() {
    History.Builder events = History.builder();
    events.ordersProcessesOnly();
    events.add(EventType.INVOKE, 0, "read", null);
    events.add(EventType.OK, 0, "read", 7L);
    Verdict verdict =
        Checkers.forWorkload("register", CheckOptions.DEFAULT)
            .check(events.build(), Budget.of(Duration.ofSeconds(10)));
    assertInstanceOf(Verdict.Unknown.class, verdict);
  }

  @Test
  void crashedWritesOfFewValues() {
    SplittableRandom random = new SplittableRandom(11);
    History history = new RandomHistories(3_000, 8, 5, 30, 3, 0).history(random);
    assertVerified("valid", history, check(history, Engine.Strategy.ALL));
  }

  @Test
  void theWindowOfALongHistoryIsSmall() {
    SplittableRandom random = new SplittableRandom(13);
    History valid = new RandomHistories(5_000, 5, 0, 0, 0, 0).history(random);
    History.Builder builder = History.builder();
    @Nullable Object first = null;
    for (int e = 0; e < valid.size(); e++) {
      builder.add(valid.type(e), valid.process(e), valid.f(e), valid.value(e));
      first = first == null ? valid.value(e) : first;
    }
    builder.add(EventType.INVOKE, 77, "read", null);
    builder.add(EventType.OK, 77, "read", first);
    History history = builder.build();
    for (Engine.Strategy strategy : Engine.Strategy.values()) {
      Verdict verdict = check(history, strategy);
      assertVerified("invalid", history, verdict);
      Verdict.Invalid invalid = assertInstanceOf(Verdict.Invalid.class, verdict);
      IllegalWindow window = (IllegalWindow) invalid.anomalies().get(0).certificate();
      assertTrue(window.operations().size() <= 3, window::toString);
    }
  }

  @Test
  void aSpentBudgetIsUnknownWithAReason() {
    SplittableRandom random = new SplittableRandom(3);
    History history = new RandomHistories(4_000, 30, 3, 60, 20, 0).history(random);
    Verdict late = new LinearizabilityChecker(MODEL, 1).check(history, new Budget(0, 1 << 20));
    Verdict.Unknown unknown = assertInstanceOf(Verdict.Unknown.class, late);
    assertTrue(unknown.reason().contains("the time is over"), unknown.reason());
    assertTrue(unknown.reason().contains("some order explains everything up to"));
  }

  @Test
  void tooLittleMemoryIsUnknownNotAnError() {
    SplittableRandom random = new SplittableRandom(3);
    History history = new RandomHistories(4_000, 60, 3, 60, 0, 0).history(random);
    Budget small = new Budget(MINUTE.deadlineNanos(), 10_000);
    Verdict verdict = new LinearizabilityChecker(MODEL, 1).check(history, small);
    Verdict.Unknown unknown = assertInstanceOf(Verdict.Unknown.class, verdict);
    assertTrue(unknown.reason().contains("MiB"), unknown.reason());
  }

  @Test
  void objectsAreJudgedByThemselves() {
    History.Builder builder = History.builder();
    for (long key = 0; key < 3_000; key++) {
      add(builder, EventType.INVOKE, "write", key, 1L);
      add(builder, EventType.OK, "write", key, 1L);
      add(builder, EventType.INVOKE, "read", key, null);
      add(builder, EventType.OK, "read", key, key == 1_234 ? 2L : 1L);
    }
    History history = builder.build();
    Verdict verdict = Checkers.forWorkload("register", CheckOptions.DEFAULT).check(history, MINUTE);
    assertVerified("invalid", history, verdict);
    Verdict.Invalid invalid = assertInstanceOf(Verdict.Invalid.class, verdict);
    assertEquals(1_234L, invalid.anomalies().get(0).key());
    assertEquals(3_000, invalid.summary().partitions());
  }

  private static void add(
      History.Builder builder, EventType type, String f, Object key, @Nullable Object value) {
    builder.add(type, 0, f, key, value, builder.size(), builder.size(), Map.of());
  }

  @Test
  void operationsOfAnotherTypeAreUnknown() {
    History.Builder builder = History.builder();
    builder.add(EventType.INVOKE, 0, "cas", List.of(1L));
    builder.add(EventType.OK, 0, "cas", List.of(1L));
    Verdict.Unknown unknown =
        assertInstanceOf(Verdict.Unknown.class, check(builder.build(), Engine.Strategy.ALL));
    assertTrue(unknown.reason().contains("expected cas [old new]"), unknown.reason());
  }

  /** A completion with another value than its invocation made Knossos throw. */
  @Test
  void theValueOfAnInfoCompletionIsIgnored() {
    History.Builder builder = History.builder();
    builder.add(EventType.INVOKE, 0, "cas", List.of(1L, 2L));
    builder.add(EventType.INFO, 0, "cas", "timed-out");
    builder.add(EventType.INVOKE, 1, "write", 1L);
    builder.add(EventType.OK, 1, "write", 1L);
    builder.add(EventType.INVOKE, 1, "read", null);
    builder.add(EventType.OK, 1, "read", 2L);
    assertVerified("valid", builder.build(), check(builder.build(), Engine.Strategy.ALL));
  }

  @Test
  void anEmptyHistoryIsValid() {
    History history = History.builder().build();
    assertVerified("valid", history, check(history, Engine.Strategy.ALL));
  }
}
