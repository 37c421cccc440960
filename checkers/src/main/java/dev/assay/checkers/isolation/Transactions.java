package dev.assay.checkers.isolation;

import dev.assay.checkers.certificates.MicroOpRef;
import dev.assay.histories.EventType;
import dev.assay.histories.History;
import dev.assay.histories.MicroOps;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The clients' operations of a history as transactions, numbered from 0 in the order of their
 * invocations.
 *
 * <p>A transaction's micro-operations are those of its completion when it is {@code ok}. When it is
 * {@code info}, all that was invoked may have taken effect: they are those of the completion if it
 * tells all that it was to write, else those of the invocation, and what is read tells nothing.
 * When it failed, they are what it tried. Keys get dense numbers from 0.
 *
 * <p>17 bytes a transaction and 4 bytes a micro-operation, beside the history. Immutable.
 */
public final class Transactions {
  private final History history;
  private final MicroOps microOps;
  private final int[] invocation;

  /** The event whose micro-operations count. */
  private final int[] event;

  /** The micro-operations are those from one until the other. */
  private final int[] start;

  private final int[] end;
  private final byte[] outcome;

  /** By micro-operation, of those that count: values that are keys lie far apart in memory. */
  private final int[] keyOf;

  private final int[] keyValue;

  private final Places places;

  /** Where the micro-operations of a history that was translated are in the original one. */
  public interface Places {
    /** The place that a micro-operation of an event's value, from 0, has there. */
    int original(int event, int place);
  }

  private Transactions(History history, int[] invocation, Places places) {
    this.history = history;
    this.places = places;
    this.invocation = invocation;
    microOps = history.microOps();
    event = new int[invocation.length];
    start = new int[invocation.length];
    end = new int[invocation.length];
    outcome = new byte[invocation.length];
    Work.stretches(invocation.length, microOps.size(), this::findMicroOps);
    keyOf = new int[microOps.size()];
    keyValue = numberKeys();
  }

  private void findMicroOps(int firstTxn, int endTxn) {
    InvokedWrites writes = new InvokedWrites(history);
    for (int txn = firstTxn; txn < endTxn; txn++) {
      outcome[txn] = (byte) history.outcome(invocation[txn]).ordinal();
      event[txn] = writes.telling(invocation[txn]);
      start[txn] = microOps.start(event[txn]);
      end[txn] = microOps.end(event[txn]);
    }
  }

  /**
   * The transactions of a history. O(events + micro-operations).
   *
   * @throws UnfitHistoryException when a completion tells other writes than were invoked
   */
  public static Transactions of(History history) {
    return of(history, (event, place) -> place);
  }

  /**
   * The same of a history whose events are those of another, with other micro-operations.
   *
   * @param places that certificates speak of
   * @throws UnfitHistoryException as above
   */
  public static Transactions of(History history, Places places) {
    int count = 0;
    for (int event = 0; event < history.size(); event++) {
      count += history.isClientInvocation(event) ? 1 : 0;
    }
    int[] invocation = new int[count];
    int txn = 0;
    for (int event = 0; event < history.size(); event++) {
      if (history.isClientInvocation(event)) {
        invocation[txn++] = event;
      }
    }
    return new Transactions(history, invocation, places);
  }

  /** Numbers the keys in the order of their values' ids. */
  private int[] numberKeys() {
    int[] numberOf = new int[history.values().size()];
    Work.stretches(size(), keyOf.length, (first, end) -> markKeys(first, end, numberOf));
    int count = 0;
    for (int value = 0; value < numberOf.length; value++) {
      count += numberOf[value];
      numberOf[value] *= count;
    }
    int[] found = new int[count];
    for (int value = 0; value < numberOf.length; value++) {
      if (numberOf[value] > 0) {
        found[numberOf[value] - 1] = value;
      }
    }
    Work.stretches(size(), keyOf.length, (first, end) -> placeKeys(first, end, numberOf));
    return found;
  }

  /** Several may say of a value that it is a key. */
  private void markKeys(int firstTxn, int endTxn, int[] isKey) {
    for (int txn = firstTxn; txn < endTxn; txn++) {
      for (int mop = start(txn); mop < end(txn); mop++) {
        isKey[microOps.key(mop)] = 1;
      }
    }
  }

  private void placeKeys(int firstTxn, int endTxn, int[] numberOf) {
    for (int txn = firstTxn; txn < endTxn; txn++) {
      for (int mop = start(txn); mop < end(txn); mop++) {
        keyOf[mop] = numberOf[microOps.key(mop)] - 1;
      }
    }
  }

  /** How many there are, whatever their outcome. */
  public int size() {
    return invocation.length;
  }

  public History history() {
    return history;
  }

  /** The transactions of yet another translation, with as many micro-operations in each event. */
  public Transactions translated(History translation) {
    return new Transactions(translation, invocation, places);
  }

  public MicroOps microOps() {
    return microOps;
  }

  /** The event at which the transaction was invoked. */
  public int invocation(int txn) {
    return invocation[txn];
  }

  /** The event at which it completed, whatever the outcome, or {@link History#NONE}. */
  public int completion(int txn) {
    return history.pair(invocation[txn]);
  }

  public boolean isOk(int txn) {
    return outcome[txn] == (byte) EventType.OK.ordinal();
  }

  public boolean isInfo(int txn) {
    return outcome[txn] == (byte) EventType.INFO.ordinal();
  }

  public boolean isFailed(int txn) {
    return outcome[txn] == (byte) EventType.FAIL.ordinal();
  }

  public int process(int txn) {
    return history.process(invocation[txn]);
  }

  /** The micro-operations are {@code start(txn)} until {@code end(txn)} of {@link #microOps}. */
  public int start(int txn) {
    return start[txn];
  }

  public int end(int txn) {
    return end[txn];
  }

  /** The event that tells the micro-operations. */
  public int event(int txn) {
    return event[txn];
  }

  /** How certificates name a micro-operation of a transaction. */
  public MicroOpRef ref(int txn, int mop) {
    int place = places.original(event[txn], mop - start(txn));
    return new MicroOpRef(invocation[txn], event[txn], place);
  }

  /** The transaction invoked at an event, or -1 when none was. O(log size). */
  public int invokedAt(int invocationEvent) {
    int found = Arrays.binarySearch(invocation, invocationEvent);
    return found < 0 ? -1 : found;
  }

  /** How many distinct keys there are. */
  public int keys() {
    return keyValue.length;
  }

  /** The number of the key of a transaction's micro-operation. */
  public int key(int mop) {
    return keyOf[mop];
  }

  /** The key with this number as plain EDN. */
  public @Nullable Object keyValue(int key) {
    return history.values().get(keyValue[key]);
  }
}
