package dev.assay.checkers.linearizability;

import dev.assay.checkers.linearizability.models.SetModel;
import dev.assay.histories.EventType;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides a set in O(n log n): each element is a {@link Toggle} of its own (Herlihy and Wing 1990,
 * §3.3, locality), as long as nobody reads the whole set; then see {@link GrowingSet}.
 *
 * <p>An add that does not tell whether it changed anything turns its element on when it is the only
 * one; a second one, or such a remove, is left to the search.
 */
final class SetMonitor implements Monitor {
  @Override
  public String name() {
    return "elements";
  }

  @Override
  public @Nullable Answer decide(Problem problem) {
    for (int op = 0; op < problem.size(); op++) {
      if (problem.kinds().function(problem.classes()[op]).equals("read")
          && problem.action(op).result() instanceof Collection<?>) {
        return GrowingSet.decide(problem);
      }
    }
    return new Elements(problem).decide();
  }

  /** The operations by element. */
  private static final class Elements {
    private static final byte READ = 4;
    private static final Object NO_ELEMENT = new Object();

    private final Problem problem;
    private final Map<Object, Integer> numbers = new HashMap<>();
    private final int[] elementOf;
    private final byte[] what;

    /** Operations as they were placed, element by element, and when: the event, then the place. */
    private final int[] sequence;

    private final long[] moments;
    private int placed;
    private int now;

    Elements(Problem problem) {
      this.problem = problem;
      elementOf = new int[problem.size()];
      what = new byte[problem.size()];
      sequence = new int[problem.size()];
      moments = new long[problem.size()];
    }

    @Nullable Answer decide() {
      boolean isClear = code();
      int[] events = Sweep.events(problem);
      int[] from = new int[numbers.size() + 2];
      for (int event : events) {
        from[element(event) + 2]++;
      }
      for (int e = 2; e < from.length; e++) {
        from[e] += from[e - 1];
      }
      int[] byElement = new int[events.length];
      for (int event : events) {
        byElement[from[element(event) + 1]++] = event;
      }
      Toggle toggle = new Toggle(problem, what, this::place);
      for (int e = 0; e < numbers.size() && isClear; e++) {
        toggle.reset();
        for (int i = from[e]; i < from[e + 1]; i++) {
          if (!pass(byElement[i], toggle)) {
            return Answer.No.among(problem, nameOf(e));
          }
        }
      }
      return isClear ? new Answer.Yes(order()) : null;
    }

    private int element(int event) {
      return elementOf[event >= 0 ? event : ~event];
    }

    private boolean pass(int event, Toggle toggle) {
      int op = event >= 0 ? event : ~event;
      now = event >= 0 ? problem.inv()[op] : problem.ret()[op];
      if (event < 0) {
        return what[op] == READ || toggle.giveBack(op);
      }
      if (what[op] == READ) {
        place(op);
      } else {
        toggle.invoke(op);
      }
      return true;
    }

    /** At one event only operations on its element take effect. */
    private void place(int op) {
      sequence[placed] = op;
      moments[placed] = ((long) now << 32) | placed;
      placed++;
    }

    private int[] order() {
      Arrays.sort(moments, 0, placed);
      int[] order = new int[placed];
      for (int i = 0; i < placed; i++) {
        order[i] = sequence[(int) moments[i]];
      }
      return order;
    }

    /** Whether all operations say enough. */
    private boolean code() {
      int[] adds = new int[problem.size() + 1];
      boolean[] isVague = new boolean[problem.size() + 1];
      boolean isClear = true;
      for (int op = 0; op < problem.size(); op++) {
        Action action = problem.action(op);
        if (action.f().equals("read")) {
          what[op] = READ;
          elementOf[op] = numbers.computeIfAbsent(NO_ELEMENT, e -> numbers.size());
          continue;
        }
        Object element = Objects.requireNonNull(SetModel.element(action));
        int e = numbers.computeIfAbsent(element, x -> numbers.size());
        elementOf[op] = e;
        what[op] = what(action);
        adds[e] += what[op] == Toggle.TURN_ON ? 1 : 0;
        boolean isBlind = action.outcome() == EventType.OK && SetModel.told(action) == null;
        isVague[e] |= isBlind;
        isClear &= !isBlind || what[op] == Toggle.TURN_ON;
      }
      for (int e = 0; e < numbers.size(); e++) {
        isClear &= !isVague[e] || adds[e] == 1;
      }
      return isClear;
    }

    private static byte what(Action action) {
      Boolean told = SetModel.told(action);
      return switch (action.f()) {
        case "contains" -> Boolean.TRUE.equals(told) ? Toggle.SEE_ON : Toggle.SEE_OFF;
        case "add" -> Boolean.FALSE.equals(told) ? Toggle.SEE_ON : Toggle.TURN_ON;
        default -> Boolean.FALSE.equals(told) ? Toggle.SEE_OFF : Toggle.TURN_OFF;
      };
    }

    private Set<Object> nameOf(int number) {
      for (Map.Entry<Object, Integer> entry : numbers.entrySet()) {
        if (entry.getValue() == number) {
          return Set.of(entry.getKey());
        }
      }
      throw new IllegalStateException("no element " + number);
    }
  }
}
