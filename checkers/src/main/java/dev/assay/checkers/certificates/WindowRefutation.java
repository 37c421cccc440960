package dev.assay.checkers.certificates;

import dev.assay.checkers.certificates.Certificate.IllegalWindow;
import dev.assay.histories.History;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Verifies that a window is a fair part of the history and that no order explains it.
 *
 * <p>The second is a search through all orders that remembers which sets of operations and states
 * it has seen; it gives up at a bound.
 */
final class WindowRefutation {
  private static final int CONFIGURATIONS_MAX = 200_000;

  private final History history;
  private final IllegalWindow window;
  private final Specification specification;
  private final List<Call> kept = new ArrayList<>();

  private WindowRefutation(History history, IllegalWindow window, Specification specification) {
    this.history = history;
    this.window = window;
    this.specification = specification;
  }

  static Verification verify(History history, IllegalWindow window, Specification specification) {
    return new WindowRefutation(history, window, specification).verify();
  }

  private Verification verify() {
    if (window.lastEvent() < 0 || window.lastEvent() >= history.size()) {
      return Verification.reject("the window ends outside of the history");
    }
    Set<Integer> chosen = new HashSet<>();
    for (int invocation : window.operations()) {
      if (!isOfObject(invocation) || !chosen.add(invocation)) {
        return Verification.reject("event " + invocation + " is none of the object's operations");
      }
      Call call = Call.until(history, invocation, window.lastEvent());
      if (!specification.understands(call)) {
        return Verification.reject("operation " + invocation + " is none of " + window.model());
      }
      if (!takesPart(call)) {
        return Verification.reject("operation " + invocation + " fails and takes part");
      }
      kept.add(call);
    }
    Verification fair = fairPart(chosen);
    return fair.accepted() ? refute() : fair;
  }

  private boolean isOfObject(int event) {
    return event >= 0
        && event <= window.lastEvent()
        && history.isClientInvocation(event)
        && Objects.equals(history.key(event), window.key());
  }

  private boolean takesPart(Call call) {
    return !call.isFail() || (call.returned() != Call.NEVER && specification.counts(call));
  }

  /** The three rules of {@link IllegalWindow}. */
  private Verification fairPart(Set<Integer> chosen) {
    for (Call call : kept) {
      if (!call.isOpen() && call.invocation() < window.firstEvent()) {
        return Verification.reject(
            "operation " + call.invocation() + " began before the window and returned in it");
      }
    }
    List<Call> rest = new ArrayList<>();
    for (int event = 0; event <= window.lastEvent(); event++) {
      if (!isOfObject(event) || chosen.contains(event)) {
        continue;
      }
      Call call = Call.until(history, event, window.lastEvent());
      if (!specification.understands(call)) {
        return Verification.reject("operation " + event + " is none of " + window.model());
      }
      if (takesPart(call)
          && !specification.onlyLooks(call)
          && call.returned() >= window.firstEvent()) {
        rest.add(call);
      }
    }
    for (boolean progress = true; progress && !rest.isEmpty(); ) {
      List<Call> others = new ArrayList<>(kept);
      others.addAll(rest);
      int before = rest.size();
      for (int i = rest.size() - 1; i >= 0; i--) {
        if (specification.isUnnoticed(rest.get(i), others)) {
          others.remove(rest.remove(i));
        }
      }
      progress = rest.size() < before;
    }
    return rest.isEmpty()
        ? Verification.accept("")
        : Verification.reject(
            "operation " + rest.get(0).invocation() + " is left out, but others may depend on it");
  }

  private Verification refute() {
    List<Object> starts =
        window.firstEvent() == 0 ? List.of(specification.initial()) : specification.starts(kept);
    if (starts.isEmpty()) {
      return Verification.reject("a window of this model has to begin with the history");
    }
    Set<Configuration> seen = new HashSet<>();
    Deque<Configuration> open = new ArrayDeque<>();
    for (Object start : starts) {
      Configuration configuration = new Configuration(new BitSet(), start);
      if (seen.add(configuration)) {
        open.push(configuration);
      }
    }
    while (!open.isEmpty()) {
      Configuration configuration = open.pop();
      if (isComplete(configuration)) {
        return Verification.reject("there is an order that explains the window");
      }
      for (Configuration next : successors(configuration)) {
        if (seen.add(next)) {
          open.push(next);
        }
      }
      if (seen.size() > CONFIGURATIONS_MAX) {
        return Verification.giveUp(
            "a window of " + kept.size() + " operations is too large to verify");
      }
    }
    return Verification.accept("no order of " + kept.size() + " operations");
  }

  /** The calls that took effect, and the state after them. */
  private record Configuration(BitSet done, Object state) {}

  private boolean isComplete(Configuration configuration) {
    for (int i = 0; i < kept.size(); i++) {
      if (!kept.get(i).isOpen() && !configuration.done().get(i)) {
        return false;
      }
    }
    return true;
  }

  private List<Configuration> successors(Configuration configuration) {
    int firstReturn = Call.NEVER;
    for (int i = 0; i < kept.size(); i++) {
      if (!configuration.done().get(i)) {
        firstReturn = Math.min(firstReturn, kept.get(i).returned());
      }
    }
    List<Configuration> next = new ArrayList<>();
    for (int i = 0; i < kept.size(); i++) {
      Call call = kept.get(i);
      if (configuration.done().get(i) || call.invocation() > firstReturn) {
        continue;
      }
      Object state = specification.after(configuration.state(), call);
      if (state != null) {
        BitSet done = (BitSet) configuration.done().clone();
        done.set(i);
        next.add(new Configuration(done, state));
      }
    }
    return next;
  }
}
