package dev.assay.checkers.isolation.counters;

import dev.assay.checkers.isolation.MicroOpsByKey;
import dev.assay.checkers.isolation.Transactions;
import dev.assay.histories.EventType;
import dev.assay.histories.History;
import dev.assay.histories.Keyword;
import dev.assay.histories.MicroOps;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A history of counters as one of sets, where every value tells which increments it is the sum of:
 * an increment adds its amount to the set, and a read shows the amounts that it sums up. Events and
 * micro-operations keep their places.
 */
final class AsSets {
  private final Counters counters;
  private final Transactions transactions;
  private final History history;

  /** By key, the amounts of its increments. */
  private final @Nullable Digits[] digits;

  private AsSets(Counters counters) {
    this.counters = counters;
    transactions = counters.transactions();
    history = transactions.history();
    digits = new @Nullable Digits[transactions.keys()];
  }

  /** The sets, or null when a value may be the sum of others, or of none. */
  static @Nullable History of(Counters counters) {
    return new AsSets(counters).translated();
  }

  /** Increments that failed count too, as long as they can be told apart: somebody may see one. */
  private @Nullable History translated() {
    for (int key = 0; key < digits.length; key++) {
      digits[key] = Digits.of(amounts(key, true));
      if (digits[key] == null) {
        digits[key] = Digits.of(amounts(key, false));
      }
      if (digits[key] == null || !areSums(key)) {
        return null;
      }
    }
    History.Builder builder = History.builder();
    for (int event = 0; event < history.size(); event++) {
      builder.add(
          history.type(event),
          history.process(event),
          history.f(event),
          history.key(event),
          history.isClient(event) ? translated(event) : history.value(event),
          History.NO_TIME,
          history.index(event),
          history.extra(event));
    }
    if (!history.isRealTime()) {
      builder.ordersProcessesOnly();
    }
    return builder.build();
  }

  private List<Long> amounts(int key, boolean withFailed) {
    MicroOpsByKey byKey = counters.byKey();
    List<Long> amounts = new ArrayList<>();
    for (int at = byKey.start(key); at < byKey.end(key); at++) {
      if (!counters.isRead(byKey.mop(at))
          && (withFailed || !transactions.isFailed(byKey.txn(at)))) {
        amounts.add(counters.number(byKey.mop(at)));
      }
    }
    return amounts;
  }

  private boolean areSums(int key) {
    MicroOpsByKey byKey = counters.byKey();
    for (int at = byKey.start(key); at < byKey.end(key); at++) {
      if (counters.isRead(byKey.mop(at))
          && transactions.isOk(byKey.txn(at))
          && shown(key, counters.number(byKey.mop(at))) == null) {
        return false;
      }
    }
    return true;
  }

  private @Nullable List<Long> shown(int key, long number) {
    Digits ofKey = digits[key];
    return ofKey == null || !counters.isWithinBounds(key, number) ? null : ofKey.in(number);
  }

  private @Nullable Object translated(int event) {
    MicroOps microOps = transactions.microOps();
    List<Object> mops = new ArrayList<>();
    for (int mop = microOps.start(event); mop < microOps.end(event); mop++) {
      boolean isRead = counters.isRead(mop);
      int value = microOps.value(mop);
      Object number = value < 0 ? null : history.values().get(value);
      mops.add(
          Arrays.<@Nullable Object>asList(
              new Keyword(isRead ? "r" : "add"),
              history.values().get(microOps.key(mop)),
              isRead ? shown(event, mop) : number));
    }
    return mops.isEmpty() ? null : mops;
  }

  private @Nullable Set<Long> shown(int event, int mop) {
    List<Long> amounts =
        history.type(event) == EventType.OK
            ? shown(transactions.key(mop), counters.number(mop))
            : null;
    return amounts == null ? null : new TreeSet<>(amounts);
  }
}
