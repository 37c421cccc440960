package dev.assay.checkers;

import dev.assay.checkers.CheckOptions.FailedCas;
import dev.assay.checkers.certificates.CertificateVerifier;
import dev.assay.checkers.isolation.ConsistencyModel;
import dev.assay.checkers.linearizability.Model;
import dev.assay.checkers.linearizability.QuiescentOrders;
import dev.assay.checkers.linearizability.RegisterModel;
import dev.assay.checkers.linearizability.SequentialSearch;
import dev.assay.histories.History;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Objects that are not linearizable: which weaker promise was kept, told beside the violation.
 *
 * <p>An operation on a register is a transaction of one object ({@link RegisterTransactions}), so
 * the registers are sequentially consistent (Lamport 1979) exactly when these transactions are
 * serializable in an order that keeps that of each process; and of what they promise below that,
 * each is decided too. Of other objects it is told only when they are found to be sequentially or
 * quiescently consistent. Nothing is told that the verifier does not accept.
 */
final class WeakerPromises implements Checker {
  private static final Duration TIME_MAX = Duration.ofSeconds(10);

  /** For each search for an order: who waits for a verdict shall not wait long for more. */
  private static final Duration SEARCH_TIME_MAX = Duration.ofSeconds(1);

  private static final String LINEARIZABLE = "linearizable";
  private static final String SEQUENTIAL = "sequential";
  private static final String SERIAL_SESSIONS = "strong-session-serializable";
  private static final String CAUSAL = "strong-session-causal";
  private static final String PRAM = "PRAM";
  private static final String QUIESCENT = "quiescent";

  /** What PRAM promises a session, one by one (Terry et al. 1994). */
  private static final List<String> OF_PRAM =
      List.of("read-your-writes", "monotonic-reads", "monotonic-writes");

  private static final String WRITES_FOLLOW_READS = "writes-follow-reads";

  private static final Set<ConsistencyModel> ALL_BELOW =
      EnumSet.of(
          ConsistencyModel.READ_YOUR_WRITES,
          ConsistencyModel.MONOTONIC_READS,
          ConsistencyModel.MONOTONIC_WRITES,
          ConsistencyModel.WRITES_FOLLOW_READS);

  private final Checker linearizability;
  private final Model model;
  private final CheckOptions options;

  WeakerPromises(Checker linearizability, Model model, CheckOptions options) {
    this.linearizability = linearizability;
    this.model = model;
    this.options = options;
  }

  @Override
  public Verdict check(History history, Budget budget) {
    long begin = System.nanoTime();
    Verdict verdict = linearizability.check(history, budget);
    if (!(verdict instanceof Verdict.Invalid invalid)) {
      return verdict;
    }
    Classification kept = classify(history, budget.atMost(TIME_MAX));
    CheckSummary all = kept.isNone() ? invalid.summary() : invalid.summary().with(kept);
    return new Verdict.Invalid(invalid.anomalies(), all.after(System.nanoTime() - begin));
  }

  @Override
  public OnlineCheck online() {
    return linearizability.online();
  }

  private Classification classify(History history, Budget budget) {
    History transactions =
        model instanceof RegisterModel && options.failedCas() != FailedCas.OBSERVED
            ? RegisterTransactions.of(history, options).orElse(null)
            : null;
    Found found = new Found();
    if (transactions == null) {
      if (isSequential(history, budget.atMost(SEARCH_TIME_MAX))) {
        found.holds.add(SEQUENTIAL);
      }
    } else {
      register(transactions, budget, found);
    }
    if (isQuiescent(history, budget.atMost(SEARCH_TIME_MAX))) {
      found.holds.add(QUIESCENT);
    }
    return found.classification();
  }

  private void register(History transactions, Budget budget, Found found) {
    Verdict verdict = Promise.verdict(SERIAL_SESSIONS, transactions, budget);
    Promise sequential = Promise.of(verdict, transactions);
    found.add(SEQUENTIAL, sequential);
    if (sequential == Promise.KEPT || decidesNothing(verdict)) {
      return;
    }
    Promise causal = Promise.of(CAUSAL, transactions, budget);
    found.add(CAUSAL, causal);
    if (causal == Promise.KEPT) {
      return;
    }
    Promise pram = Promise.of(PRAM, transactions, budget);
    found.add(PRAM, pram);
    if (pram != Promise.KEPT) {
      for (String guarantee : OF_PRAM) {
        found.add(guarantee, Promise.of(guarantee, transactions, budget));
      }
    }
    found.add(WRITES_FOLLOW_READS, Promise.of(WRITES_FOLLOW_READS, transactions, budget));
  }

  /** Whether the check, which asks for all levels, found nothing of any that is promised here. */
  static boolean decidesNothing(Verdict verdict) {
    Classification found = verdict.summary().classification();
    return verdict instanceof Verdict.Unknown
        && found.anomalies().isEmpty()
        && found.holds().stream()
            .flatMap(model -> ConsistencyModel.named(model).stream())
            .noneMatch(model -> ALL_BELOW.stream().anyMatch(model.implied()::contains));
  }

  private boolean isSequential(History history, Budget budget) {
    List<Integer> order = SequentialSearch.order(history, model, budget);
    return order != null
        && CertificateVerifier.verifySequential(history, model.name(), order, options).accepted();
  }

  private boolean isQuiescent(History history, Budget budget) {
    var orders = QuiescentOrders.of(history, model, budget);
    return orders != null
        && CertificateVerifier.verifyQuiescent(history, model.name(), orders, options).accepted();
  }

  /** What was found, the strongest promise first. */
  private static final class Found {
    private final List<String> broken = new ArrayList<>(List.of(LINEARIZABLE));
    private final List<String> holds = new ArrayList<>();

    void add(String model, Promise promise) {
      switch (promise) {
        case KEPT -> holds.add(model);
        case BROKEN -> broken.add(model);
        case OPEN -> {}
      }
    }

    /** The guarantees of a session say nothing of each other; all else implies what follows. */
    Classification classification() {
      if (broken.size() == 1 && holds.isEmpty()) {
        return Classification.NONE;
      }
      List<String> weakest = new ArrayList<>(broken);
      weakest.removeIf(model -> !OF_PRAM.contains(model) && !model.equals(WRITES_FOLLOW_READS));
      if (weakest.isEmpty()) {
        weakest.add(broken.get(broken.size() - 1));
      }
      List<String> stronger = new ArrayList<>(broken);
      stronger.removeAll(weakest);
      return new Classification(Map.of(), weakest, stronger.reversed(), holds, Map.of(), List.of());
    }
  }

  private enum Promise {
    KEPT,
    BROKEN,
    OPEN;

    static Promise of(String model, History transactions, Budget budget) {
      return of(verdict(model, transactions, budget), transactions);
    }

    static Verdict verdict(String model, History transactions, Budget budget) {
      return Checkers.forClaim("rw-register", model).check(transactions, budget);
    }

    static Promise of(Verdict verdict, History transactions) {
      boolean isCertain =
          !(verdict instanceof Verdict.Unknown)
              && CertificateVerifier.verify(transactions, verdict, CheckOptions.DEFAULT).accepted();
      return !isCertain ? OPEN : verdict instanceof Verdict.Valid ? KEPT : BROKEN;
    }
  }
}
