package dev.assay.checkers.isolation.sets;

import dev.assay.checkers.isolation.Transactions;
import dev.assay.checkers.isolation.UnfitHistoryException;
import dev.assay.histories.History;
import dev.assay.histories.MicroOps;
import java.util.Arrays;
import java.util.Collection;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The elements that reads of sets show, as value ids in flat columns. A read shows {@code nil} for
 * the empty set, an EDN set, or a vector where the format has no sets.
 */
final class SetReads {
  /** The id of an element that no event of the history holds by itself: nobody added it. */
  static final int UNKNOWN = -1;

  private final History history;
  private final MicroOps microOps;
  private final int[] start;
  private int[] elements = new int[64];
  private int size;

  /**
   * @throws UnfitHistoryException when an operation neither adds nor reads a set, or a transaction
   *     is on one object of many
   */
  SetReads(Transactions transactions) {
    history = transactions.history();
    microOps = transactions.microOps();
    for (int txn = 0; txn < transactions.size(); txn++) {
      requireFit(transactions, txn);
    }
    start = new int[microOps.size() + 1];
    for (int mop = 0; mop < microOps.size(); mop++) {
      start[mop] = size;
      if (microOps.kind(mop) == MicroOps.READ) {
        addElements(mop);
      }
    }
    start[microOps.size()] = size;
  }

  /** The elements of a read are {@code start(mop)} until {@code end(mop)}. */
  int start(int mop) {
    return start[mop];
  }

  int end(int mop) {
    return start[mop + 1];
  }

  /** The value id of an element, or {@link #UNKNOWN}. */
  int element(int at) {
    return elements[at];
  }

  boolean isRead(int mop) {
    return microOps.kind(mop) == MicroOps.READ;
  }

  boolean shows(int mop, int value) {
    for (int at = start[mop]; at < start[mop + 1]; at++) {
      if (elements[at] == value) {
        return true;
      }
    }
    return false;
  }

  /** The first element of a read that is {@link #UNKNOWN}, as plain EDN. */
  @Nullable Object unknown(int mop) {
    if (history.values().get(microOps.value(mop)) instanceof Set<?> set) {
      for (Object element : set) {
        if (history.values().find(element) == UNKNOWN) {
          return element;
        }
      }
    }
    throw new IllegalArgumentException("all elements of the read are known");
  }

  private void addElements(int mop) {
    for (int at = microOps.listStart(mop); at < microOps.listEnd(mop); at++) {
      add(microOps.element(at));
    }
    int value = microOps.value(mop);
    if (value >= 0 && history.values().get(value) instanceof Set<?> set) {
      for (Object element : set) {
        add(history.values().find(element));
      }
    }
  }

  private void add(int element) {
    if (size == elements.length) {
      elements = Arrays.copyOf(elements, size * 2);
    }
    elements[size++] = element;
  }

  private void requireFit(Transactions transactions, int txn) {
    int event = transactions.event(txn);
    @Nullable Object value = history.value(event);
    boolean isEmpty = value == null || (value instanceof Collection<?> all && all.isEmpty());
    boolean isFit =
        history.keyId(event) == History.NONE
            && (isEmpty || transactions.start(txn) < transactions.end(txn));
    for (int mop = transactions.start(txn); mop < transactions.end(txn); mop++) {
      int shown = microOps.value(mop);
      isFit &=
          isRead(mop)
              ? shown <= 0 || history.values().get(shown) instanceof Set<?>
              : microOps.name(microOps.kind(mop)).equals("add") && shown > 0;
    }
    if (!isFit) {
      throw new UnfitHistoryException(
          "set-add has transactions of [:r key set] and [:add key element] on one database, but "
              + where(transactions, txn)
              + " is none: "
              + value);
    }
  }

  static String where(Transactions transactions, int txn) {
    return "the operation of index "
        + transactions.history().index(transactions.event(txn))
        + " (process "
        + transactions.process(txn)
        + ")";
  }
}
