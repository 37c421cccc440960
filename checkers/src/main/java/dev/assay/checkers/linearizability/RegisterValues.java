package dev.assay.checkers.linearizability;

import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Who produced, read and replaced each value of a register, if every value that anybody sees was
 * produced once. Leaves out pending operations whose value nobody sees: they need not have
 * happened.
 */
final class RegisterValues {
  /** Produced by no operation: the initial value. */
  static final int INITIAL = -2;

  private static final int NONE = RegisterCode.NONE;

  private final Problem problem;
  private final RegisterCode code;

  /** The operation that produced each value that is seen, else {@link RegisterCode#NONE}. */
  final int[] producer;

  /** The compare-and-set that replaced each value. */
  final int[] consumer;

  /** Reads of each value, by invocation: the first, and from each read the next. */
  final int[] firstRead;

  final int[] nextRead;
  final boolean[] isSeen;
  final boolean[] isIncluded;
  private int culprit = NONE;

  private RegisterValues(Problem problem, RegisterCode code) {
    this.problem = problem;
    this.code = code;
    producer = filled(code.values());
    consumer = filled(code.values());
    firstRead = filled(code.values());
    nextRead = new int[problem.size()];
    isSeen = new boolean[code.values()];
    isIncluded = new boolean[problem.size()];
  }

  private static int[] filled(int length) {
    int[] array = new int[length];
    Arrays.fill(array, NONE);
    return array;
  }

  /** Null when the history is not of that kind. */
  static @Nullable RegisterValues of(Problem problem, RegisterCode code) {
    RegisterValues values = new RegisterValues(problem, code);
    return values.collect() ? values : null;
  }

  /** A value that was seen but not produced, or replaced twice; NONE when there is none. */
  int culprit() {
    return culprit;
  }

  /** The operations that see a value, and those that led to it. */
  boolean[] operationsOn(int value) {
    boolean[] ops = new boolean[problem.size()];
    for (int op = 0; op < ops.length; op++) {
      ops[op] = isIncluded[op] && code.from(problem.classes()[op]) == value;
    }
    int by = producer[value];
    while (by >= 0 && !ops[by]) {
      ops[by] = true;
      int before = code.from(problem.classes()[by]);
      by = before == NONE ? NONE : producer[before];
    }
    return ops;
  }

  private boolean collect() {
    BitSet produced = new BitSet(code.values());
    BitSet producedAgain = new BitSet();
    produced.set(code.initial());
    producer[code.initial()] = INITIAL;
    for (int op = problem.size() - 1; op >= 0; op--) {
      int c = problem.classes()[op];
      if (code.what(c) == RegisterCode.OTHER) {
        return false;
      }
      if (code.to(c) != NONE) {
        if (produced.get(code.to(c))) {
          producedAgain.set(code.to(c));
        }
        produced.set(code.to(c));
        producer[code.to(c)] = op;
      }
      if (code.what(c) == RegisterCode.READ) {
        nextRead[op] = firstRead[code.from(c)];
        firstRead[code.from(c)] = op;
      }
    }
    see();
    if (producedAgain.stream().anyMatch(value -> isSeen[value])) {
      return false;
    }
    if (!isSeen[code.initial()]) {
      producer[code.initial()] = INITIAL;
    }
    include();
    return true;
  }

  /** Marks what certain operations saw, and what pending ones must have seen to produce that. */
  private void see() {
    int[] work = new int[isSeen.length];
    int count = 0;
    for (int op = 0; op < problem.size(); op++) {
      int value = code.from(problem.classes()[op]);
      if (value != NONE && !problem.isPending(op) && !isSeen[value]) {
        isSeen[value] = true;
        work[count++] = value;
      }
    }
    while (count > 0) {
      int by = producer[work[--count]];
      int value = by < 0 ? NONE : code.from(problem.classes()[by]);
      if (value != NONE && !isSeen[value]) {
        isSeen[value] = true;
        work[count++] = value;
      }
    }
  }

  private void include() {
    for (int op = 0; op < problem.size(); op++) {
      int c = problem.classes()[op];
      isIncluded[op] = !problem.isPending(op) || isSeen[code.to(c)];
      if (!isIncluded[op] || code.from(c) == NONE) {
        continue;
      }
      if (producer[code.from(c)] == NONE) {
        culprit = code.from(c);
      }
      if (code.what(c) == RegisterCode.CAS) {
        if (consumer[code.from(c)] != NONE) {
          culprit = code.from(c);
        }
        consumer[code.from(c)] = op;
      }
    }
  }
}
