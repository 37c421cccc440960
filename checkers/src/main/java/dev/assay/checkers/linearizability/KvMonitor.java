package dev.assay.checkers.linearizability;

import dev.assay.checkers.CheckOptions;
import dev.assay.checkers.linearizability.models.KvModel;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Decides a string that is replaced and extended, when every string that was read can have come
 * about in one way only; O(the total length of distinct reads).
 *
 * <p>Then the history is one of a compare-and-set register with distinct values, which {@link
 * RegisterMonitor} decides: a put writes its string, and an append of which a later read shows the
 * effect is a compare-and-set from the string before it to that after it.
 *
 * <pre>
 * put "a", append "b", append "c", read "abc"   is   write a, cas a→ab, cas ab→abc, read abc
 * </pre>
 *
 * <p>An append that no read shows is like a write of a value that nobody reads: it may come
 * anywhere, but after it only puts and other such appends, until the next put.
 */
final class KvMonitor implements Monitor {
  private final String initial;
  private final RegisterModel register;

  KvMonitor(KvModel model) {
    initial = (String) model.initial();
    register = RegisterModel.casRegister(CheckOptions.DEFAULT.withInitial(initial));
  }

  @Override
  public String name() {
    return "chains of strings";
  }

  @Override
  public @Nullable Answer decide(Problem problem) {
    Strings strings = new Strings(problem, initial);
    return strings.collect() && strings.explainReads()
        ? new RegisterMonitor(register).decide(strings.asRegister(register))
        : null;
  }

  /** The strings that were there, each by the operation that made it. */
  private static final class Strings {
    private static final int AMBIGUOUS = -2;
    private static final int NONE = -1;

    private final Problem problem;
    private final String initial;

    /** Puts and appends by what they put or append; {@link #AMBIGUOUS} when there are two. */
    private final Map<String, Integer> puts = new HashMap<>();

    private final Map<String, Integer> appends = new HashMap<>();

    /** Lengths of what is appended, ascending. */
    private final Set<Integer> lengths = new TreeSet<>();

    /** What was there after and before operations whose effect a read shows. */
    private final Map<Integer, String> after = new HashMap<>();

    private final Map<Integer, String> before = new HashMap<>();

    Strings(Problem problem, String initial) {
      this.problem = problem;
      this.initial = initial;
    }

    /** False when something makes strings ambiguous. */
    boolean collect() {
      for (int op = 0; op < problem.size(); op++) {
        Action action = problem.action(op);
        if (action.f().equals("get")) {
          continue;
        }
        String value = KvModel.string(action.input());
        boolean isPut = action.f().equals("put");
        int number = op;
        (isPut ? puts : appends).merge(value, number, (one, other) -> AMBIGUOUS);
        if (!isPut) {
          lengths.add(value.length());
        }
      }
      return !lengths.contains(0);
    }

    /** Finds what made each string read; false when that is not certain. */
    boolean explainReads() {
      Set<Integer> known = new HashSet<>();
      for (int op = 0; op < problem.size(); op++) {
        Action action = problem.action(op);
        if (action.f().equals("get")
            && action.isOk()
            && known.add(problem.classes()[op])
            && !explain(KvModel.string(action.result()))) {
          return false;
        }
      }
      return true;
    }

    /** Takes the string apart from its end, until its beginning or what is known. */
    private boolean explain(String read) {
      for (String left = read; ; ) {
        int put = puts.getOrDefault(left, NONE);
        int append = lastAppend(left);
        boolean isInitial = left.equals(initial);
        int ways = (put == NONE ? 0 : 1) + (append == NONE ? 0 : 1) + (isInitial ? 1 : 0);
        if (put == AMBIGUOUS || append == AMBIGUOUS || ways > 1) {
          return false;
        }
        if (ways == 0 || isInitial) {
          return true;
        }
        int maker = put == NONE ? append : put;
        String known = after.putIfAbsent(maker, left);
        if (known != null) {
          // the same append in two places: no order, but which one it is cannot be said here
          return known.equals(left);
        }
        if (put != NONE) {
          return true;
        }
        int length = KvModel.string(problem.action(append).input()).length();
        left = left.substring(0, left.length() - length);
        before.put(append, left);
      }
    }

    /** The one append that the string may end with. */
    private int lastAppend(String string) {
      int found = NONE;
      for (int length : lengths) {
        if (length > string.length()) {
          break;
        }
        int append = appends.getOrDefault(string.substring(string.length() - length), NONE);
        if (append != NONE) {
          found = found == NONE ? append : AMBIGUOUS;
        }
      }
      return found;
    }

    /** The same history with strings as values; what is never read gets a value of its own. */
    Problem asRegister(RegisterModel register) {
      OpClasses kinds = new OpClasses(problem.kinds().values());
      int[] classes = new int[problem.size()];
      for (int op = 0; op < classes.length; op++) {
        classes[op] = kinds.classOf(asRegister(op, problem.action(op)));
      }
      return new Problem(
          register,
          kinds,
          problem.invocations(),
          problem.inv(),
          problem.ret(),
          classes,
          problem.positions());
    }

    private Action asRegister(int op, Action action) {
      if (action.f().equals("get")) {
        String read = KvModel.string(action.result());
        return new Action("read", null, action.isOk() ? read : null, action.outcome());
      }
      String made = after.get(op);
      String from = before.get(op);
      Object value = made == null ? (Object) List.of(op) : made;
      Object argument = from == null ? value : List.of(from, value);
      return new Action(
          from == null ? "write" : "cas",
          argument,
          action.isOk() ? argument : null,
          action.outcome());
    }
  }
}
