package dev.assay.checkers.certificates;

import dev.assay.checkers.certificates.Certificate.OrderRefutation;
import dev.assay.histories.EventType;
import dev.assay.histories.History;
import dev.assay.histories.MicroOps;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Verifies that no serial order explains what counters showed: tries all, for a few transactions.
 * What counters hold follows from who has taken effect, so each set of transactions is grown once;
 * and who only reads may take effect as soon as what it reads is there, for that changes nothing.
 */
final class CounterOrders {
  private static final int SETS_MAX = 2_000_000;

  private final History history;
  private final MicroOps microOps;
  private final OrderRefutation claim;
  private final List<Integer> transactions = new ArrayList<>();
  private final Map<Integer, Integer> numberOfKey = new HashMap<>();

  /** By transaction: by micro-operation the number of the key, and what it adds or shows. */
  private final List<int[]> keys = new ArrayList<>();

  private final List<long[]> numbers = new ArrayList<>();
  private final List<boolean[]> areReads = new ArrayList<>();

  /** By transaction, who has to be before; and who has to be there in the end. */
  private long[] before = new long[0];

  private long completed;
  private long onlyReading;

  CounterOrders(History history, OrderRefutation claim) {
    this.history = history;
    this.claim = claim;
    microOps = history.microOps();
    for (int event = 0; event < history.size(); event++) {
      if (history.isClientInvocation(event) && history.outcome(event) != EventType.FAIL) {
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
    collect();
    long begin = withReaders(0L);
    Set<Long> grown = new HashSet<>(Set.of(begin));
    Deque<Long> left = new ArrayDeque<>(grown);
    while (!left.isEmpty()) {
      long set = left.pop();
      if ((set & completed) == completed) {
        return Verification.reject("there is an order that explains all reads");
      }
      long[] sums = sums(set);
      for (int i = 0; i < transactions.size(); i++) {
        if (mayFollow(i, set) && readsSum(i, sums)) {
          long next = withReaders(set | 1L << i);
          if (grown.add(next)) {
            left.push(next);
          }
        }
      }
      if (grown.size() > SETS_MAX) {
        return Verification.giveUp("too many sets of transactions to try all orders");
      }
    }
    return Verification.accept("no order of " + transactions.size() + " transactions, all tried");
  }

  private void collect() {
    before = new long[transactions.size()];
    Map<Integer, Long> sizes = new HashMap<>();
    for (int i = 0; i < before.length; i++) {
      int invocation = transactions.get(i);
      completed |= history.outcome(invocation) == EventType.OK ? 1L << i : 0;
      for (int j = 0; j < before.length; j++) {
        before[i] |= isBefore(transactions.get(j), invocation) ? 1L << j : 0;
      }
      int event = Told.event(history, invocation);
      int size = microOps.end(event) - microOps.start(event);
      int[] key = new int[size];
      long[] number = new long[size];
      boolean[] isRead = new boolean[size];
      boolean onlyReads = true;
      for (int m = 0; m < size; m++) {
        int mop = microOps.start(event) + m;
        numberOfKey.putIfAbsent(microOps.key(mop), numberOfKey.size());
        key[m] = numberOfKey.getOrDefault(microOps.key(mop), 0);
        number[m] = CounterState.number(history, mop);
        isRead[m] = microOps.kind(mop) == MicroOps.READ;
        onlyReads &= isRead[m];
        if (!isRead[m]) {
          sizes.merge(key[m], Math.absExact(number[m]), Math::addExact); // so no sum is too large
        }
      }
      onlyReading |= onlyReads ? 1L << i : 0;
      keys.add(key);
      numbers.add(number);
      areReads.add(isRead);
    }
  }

  private boolean isBefore(int first, int second) {
    boolean isOrdered =
        switch (claim.consistency()) {
          case "strict-serializable" -> true;
          case "strong-session-serializable" -> history.process(first) == history.process(second);
          default -> false;
        };
    return isOrdered && history.outcome(first) == EventType.OK && history.pair(first) < second;
  }

  /** The set with all who only read, once they may be there and what they read is. */
  private long withReaders(long set) {
    long[] sums = sums(set);
    long now = set;
    for (int i = 0; i < before.length; i++) {
      if ((onlyReading >>> i & 1) == 1 && mayFollow(i, now) && readsSum(i, sums)) {
        now |= 1L << i;
        i = -1; // others may have waited for it
      }
    }
    return now;
  }

  /** Whether it is not in the set, and nobody is missing there who has to be before. */
  private boolean mayFollow(int i, long set) {
    return (set >>> i & 1) == 0 && (before[i] & ~set) == 0;
  }

  private long[] sums(long set) {
    long[] sums = new long[numberOfKey.size()];
    for (int i = 0; i < before.length; i++) {
      if ((set >>> i & 1) == 1) {
        add(i, sums);
      }
    }
    return sums;
  }

  private boolean readsSum(int i, long[] sums) {
    if ((completed >>> i & 1) == 0) {
      return true;
    }
    long[] own = Arrays.copyOf(sums, sums.length);
    for (int m = 0; m < keys.get(i).length; m++) {
      int key = keys.get(i)[m];
      if (!areReads.get(i)[m]) {
        own[key] += numbers.get(i)[m];
      } else if (numbers.get(i)[m] != own[key]) {
        return false;
      }
    }
    return true;
  }

  private void add(int i, long[] sums) {
    for (int m = 0; m < keys.get(i).length; m++) {
      sums[keys.get(i)[m]] += areReads.get(i)[m] ? 0 : numbers.get(i)[m];
    }
  }
}
