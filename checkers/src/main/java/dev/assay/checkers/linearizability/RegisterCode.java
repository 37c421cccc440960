package dev.assay.checkers.linearizability;

import dev.assay.histories.EventType;
import dev.assay.histories.Values;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The operations of a register as numbers: what each class does and with which values. */
final class RegisterCode {
  static final byte READ = 0;
  static final byte WRITE = 1;
  static final byte CAS = 2;

  /** A read that tells nothing, or a failed compare-and-set that does. */
  static final byte OTHER = 3;

  /** No value. */
  static final int NONE = -1;

  private final OpClasses kinds;
  private final byte[] what;
  private final int[] from;
  private final int[] to;
  private final int initial;

  /** The numbers of values that have ids in the history, and of those that have none. */
  private final IdNumbers numbers;

  private final Map<Object, Integer> others = new HashMap<>();

  RegisterCode(Problem problem, RegisterModel model) {
    kinds = problem.kinds();
    int n = kinds.size();
    numbers = new IdNumbers(kinds.values().size(), n);
    what = new byte[n];
    from = new int[n];
    to = new int[n];
    Arrays.fill(from, NONE);
    Arrays.fill(to, NONE);
    initial = number(((RegisterModel.Cell) model.initial()).value());
    for (int c = 0; c < n; c++) {
      encode(c, model);
    }
  }

  byte what(int c) {
    return what[c];
  }

  /** The value that an operation of the class must find, or {@link #NONE}. */
  int from(int c) {
    return from[c];
  }

  /** The value that an operation of the class leaves, or {@link #NONE}. */
  int to(int c) {
    return to[c];
  }

  int initial() {
    return initial;
  }

  /** Values are below this. */
  int values() {
    return numbers.count();
  }

  private void encode(int c, RegisterModel model) {
    boolean isOk = kinds.outcome(c) == EventType.OK;
    boolean isShown = kinds.argumentId(c) != OpClasses.NONE;
    switch (kinds.function(c)) {
      case "read" -> {
        boolean tells = isOk && (model.isNilAValue() || kinds.resultId(c) != Values.NIL);
        what[c] = tells ? READ : OTHER;
        int seen = isShown ? numbers.of(kinds.resultId(c)) : number(kinds.action(c).result());
        from[c] = tells ? seen : NONE;
      }
      case "write" -> {
        what[c] = WRITE;
        boolean isGiven = kinds.argumentId(c) != Values.NIL;
        int id = isGiven ? kinds.argumentId(c) : kinds.resultId(c);
        to[c] = isShown ? numbers.of(id) : number(kinds.action(c).input());
      }
      default -> {
        if (kinds.outcome(c) == EventType.FAIL) {
          what[c] = OTHER;
          return;
        }
        List<?> pair = (List<?>) Objects.requireNonNull(kinds.action(c).input());
        what[c] = CAS;
        from[c] = number(pair.get(0));
        to[c] = number(pair.get(1));
      }
    }
  }

  private int number(@Nullable Object value) {
    int id = kinds.values().find(value);
    return id >= 0 || value == null
        ? numbers.of(id)
        : others.computeIfAbsent(value, v -> numbers.next());
  }
}
