package dev.assay.checkers.certificates;

import dev.assay.checkers.Anomaly;
import dev.assay.checkers.CheckOptions;
import dev.assay.checkers.Verdict;
import dev.assay.checkers.certificates.Certificate.CircularWait;
import dev.assay.checkers.certificates.Certificate.ClashingPair;
import dev.assay.checkers.certificates.Certificate.CommitCycle;
import dev.assay.checkers.certificates.Certificate.CommitOrder;
import dev.assay.checkers.certificates.Certificate.ConflictingOperations;
import dev.assay.checkers.certificates.Certificate.DependencyCycle;
import dev.assay.checkers.certificates.Certificate.IllegalWindow;
import dev.assay.checkers.certificates.Certificate.InvariantBreach;
import dev.assay.checkers.certificates.Certificate.InvariantHolds;
import dev.assay.checkers.certificates.Certificate.LinearizationOrder;
import dev.assay.checkers.certificates.Certificate.OrderRefutation;
import dev.assay.checkers.certificates.Certificate.ParallelOrder;
import dev.assay.checkers.certificates.Certificate.PartRefutation;
import dev.assay.checkers.certificates.Certificate.SerialOrder;
import dev.assay.checkers.certificates.Certificate.SnapshotOrder;
import dev.assay.checkers.certificates.Certificate.UpdateOrder;
import dev.assay.histories.History;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Accepts or rejects the evidence for a verdict, from the definitions alone.
 *
 * <p>An order is replayed in linear time. An illegal window is searched for an order by brute force
 * with a bound; a window that is too large is rejected, not believed.
 */
public final class CertificateVerifier {
  /** Models that speak of sessions, though their names do not tell. */
  private static final Set<String> SINGLE =
      Set.of("session-serializable", "linearizable", "sequential", "causal");

  /** What every order that keeps those of sessions promises them. */
  private static final Set<String> PROMISES =
      Set.of(
          "PRAM", "monotonic-reads", "monotonic-writes", "read-your-writes", "writes-follow-reads");

  private static final Set<String> BELOW_PARALLEL_SNAPSHOTS =
      Set.of(
          "parallel-snapshot-isolation",
          "causal-cerone",
          "consistent-view",
          "cursor-stability",
          "monotonic-view",
          "update-atomic",
          "read-atomic",
          "monotonic-atomic-view",
          "read-committed",
          "read-uncommitted");

  private static final Set<String> BELOW_UPDATES =
      Set.of(
          "update-serializable",
          "forward-consistent-view",
          "consistent-view",
          "cursor-stability",
          "monotonic-view",
          "read-committed",
          "read-uncommitted");

  private static final Set<String> BELOW_VIEWS =
      Set.of(
          "consistent-view",
          "cursor-stability",
          "monotonic-view",
          "read-committed",
          "read-uncommitted");

  private static final Set<String> BELOW_REPEATABLE =
      Set.of(
          "repeatable-read",
          "cursor-stability",
          "monotonic-atomic-view",
          "read-committed",
          "read-uncommitted");

  private static final Set<String> BELOW_SNAPSHOTS =
      Set.of("snapshot-isolation", "prefix", "forward-consistent-view", "monotonic-snapshot-read");

  private CertificateVerifier() {}

  /**
   * Verifies all evidence of a verdict: for {@code Valid} an order for every object, for {@code
   * Invalid} every anomaly. {@code Unknown} claims nothing, so there is nothing to accept.
   */
  public static Verification verify(History history, Verdict verdict, CheckOptions options) {
    return switch (verdict) {
      case Verdict.Unknown unknown -> Verification.reject("an unknown verdict has no evidence");
      case Verdict.Invalid invalid -> verifyAnomalies(history, invalid, options);
      case Verdict.Valid valid -> verifyOrders(history, valid, options);
    };
  }

  /** Verifies one piece of evidence under the options that the checker was given. */
  public static Verification verify(
      History history, Certificate certificate, CheckOptions options) {
    String fault = CertificateShape.fault(history, certificate);
    if (fault != null) {
      return Verification.reject(fault);
    }
    try {
      return "counter-inc".equals(transactions(certificate))
          ? AnsweredIncrements.verify(
              history, certificate, (apart, each) -> judge(apart, each, options))
          : judge(history, certificate, options);
    } catch (ArithmeticException tooMuch) {
      return Verification.giveUp("a sum of more than 64 bits: " + tooMuch.getMessage());
    }
  }

