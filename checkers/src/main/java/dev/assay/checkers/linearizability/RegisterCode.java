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

  private static final int LENGTH_BEFORE_GROWTH_MAX = 1 << 20;

  private final OpClasses kinds;
  private final byte[] what;
  private final int[] from;
  private final int[] to;
  private final int initial;
  private int values;

  /** Local numbers of the history's value ids (open addressing), and of values without an id. */
  private int[] ids;

  private int[] locals;
  private final Map<Object, Integer> localOfOther = new HashMap<>();

  RegisterCode(Problem problem, RegisterModel model) {
    kinds = problem.kinds();
    int n = kinds.size();
    int length = Integer.highestOneBit(Math.clamp(n, 16, LENGTH_BEFORE_GROWTH_MAX)) * 2;
    ids = new int[length];
    locals = new int[length];
    what = new byte[n];
    from = new int[n];
    to = new int[n];
    Arrays.fill(from, NONE);
    Arrays.fill(to, NONE);
    Arrays.fill(ids, NONE);
    initial = localOf(((RegisterModel.Cell) model.initial()).value());
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
    return values;
  }

  private void encode(int c, RegisterModel model) {
    boolean isOk = kinds.outcome(c) == EventType.OK;
    boolean isShown = kinds.argumentId(c) != OpClasses.NONE;
    switch (kinds.function(c)) {
      case "read" -> {
        boolean tells = isOk && (model.isNilAValue() || kinds.resultId(c) != Values.NIL);
        what[c] = tells ? READ : OTHER;
        int seen = isShown ? localOfId(kinds.resultId(c)) : localOf(kinds.action(c).result());
        from[c] = tells ? seen : NONE;
      }
      case "write" -> {
        what[c] = WRITE;
        boolean isGiven = kinds.argumentId(c) != Values.NIL;
        int id = isGiven ? kinds.argumentId(c) : kinds.resultId(c);
        to[c] = isShown ? localOfId(id) : localOf(kinds.action(c).input());
      }
      default -> {
        if (kinds.outcome(c) == EventType.FAIL) {
          what[c] = OTHER;
          return;
        }
        List<?> pair = (List<?>) Objects.requireNonNull(kinds.action(c).input());
        what[c] = CAS;
        from[c] = localOf(pair.get(0));
        to[c] = localOf(pair.get(1));
      }
    }
  }

  private int localOf(@Nullable Object value) {
    int id = kinds.values().find(value);
    if (id >= 0 || value == null) {
      return localOfId(id);
    }
    return localOfOther.computeIfAbsent(value, v -> values++);
  }

  private int localOfId(int id) {
    int at = slot(id);
    while (ids[at] != NONE) {
      if (ids[at] == id) {
        return locals[at];
      }
      at = (at + 1) & (ids.length - 1);
    }
    ids[at] = id;
    locals[at] = values++;
    int local = locals[at];
    if (2 * values > ids.length) {
      grow();
    }
    return local;
  }

  private int slot(int id) {
    return IdHash.of(id, 0) & (ids.length - 1);
  }

  private void grow() {
    int[] oldIds = ids;
    int[] oldLocals = locals;
    ids = new int[oldIds.length * 2];
    locals = new int[oldIds.length * 2];
    Arrays.fill(ids, NONE);
    for (int i = 0; i < oldIds.length; i++) {
      if (oldIds[i] != NONE) {
        int at = slot(oldIds[i]);
        while (ids[at] != NONE) {
          at = (at + 1) & (ids.length - 1);
        }
        ids[at] = oldIds[i];
        locals[at] = oldLocals[i];
      }
    }
  }
}
