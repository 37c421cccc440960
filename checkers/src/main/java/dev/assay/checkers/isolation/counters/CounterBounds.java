package dev.assay.checkers.isolation.counters;

import dev.assay.checkers.certificates.MicroOpRef;
import dev.assay.checkers.isolation.AnomalyType;
import dev.assay.checkers.isolation.Evidence;
import dev.assay.checkers.isolation.Findings;
import dev.assay.checkers.isolation.Transactions;
import dev.assay.histories.EventType;
import dev.assay.histories.History;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads that no sets of increments explain which have in them all that came before, in the order of
 * the process or of real time, and nothing that came later. That a bound is broken tells that some
 * increment was missed, or was seen too early, though not which. One pass over the events.
 */
final class CounterBounds {
  private static final int NONE = -1;

  private final Counters counters;
  private final Transactions transactions;
  private final Findings findings;

  /** By key, what those that did not fail may add and take away. */
  private final Range[] all;

  /** By key, the same of those that were invoked up to now, and of those that completed. */
  private final Range[] invoked;

  private final Range[] completed;
  private final Map<Long, Range> ofProcess = new HashMap<>();

  /** By key, the completed read of the greatest value. */
  private final Read[] greatest;

  private final Map<Long, Read> greatestOfProcess = new HashMap<>();

  /** What positive increments add up to, and what negative ones do. */
  private static final class Range {
    private long positive;
    private long negative;

    void add(long amount) {
      positive += Math.max(amount, 0);
      negative += Math.min(amount, 0);
    }

    long sum() {
      return positive + negative;
    }
  }

  private record Read(int txn, int mop) {
    static final Read NOTHING = new Read(NONE, NONE);
  }

  private CounterBounds(Counters counters, Findings findings) {
    this.counters = counters;
    this.findings = findings;
    transactions = counters.transactions();
    all = ranges();
    invoked = ranges();
    completed = ranges();
    greatest = new Read[transactions.keys()];
    Arrays.fill(greatest, Read.NOTHING);
  }

  private Range[] ranges() {
    Range[] ranges = new Range[transactions.keys()];
    Arrays.setAll(ranges, key -> new Range());
    return ranges;
  }

  static void check(Counters counters, Findings findings) {
    CounterBounds bounds = new CounterBounds(counters, findings);
    for (int txn = 0; txn < bounds.transactions.size(); txn++) {
      if (!bounds.transactions.isFailed(txn)) {
        bounds.addTo(bounds.all, txn);
      }
    }
    bounds.run();
  }

  private void run() {
    History history = transactions.history();
    int next = 0;
    for (int event = 0; event < history.size(); event++) {
      if (history.isClientInvocation(event)) {
        int txn = next++;
        if (!transactions.isFailed(txn)) {
          addTo(invoked, txn);
        }
        if (transactions.isOk(txn)) {
          eachRead(txn, this::lookBack);
        }
      } else if (history.isClient(event) && history.type(event) == EventType.OK) {
        int txn = transactions.invokedAt(history.pair(event));
        if (history.isRealTime()) {
          eachRead(txn, this::lookAhead);
        }
        complete(txn);
      }
    }
  }

  private interface Look {
    /**
     * @param rest what the read shows beside the transaction's own increments before
     * @param own all of the transaction's own increments of the key
     * @param later those of them that come after the read
     */
    void at(int txn, int read, long rest, Range own, long later);
  }

  private void eachRead(int txn, Look look) {
    for (int read = transactions.start(txn); read < transactions.end(txn); read++) {
      if (!counters.isRead(read)) {
        continue;
      }
      Range own = new Range();
      long later = 0;
      for (int mop = transactions.start(txn); mop < transactions.end(txn); mop++) {
        if (!counters.isRead(mop) && transactions.key(mop) == transactions.key(read)) {
          own.add(counters.number(mop));
          later += mop > read ? counters.number(mop) : 0;
        }
      }
      long rest = counters.number(read) - (own.sum() - later);
      if (counters.isWithinBounds(transactions.key(read), counters.number(read))) {
        look.at(txn, read, rest, own, later);
      }
    }
  }

