package dev.assay.checkers.isolation.weak;

import dev.assay.checkers.isolation.AnomalyType;
import dev.assay.checkers.isolation.ConsistencyModel;
import java.util.List;

/** A model that an {@link Axiom} makes, with or without the order of processes. */
public enum WeakLevel {
  SESSION_CAUSAL(
      ConsistencyModel.STRONG_SESSION_CAUSAL,
      AnomalyType.NON_CAUSAL_READ_PROCESS,
      Axiom.CAUSAL,
      true),
  SESSION_ATOMIC(
      ConsistencyModel.STRONG_SESSION_READ_ATOMIC,
      AnomalyType.FRACTURED_READ_PROCESS,
      Axiom.ATOMIC,
      true),
  SESSION_MONOTONIC(
      ConsistencyModel.STRONG_SESSION_MONOTONIC_ATOMIC_VIEW,
      AnomalyType.NON_MONOTONIC_READ_PROCESS,
      Axiom.MONOTONIC,
      true),
  SESSION_COMMITTED(
      ConsistencyModel.STRONG_SESSION_READ_COMMITTED, AnomalyType.G1C_PROCESS, Axiom.NONE, true),
  CAUSAL(ConsistencyModel.CAUSAL_CERONE, AnomalyType.NON_CAUSAL_READ, Axiom.CAUSAL, false),
  ATOMIC(ConsistencyModel.READ_ATOMIC, AnomalyType.FRACTURED_READ, Axiom.ATOMIC, false),
  MONOTONIC(
      ConsistencyModel.MONOTONIC_ATOMIC_VIEW,
      AnomalyType.NON_MONOTONIC_READ,
      Axiom.MONOTONIC,
      false),
  COMMITTED(ConsistencyModel.READ_COMMITTED, AnomalyType.G1C, Axiom.NONE, false);

  /** Stronger ones before weaker ones. */
  static final List<WeakLevel> ALL = List.of(values());

  private final ConsistencyModel model;
  private final AnomalyType violation;
  private final Axiom axiom;
  private final boolean keepsProcesses;

  WeakLevel(ConsistencyModel model, AnomalyType violation, Axiom axiom, boolean keepsProcesses) {
    this.model = model;
    this.violation = violation;
    this.axiom = axiom;
    this.keepsProcesses = keepsProcesses;
  }

  ConsistencyModel model() {
    return model;
  }

  /** What it is called when no order of commits agrees. */
  AnomalyType violation() {
    return violation;
  }

  Axiom axiom() {
    return axiom;
  }

  /** Whether the transactions of a process commit in its order. */
  boolean keepsProcesses() {
    return keepsProcesses;
  }
}
