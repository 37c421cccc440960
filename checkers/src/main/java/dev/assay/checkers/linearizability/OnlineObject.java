package dev.assay.checkers.linearizability;

import dev.assay.histories.EventType;
import dev.assay.histories.History;
import dev.assay.histories.Values;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One object of a history that grows.
 *
 * <p>At a quiescent point, when no operation is open but those of which nothing will ever be known,
 * all that matters of the past is in which states the object can be and which of those operations
 * may still take effect; the events before it are forgotten. What came after is searched again when
 * it has grown.
 */
final class OnlineObject {
  /** With more ways to go on than this a quiescent point is let pass. */
  private static final int STARTS_MAX = 64;

  /** Up to here what is left after the last quiescent point is searched each time. */
  private static final int SMALL = 200;

  private static final long CONFIGURATIONS_MAX = 1L << 20;

  /** Values here are kept as they are, not interned. */
  private static final Values NO_VALUES = History.builder().build().values();

  private final Model model;
  private List<Start> starts;
  private List<Event> window = new ArrayList<>();
  private final Set<Integer> open = new LinkedHashSet<>();

  /** How many events of the window lie before its last quiescent point. */
  private int quiescent;

  /** How long the window was when it was last searched. */
  private int searched;

  private boolean isGivenUp;

  private record Event(EventType type, int process, String f, @Nullable Object value) {}

  /** A way to go on: a state, and operations that may take effect once, at any time or never. */
  private record Start(Object state, List<Action> pending) {}

  OnlineObject(Model model) {
    this.model = model;
    starts = List.of(new Start(model.initial(), List.of()));
  }

  void add(EventType type, int process, String f, @Nullable Object value) {
    if (isGivenUp) {
      return;
    }
    window.add(new Event(type, process, f, value));
    if (type == EventType.INVOKE) {
      open.add(process);
    } else {
      open.remove(process);
    }
    if (open.isEmpty()) {
      quiescent = window.size();
    }
  }

  boolean isGivenUp() {
    return isGivenUp;
  }

  int kept() {
    return window.size();
  }

  /** Whether some order explains everything so far; true also when that is not known. */
  boolean isPossible(Limit limit) {
    if (isGivenUp) {
      return true;
    }
    try {
      if (quiescent > 0 && !forget(limit)) {
        return false;
      }
      if (window.size() > SMALL && window.size() < searched + searched / 4) {
        return true;
      }
      searched = window.size();
      return isGivenUp || window.isEmpty() || !ends(window, limit, false).isEmpty();
    } catch (ComplaintException notOfTheModel) {
      giveUp();
      return true;
    }
  }

  /** Moves the beginning to the last quiescent point; false when no order leads there. */
  private boolean forget(Limit limit) throws ComplaintException {
    Set<Start> ends = ends(window.subList(0, quiescent), limit, true);
    if (isGivenUp) {
      return true;
    }
    if (ends.isEmpty()) {
      return false;
    }
    if (ends.size() <= STARTS_MAX) {
      starts = List.copyOf(ends);
      window = new ArrayList<>(window.subList(quiescent, window.size()));
      searched = 0;
    }
    quiescent = 0;
    return true;
  }

  /** The ways to go on after the events: all of them, or just the first that is found. */
  private Set<Start> ends(List<Event> events, Limit limit, boolean all) throws ComplaintException {
    Set<Start> ends = new LinkedHashSet<>();
    for (Start start : starts) {
      Problem problem = problem(start, events);
      Timeline timeline = new Timeline(problem);
      StepTable steps = new StepTable(model, problem.kinds());
      LayeredSearch search =
          new LayeredSearch(new Expansion(timeline, steps), steps.stateId(start.state));
      search.run(CONFIGURATIONS_MAX, limit);
      if (search.state() == Search.State.RUNNING) {
        giveUp();
        return ends;
      }
      if (search.state() == Search.State.YES) {
        search.forEachEnd(
            (state, used) ->
                ends.add(new Start(steps.state(state), left(problem, timeline, used))));
        if (!all) {
          break;
        }
      }
    }
    return ends;
  }

  private void giveUp() {
    isGivenUp = true;
    window = List.of();
    starts = List.of();
  }

  /** The operations of unknown outcome that were not used, in a fixed order. */
  private static List<Action> left(Problem problem, Timeline timeline, int[] used) {
    Map<Integer, Integer> usedOfKind = new HashMap<>();
    for (int p = 0; p < used.length; p++) {
      usedOfKind.put(timeline.pendingKind[p], used[p]);
    }
    List<Action> left = new ArrayList<>();
    for (int op = 0; op < problem.size(); op++) {
      int kind = problem.classes()[op];
      if (problem.isPending(op) && usedOfKind.merge(kind, -1, Integer::sum) < 0) {
        left.add(problem.action(op));
      }
    }
    return left;
  }

  private Problem problem(Start start, List<Event> events) throws ComplaintException {
    return new ProblemBuilder(start, events).build();
  }

  /** Numbers the operations of a window as {@link Problem#of} does those of a history. */
  private final class ProblemBuilder {
    private final OpClasses kinds = new OpClasses(NO_VALUES);
    private final List<Event> events;
    private final int first;
    private final int[] inv;
    private final int[] ret;
    private final int[] classes;
    private int ops;

    ProblemBuilder(Start start, List<Event> events) {
      this.events = events;
      first = start.pending.size();
      inv = new int[first + events.size()];
      ret = new int[inv.length];
      classes = new int[inv.length];
      for (Action pending : start.pending) {
        add(pending, ops, Problem.PENDING);
      }
    }

    Problem build() throws ComplaintException {
      int[] returnOf = returns();
      for (int i = 0; i < events.size(); i++) {
        Event event = events.get(i);
        if (event.type != EventType.INVOKE) {
          continue;
        }
        EventType outcome = returnOf[i] < 0 ? EventType.INFO : events.get(returnOf[i]).type;
        @Nullable Object result = outcome == EventType.OK ? events.get(returnOf[i]).value : null;
        Action action = new Action(event.f, event.value, result, outcome);
        String complaint = model.complaint(action);
        if (complaint != null) {
          throw new ComplaintException(complaint);
        }
        if (model.takesPart(action)) {
          add(action, first + i, outcome == EventType.INFO ? Problem.PENDING : first + returnOf[i]);
        }
      }
      return new Problem(
          model,
          kinds,
          new int[ops],
          Arrays.copyOf(inv, ops),
          Arrays.copyOf(ret, ops),
          Arrays.copyOf(classes, ops),
          first + events.size());
    }

    private void add(Action action, int invoked, int returned) {
      inv[ops] = invoked;
      ret[ops] = returned;
      classes[ops++] = kinds.classOf(action);
    }

    /** Where each invocation completed, or -1. */
    private int[] returns() {
      int[] returnOf = new int[events.size()];
      Arrays.fill(returnOf, -1);
      Map<Integer, Integer> invoked = new HashMap<>();
      for (int i = 0; i < events.size(); i++) {
        Event event = events.get(i);
        if (event.type == EventType.INVOKE) {
          invoked.put(event.process, i);
        } else {
          Integer at = invoked.remove(event.process);
          if (at != null) {
            returnOf[at] = i;
          }
        }
      }
      return returnOf;
    }
  }
}
