package dev.assay.checkers.isolation;

import dev.assay.checkers.Classification;
import dev.assay.checkers.Decision;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * What is known of every model of the lattice. An anomaly rules out what forbids it and all that is
 * stronger; what was decided to hold holds with all that is weaker; all else is undecided, for a
 * reason.
 */
public final class Decisions {
  /** Of a model for which the lattice has anomalies that nobody looks for, or none at all. */
  public static final Decision.Undecided NO_CHECK =
      new Decision.Undecided(
          "known only where a stronger model holds or a weaker one is ruled out", true);

  private final Map<ConsistencyModel, AnomalyType> ruledOut = new EnumMap<>(ConsistencyModel.class);
  private final Map<ConsistencyModel, Decision.Holds> holding =
      new EnumMap<>(ConsistencyModel.class);

  /** Begins with the anomalies that were found. */
  public Decisions(Set<AnomalyType> found) {
    for (AnomalyType type : AnomalyType.values()) {
      if (found.contains(type)) {
        ConsistencyModel.ruledOutBy(EnumSet.of(type))
            .forEach(model -> ruledOut.putIfAbsent(model, type));
      }
    }
  }

  /**
   * These models hold unless they are ruled out. What is said first of a model stands.
   *
   * @param byOrder whether an order was found that shows it
   */
  public void hold(Set<ConsistencyModel> models, boolean byOrder) {
    for (ConsistencyModel model : models) {
      if (!ruledOut.containsKey(model)) {
        holding.putIfAbsent(model, new Decision.Holds(model.label(), byOrder));
      }
    }
  }

  /** To be called when all has been said: what holds with something stronger. */
  public void close() {
    List<ConsistencyModel> strongestFirst = Arrays.asList(ConsistencyModel.values()).reversed();
    for (ConsistencyModel model : strongestFirst) {
      Decision.Holds holds = holding.get(model);
      if (holds != null) {
        model.implied().forEach(weaker -> holding.putIfAbsent(weaker, holds));
      }
    }
  }

  /** Whether a model is known to hold. */
  boolean holds(ConsistencyModel model) {
    return holding.containsKey(model);
  }

  /** The strongest models that hold. */
  Set<ConsistencyModel> strongest() {
    return ConsistencyModel.strongest(holding.keySet());
  }

  /**
   * All of it.
   *
   * @param counts how many anomalies there are of each kind
   * @param why for what reason a model is undecided
   */
  public Classification classification(
      Map<AnomalyType, Integer> counts,
      Function<ConsistencyModel, Decision.Undecided> why,
      List<String> notes) {
    Map<String, Integer> named = new LinkedHashMap<>();
    counts.forEach((type, count) -> named.put(type.label(), count));
    Set<ConsistencyModel> weakest = ConsistencyModel.weakest(ruledOut.keySet());
    Set<ConsistencyModel> others = EnumSet.noneOf(ConsistencyModel.class);
    others.addAll(ruledOut.keySet());
    others.removeAll(weakest);
    return new Classification(
        named,
        ConsistencyModel.labels(weakest),
        ConsistencyModel.labels(others),
        ConsistencyModel.labels(strongest()),
        all(why),
        notes);
  }

  private Map<String, Decision> all(Function<ConsistencyModel, Decision.Undecided> why) {
    Map<String, Decision> all = new LinkedHashMap<>();
    for (ConsistencyModel model : ConsistencyModel.values()) {
      AnomalyType anomaly = ruledOut.get(model);
      Decision.Holds holds = holding.get(model);
      Decision decision =
          anomaly != null
              ? new Decision.RuledOut(anomaly.label())
              : holds != null ? holds : why.apply(model);
      all.put(model.label(), decision);
    }
    return Collections.unmodifiableMap(all);
  }
}
