package dev.assay.checkers.isolation.listappend;

import dev.assay.checkers.isolation.MicroOpsByKey;
import dev.assay.checkers.isolation.Transactions;
import dev.assay.histories.MicroOps;

/**
 * One key at a time: who appended which element, and at which position of the key's version order
 * it is. The order is that of the longest list that a completed transaction read (the first of
 * them), without repetitions.
 *
 * <p>16 bytes a distinct value of the history, used again for every key. One thread.
 */
final class KeyScan {
  /** No place, no transaction, no position. */
  static final int NONE = -1;

  final Transactions transactions;
  final MicroOps microOps;
  final MicroOpsByKey byKey;

  /** By value id: the turn in which the next array got what it says. */
  private final int[] appendStamp;

  private final int[] appendPlace;
  private final int[] orderStamp;
  private final int[] orderPosition;

  private int key = NONE;
  private int turn;
  private int longest = NONE;
  private int[] order = new int[64];
  private int orderSize;
  private int repeated;

  KeyScan(Transactions transactions, MicroOpsByKey byKey) {
    this.transactions = transactions;
    this.byKey = byKey;
    microOps = transactions.microOps();
    int values = transactions.history().values().size();
    appendStamp = new int[values];
    appendPlace = new int[values];
    orderStamp = new int[values];
    orderPosition = new int[values];
  }

  /**
   * Turns to a key.
   *
   * @return the second place at which an element is appended that another place appended already,
   *     or {@link #NONE}: then nothing can be inferred
   */
  int turnTo(int newKey) {
    key = newKey;
    turn++;
    longest = NONE;
    int longestSize = 0;
    for (int at = byKey.start(key); at < byKey.end(key); at++) {
      int mop = byKey.mop(at);
      if (microOps.kind(mop) == MicroOps.APPEND) {
        int element = microOps.value(mop);
        if (appendStamp[element] == turn) {
          return at;
        }
        appendStamp[element] = turn;
        appendPlace[element] = at;
      } else if (transactions.isOk(byKey.txn(at)) && size(mop) > longestSize) {
        longest = at;
        longestSize = size(mop);
      }
    }
    readOrder();
    return NONE;
  }

  private void readOrder() {
    orderSize = 0;
    repeated = Integer.MAX_VALUE;
    if (longest == NONE) {
      return;
    }
    int first = microOps.listStart(byKey.mop(longest));
    int end = microOps.listEnd(byKey.mop(longest));
    if (order.length < end - first) {
      order = new int[Math.max(end - first, order.length * 2)];
    }
    for (int i = first; i < end; i++) {
      int element = microOps.element(i);
      if (orderStamp[element] == turn) {
        repeated = Math.min(repeated, i - first);
        continue;
      }
      orderStamp[element] = turn;
      orderPosition[element] = orderSize;
      order[orderSize++] = element;
    }
  }

  int key() {
    return key;
  }

  /** The place of the read that gave the order, or {@link #NONE} when all reads were empty. */
  int longest() {
    return longest;
  }

  /** How many elements the order has. */
  int orderSize() {
    return orderSize;
  }

  int elementAt(int position) {
    return order[position];
  }

  /** The first index of the longest list at which it repeats an element, or a large number. */
  int firstRepeated() {
    return repeated;
  }

  /** The place that appended the element to this key, or {@link #NONE}. */
  int placeOfAppend(int element) {
    return appendStamp[element] == turn ? appendPlace[element] : NONE;
  }

  /** The transaction that appended the element to this key, or {@link #NONE}. */
  int appender(int element) {
    int place = placeOfAppend(element);
    return place == NONE ? NONE : byKey.txn(place);
  }

  /** Where the element is in the version order, or {@link #NONE}. */
  int position(int element) {
    return orderStamp[element] == turn ? orderPosition[element] : NONE;
  }

  /** How many elements a read saw; nil is the empty list. */
  int size(int mop) {
    return microOps.listEnd(mop) - microOps.listStart(mop);
  }

  /** Whether a read shows the element. O(its size). */
  boolean shows(int read, int element) {
    for (int i = microOps.listStart(read); i < microOps.listEnd(read); i++) {
      if (microOps.element(i) == element) {
        return true;
      }
    }
    return false;
  }

  /** Whether the transaction is known to have read what this read tells. */
  boolean isObserved(int txn, int mop) {
    return microOps.kind(mop) == MicroOps.READ && transactions.isOk(txn);
  }

  /** Whether the list that was read is the beginning of the longest. O(its size). */
  boolean isPrefix(int mop) {
    int size = size(mop);
    if (size == 0) {
      return true;
    }
    int mine = microOps.listStart(mop);
    int theirs = microOps.listStart(byKey.mop(longest));
    for (int i = 0; i < size; i++) {
      if (microOps.element(mine + i) != microOps.element(theirs + i)) {
        return false;
      }
    }
    return true;
  }

  /**
   * The last element of a read that the reading transaction did not append itself, or {@link
   * #NONE}: the version that it saw.
   */
  int externalElement(int txn, int mop) {
    for (int i = microOps.listEnd(mop) - 1; i >= microOps.listStart(mop); i--) {
      int element = microOps.element(i);
      if (appender(element) != txn) {
        return element;
      }
    }
    return NONE;
  }

  /** The last position in the version order of what a read saw, or {@link #NONE}. O(its size). */
  int furthest(int mop) {
    int furthest = NONE;
    for (int i = microOps.listStart(mop); i < microOps.listEnd(mop); i++) {
      furthest = Math.max(furthest, position(microOps.element(i)));
    }
    return furthest;
  }

  /** Behind the last place of the transaction whose first place on this key is given. */
  int endOfTransaction(int first) {
    int end = first + 1;
    while (end < byKey.end(key) && byKey.txn(end) == byKey.txn(first)) {
      end++;
    }
    return end;
  }
}
