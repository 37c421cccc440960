package dev.assay.checkers.isolation.predicates;

import dev.assay.checkers.isolation.Transactions;
import dev.assay.histories.History;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What some transactions did to some keys, as a history of its own. Where there is an order of all
 * transactions that explains all reads, there is one of these: keys that are left out change
 * nothing of what others hold, and whoever writes no key that is left may be missing.
 *
 * <p>Linear in the transactions that are kept.
 */
final class HistoryPart {
  private final Columns columns;
  private final Transactions transactions;
  private final BitSet keys;
  private final int[] kept;

  /**
   * @param kept transactions, ascending: all that may have committed and write one of the keys, and
   *     perhaps others that read them
   */
  HistoryPart(Columns columns, BitSet keys, int[] kept) {
    this.columns = columns;
    this.keys = keys;
    this.kept = kept;
    transactions = columns.transactions();
  }

  BitSet keys() {
    return keys;
  }

  /** The transactions that are left, ascending; the init is always there besides. */
  int[] transactions() {
    return kept;
  }

  /** The history. */
  History history() {
    History history = transactions.history();
    Map<Integer, @Nullable Object> told = new LinkedHashMap<>();
    if (columns.init() != Columns.NONE) {
      tell(columns.init(), initial(), told);
    }
    for (int txn : kept) {
      tell(txn, microOps(txn), told);
    }
    History.Builder builder = History.builder();
    told.keySet().stream()
        .sorted()
        .forEach(
            event ->
                builder.add(
                    history.type(event),
                    history.process(event),
                    history.f(event),
                    told.get(event)));
    if (!history.isRealTime()) {
      builder.ordersProcessesOnly();
    }
    return builder.build();
  }

  private void tell(int txn, Object what, Map<Integer, @Nullable Object> told) {
    told.put(transactions.invocation(txn), what);
    if (transactions.history().pair(transactions.invocation(txn)) != History.NONE) {
      told.put(transactions.history().pair(transactions.invocation(txn)), what);
    }
  }

  private Map<Object, Object> initial() {
    Map<Object, Object> made = new LinkedHashMap<>();
    for (int i = 0; i < columns.initKeys().length; i++) {
      if (keys.get(columns.initKeys()[i])) {
        put(columns.initKeys()[i], columns.initValues()[i], made);
      }
    }
    return made;
  }

  private void put(int key, int value, Map<Object, Object> pairs) {
    Object plain = columns.valueOf(value);
    if (plain != null) {
      pairs.put(columns.keyValue(key), plain);
    }
  }

  private List<Object> microOps(int txn) {
    List<Object> left = new ArrayList<>();
    if (transactions.history().value(transactions.event(txn)) instanceof List<?> all) {
      for (int i = 0; i < all.size(); i++) {
        int mop = transactions.start(txn) + i;
        Object told = all.get(i);
        if (columns.kind(mop) == Columns.PREDICATE_READ) {
          left.add(transactions.isOk(txn) ? predicateRead((List<?>) told, mop) : told);
        } else if (keys.get(columns.key(mop))) {
          left.add(told);
        }
      }
    }
    return left;
  }

  private List<Object> predicateRead(List<?> told, int mop) {
    Map<Object, Object> shown = new LinkedHashMap<>();
    for (int at = columns.shownStart(mop); at < columns.shownEnd(mop); at++) {
      if (keys.get(columns.shownKey(at))) {
        put(columns.shownKey(at), columns.shownValue(at), shown);
      }
    }
    return Arrays.asList(told.get(0), told.get(1), shown);
  }
}
