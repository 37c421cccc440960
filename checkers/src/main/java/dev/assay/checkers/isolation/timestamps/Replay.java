package dev.assay.checkers.isolation.timestamps;

import dev.assay.checkers.Budget;
import dev.assay.checkers.isolation.AnomalyType;
import dev.assay.checkers.isolation.Transactions;
import dev.assay.histories.History;
import dev.assay.histories.MicroOps;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Replays transactions in the order of their timestamps. Each begins, and must have read what is
 * there; then it commits, and nobody else may have committed to what it writes since. One pass over
 * the sorted moments.
 *
 * <p>A transaction of unknown outcome that was seen, but told no timestamp, is put right before the
 * first that saw it or appended after it; what then contradicts on the keys that it wrote proves
 * nothing.
 */
final class Replay {
  /** Between two looks at the clock. */
  private static final int LOOK_MASK = (1 << 12) - 1;

  private static final int NOT_BEGUN = -1;

  private final Transactions transactions;
  private final Timeline timeline;
  private final Observed observed;
  private final Versions versions;
  private final KeptOrder kept;
  private final Contradictions found;
  private final boolean[] isPlaced;

  /** By key: the moment of its last commit. */
  private final int[] committedAt;

  /** By transaction: the moment at which it began. */
  private final int[] begunAt;

  private final Map<Integer, Integer> taintedSince = new HashMap<>();
  private final Map<Integer, Integer> latestOfProcess = new HashMap<>();
  private int latest = -1;
  private int moment;

  /** Invocations where transactions begin, and complements of them where they commit. */
  private int[] order;

  private int size;

  Replay(
      Transactions transactions,
      Timeline timeline,
      Observed observed,
      Versions versions,
      KeptOrder kept,
      Contradictions found) {
    this.transactions = transactions;
    this.timeline = timeline;
    this.observed = observed;
    this.versions = versions;
    this.kept = kept;
    this.found = found;
    isPlaced = new boolean[transactions.size()];
    committedAt = new int[transactions.keys()];
    Arrays.fill(committedAt, -1);
    begunAt = new int[transactions.size()];
    Arrays.fill(begunAt, NOT_BEGUN);
    order = new int[transactions.size() * 2];
  }

  /**
   * Replays all.
   *
   * @return whether the time was enough
   */
  boolean run(Budget budget) {
    long[] moments = timeline.moments();
    for (int at = 0; at < moments.length; ) {
      if ((at & LOOK_MASK) == 0 && budget.isSpent()) {
        return false;
      }
      int place = (int) (moments[at] >>> 32);
      int end = at + 1;
      while (Timeline.isOpen(place) && end < moments.length && moments[end] >>> 32 == place) {
        end++;
      }
      if (end > at + 1) {
        together(Arrays.stream(moments, at, end).mapToInt(each -> (int) each).toArray());
      } else {
        step((int) moments[at], place);
      }
      at = end;
    }
    return true;
  }

  /** Begins with a key of which not every version had a known place, and none is known now. */
  void leaveOpen(int key, String reason) {
    taintedSince.put(key, size);
    found.leaveOpen(key, reason);
  }

  private void taint(int key, String reason) {
    taintedSince.putIfAbsent(key, size);
    found.taint(key, reason);
  }

  /** By key, how many moments had passed when the place of a version was not known any more. */
  Map<Integer, Integer> taintedSince() {
    return taintedSince;
  }

  /** Invocations where transactions begin, and complements of them where they commit. */
  int[] beginsAndCommits() {
    return Arrays.copyOf(order, size);
  }

  /** Transactions in the order in which they began. */
  int[] beginnings() {
    return Arrays.stream(order, 0, size).filter(each -> each >= 0).toArray();
  }

  /** All moments: every transaction where it began, and again where it committed. */
  int[] moments() {
    return Arrays.stream(order, 0, size).map(each -> each >= 0 ? each : ~each).toArray();
  }

  private void step(int txn, int place) {
    if (timeline.begin(txn) == place) {
      placeUncertainBefore(txn);
      begin(txn);
      // One that had committed already contradicts itself, and its reads tell nothing more.
      if (timeline.begin(txn) <= timeline.effect(txn)) {
        versions.read(txn, found::read);
      }
      if (!timeline.isLong(txn)) {
        commit(txn);
      }
    } else {
      commit(txn);
    }
  }

