package dev.assay.checkers.isolation;

import dev.assay.checkers.Anomaly;
import dev.assay.checkers.certificates.Certificate;
import java.util.Map;

/**
 * What a search over all orders of writes decided, beyond what dependencies alone tell.
 *
 * @param proven models that hold, with an order that shows it
 * @param refuted which models have no order, by the anomaly that says so, with what refutes all
 * @param undecided why the search was not made or not finished for a model, as the end of a
 *     sentence
 */
public record Completion(
    Map<ConsistencyModel, Certificate> proven,
    Map<AnomalyType, Anomaly> refuted,
    Map<ConsistencyModel, String> undecided) {
  /** No search was made. */
  public static final Completion NONE = new Completion(Map.of(), Map.of(), Map.of());
}