  /** What came before: of the process, or, where that is in order, of all. */
  private void lookBack(int txn, int read, long rest, Range own, long later) {
    int key = transactions.key(read);
    long pair = pair(transactions.process(txn), key);
    long whole = counters.number(read) + later;
    Range mine = ofProcess.getOrDefault(pair, new Range());
    Read known = greatestOfProcess.getOrDefault(pair, Read.NOTHING);
    if (isOut(rest, key, mine, own)) {
      report(AnomalyType.G_SINGLE_ITEM_PROCESS, key, ref(txn, read));
    } else if (isLess(whole, key, known)) {
      report(AnomalyType.G_SINGLE_ITEM_PROCESS, key, ref(txn, read), ref(known.txn, known.mop));
    } else if (transactions.history().isRealTime()) {
      Read seen = greatest[key];
      if (isOut(rest, key, completed[key], own)) {
        report(AnomalyType.G_SINGLE_ITEM_REALTIME, key, ref(txn, read));
      } else if (isLess(whole, key, seen)) {
        report(AnomalyType.G_SINGLE_ITEM_REALTIME, key, ref(txn, read), ref(seen.txn, seen.mop));
      }
    }
  }

  /** Whether a read cannot have shown all these and any of the others. */
  private boolean isOut(long rest, int key, Range shown, Range own) {
    long others = all[key].positive - shown.positive - own.positive;
    long taken = all[key].negative - shown.negative - own.negative;
    return rest > shown.sum() + others || rest < shown.sum() + taken;
  }

  /** Whether less is shown than an earlier read showed of a counter that only grows. */
  private boolean isLess(long whole, int key, Read earlier) {
    return earlier.txn != NONE && all[key].negative == 0 && whole < counters.number(earlier.mop);
  }

  /** What was invoked only when the transaction had completed. */
  private void lookAhead(int txn, int read, long rest, Range own, long later) {
    int key = transactions.key(read);
    Range possible = invoked[key];
    if (rest > possible.positive - own.positive || rest < possible.negative - own.negative) {
      report(AnomalyType.G1C_REALTIME, key, ref(txn, read));
    }
  }

  private void addTo(Range[] ranges, int txn) {
    for (int mop = transactions.start(txn); mop < transactions.end(txn); mop++) {
      if (!counters.isRead(mop)) {
        ranges[transactions.key(mop)].add(counters.number(mop));
      }
    }
  }

  private void complete(int txn) {
    addTo(completed, txn);
    for (int mop = transactions.start(txn); mop < transactions.end(txn); mop++) {
      int key = transactions.key(mop);
      long pair = pair(transactions.process(txn), key);
      if (!counters.isRead(mop)) {
        ofProcess.computeIfAbsent(pair, none -> new Range()).add(counters.number(mop));
        continue;
      }
      if (!counters.isWithinBounds(key, counters.number(mop))) {
        continue; // garbage
      }
      Read read = new Read(txn, mop);
      greatest[key] = greater(greatest[key], read);
      greatestOfProcess.merge(pair, read, this::greater);
    }
  }

  private Read greater(Read known, Read read) {
    boolean isKnown = known.txn != NONE && counters.number(known.mop) >= counters.number(read.mop);
    return isKnown ? known : read;
  }

  private static long pair(int process, int key) {
    return (long) process << 32 | key;
  }

  private MicroOpRef ref(int txn, int mop) {
    return transactions.ref(txn, mop);
  }

  private void report(AnomalyType type, int key, MicroOpRef... refs) {
    if (findings.count(type)) {
      findings.keep(new Evidence(type, transactions.keyValue(key), null, List.of(refs)));
    }
  }
}