  private void together(int[] members) {
    for (int txn : members) {
      placeUncertainBefore(txn);
    }
    Group group = new Group(transactions, versions, kept, members);
    if (group.isAmbiguous()) {
      ambiguous(members, group.ambiguousKeys());
      return;
    }
    int[] sorted = group.order(found::read);
    if (sorted == null) {
      found.undecided("no order of " + named(members) + " explains what they read");
    }
    for (int txn : sorted == null ? members : sorted) {
      begin(txn);
      commit(txn);
    }
  }

  /** Tries the order of their invocations: when it explains everything, it is one that does. */
  private void ambiguous(int[] members, Set<Integer> keys) {
    String reason = named(members) + " wrote the same keys, in an order that it does not tell";
    keys.forEach(key -> taint(key, reason));
    for (int txn : members) {
      begin(txn);
      versions.read(txn, (reader, mop) -> found.undecided(reason));
      commit(txn);
    }
  }

  private String named(int[] members) {
    return "the "
        + members.length
        + " transactions that have the timestamp of the operation of index "
        + transactions.history().index(transactions.event(members[0]));
  }

  /**
   * What was seen without a place of its own comes right before the first that saw it, or appended
   * after it: the latest place that there is for it.
   */
  private void placeUncertainBefore(int txn) {
    if (!observed.isAnyUncertain()) {
      return;
    }
    ArrayDeque<Integer> due = new ArrayDeque<>();
    pushUncertainBefore(txn, due);
    while (!due.isEmpty()) {
      int next = due.pop();
      if (next < 0) {
        place(~next);
      } else if (timeline.effect(next) == Timeline.NOWHERE && !isPlaced[next]) {
        isPlaced[next] = true;
        due.push(~next);
        pushUncertainBefore(next, due);
      }
    }
  }

  private void pushUncertainBefore(int txn, ArrayDeque<Integer> due) {
    ArrayDeque<Integer> found = new ArrayDeque<>();
    observed.eachUncertainBefore(txn, found::push);
    found.forEach(due::push);
  }

  private void place(int uncertain) {
    for (int mop = transactions.start(uncertain); mop < transactions.end(uncertain); mop++) {
      if (transactions.microOps().kind(mop) != MicroOps.READ) {
        taint(
            transactions.key(mop),
            "the operation of index "
                + transactions.history().index(transactions.invocation(uncertain))
                + " (process "
                + transactions.process(uncertain)
                + ") took effect, but its outcome is unknown and no timestamp of it told");
      }
    }
    begin(uncertain);
    versions.read(uncertain, found::read);
    commit(uncertain);
  }

  private void begin(int txn) {
    begunAt[txn] = moment++;
    latest = Math.max(latest, txn);
    if (kept == KeptOrder.PROCESSES) {
      latestOfProcess.merge(transactions.process(txn), txn, Math::max);
    }
    add(transactions.invocation(txn));
  }

  private void commit(int txn) {
    add(~transactions.invocation(txn));
    checkOrder(txn);
    for (int mop = transactions.start(txn); mop < transactions.end(txn); mop++) {
      if (transactions.microOps().kind(mop) == MicroOps.READ) {
        continue;
      }
      int key = transactions.key(mop);
      boolean isOverlapping =
          begunAt[txn] != NOT_BEGUN
              && committedAt[key] > begunAt[txn]
              && committedAt[key] != moment;
      if (isOverlapping) {
        found.overlap(versions.writer(key), txn, mop);
      }
      committedAt[key] = moment;
    }
    versions.install(txn);
    moment++;
  }

  /** Whether one had already begun that was invoked after this one had completed. */
  private void checkOrder(int txn) {
    if (!transactions.isOk(txn) || kept == KeptOrder.NONE) {
      return;
    }
    int late =
        kept == KeptOrder.REAL_TIME
            ? latest
            : latestOfProcess.getOrDefault(transactions.process(txn), -1);
    int completion = transactions.completion(txn);
    if (late >= 0 && completion != History.NONE && completion < transactions.invocation(late)) {
      found.order(
          txn,
          late,
          kept == KeptOrder.REAL_TIME
              ? AnomalyType.COMMIT_TIMESTAMP_REALTIME
              : AnomalyType.COMMIT_TIMESTAMP_PROCESS);
    }
  }

  private void add(int invocation) {
    if (size == order.length) {
      order = Arrays.copyOf(order, size * 2 + 2);
    }
    order[size++] = invocation;
  }
}
