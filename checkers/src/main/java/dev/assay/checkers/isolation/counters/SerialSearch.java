package dev.assay.checkers.isolation.counters;

import dev.assay.checkers.Budget;
import dev.assay.checkers.isolation.ConsistencyModel;
import dev.assay.checkers.isolation.Transactions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Seeks a serial order that explains all reads of counters. What counters hold follows from the set
 * of transactions that were done, so no set is looked at twice: at most 2^n of them. Who only reads
 * is done as soon as its reads are right, for that rules out nothing.
 */
final class SerialSearch {
  private static final int TRANSACTIONS_MAX = 63;
  private static final int STATES_MAX = 2_000_000;

  private final Counters counters;
  private final Transactions transactions;
  private final ConsistencyModel model;

  /** Those that did not fail. */
  private final List<Integer> members = new ArrayList<>();

  /** By member: which have to be before it, and the bits of all that completed. */
  private final long[] before;

  private long all;
  private final long[] sums;
  private final Set<Long> seen = new HashSet<>();
  private final List<Integer> done = new ArrayList<>();
  private String givenUp = "";

  enum Result {
    FOUND,
    NONE,
    GIVEN_UP
  }

  SerialSearch(Counters counters, ConsistencyModel model) {
    this.counters = counters;
    this.model = model;
    transactions = counters.transactions();
    sums = new long[transactions.keys()];
    for (int txn = 0; txn < transactions.size(); txn++) {
      if (!transactions.isFailed(txn)) {
        members.add(txn);
      }
    }
    before = new long[members.size()];
  }

  Result run(Budget budget) {
    if (members.size() > TRANSACTIONS_MAX) {
      givenUp =
          "reads do not tell apart the increments that they show, no order that is likely explains"
              + " them, and all orders are tried of up to "
              + TRANSACTIONS_MAX
              + " transactions, here are "
              + members.size();
      return Result.GIVEN_UP;
    }
    for (int i = 0; i < before.length; i++) {
      all |= transactions.isOk(members.get(i)) ? 1L << i : 0;
      for (int j = 0; j < before.length; j++) {
        before[i] |= isBefore(members.get(j), members.get(i)) ? 1L << j : 0;
      }
    }
    boolean isFound = search(0, budget);
    return isFound ? Result.FOUND : givenUp.isEmpty() ? Result.NONE : Result.GIVEN_UP;
  }

  /** The invocations of the order that was found. */
  List<Integer> order() {
    return done.stream().map(transactions::invocation).toList();
  }

  /** Why it came to no end, as the end of a sentence. */
  String givenUp() {
    return givenUp;
  }

  private boolean isBefore(int first, int second) {
    boolean isKept =
        switch (model) {
          case STRICT_SERIALIZABLE -> true;
          case STRONG_SESSION_SERIALIZABLE ->
              transactions.process(first) == transactions.process(second);
          default -> false;
        };
    return isKept
        && transactions.isOk(first)
        && transactions.completion(first) < transactions.invocation(second);
  }

  private boolean search(long mask, Budget budget) {
    int mark = done.size();
    long now = mask;
    for (int i = 0; i < before.length; i++) {
      if (isNext(i, now) && isReadOnly(members.get(i)) && isRight(members.get(i))) {
        now |= 1L << i;
        done.add(members.get(i));
        i = -1; // what had to wait for it may be right now
      }
    }
    if ((now & all) == all) {
      return true;
    }
    if (seen.add(now)) {
      if (budget.isSpent()) {
        givenUp = "the time was over before all orders were tried: allow more with --time-limit";
      } else if (seen.size() > STATES_MAX) {
        givenUp =
            "there are too many orders to try them all, more than "
                + STATES_MAX
                + " sets of transactions that may come first: let no increment of a key be the sum"
                + " of smaller ones";
      }
      for (int i = 0; i < before.length && givenUp.isEmpty(); i++) {
        int txn = members.get(i);
        if (isNext(i, now) && !isReadOnly(txn) && isRight(txn)) {
          add(txn, 1);
          done.add(txn);
          if (search(now | 1L << i, budget)) {
            return true;
          }
          done.removeLast();
          add(txn, -1);
        }
      }
    }
    while (done.size() > mark) {
      done.removeLast();
    }
    return false;
  }

  private boolean isNext(int i, long mask) {
    return (mask >>> i & 1) == 0 && (before[i] & ~mask) == 0;
  }

  private boolean isReadOnly(int txn) {
    for (int mop = transactions.start(txn); mop < transactions.end(txn); mop++) {
      if (!counters.isRead(mop)) {
        return false;
      }
    }
    return true;
  }

  /** Whether its reads show what there is, and its own increments. */
  private boolean isRight(int txn) {
    if (!transactions.isOk(txn)) {
      return true;
    }
    boolean isRight = true;
    int end = transactions.start(txn);
    while (end < transactions.end(txn) && isRight) {
      long number = counters.number(end);
      if (counters.isRead(end)) {
        isRight = sums[transactions.key(end)] == number;
      } else {
        sums[transactions.key(end)] += number;
      }
      end++;
    }
    for (int mop = transactions.start(txn); mop < end; mop++) {
      sums[transactions.key(mop)] -= counters.isRead(mop) ? 0 : counters.number(mop);
    }
    return isRight;
  }

  private void add(int txn, int times) {
    for (int mop = transactions.start(txn); mop < transactions.end(txn); mop++) {
      sums[transactions.key(mop)] += counters.isRead(mop) ? 0 : times * counters.number(mop);
    }
  }
}