  /** What the transactions mean that a certificate is about; null when it is about none. */
  private static @Nullable String transactions(Certificate certificate) {
    return switch (certificate) {
      case LinearizationOrder order -> null;
      case IllegalWindow window -> null;
      case ClashingPair pair -> null;
      case InvariantBreach breach -> null;
      case InvariantHolds holds -> null;
      case DependencyCycle cycle -> cycle.workload();
      case ConflictingOperations conflict -> conflict.workload();
      case SerialOrder order -> order.workload();
      case SnapshotOrder order -> order.workload();
      case ParallelOrder order -> order.workload();
      case UpdateOrder order -> order.workload();
      case CommitOrder order -> order.workload();
      case CommitCycle cycle -> cycle.workload();
      case CircularWait wait -> wait.workload();
      case OrderRefutation refutation -> refutation.workload();
      case PartRefutation part -> part.workload();
    };
  }

  private static Verification judge(
      History history, Certificate certificate, CheckOptions options) {
    String workload = transactions(certificate);
    String unfit = workload == null ? null : HistoryShape.fault(history, workload);
    return unfit == null
        ? AssumedKeys.verify(
            history, certificate, options.keys(), replay(history, certificate, options))
        : Verification.reject(unfit);
  }

  private static Verification replay(
      History history, Certificate certificate, CheckOptions options) {
    return switch (certificate) {
      case LinearizationOrder order -> {
        Specification specification = Specifications.of(order.model(), options);
        yield specification == null
            ? noSpecification()
            : OrderReplay.verify(history, order, specification);
      }
      case IllegalWindow window -> {
        Specification specification = Specifications.of(window.model(), options);
        yield specification == null
            ? noSpecification()
            : WindowRefutation.verify(history, window, specification);
      }
      case ClashingPair pair -> {
        Specification specification = Specifications.of(pair.model(), options);
        yield specification == null
            ? noSpecification()
            : PairVerifier.verify(history, pair, specification);
      }
      case DependencyCycle cycle -> CycleVerifier.verify(history, cycle, options.keys());
      case ConflictingOperations conflict -> ConflictVerifier.verify(history, conflict);
      case SerialOrder order -> SerialReplay.verify(history, order);
      case SnapshotOrder order -> SnapshotReplay.verify(history, order);
      case ParallelOrder order -> ParallelReplay.verify(history, order);
      case UpdateOrder order -> UpdateReplay.verify(history, order);
      case CommitOrder order -> CommitReplay.verify(history, order);
      case CommitCycle cycle -> CommitCycleVerifier.verify(history, cycle, options.keys());
      case CircularWait wait -> CircularWaitVerifier.verify(history, wait);
      case OrderRefutation refutation ->
          OrderRefutationVerifier.verify(history, refutation, options.keys());
      case PartRefutation part -> PredicateOrders.verify(history, part);
      case InvariantBreach breach -> InvariantVerifier.verify(history, breach, options);
      case InvariantHolds holds -> InvariantVerifier.verify(history, holds, options);
    };
  }

  /** Verifies one order of all objects of a model that keeps the order of each process. */
  public static Verification verifySequential(
      History history, String model, List<Integer> order, CheckOptions options) {
    Specification specification = Specifications.of(model, options);
    String fault = CertificateShape.fault(history, new LinearizationOrder(null, model, order));
    if (fault != null) {
      return Verification.reject(fault);
    }
    return specification == null
        ? noSpecification()
        : WeakOrderReplay.sequential(history, order, specification);
  }

  /** Verifies orders of each object of a model that keep what quiet moments keep apart. */
  public static Verification verifyQuiescent(
      History history, String model, List<LinearizationOrder> orders, CheckOptions options) {
    Specification specification = Specifications.of(model, options);
    for (LinearizationOrder order : orders) {
      String fault = CertificateShape.fault(history, order);
      if (fault != null) {
        return Verification.reject(fault);
      }
    }
    return specification == null
        ? noSpecification()
        : WeakOrderReplay.quiescent(history, orders, specification);
  }

  private static Verification noSpecification() {
    return Verification.giveUp("there is no specification to verify this model with");
  }

  private static Verification verifyAnomalies(
      History history, Verdict.Invalid invalid, CheckOptions options) {
    if (invalid.anomalies().isEmpty()) {
      return Verification.reject("an invalid verdict without an anomaly");
    }
    for (Anomaly anomaly : invalid.anomalies()) {
      Verification one = verify(history, anomaly.certificate(), options);
      if (!one.accepted()) {
        return one;
      }
      String shown = AnomalyNames.of(anomaly.certificate());
      if (shown == null) {
        return Verification.reject("what explains a history is no evidence of an anomaly");
      }
      if (!shown.equals(anomaly.name())) {
        return Verification.reject("the evidence shows " + shown + ", not " + anomaly.name());
      }
    }
    int count = invalid.anomalies().size();
    return Verification.accept(count == 1 ? "1 anomaly" : count + " anomalies");
  }

  private static boolean isOfValid(Certificate certificate) {
    return certificate instanceof LinearizationOrder
        || certificate instanceof InvariantHolds
        || isOfTransactions(certificate);
  }

