package dev.assay.checkers.linearizability;

import dev.assay.checkers.Ints;
import dev.assay.checkers.certificates.Certificate.LinearizationOrder;
import dev.assay.histories.EventType;
import dev.assay.histories.History;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The operations on one object that take part in an order, by ascending invocation.
 *
 * <p>Times are positions: the events of the object counted from 0, so intervals of two operations
 * compare as in the history. An operation that never returned, or not before the end of the window,
 * has {@link #PENDING} as its return: it may take effect at any time or never.
 *
 * @param kinds what the classes mean
 * @param invocations the event of the history at which each operation was invoked
 * @param inv the position of each invocation
 * @param ret the position of each return
 * @param classes what each operation is: an id of {@code kinds}
 * @param positions all positions are below this
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; shared, never written to
record Problem(
    Model model,
    OpClasses kinds,
    int[] invocations,
    int[] inv,
    int[] ret,
    int[] classes,
    int positions) {
  static final int PENDING = Integer.MAX_VALUE;

  private static final int UNKNOWN = -1;
  private static final int GONE = -2;

  int size() {
    return inv.length;
  }

  boolean isPending(int op) {
    return ret[op] == PENDING;
  }

  Action action(int op) {
    return kinds.action(classes[op]);
  }

  /** What is known of the operation at position {@code last}. */
  Action action(int op, int last) {
    return ret[op] > last ? Model.stillOpen(action(op)) : action(op);
  }

  /** What is known of the operation while it is open. One that is going to fail does nothing. */
  private Action openAction(int op) {
    Action whole = action(op);
    return whole.outcome() == EventType.FAIL ? whole : Model.stillOpen(whole);
  }

  /**
   * Whether the operation matters in a window that ends at {@code last}. One that is going to fail
   * does not while it is open: it has no effect.
   */
  boolean takesPart(int op, int last) {
    return inv[op] <= last
        && (ret[op] <= last
            || (kinds.outcome(classes[op]) != EventType.FAIL && model.takesPart(action(op, last))));
  }

  /**
   * Collects the operations on one object.
   *
   * @throws ComplaintException when an operation is not of the model
   */
  static Problem of(History history, ObjectSplit split, int object, Model model)
      throws ComplaintException {
    int positions = split.positions(object);
    int invoked = 0;
    for (int p = 0; p < positions; p++) {
      invoked += history.isClientInvocation(split.event(object, p)) ? 1 : 0;
    }
    OpClasses kinds = new OpClasses(history.values(), invoked);
    ClassFilter filter = new ClassFilter(model, kinds);
    int[] invocations = new int[invoked];
    int[] inv = new int[invoked];
    int[] ret = new int[invoked];
    int[] classes = new int[invoked];
    int ops = 0;
    for (int p = 0; p < positions; p++) {
      int event = split.event(object, p);
      if (!history.isClientInvocation(event)) {
        continue;
      }
      int c = kinds.classOf(history, event);
      if (!filter.takesPart(c, history, event)) {
        continue;
      }
      invocations[ops] = event;
      inv[ops] = p;
      classes[ops] = c;
      ret[ops] =
          switch (kinds.outcome(c)) {
            case OK, FAIL -> split.position(object, history.pair(event));
            case INFO, INVOKE -> PENDING;
          };
      ops++;
    }
    return new Problem(
        model,
        kinds,
        cut(invocations, ops),
        cut(inv, ops),
        cut(ret, ops),
        cut(classes, ops),
        positions);
  }

  private static int[] cut(int[] column, int length) {
    return length == column.length ? column : Arrays.copyOf(column, length);
  }

  /** The same operations on an object that begins otherwise. */
  private Problem with(Model other) {
    return new Problem(other, kinds, invocations, inv, ret, classes, positions);
  }

  /** Whether it is linearizable from another state; false also when that is not known. */
  boolean isLegalFrom(Object state, Engine engine) {
    Model other = model.startingWith(state);
    Monitor monitor = other == null ? null : Monitor.of(other);
    Answer quick = other == null || monitor == null ? null : monitor.decide(with(other));
    return quick == null ? engine.accepts(this, state) : quick instanceof Answer.Yes;
  }

  /** An order of the problem as evidence. */
  LinearizationOrder certificate(History history, ObjectSplit split, int object, Answer.Yes yes) {
    int[] order = yes.order().clone();
    for (int i = 0; i < order.length; i++) {
      order[i] = invocations[order[i]];
    }
    @Nullable Object key = Accusation.key(history, split, object);
    return new LinearizationOrder(key, model.name(), Ints.of(order));
  }

  /**
   * The part of the problem that some operations make up until a position: those that are still
   * open then are pending; those invoked later, and pending ones that take no part, are gone.
   *
   * @param last the last position that counts
   */
  Problem window(boolean[] keep, int last) {
    return window(keep, 0, last);
  }

  /**
   * The same between two positions. An operation that began before the first may have taken effect
   * before it: so it is pending here, whatever came of it.
   */
  Problem window(boolean[] keep, int first, int last) {
    int n = size();
    int[] chosen = new int[n];
    int[] newClasses = new int[n];
    int count = 0;
    for (int op = 0; op < n; op++) {
      if (!keep[op] || inv[op] > last) {
        continue;
      }
      boolean isOpen = ret[op] > last || inv[op] < first;
      if (!takesPart(op, last) || (inv[op] < first && !model.takesPart(openAction(op)))) {
        continue;
      }
      newClasses[count] = isOpen && !isPending(op) ? kinds.stillOpen(classes[op]) : classes[op];
      chosen[count++] = op;
    }
    int[] newInvocations = new int[count];
    int[] newInv = new int[count];
    int[] newRet = new int[count];
    for (int i = 0; i < count; i++) {
      int op = chosen[i];
      newInvocations[i] = invocations[op];
      newInv[i] = inv[op];
      newRet[i] = ret[op] > last || inv[op] < first ? PENDING : ret[op];
    }
    return new Problem(
        model, kinds, newInvocations, newInv, newRet, Arrays.copyOf(newClasses, count), last + 1);
  }

  /** What is left when only some elements count, see {@link Model#restrict}. */
  Problem restrict(Set<Object> elements) {
    int[] newClasses = new int[size()];
    int[] known = new int[kinds.size()];
    Arrays.fill(known, UNKNOWN);
    boolean[] keep = new boolean[size()];
    for (int op = 0; op < size(); op++) {
      int c = classes[op];
      if (known[c] == UNKNOWN) {
        Action whole = kinds.action(c);
        Action part = model.restrict(whole, elements);
        known[c] =
            part == null || !model.takesPart(part)
                ? GONE
                : part.equals(whole) ? c : kinds.classOf(part);
      }
      newClasses[op] = known[c];
      keep[op] = known[c] != GONE;
    }
    return new Problem(model, kinds, invocations, inv, ret, newClasses, positions).only(keep);
  }

  /** Some of the operations, with what they were. */
  Problem only(boolean[] keep) {
    int count = 0;
    for (boolean kept : keep) {
      count += kept ? 1 : 0;
    }
    int[][] columns = {invocations, inv, ret, classes};
    int[][] chosen = new int[columns.length][count];
    for (int op = 0, at = 0; op < keep.length; op++) {
      if (keep[op]) {
        for (int column = 0; column < columns.length; column++) {
          chosen[column][at] = columns[column][op];
        }
        at++;
      }
    }
    return new Problem(model, kinds, chosen[0], chosen[1], chosen[2], chosen[3], positions);
  }

  /** Asks the model once for each class which operations take part. */
  private static final class ClassFilter {
    private final Model model;
    private final OpClasses kinds;
    private boolean[] takesPart = new boolean[16];
    private int known;

    ClassFilter(Model model, OpClasses kinds) {
      this.model = model;
      this.kinds = kinds;
    }

    boolean takesPart(int c, History history, int event) throws ComplaintException {
      if (c >= known) {
        Action action = kinds.action(c);
        String complaint = model.complaint(action);
        if (complaint != null) {
          throw new ComplaintException(
              "operation at index "
                  + history.index(event)
                  + " of process "
                  + history.process(event)
                  + " is none of a "
                  + model.name()
                  + ": "
                  + complaint);
        }
        if (c >= takesPart.length) {
          takesPart = Arrays.copyOf(takesPart, Math.max(c + 1, takesPart.length * 2));
        }
        takesPart[c] = model.takesPart(action);
        known = c + 1;
      }
      return takesPart[c];
    }
  }
}
