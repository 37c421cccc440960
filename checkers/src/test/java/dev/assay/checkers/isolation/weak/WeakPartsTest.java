package dev.assay.checkers.isolation.weak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.checkers.Budget;
import dev.assay.checkers.isolation.registers.Registers;
import dev.assay.checkers.isolation.weak.WeakAnswer.Broken;
import dev.assay.checkers.isolation.weak.WeakAnswer.Holds;
import dev.assay.checkers.isolation.weak.WeakAnswer.Undecided;
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
import org.junit.jupiter.api.Test;

/**
 * An answer does not depend on in how many parts the work is done, nor on whether readers are
 * followed back or clocks are made, of all chains or of some at a time.
 */
class WeakPartsTest {
  private static final int HISTORIES = Integer.getInteger("assay.campaign.histories", 1_000);
  private static final long SEED = Long.getLong("assay.campaign.seed", 20261128);
  private static final Keyword READ = new Keyword("r");
  private static final Keyword WRITE = new Keyword("w");

  @Test
  void answersAreTheSame() {
    SplittableRandom random = new SplittableRandom(SEED);
    Map<String, Integer> answers = new TreeMap<>();
    for (int i = 0; i < HISTORIES; i++) {
      History history = history(random.split());
      RegisterColumns columns = new RegisterColumns(Registers.of(history));
      for (WeakLevel level : WeakLevel.ALL) {
        TimeOrder time = new TimeOrder(columns, level.keepsProcesses());
        String followed = decide(columns, level, time, 1, Long.MAX_VALUE);
        assertEquals(followed, decide(columns, level, time, 3, Long.MAX_VALUE), level::name);
        assertEquals(followed, decide(columns, level, time, 1, 0), level::name);
        assertEquals(followed, decide(columns, level, time, 2, 2), level::name);
        answers.merge(level + " " + followed.substring(0, 4), 1, Integer::sum);
      }
    }
    for (WeakLevel level : WeakLevel.ALL) {
      assertOften(answers, level + " hold");
      if (level.axiom() != Axiom.NONE) {
        assertOften(answers, level + " brok");
      }
    }
  }

  private static void assertOften(Map<String, Integer> answers, String answer) {
    assertTrue(answers.getOrDefault(answer, 0) > HISTORIES / 20, answers::toString);
  }

  private static String decide(
      RegisterColumns columns, WeakLevel level, TimeOrder time, int parts, long stepsMax) {
    // No memory: clocks of some chains at a time, where there are many.
    Budget budget = new Budget(Budget.of(Duration.ofMinutes(1)).deadlineNanos(), 0);
    WeakSearch search =
        new WeakSearch(columns, level, time, Assumed.NOTHING, budget, parts, stepsMax);
    return switch (search.decide()) {
      case Holds holds -> "holds " + Arrays.toString(holds.order());
      case Broken broken -> "broken " + broken.count() + cycles(broken);
      case Undecided undecided -> undecided.reason();
    };
  }

  private static String cycles(Broken broken) {
    StringBuilder out = new StringBuilder();
    for (CommitCycle cycle : broken.cycles()) {
      out.append(' ').append(Arrays.toString(cycle.transactions()));
    }
    return out.toString();
  }

  /** Transactions that are run one by one but told as concurrent, some with a stale read. */
  private static History history(SplittableRandom random) {
    int processes = random.nextInt(4) == 0 ? 40 : 1 + random.nextInt(5);
    int keys = 1 + random.nextInt(6);
    int staleOf = 1 << (2 + random.nextInt(7));
    History.Builder builder = History.builder();
    if (random.nextBoolean()) {
      builder.ordersProcessesOnly();
    }
    List<List<Long>> versions = new ArrayList<>();
    for (int key = 0; key < keys; key++) {
      versions.add(new ArrayList<>());
    }
    boolean[] isOpen = new boolean[processes];
    List<List<List<Object>>> pending = new ArrayList<>();
    for (int process = 0; process < processes; process++) {
      pending.add(List.of());
    }
    long next = 1;
    for (int left = 20 + random.nextInt(100); left > 0; left--) {
      int process = random.nextInt(processes);
      if (isOpen[process]) {
        int outcome = random.nextInt(12);
        EventType type = outcome == 0 ? EventType.INFO : EventType.OK;
        builder.add(type, process, "txn", pending.get(process));
        isOpen[process] = false;
        continue;
      }
      List<List<Object>> operations = new ArrayList<>();
      for (int i = 1 + random.nextInt(4); i > 0; i--) {
        int key = random.nextInt(keys);
        List<Long> all = versions.get(key);
        if (random.nextBoolean()) {
          all.add(next);
          operations.add(List.of(WRITE, (long) key, next++));
        } else {
          int back = random.nextInt(staleOf) == 0 ? 1 + random.nextInt(3) : 0;
          int at = all.size() - 1 - back;
          operations.add(Arrays.asList(READ, (long) key, at < 0 ? null : all.get(at)));
        }
      }
      builder.add(EventType.INVOKE, process, "txn", operations);
      pending.set(process, operations);
      isOpen[process] = true;
    }
    return builder.build();
  }
}