  private static boolean isOfTransactions(Certificate certificate) {
    return certificate instanceof SerialOrder
        || certificate instanceof SnapshotOrder
        || certificate instanceof ParallelOrder
        || certificate instanceof UpdateOrder
        || certificate instanceof CommitOrder;
  }

  private static Verification verifyOrders(
      History history, Verdict.Valid valid, CheckOptions options) {
    if (!valid.summary().classification().isNone()) {
      return verifySerialOrder(history, valid, options);
    }
    Set<Optional<Object>> explained = new HashSet<>();
    for (Certificate certificate : valid.certificates()) {
      if (!isOfValid(certificate) || isOfTransactions(certificate)) {
        return Verification.reject("only orders of each object are evidence of this claim");
      }
      Verification one = verify(history, certificate, options);
      if (!one.accepted()) {
        return one;
      }
      explained.add(Optional.ofNullable(certificate.key()));
    }
    for (int event = 0; event < history.size(); event++) {
      if (history.isClientInvocation(event)
          && !explained.contains(Optional.ofNullable(history.key(event)))) {
        return Verification.reject("no evidence for the object " + history.key(event));
      }
    }
    return Verification.accept(explained.size() + " objects");
  }

  /** Transactions in an order that explains them, and that keeps what the claim speaks of. */
  private static Verification verifySerialOrder(
      History history, Verdict.Valid valid, CheckOptions options) {
    String claim = valid.summary().consistency();
    if (valid.certificates().isEmpty()) {
      return Verification.giveUp("there is no order of all transactions that would prove " + claim);
    }
    if (valid.certificates().size() != 1 || !isOfTransactions(valid.certificates().get(0))) {
      return Verification.reject("transactions need one order of all of them");
    }
    Certificate certificate = valid.certificates().get(0);
    String fault = CertificateShape.fault(history, certificate);
    if (fault != null) {
      return Verification.reject(fault);
    }
    String kept =
        switch (certificate) {
          case SerialOrder order -> order.consistency();
          case SnapshotOrder order -> order.consistency();
          case CommitOrder order -> order.consistency();
          case UpdateOrder order -> "update-serializable";
          default -> "parallel-snapshot-isolation";
        };
    boolean isEnough =
        switch (kept) {
          case "strict-serializable" -> true;
          case "strong-session-serializable" ->
              !speaksOfOrder(claim)
                  || claim.startsWith("strong-session-")
                  || PROMISES.contains(claim);
          case "serializable" -> !speaksOfOrder(claim) && !PROMISES.contains(claim);
          case "strong-snapshot-isolation" ->
              isBelowSnapshots(claim)
                  || claim.matches("strong-read-(un)?committed|strong-snapshot-isolation")
                  || isBelowSessionSnapshots(claim);
          case "strong-session-snapshot-isolation" ->
              isBelowSnapshots(claim) || isBelowSessionSnapshots(claim);
          case "snapshot-isolation" -> isBelowSnapshots(claim);
          case "parallel-snapshot-isolation" -> BELOW_PARALLEL_SNAPSHOTS.contains(claim);
          case "update-serializable" -> BELOW_UPDATES.contains(claim);
          case "strong-session-causal" ->
              PROMISES.contains(claim) || CommitReplay.proves(kept, claim);
          case "strong-session-read-atomic" ->
              claim.equals("read-your-writes")
                  || isPromisedByCommits(claim)
                  || CommitReplay.proves(kept, claim);
          case "strong-session-read-committed",
              "strong-session-monotonic-atomic-view",
              "strong-read-committed" ->
              isPromisedByCommits(claim) || CommitReplay.proves(kept, claim);
          case "consistent-view" -> BELOW_VIEWS.contains(claim);
          case "repeatable-read" -> BELOW_REPEATABLE.contains(claim);
          default -> CommitReplay.proves(kept, claim) || PromiseReplay.proves(kept, claim);
        };
    return isEnough
        ? verify(history, certificate, options)
        : Verification.reject("a " + kept + " order proves no " + claim);
  }

  /** What every order of commits that keeps those of sessions promises them. */
  private static boolean isPromisedByCommits(String claim) {
    return claim.equals("monotonic-writes") || claim.equals("writes-follow-reads");
  }

  private static boolean isBelowSnapshots(String claim) {
    return BELOW_PARALLEL_SNAPSHOTS.contains(claim) || BELOW_SNAPSHOTS.contains(claim);
  }

  private static boolean isBelowSessionSnapshots(String claim) {
    return claim.equals("strong-session-snapshot-isolation")
        || PROMISES.contains(claim)
        || CommitReplay.proves("strong-session-causal", claim);
  }

  /** Whether a model asks for the order of processes or of real time, beside one of all. */
  private static boolean speaksOfOrder(String model) {
    return model.startsWith("strict-") || model.startsWith("strong-") || SINGLE.contains(model);
  }
}
