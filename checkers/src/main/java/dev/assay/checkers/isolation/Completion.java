package dev.assay.checkers.isolation;

import dev.assay.checkers.Anomaly;
import dev.assay.checkers.certificates.Certificate;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a search over all orders of writes decided, beyond what dependencies alone tell.
 *
 * @param proven models that hold, with an order that shows it
 * @param refuted which models have no order, by the anomaly that says so, with what refutes all
 * @param undecided why the search was not made or not finished for a model, as the end of a
 *     sentence
 * @param looked the models that hold unless an anomaly rules them out
 */
public record Completion(
    Map<ConsistencyModel, Certificate> proven,
    Map<AnomalyType, Anomaly> refuted,
    Map<ConsistencyModel, String> undecided,
    Set<ConsistencyModel> looked) {
  /** Why nothing was decided of a model that asks more of reads than that they are right. */
  public static final String WRONG_READS =
      "some reads contradict what was committed, its order or their own transaction";

  /** No search was made. */
  public static final Completion NONE = new Completion(Map.of(), Map.of(), Map.of());

  /** A search for orders. */
  public Completion(
      Map<ConsistencyModel, Certificate> proven,
      Map<AnomalyType, Anomaly> refuted,
      Map<ConsistencyModel, String> undecided) {
    this(proven, refuted, undecided, Set.of());
  }

  /** Of these models nothing was decided, for this reason. */
  public static Completion open(Set<ConsistencyModel> models, String reason) {
    Map<ConsistencyModel, String> undecided = new EnumMap<>(ConsistencyModel.class);
    models.forEach(model -> undecided.put(model, reason));
    return new Completion(Map.of(), Map.of(), undecided);
  }

  /** Without what is refuted because something weaker is: it needs no proof of its own. */
  public static Map<AnomalyType, Anomaly> weakest(Map<AnomalyType, Anomaly> refuted) {
    Map<AnomalyType, Anomaly> out = new EnumMap<>(AnomalyType.class);
    out.putAll(refuted);
    for (AnomalyType type : refuted.keySet()) {
      Set<AnomalyType> implied = AnomalyType.impliedBy(EnumSet.of(type));
      implied.remove(type);
      out.keySet().removeAll(implied);
    }
    return out;
  }

  /** What was decided here and what was decided elsewhere; of both, this stands. */
  public Completion with(
      Map<ConsistencyModel, Certificate> moreProven,
      Map<AnomalyType, List<Anomaly>> moreRefuted,
      Map<ConsistencyModel, String> moreUndecided) {
    Map<ConsistencyModel, Certificate> allProven = new EnumMap<>(ConsistencyModel.class);
    allProven.putAll(moreProven);
    allProven.putAll(proven);
    Map<AnomalyType, Anomaly> allRefuted = new EnumMap<>(AnomalyType.class);
    moreRefuted.forEach((type, anomalies) -> allRefuted.put(type, anomalies.get(0)));
    allRefuted.putAll(refuted);
    Map<ConsistencyModel, String> allUndecided = new EnumMap<>(ConsistencyModel.class);
    allUndecided.putAll(moreUndecided);
    allUndecided.putAll(undecided);
    return new Completion(allProven, allRefuted, allUndecided, looked);
  }
}
