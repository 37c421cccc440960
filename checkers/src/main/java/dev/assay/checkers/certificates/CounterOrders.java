package dev.assay.checkers.certificates;

import dev.assay.checkers.certificates.Certificate.OrderRefutation;
import dev.assay.histories.EventType;
import dev.assay.histories.History;
import dev.assay.histories.MicroOps;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Verifies that no serial order explains what counters showed: tries all, for a few transactions.
 * What counters hold follows from who has taken effect, so each set of transactions is grown once.
 */
final class CounterOrders {
  private static final int SETS_MAX = 500_000;

  private final History history;
  private final MicroOps microOps;
  private final OrderRefutation claim;
  private final List<Integer> transactions = new ArrayList<>();
  private long completed;

  CounterOrders(History history, OrderRefutation claim) {
    this.history = history;
    this.claim = claim;
    microOps = history.microOps();
    for (int event = 0; event < history.size(); event++) {
      if (history.isClientInvocation(event) && history.outcome(event) != EventType.FAIL) {
        if (history.outcome(event) == EventType.OK && transactions.size() < Long.SIZE) {
          completed |= 1L << transactions.size();
        }
        transactions.add(event);
      }
    }
  }

  Verification verify() {
    boolean isKnown = claim.consistency().matches("(strict-|strong-session-|)serializable");
    boolean isToldTime = history.isRealTime() || !claim.consistency().startsWith("strict-");
    if (!isKnown || !claim.cases().isEmpty() || !isToldTime) {
      return Verification.reject("there is no rule to refute orders of " + claim.consistency());
    }
    if (transactions.size() >= Long.SIZE) {
      return Verification.giveUp("too many transactions to try all orders");
    }
    Set<Long> grown = new HashSet<>(Set.of(0L));
    List<Long> latest = List.of(0L);
    while (!latest.isEmpty()) {
      List<Long> next = new ArrayList<>();
      for (long set : latest) {
        if ((set & completed) == completed) {
          return Verification.reject("there is an order that explains all reads");
        }
        Map<Integer, Long> sums = sums(set);
        for (int i = 0; i < transactions.size(); i++) {
          boolean isNext = (set >>> i & 1) == 0 && mayFollow(i, set) && readsSum(i, sums);
          if (isNext && grown.add(set | 1L << i)) {
            next.add(set | 1L << i);
          }
        }
        if (grown.size() > SETS_MAX) {
          return Verification.giveUp("too many sets of transactions to try all orders");
        }
      }
      latest = next;
    }
    return Verification.accept("no order of " + transactions.size() + " transactions, all tried");
  }

  /** Whether nobody is missing in the set who has to be before. */
  private boolean mayFollow(int i, long set) {
    int invocation = transactions.get(i);
    for (int j = 0; j < transactions.size(); j++) {
      int other = transactions.get(j);
      boolean isOrdered =
          switch (claim.consistency()) {
            case "strict-serializable" -> true;
            case "strong-session-serializable" ->
                history.process(other) == history.process(invocation);
            default -> false;
          };
      if (isOrdered
          && (set >>> j & 1) == 0
          && history.outcome(other) == EventType.OK
          && history.pair(other) < invocation) {
        return false;
      }
    }
    return true;
  }

  private Map<Integer, Long> sums(long set) {
    Map<Integer, Long> sums = new HashMap<>();
    for (int j = 0; j < transactions.size(); j++) {
      if ((set >>> j & 1) == 1) {
        int event = Told.event(history, transactions.get(j));
        for (int mop = microOps.start(event); mop < microOps.end(event); mop++) {
          addOne(mop, sums);
        }
      }
    }
    return sums;
  }

  private boolean readsSum(int i, Map<Integer, Long> sums) {
    int event = Told.event(history, transactions.get(i));
    boolean isOk = history.outcome(transactions.get(i)) == EventType.OK;
    Map<Integer, Long> own = new HashMap<>();
    for (int mop = microOps.start(event); isOk && mop < microOps.end(event); mop++) {
      int key = microOps.key(mop);
      boolean isWrong =
          microOps.kind(mop) == MicroOps.READ
              && CounterState.number(history, mop)
                  != Math.addExact(sums.getOrDefault(key, 0L), own.getOrDefault(key, 0L));
      if (isWrong) {
        return false;
      }
      addOne(mop, own);
    }
    return true;
  }

  private void addOne(int mop, Map<Integer, Long> sums) {
    if (microOps.kind(mop) != MicroOps.READ) {
      sums.merge(microOps.key(mop), CounterState.number(history, mop), Math::addExact);
    }
  }
}
