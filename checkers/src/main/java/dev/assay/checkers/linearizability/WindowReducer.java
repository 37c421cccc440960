package dev.assay.checkers.linearizability;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes the window of a violation small: cuts off what came long before, then leaves out operations
 * by delta debugging (Zeller and Hildebrandt 2002), always so that the rest proves the violation
 * ({@link Window#isSound}) and the engine still refutes it.
 */
final class WindowReducer {
  private static final int CHECKS_MAX = 3_000;

  /** What is left of the problem; shrinks with every step, so that steps get faster. */
  private Problem whole;

  private final Engine engine;
  private final Limit limit;
  private int checks;

  WindowReducer(Problem whole, Engine engine, Limit limit) {
    this.whole = whole;
    this.engine = engine;
    this.limit = limit;
  }

  /**
   * The smallest window found in the time there is, as a problem of its own; at worst the shortest
   * failing prefix.
   */
  Core reduce(Answer.No no) {
    Window suspected = refuted(new Window(no.suspects(), 0, no.last()));
    Window window = settle(suspected == null ? shortestPrefix(no.last()) : suspected);
    for (int before = Integer.MAX_VALUE; whole.size() < before && !isOver(); ) {
      before = whole.size();
      window = settle(cutStart(window));
      window = settle(leaveOutObservers(window));
      window = settle(leaveOutSingly(window));
    }
    return new Core(whole, window.first(), window.last());
  }

  /**
   * The shortest prefix that is illegal by itself. A search may be stuck at {@code from} because it
   * knows what operations that are still open there are going to return:
   *
   * <pre>
   * A: |-- fetch-and-add 1 -----------| 3      stuck at B, since A comes after a sum of 3, but the
   * B:     |-- read --| 1                      prefix until B has A open, and A can come before B
   * </pre>
   */
  private Window shortestPrefix(int from) {
    int[] ends =
        Arrays.stream(whole.ret()).filter(end -> isReturnFrom(from, end)).sorted().toArray();
    // By this one no order is left, which must be known of what is returned when the time is over.
    int high = ends.length - 1;
    int low = 0;
    // Mostly it is the first, so larger and larger steps from there.
    for (int at = 0, step = 2; at < high && !isOver(); step *= 2) {
      if (refuted(everything(0, ends[at])) != null) {
        high = at;
      } else {
        low = at + 1;
        at = step < high - at ? at + step : high;
      }
    }
    while (low < high && !isOver()) {
      int middle = (low + high) >>> 1;
      if (refuted(everything(0, ends[middle])) != null) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return everything(0, high < 0 ? whole.positions() - 1 : ends[high]);
  }

  private static boolean isReturnFrom(int from, int end) {
    return end >= from && end != Problem.PENDING;
  }

  /** A window and nothing else; see {@link Window} for the positions. */
  record Core(Problem problem, int first, int last) {}

  /** Makes the window the whole. What was left out soundly before stays so. */
  private Window settle(Window window) {
    whole = window.problem(whole);
    return everything(window.first(), window.last());
  }

  private Window everything(int first, int last) {
    boolean[] all = new boolean[whole.size()];
    Arrays.fill(all, true);
    return new Window(all, first, last);
  }

  /** The window, ended where the engine refutes it; null when it does not, or proves nothing. */
  private @Nullable Window refuted(Window window) {
    checks++;
    if (!window.isSound(whole)) {
      return null;
    }
    Problem part = window.problem(whole);
    List<Object> starts = Window.starts(part, window.first());
    // From no state at all everything is illegal, which proves nothing.
    int last = starts.isEmpty() ? -1 : engine.refute(part, starts);
    if (last < 0) {
      return null;
    }
    Window shorter = new Window(window.keep(), window.first(), last);
    boolean isIllegal =
        last == window.last()
            || (shorter.isSound(whole) && engine.refute(shorter.problem(whole), starts) >= 0);
    return isIllegal ? shorter : window;
  }

  /** Tries to start later: at the second, fourth, eighth … last operation of the window. */
  private Window cutStart(Window window) {
    int[] kept = keptOps(window);
    for (int back = 1; back < kept.length && !isOver(); back *= 2) {
      int position = whole.inv()[kept[kept.length - back]];
      for (Window later : new Window[] {startingAt(window, position), open(window, position)}) {
        Window smaller = later == null ? null : refuted(later);
        if (smaller != null) {
          return smaller;
        }
      }
    }
    return window;
  }

  /**
   * The part of the window from a position on; what began before it is open. Null when nothing
   * would be gained.
   */
  private @Nullable Window open(Window window, int position) {
    boolean[] keep = new boolean[whole.size()];
    for (int op = 0; op < keep.length; op++) {
      boolean began = whole.inv()[op] < position;
      keep[op] =
          window.keep()[op]
              && whole.ret()[op] >= position
              && !(began && whole.model().mayGo(whole.action(op)));
    }
    return position <= window.first() ? null : new Window(keep, position, window.last());
  }

  /**
   * The part of the window from a position on; starts earlier where an operation that is open there
   * made what a later one sees. Null when nothing would be gained.
   */
  private @Nullable Window startingAt(Window window, int position) {
    boolean[] keep = new boolean[whole.size()];
    int first = position;
    for (boolean grown = true; grown; ) {
      grown = false;
      for (int op = 0; op < whole.size(); op++) {
        if (!window.keep()[op] || keep[op] || !whole.takesPart(op, window.last())) {
          continue;
        }
        boolean returns = whole.ret()[op] <= window.last();
        boolean spans = returns && whole.inv()[op] < first && whole.ret()[op] > first;
        if (!returns || whole.inv()[op] >= first) {
          keep[op] = true;
        } else if (spans && isSeen(op, keep, window)) {
          keep[op] = true;
          first = whole.inv()[op];
          grown = true;
        }
      }
    }
    return first <= window.first() || first == 0 ? null : new Window(keep, first, window.last());
  }

  private boolean isSeen(int op, boolean[] keep, Window window) {
    Object token = whole.model().makes(whole.action(op, window.last()));
    for (int other = 0; other < keep.length && token != null; other++) {
      if (keep[other] && whole.takesPart(other, window.last())) {
        Object sees = whole.model().sees(whole.action(other, window.last()));
        if (sees.equals(token) || sees.equals(Model.ANYTHING)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Leaves out observers, halves first, with all that nobody sees any more. */
  private Window leaveOutObservers(Window start) {
    Window window = start;
    for (int chunk = Math.max(1, count(window) / 2); ; chunk /= 2) {
      int[] kept = keptOps(window);
      for (int from = 0; from < kept.length && !isOver(); from += chunk) {
        boolean[] keep = window.keep().clone();
        boolean changed = false;
        for (int i = from; i < Math.min(kept.length, from + chunk); i++) {
          if (keep[kept[i]] && isObserver(kept[i], window)) {
            keep[kept[i]] = false;
            changed = true;
          }
        }
        window = changed ? smaller(window, keep) : window;
      }
      if (chunk == 1 || isOver()) {
        return window;
      }
    }
  }

  private Window smaller(Window window, boolean[] keep) {
    boolean[] peeled = keep.clone();
    peel(peeled, window);
    Window tried = refuted(new Window(peeled, window.first(), window.last()));
    if (tried == null && !Arrays.equals(peeled, keep)) {
      tried = refuted(new Window(keep, window.first(), window.last()));
    }
    return tried == null ? window : tried;
  }

  /** Leaves out each operation that may go by itself, until none may. */
  private Window leaveOutSingly(Window start) {
    Window window = start;
    for (int op : keptOps(start)) {
      if (isOver()) {
        return window;
      }
      if (!window.keep()[op]) {
        continue;
      }
      boolean[] keep = window.keep().clone();
      keep[op] = false;
      Window tried = refuted(new Window(keep, window.first(), window.last()));
      window = tried == null ? window : tried;
    }
    return window;
  }

  /** Takes away every operation whose token no other sees. */
  private void peel(boolean[] keep, Window window) {
    for (int op = keep.length - 1; op >= 0; op--) {
      if (keep[op] && whole.ret()[op] != window.last() && !isObserver(op, window)) {
        keep[op] = false;
        keep[op] =
            whole.model().makes(whole.action(op, window.last())) == null
                || isSeen(op, keep, window);
      }
    }
  }

  private boolean isObserver(int op, Window window) {
    return whole.ret()[op] != window.last() && whole.model().mayGo(whole.action(op));
  }

  private int[] keptOps(Window window) {
    int[] ops = new int[whole.size()];
    int count = 0;
    for (int op = 0; op < whole.size(); op++) {
      if (window.keep()[op] && whole.takesPart(op, window.last())) {
        ops[count++] = op;
      }
    }
    return Arrays.copyOf(ops, count);
  }

  private int count(Window window) {
    return keptOps(window).length;
  }

  private boolean isOver() {
    return checks > CHECKS_MAX || limit.reached(0) != null;
  }
}
