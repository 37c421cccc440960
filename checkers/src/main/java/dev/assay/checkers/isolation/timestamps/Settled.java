package dev.assay.checkers.isolation.timestamps;

import dev.assay.checkers.isolation.Transactions;
import dev.assay.histories.History;
import dev.assay.histories.MicroOps;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The beginning of a replay that nothing to come can be part of: those in it took effect before
 * anybody who is under way may, and before anybody else began. A transaction that is under way or
 * comes later takes effect after all that had completed when it was invoked; if it tells otherwise,
 * one of those, which is not settled yet, contradicts it.
 */
final class Settled {
  private static final int NEVER = -1;

  private final Transactions transactions;
  private final Timeline timeline;
  private final int[] order;
  private final Map<Integer, Integer> transactionAt = new HashMap<>();
  private final boolean[] isSettled;
  private final int end;
  private final Map<Integer, Integer> taintedSince;

  Settled(Transactions transactions, Replayed replayed) {
    this.transactions = transactions;
    timeline = replayed.timeline();
    order = replayed.replay().beginsAndCommits();
    taintedSince = replayed.replay().taintedSince();
    for (int txn = 0; txn < transactions.size(); txn++) {
      transactionAt.put(transactions.invocation(txn), txn);
    }
    isSettled = new boolean[transactions.size()];
    end = end();
    for (int i = 0; i < end; i++) {
      isSettled[at(i)] = true;
    }
  }

  private int at(int moment) {
    return transactionAt.getOrDefault(order[moment] >= 0 ? order[moment] : ~order[moment], NEVER);
  }

  private int end() {
    int limit = limit();
    int underWay = 0;
    int last = NEVER;
    int end = 0;
    for (int i = 0; i < order.length; i++) {
      int txn = at(i);
      boolean isPlaced = timeline.begin(txn) != Timeline.NOWHERE;
      if (order[i] < 0) {
        underWay--;
        last = isPlaced ? Math.max(last, rank(txn)) : last;
        continue;
      }
      // Those with the same timestamp stay together, and who has none with the first that saw it.
      if (isPlaced && underWay == 0 && Timeline.rank(timeline.begin(txn)) > last) {
        end = i;
      }
      boolean isOpen = transactions.completion(txn) == History.NONE;
      if (isOpen || (isPlaced && rank(txn) >= limit)) {
        return end;
      }
      underWay++;
    }
    return order.length;
  }

  /** The rank that whoever is under way or comes later is not before. */
  private int limit() {
    History history = transactions.history();
    int latest = NEVER;
    int limit = Integer.MAX_VALUE;
    for (int event = 0; event < history.size(); event++) {
      if (history.isClientInvocation(event)) {
        limit = history.pair(event) == History.NONE ? Math.min(limit, latest) : limit;
        continue;
      }
      int txn = transactionAt.getOrDefault(history.pair(event), NEVER);
      if (txn != NEVER && transactions.isOk(txn)) {
        latest = Math.max(latest, rank(txn));
      }
    }
    return Math.min(limit, latest);
  }

  boolean isSettled(int txn) {
    return isSettled[txn];
  }

  /** Hears of the settled transactions in the order in which they committed. */
  interface Commit {
    void committed(Transactions transactions, int txn);
  }

  void eachCommit(Commit commit) {
    for (int i = 0; i < end; i++) {
      if (order[i] < 0) {
        commit.committed(transactions, at(i));
      }
    }
  }

  /**
   * The keys of which a version that is settled has no known place: its writer told no timestamp,
   * or the same as another writer of the key.
   */
  Set<@Nullable Object> tainted() {
    Set<@Nullable Object> tainted = new HashSet<>();
    taintedSince.forEach(
        (key, since) -> {
          if (since < end) {
            tainted.add(transactions.keyValue(key));
          }
        });
    int[] writer = new int[transactions.keys()];
    Arrays.fill(writer, NEVER);
    eachCommit(
        (all, txn) -> {
          for (int mop = all.start(txn); mop < all.end(txn); mop++) {
            if (all.microOps().kind(mop) != MicroOps.READ) {
              int before = writer[all.key(mop)];
              if (before != NEVER && before != txn && rank(before) == rank(txn)) {
                tainted.add(all.keyValue(all.key(mop)));
              }
              writer[all.key(mop)] = txn;
            }
          }
        });
    return tainted;
  }

  private int rank(int txn) {
    return Timeline.rank(timeline.effect(txn));
  }
}
