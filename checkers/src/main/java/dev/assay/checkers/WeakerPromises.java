package dev.assay.checkers;

import dev.assay.checkers.CheckOptions.FailedCas;
import dev.assay.checkers.certificates.CertificateVerifier;
import dev.assay.histories.History;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Registers that are not linearizable: which weaker promise was kept, told beside the violation.
 *
 * <p>An operation on a register is a transaction of one object ({@link RegisterTransactions}), so
 * the registers are sequentially consistent (Lamport 1979) exactly when these transactions are
 * serializable in an order that keeps that of each process. Nothing is told that the verifier does
 * not accept.
 */
final class WeakerPromises implements Checker {
  private static final Duration TIME_MAX = Duration.ofSeconds(10);
  private static final String LINEARIZABLE = "linearizable";
  private static final String SEQUENTIAL = "sequential";
  private static final String CAUSAL = "strong-session-causal";

  private final Checker linearizability;
  private final CheckOptions options;

  WeakerPromises(Checker linearizability, CheckOptions options) {
    this.linearizability = linearizability;
    this.options = options;
  }

  @Override
  public Verdict check(History history, Budget budget) {
    Verdict verdict = linearizability.check(history, budget);
    if (!(verdict instanceof Verdict.Invalid invalid)) {
      return verdict;
    }
    Classification kept = classify(history, budget);
    return kept.isNone()
        ? verdict
        : new Verdict.Invalid(invalid.anomalies(), invalid.summary().with(kept));
  }

  @Override
  public OnlineCheck online() {
    return linearizability.online();
  }

  private Classification classify(History history, Budget budget) {
    boolean tellsFailures = options.failedCas() == FailedCas.OBSERVED;
    History transactions =
        tellsFailures ? null : RegisterTransactions.of(history, options).orElse(null);
    if (transactions == null) {
      return Classification.NONE;
    }
    Budget some = budget.atMost(TIME_MAX);
    return switch (Promise.of("strong-session-serializable", transactions, some)) {
      case KEPT -> found(List.of(LINEARIZABLE), List.of(), List.of(SEQUENTIAL));
      case BROKEN ->
          switch (Promise.of(CAUSAL, transactions, some)) {
            case KEPT -> found(List.of(SEQUENTIAL), List.of(LINEARIZABLE), List.of(CAUSAL));
            case BROKEN -> found(List.of(CAUSAL), List.of(SEQUENTIAL, LINEARIZABLE), List.of());
            case OPEN -> found(List.of(SEQUENTIAL), List.of(LINEARIZABLE), List.of());
          };
      case OPEN -> Classification.NONE;
    };
  }

  private static Classification found(List<String> not, List<String> alsoNot, List<String> holds) {
    return new Classification(Map.of(), not, alsoNot, holds, List.of());
  }

  private enum Promise {
    KEPT,
    BROKEN,
    OPEN;

    static Promise of(String model, History transactions, Budget budget) {
      Verdict verdict = Checkers.forClaim("rw-register", model).check(transactions, budget);
      boolean isCertain =
          !(verdict instanceof Verdict.Unknown)
              && CertificateVerifier.verify(transactions, verdict, CheckOptions.DEFAULT).accepted();
      return !isCertain ? OPEN : verdict instanceof Verdict.Valid ? KEPT : BROKEN;
    }
  }
}
