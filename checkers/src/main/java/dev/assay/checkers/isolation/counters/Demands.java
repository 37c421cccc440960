package dev.assay.checkers.isolation.counters;

import dev.assay.checkers.isolation.Transactions;
import java.util.Arrays;

/**
 * What transactions that did not fail ask of counters and do to them, a line for each counter of
 * each. They are numbered from 0 in the order of their invocations. Counters that are only
 * decremented are told with all signs turned, so that they only grow.
 *
 * <p>O(micro-operations) of time; 21 bytes a line.
 */
final class Demands {
  private final Counters counters;
  private final Transactions transactions;
  private final int[] txn;
  private final int[] start;
  private final int[] key;
  private final long[] amount;
  private final long[] value;
  private final boolean[] asks;
  private final boolean[] grows;
  private final boolean[] turned;
  private int lines;
  private boolean areContradictory;

  Demands(Counters counters) {
    this.counters = counters;
    transactions = counters.transactions();
    int members = 0;
    int mops = 0;
    for (int one = 0; one < transactions.size(); one++) {
      members += transactions.isFailed(one) ? 0 : 1;
      mops += transactions.end(one) - transactions.start(one);
    }
    txn = new int[members];
    start = new int[members + 1];
    key = new int[mops];
    amount = new long[mops];
    value = new long[mops];
    asks = new boolean[mops];
    grows = new boolean[transactions.keys()];
    turned = new boolean[transactions.keys()];
    findSigns();
    int member = 0;
    for (int one = 0; one < transactions.size(); one++) {
      if (!transactions.isFailed(one)) {
        txn[member] = one;
        start[member++] = lines;
        addLines(one);
        start[member] = lines;
      }
    }
  }

  private void findSigns() {
    Arrays.fill(grows, true);
    Arrays.fill(turned, true);
    for (int one = 0; one < transactions.size(); one++) {
      for (int mop = transactions.start(one);
          !transactions.isFailed(one) && mop < transactions.end(one);
          mop++) {
        if (!counters.isRead(mop)) {
          grows[transactions.key(mop)] &= counters.number(mop) >= 0;
          turned[transactions.key(mop)] &= counters.number(mop) <= 0;
        }
      }
    }
    for (int one = 0; one < grows.length; one++) {
      turned[one] &= !grows[one];
      grows[one] |= turned[one];
    }
  }

  private void addLines(int one) {
    int first = lines;
    for (int mop = transactions.start(one); mop < transactions.end(one); mop++) {
      int line = first;
      while (line < lines && key[line] != transactions.key(mop)) {
        line++;
      }
      lines = Math.max(lines, line + 1);
      key[line] = transactions.key(mop);
      long number = turned[key[line]] ? -counters.number(mop) : counters.number(mop);
      if (!counters.isRead(mop)) {
        amount[line] += number;
      } else if (transactions.isOk(one)) {
        long before = number - amount[line];
        areContradictory |= asks[line] && value[line] != before;
        asks[line] = true;
        value[line] = before;
      }
    }
  }

  /** Whether two reads of one transaction cannot both be right, whatever others do. */
  boolean areContradictory() {
    return areContradictory;
  }

  /** How many transactions there are. */
  int size() {
    return txn.length;
  }

  /** The number of one of {@link Transactions}. */
  int txn(int member) {
    return txn[member];
  }

  boolean isOk(int member) {
    return transactions.isOk(txn[member]);
  }

  int invocation(int member) {
    return transactions.invocation(txn[member]);
  }

  /** The event at which it completed; of one of unknown outcome none, that is, after all. */
  int completion(int member) {
    return isOk(member) ? transactions.completion(txn[member]) : Integer.MAX_VALUE;
  }

  int process(int member) {
    return transactions.process(txn[member]);
  }

  int keys() {
    return grows.length;
  }

  /** How many lines there are. */
  int lines() {
    return lines;
  }

  /** The lines of a transaction are {@code start(member)} until {@code end(member)}. */
  int start(int member) {
    return start[member];
  }

  int end(int member) {
    return start[member + 1];
  }

  int key(int line) {
    return key[line];
  }

  /** Whether it is right only where the counter has a certain {@link #value} before. */
  boolean asks(int line) {
    return asks[line];
  }

  long value(int line) {
    return value[line];
  }

  /** What it adds to the counter. */
  long amount(int line) {
    return amount[line];
  }

  /** Whether nothing is ever taken away from a counter. */
  boolean grows(int ofKey) {
    return grows[ofKey];
  }
}
