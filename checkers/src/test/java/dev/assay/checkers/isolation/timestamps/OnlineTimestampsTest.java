package dev.assay.checkers.isolation.timestamps;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.checkers.Budget;
import dev.assay.checkers.Checker;
import dev.assay.checkers.Checkers;
import dev.assay.checkers.Prefix;
import dev.assay.checkers.Verdict;
import dev.assay.checkers.isolation.ConsistencyModel;
import dev.assay.checkers.isolation.timestamps.TimestampsByForce.Kept;
import dev.assay.histories.EventType;
import dev.assay.histories.History;
import dev.assay.histories.Keyword;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Timestamps judged while a history grows against the replay of each of its prefixes. A campaign
 * sets {@code assay.campaign.histories} and {@code assay.campaign.seed}.
 */
class OnlineTimestampsTest {
  private static final int HISTORIES = Integer.getInteger("assay.campaign.histories", 1_500);
  private static final long SEED = Long.getLong("assay.campaign.seed", 20261203);

  /** So many transactions can be tried in all orders. */
  private static final int FORCED_MAX = 7;

  private final Map<String, Integer> seen = new TreeMap<>();

  private static Budget budget() {
    return Budget.of(Duration.ofMinutes(1));
  }

  @Test
  void everyPrefixIsJudgedAsItsReplayIs() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < HISTORIES; i++) {
      int count = 2 + random.nextInt(i % 3 == 0 ? 40 : 8);
      TinyTimestamps one = new TinyTimestamps(random.split(), i % 2 == 0, count);
      for (ConsistencyModel claim :
          List.of(
              ConsistencyModel.STRICT_SERIALIZABLE, ConsistencyModel.STRONG_SNAPSHOT_ISOLATION)) {
        compare(one, claim);
      }
    }
    for (String what : List.of("violated", "never violated", "forgot")) {
      assertTrue(seen.getOrDefault(what, 0) > HISTORIES / 10, seen::toString);
    }
    assertTrue(seen.getOrDefault("missed", 0) < HISTORIES / 20, seen::toString);
  }

  private void compare(TinyTimestamps one, ConsistencyModel claim) {
    History history = one.history();
    OnlineTimestamps online =
        new OnlineTimestamps(one.ofLists() ? "list-append" : "rw-register", claim, 0);
    for (int e = 0; e < history.size(); e++) {
      online.add(
          history.type(e),
          history.process(e),
          history.f(e),
          history.key(e),
          history.value(e),
          e,
          history.extra(e));
      String violation = online.violation(budget());
      if (online.givenUp() != null) {
        seen.merge("given up", 1, Integer::sum);
        return;
      }
      int event = e;
      Verdict whole =
          Checkers.forTimestamps(one.ofLists() ? "list-append" : "rw-register", claim.label())
              .check(Prefix.of(history, e + 1), budget());
      if (violation == null && whole instanceof Verdict.Invalid && mayMiss(one)) {
        seen.merge("missed", 1, Integer::sum);
        return;
      }
      String context = claim + " at event " + event + ": " + violation + ", " + whole + one;
      if (violation != null && whole instanceof Verdict.Unknown && mayMiss(one)) {
        boolean isSmall = one.transactions().size() <= FORCED_MAX;
        assertFalse(isSmall && isExplained(one, claim), context);
        seen.merge(isSmall ? "more, by force" : "more", 1, Integer::sum);
        return;
      }
      assertEquals(whole instanceof Verdict.Invalid, violation != null, context);
      if (violation != null) {
        seen.merge("violated", 1, Integer::sum);
        return;
      }
      seen.merge(online.kept() < e / 2 ? "forgot" : "kept", 1, Integer::sum);
    }
    seen.merge("never violated", 1, Integer::sum);
  }

  /** What does not keep real time is judged by itself once the timestamps do not keep it. */
  @Test
  void weakerModelsAreJudgedWhereRealTimeIsNotKept() {
    SplittableRandom random = new SplittableRandom(SEED + 1);
    for (int i = 0; i < HISTORIES / 10; i++) {
      TinyTimestamps one =
          new TinyTimestamps(random.split(), i % 2 == 0, 120 + random.nextInt(200));
      for (ConsistencyModel claim :
          List.of(
              ConsistencyModel.SNAPSHOT_ISOLATION,
              ConsistencyModel.STRONG_SESSION_SNAPSHOT_ISOLATION,
              ConsistencyModel.SERIALIZABLE)) {
        judgeWeaker(one, claim);
      }
    }
    for (String what : List.of("weaker violated", "weaker not violated")) {
      assertTrue(seen.getOrDefault(what, 0) > HISTORIES / 50, seen::toString);
    }
  }

  private void judgeWeaker(TinyTimestamps one, ConsistencyModel claim) {
    History history = one.history();
    Checker checker =
        Checkers.forTimestamps(one.ofLists() ? "list-append" : "rw-register", claim.label());
    OnlineWeakened online = (OnlineWeakened) checker.online();
    for (int e = 0; e < history.size(); e++) {
      online.add(
          history.type(e),
          history.process(e),
          history.f(e),
          history.key(e),
          history.value(e),
          e,
          history.extra(e));
      String violation = e % 10 == 0 ? online.violation(budget()) : null;
      if (violation != null) {
        Verdict whole = checker.check(Prefix.of(history, e + 1), budget());
        assertTrue(whole instanceof Verdict.Invalid, () -> claim + " " + whole + one);
        seen.merge("weaker violated", 1, Integer::sum);
        return;
      }
    }
    Verdict whole = checker.check(history, budget());
    assertTrue(
        online.isDoubted() || !(whole instanceof Verdict.Invalid) || mayMiss(one),
        () -> claim + " " + whole + one);
    seen.merge("weaker not violated", 1, Integer::sum);
  }

  private static boolean isExplained(TinyTimestamps one, ConsistencyModel claim) {
    boolean ofSnapshots = claim == ConsistencyModel.STRONG_SNAPSHOT_ISOLATION;
    return new TimestampsByForce(one, ofSnapshots, Kept.REAL_TIME).isExplained();
  }

  /** Only a version without a place of its own leaves something open. */
  private static boolean mayMiss(TinyTimestamps one) {
    List<Integer> told = new ArrayList<>();
    for (TinyTimestamps.Txn txn : one.transactions()) {
      if (txn.outcome == EventType.INFO) {
        return true;
      }
      if (txn.commit != null) {
        told.add(txn.commit);
      }
    }
    return told.stream().distinct().count() < told.size();
  }

  private final OnlineTimestamps registers =
      new OnlineTimestamps("rw-register", ConsistencyModel.STRICT_SERIALIZABLE);

  private void event(EventType type, int process, String f, @Nullable Long value, long timestamp) {
    List<@Nullable Object> microOp = Arrays.asList(new Keyword(f), 7L, value);
    registers.add(
        type,
        process,
        "txn",
        null,
        List.of(microOp),
        0,
        type == EventType.OK ? Map.of("commit-ts", timestamp) : Map.of());
  }

  /** One of unknown outcome that nobody sees holds up nothing. */
  @Test
  void whatIsSettledIsForgotten() {
    event(EventType.INVOKE, 9, "w", -1L, 0);
    event(EventType.INFO, 9, "w", -1L, 0);
    for (long i = 0; i < 100_000; i++) {
      event(EventType.INVOKE, (int) (i % 5), "w", i, i);
      event(EventType.OK, (int) (i % 5), "w", i, i);
      if (i % 100 == 0) {
        assertNull(registers.violation(budget()));
        assertTrue(registers.kept() < 1_000, () -> "keeps " + registers.kept());
      }
    }
    event(EventType.INVOKE, 1, "r", null, 0);
    event(EventType.OK, 1, "r", 5L, 100_000);
    for (long i = 0; i < 500; i++) {
      event(EventType.INVOKE, 2, "w", 200_000 + i, 0);
      event(EventType.OK, 2, "w", 200_000 + i, 200_000 + i);
    }
    assertEquals("garbage-read", registers.violation(budget()));
  }
}
