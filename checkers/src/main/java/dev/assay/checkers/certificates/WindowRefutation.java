package dev.assay.checkers.certificates;

import dev.assay.checkers.certificates.Certificate.IllegalWindow;
import dev.assay.histories.History;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Verifies that a window is a fair part of the history and that no order explains it.
 *
 * <p>The second is a search through all orders, return by return; it gives up at a bound.
 */
final class WindowRefutation {
  private static final int CONFIGURATIONS_MAX = 2_000_000;

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
    if (window.elements() != null && !specification.hasElements()) {
      return Verification.reject("a " + window.model() + " has no elements to leave out");
    }
    Set<Integer> chosen = new HashSet<>();
    for (int invocation : window.operations()) {
      if (!isOfObject(invocation) || !chosen.add(invocation)) {
        return Verification.reject("event " + invocation + " is none of the object's operations");
      }
      Call call = Call.until(history, invocation, window.lastEvent());
      if (!isUnderstood(invocation)) {
        return Verification.reject("operation " + invocation + " is none of " + window.model());
      }
      if (!takesPart(call)) {
        return Verification.reject("operation " + invocation + " fails and takes part");
      }
      Call restricted = restrict(call, invocation);
      if (restricted == null) {
        return Verification.reject("operation " + invocation + " concerns none of the elements");
      }
      if (invocation < window.firstEvent()) {
        if (restricted.isFail() || !specification.understands(restricted.opened())) {
          return Verification.reject("operation " + invocation + " cannot count as open");
        }
        restricted = restricted.opened();
      }
      kept.add(restricted);
    }
    Verification fair = fairPart(chosen);
    return fair.accepted() ? refute() : fair;
  }

  /** Whether the operation is one of the model's, both with and without what it returned later. */
  private boolean isUnderstood(int invocation) {
    return specification.understands(Call.until(history, invocation, window.lastEvent()))
        && specification.understands(Call.until(history, invocation, history.size() - 1));
  }

  private boolean isOfObject(int event) {
    return event >= 0
        && event <= window.lastEvent()
        && history.isClientInvocation(event)
        && Objects.equals(history.key(event), window.key());
  }

  /**
   * What is left of a call. First the whole history is restricted, then the window is cut: so what
   * an operation that is still open in the window returned later tells which elements it concerns.
   */
  private @Nullable Call restrict(Call call, int invocation) {
    if (window.elements() == null) {
      return call;
    }
    Call restricted = restrictWhole(invocation);
    return restricted == null ? null : restricted.cutAt(window.lastEvent());
  }

  /** What is left of an operation with what it returned, be that within the window or later. */
  private @Nullable Call restrictWhole(int invocation) {
    Call whole = Call.until(history, invocation, history.size() - 1);
    Set<Object> elements = window.elements();
    return elements == null ? whole : specification.restrict(whole, elements);
  }

  /** Whether the call, with what it returned later, left the state as it was. */
  private boolean onlyLooks(int invocation) {
    Call restricted = restrictWhole(invocation);
    return restricted == null || specification.onlyLooks(restricted);
  }

  private boolean takesPart(Call call) {
    return !call.isFail() || (call.returned() != Call.NEVER && specification.counts(call));
  }

  /** The three rules of {@link IllegalWindow}. */
  private Verification fairPart(Set<Integer> chosen) {
    List<Call> rest = new ArrayList<>();
    for (int event = 0; event <= window.lastEvent(); event++) {
      if (!isOfObject(event) || chosen.contains(event)) {
        continue;
      }
      Call call = Call.until(history, event, window.lastEvent());
      if (!isUnderstood(event)) {
        return Verification.reject("operation " + event + " is none of " + window.model());
      }
      Call restricted = restrict(call, event);
      if (restricted != null
          && takesPart(restricted)
          && !specification.onlyLooks(restricted)
          && !onlyLooks(event)
          && restricted.returned() >= window.firstEvent()) {
        rest.add(restricted);
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
    Set<Configuration> now = new HashSet<>();
    starts.forEach(start -> now.add(new Configuration(new BitSet(), start)));
    return new Layers(now).refute();
  }

  /** Those calls that took effect and have not returned yet, and the state. */
  private record Configuration(BitSet done, Object state) {}

  /**
   * All configurations after each return, one return after the other. A call has to take effect
   * before its return and not earlier than another needs it: so at a return what is tried is every
   * sequence of open calls that ends with the one that returns.
   */
  private final class Layers {
    private Set<Configuration> now;
    private Set<Configuration> next = new HashSet<>();
    private final BitSet open = new BitSet();
    private final UnaryOperator<Object> simplified = specification.simplified(kept);
    private int made;

    Layers(Set<Configuration> starts) {
      now = starts;
    }

    Verification refute() {
      kept.sort(Comparator.comparingInt(Call::invocation));
      List<Integer> returning = new ArrayList<>();
      for (int i = 0; i < kept.size(); i++) {
        if (kept.get(i).returned() != Call.NEVER) {
          returning.add(i);
        }
      }
      returning.sort(Comparator.comparingInt(i -> kept.get(i).returned()));
      int invoked = 0;
      for (int call : returning) {
        for (; invoked < kept.size() && isInvokedBefore(invoked, call); invoked++) {
          open.set(invoked);
        }
        if (!letReturn(call)) {
          return Verification.giveUp(
              "a window of " + kept.size() + " operations is too large to verify");
        }
        open.clear(call);
        now = next;
        next = new HashSet<>();
        if (now.isEmpty()) {
          return Verification.accept("no order of " + kept.size() + " operations");
        }
      }
      return Verification.reject("there is an order that explains the window");
    }

    private boolean isInvokedBefore(int call, int returning) {
      return kept.get(call).invocation() < kept.get(returning).returned();
    }

    /** False when it takes too much. */
    private boolean letReturn(int returning) {
      Set<Configuration> seen = new HashSet<>(now);
      Deque<Configuration> todo = new ArrayDeque<>(now);
      while (!todo.isEmpty() && made < CONFIGURATIONS_MAX) {
        Configuration configuration = todo.pop();
        if (configuration.done().get(returning)) {
          BitSet done = (BitSet) configuration.done().clone();
          done.clear(returning);
          next.add(new Configuration(done, configuration.state()));
          continue;
        }
        for (int call = open.nextSetBit(0); call >= 0; call = open.nextSetBit(call + 1)) {
          if (configuration.done().get(call) || hasTwinBefore(call, configuration.done())) {
            continue;
          }
          Object state = specification.after(configuration.state(), kept.get(call));
          made++;
          if (state != null) {
            BitSet done = (BitSet) configuration.done().clone();
            done.set(call);
            Configuration after = new Configuration(done, simplified.apply(state));
            if (seen.add(after)) {
              todo.push(after);
            }
          }
        }
      }
      return todo.isEmpty();
    }

    /** Of open calls that are alike and never return the first stands for all. */
    private boolean hasTwinBefore(int call, BitSet done) {
      if (kept.get(call).returned() != Call.NEVER) {
        return false;
      }
      for (int other = open.nextSetBit(0); other < call; other = open.nextSetBit(other + 1)) {
        if (!done.get(other) && kept.get(other).isTwinOf(kept.get(call))) {
          return true;
        }
      }
      return false;
    }
  }
}
