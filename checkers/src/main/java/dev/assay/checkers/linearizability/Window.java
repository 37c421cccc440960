package dev.assay.checkers.linearizability;

import dev.assay.histories.EventType;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Operations of a problem that are claimed to be illegal by themselves.
 *
 * @param keep which operations
 * @param first the position at which the window starts, from whatever state; 0 for the problem's
 *     own start and its initial state
 * @param last the position of the last event that counts
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never written to
record Window(boolean[] keep, int first, int last) {

  Problem problem(Problem whole) {
    return whole.window(keep, first, last);
  }

  /** The states from which a window that starts at {@code first} must be illegal. */
  static List<Object> starts(Problem part, int first) {
    if (first == 0) {
      return List.of(part.model().initial());
    }
    Set<Action> actions = new LinkedHashSet<>();
    for (int op = 0; op < part.size(); op++) {
      actions.add(part.action(op));
    }
    return part.model().startStates(actions);
  }

  /**
   * Whether what is left out may be left out: a legal order of the whole would give one of the
   * window. The three rules are those of {@link
   * dev.assay.checkers.certificates.Certificate.IllegalWindow}.
   */
  boolean isSound(Problem whole) {
    Rest rest = new Rest(whole, this);
    for (int op = 0; op < whole.size(); op++) {
      if (!whole.takesPart(op, last)) {
        continue;
      }
      if (keep[op]) {
        if (whole.inv()[op] < first && !canBeOpen(whole, op)) {
          return false;
        }
        rest.add(op);
      } else if (whole.ret()[op] >= first && !whole.model().mayGo(rest.action(op))) {
        rest.add(op);
      }
    }
    return rest.peel();
  }

  /** Whether all that was asked is known from the invocation, and something may come of it. */
  private static boolean canBeOpen(Problem whole, int op) {
    Action action = whole.action(op);
    return action.outcome() != EventType.FAIL
        && whole.model().complaint(Model.stillOpen(action)) == null;
  }

  /** Operations whose tokens are counted, so that unseen ones can be taken away one by one. */
  private static final class Rest {
    private final Problem whole;
    private final Window window;
    private final Map<Object, Integer> seen = new HashMap<>();
    private final boolean[] isThere;

    Rest(Problem whole, Window window) {
      this.whole = whole;
      this.window = window;
      isThere = new boolean[whole.size()];
    }

    void add(int op) {
      isThere[op] = true;
      seen.merge(whole.model().sees(action(op)), 1, Integer::sum);
    }

    boolean peel() {
      boolean isAllGone = false;
      for (boolean progress = true; progress && !isAllGone; ) {
        progress = false;
        isAllGone = true;
        for (int op = whole.size() - 1; op >= 0; op--) {
          if (!isThere[op] || window.keep[op]) {
            continue;
          }
          if (canGo(op)) {
            isThere[op] = false;
            seen.merge(whole.model().sees(action(op)), -1, Integer::sum);
            progress = true;
          } else {
            isAllGone = false;
          }
        }
      }
      return isAllGone;
    }

    private boolean canGo(int op) {
      Object sees = whole.model().sees(action(op));
      Object makes = whole.model().makes(action(op));
      int own = sees.equals(makes) ? 1 : 0;
      int anything = seen.getOrDefault(Model.ANYTHING, 0) - (sees.equals(Model.ANYTHING) ? 1 : 0);
      return makes != null && anything == 0 && seen.getOrDefault(makes, 0) == own;
    }

    Action action(int op) {
      boolean isOpen = window.keep[op] && whole.inv()[op] < window.first;
      return whole.action(op, isOpen ? window.first - 1 : window.last);
    }
  }
}
