package dev.assay.checkers.linearizability;

import dev.assay.checkers.Anomaly;
import dev.assay.checkers.certificates.Certificate.ClashingPair;
import dev.assay.checkers.certificates.Certificate.IllegalWindow;
import dev.assay.histories.History;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Builds the anomaly of one object from what proves it: a window, or two operations that clash. */
final class Accusation {
  private final History history;
  private final ObjectSplit split;
  private final int object;
  private final Problem whole;
  private final Engine engine;

  Accusation(History history, ObjectSplit split, int object, Problem whole, Engine engine) {
    this.history = history;
    this.split = split;
    this.object = object;
    this.whole = whole;
    this.engine = engine;
  }

  /** A window of what is left when only some elements count; null when all do. */
  Anomaly of(WindowReducer.Core window, @Nullable Set<Object> elements) {
    Problem part = window.problem();
    @Nullable Object key = key(history, split, object);
    List<Integer> operations = Arrays.stream(part.invocations()).boxed().toList();
    int lastEvent = split.event(object, window.last());
    int firstEvent = window.first() == 0 ? 0 : split.event(object, window.first());
    String model = whole.model().name();
    boolean anyInitial = window.first() > 0;
    return new Anomaly(
        "nonlinearizable",
        key,
        new IllegalWindow(key, model, operations, firstEvent, lastEvent, elements),
        new LinearizabilityExplanation(
            model,
            key,
            whole.model().show(whole.model().initial()),
            anyInitial,
            operations,
            history.pair(lastEvent),
            Explainer.longestPaths(part, Window.starts(part, window.first())),
            anyInitial ? null : likelyInitial(part)));
  }

  /** The anomaly of two operations that clash. */
  static Anomaly of(Pair pair, History history, ObjectSplit split, int object, Problem whole) {
    @Nullable Object key = key(history, split, object);
    String model = whole.model().name();
    int first = whole.invocations()[pair.first(whole)];
    int second = whole.invocations()[pair.second(whole)];
    return new Anomaly(
        "nonlinearizable",
        key,
        new ClashingPair(key, model, first, second),
        new ClashExplanation(model, key, first, second, pair.isBackwards(whole)));
  }

  static @Nullable Object key(History history, ObjectSplit split, int object) {
    int id = split.keyId(object);
    return id == History.NONE ? null : history.values().get(id);
  }

  /** A state other than the initial one from which the whole object would be linearizable. */
  private @Nullable Object likelyInitial(Problem part) {
    Set<Action> actions = new LinkedHashSet<>();
    for (int op = 0; op < part.size(); op++) {
      actions.add(part.action(op));
    }
    for (Object state : whole.model().startStates(actions)) {
      if (!state.equals(whole.model().initial()) && whole.isLegalFrom(state, engine)) {
        return whole.model().show(state);
      }
    }
    return null;
  }
}
