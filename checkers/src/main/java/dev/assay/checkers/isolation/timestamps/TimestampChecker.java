package dev.assay.checkers.isolation.timestamps;

import dev.assay.checkers.Anomaly;
import dev.assay.checkers.Budget;
import dev.assay.checkers.CheckSummary;
import dev.assay.checkers.Checker;
import dev.assay.checkers.Classification;
import dev.assay.checkers.Decision;
import dev.assay.checkers.OnlineCheck;
import dev.assay.checkers.Verdict;
import dev.assay.checkers.certificates.Certificate;
import dev.assay.checkers.isolation.AnomalyType;
import dev.assay.checkers.isolation.ConsistencyModel;
import dev.assay.checkers.isolation.Decisions;
import dev.assay.checkers.isolation.Evidence;
import dev.assay.checkers.isolation.Transactions;
import dev.assay.checkers.isolation.UnfitHistoryException;
import dev.assay.histories.History;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether the timestamps that a database told of its transactions are an order that makes
 * them serializable or snapshot isolated. O(n log n): the moments are sorted and replayed once.
 *
 * <p>Valid says that the claim holds, with that order as evidence. Invalid says that the timestamps
 * are no such order; whether there is another one, it does not say.
 */
public final class TimestampChecker implements Checker {
  private static final Map<ConsistencyModel, Boolean> OF_SNAPSHOTS =
      Map.of(
          ConsistencyModel.SERIALIZABLE, false,
          ConsistencyModel.STRONG_SESSION_SERIALIZABLE, false,
          ConsistencyModel.STRICT_SERIALIZABLE, false,
          ConsistencyModel.SNAPSHOT_ISOLATION, true,
          ConsistencyModel.STRONG_SESSION_SNAPSHOT_ISOLATION, true,
          ConsistencyModel.STRONG_SNAPSHOT_ISOLATION, true);

  private final String workload;
  private final @Nullable ConsistencyModel claimed;

  /**
   * @param workload {@code list-append} or {@code rw-register}
   * @param claimed one that it {@link #decides}; null for strict serializable, or strong session
   *     serializable when the history tells no real time
   */
  public TimestampChecker(String workload, @Nullable ConsistencyModel claimed) {
    if (claimed != null && !decides(claimed)) {
      throw new IllegalArgumentException(
          "timestamps tell nothing of "
              + claimed.label()
              + ", but of: "
              + String.join(", ", ConsistencyModel.labels(OF_SNAPSHOTS.keySet())));
    }
    this.workload = workload;
    this.claimed = claimed;
  }

  /** Whether timestamps can be an order for this model. */
  public static boolean decides(ConsistencyModel model) {
    return OF_SNAPSHOTS.containsKey(model);
  }

  /** Whether reads are at start timestamps. */
  static boolean isOfSnapshots(ConsistencyModel model) {
    return Boolean.TRUE.equals(OF_SNAPSHOTS.get(model));
  }

  /** Where real time tells what cannot come any more, without the whole history. */
  @Override
  public OnlineCheck online() {
    ConsistencyModel claim = claimed != null ? claimed : ConsistencyModel.STRICT_SERIALIZABLE;
    ConsistencyModel strong =
        isOfSnapshots(claim)
            ? ConsistencyModel.STRONG_SNAPSHOT_ISOLATION
            : ConsistencyModel.STRICT_SERIALIZABLE;
    OnlineCheck online = new OnlineTimestamps(workload, strong);
    return claim == strong ? online : new OnlineWeakened(online, Checker.super.online());
  }

  @Override
  public Verdict check(History history, Budget budget) {
    long beginNanos = System.nanoTime();
    ConsistencyModel claim =
        claimed != null
            ? claimed
            : history.isRealTime()
                ? ConsistencyModel.STRICT_SERIALIZABLE
                : ConsistencyModel.STRONG_SESSION_SERIALIZABLE;
    try {
      return new Check(Transactions.of(history), claim, beginNanos).verdict(budget);
    } catch (UnfitHistoryException unfit) {
      return new Verdict.Unknown(
          String.valueOf(unfit.getMessage()),
          summary(claim, 0, 0, beginNanos, Classification.NONE));
    }
  }

  private static CheckSummary summary(
      ConsistencyModel claim,
      int operations,
      int keys,
      long beginNanos,
      Classification classification) {
    return new CheckSummary(
        claim.label(),
        "replay by timestamps",
        operations,
        keys,
        System.nanoTime() - beginNanos,
        Map.of(),
        classification);
  }

  /** One check of one history. */
  private final class Check {
    private final Transactions transactions;
    private final ConsistencyModel claim;
    private final boolean ofSnapshots;
    private final long beginNanos;

    Check(Transactions transactions, ConsistencyModel claim, long beginNanos) {
      this.transactions = transactions;
      this.claim = claim;
      this.beginNanos = beginNanos;
      ofSnapshots = isOfSnapshots(claim);
    }

    Verdict verdict(Budget budget) {
      Replayed replayed = Replayed.of(transactions, workload, claim, Map.of(), budget);
      return verdict(replayed.found(), replayed.replay(), replayed.isDone());
    }

    private Verdict verdict(Contradictions found, Replay replay, boolean isDone) {
      Map<AnomalyType, Integer> counts = found.findings().counts();
      if (!counts.isEmpty()) {
        List<Anomaly> anomalies = new ArrayList<>();
        for (Evidence evidence : found.findings().evidence()) {
          anomalies.add(evidence.anomaly(workload));
        }
        return new Verdict.Invalid(List.copyOf(anomalies), summary(contradicted(counts)));
      }
      String undecided = found.undecided();
      if (!isDone || undecided != null) {
        return new Verdict.Unknown(
            undecided != null
                ? "nothing that contradicts the timestamps was found, but " + undecided
                : "the time was over before all transactions were replayed: allow more with"
                    + " --time-limit",
            summary(Classification.NONE));
      }
      List<Integer> order =
          Arrays.stream(ofSnapshots ? replay.moments() : replay.beginnings()).boxed().toList();
      Certificate certificate =
          ofSnapshots
              ? new Certificate.SnapshotOrder(workload, claim.label(), order)
              : new Certificate.SerialOrder(workload, claim.label(), order);
      return new Verdict.Valid(List.of(certificate), summary(confirmed()));
    }

    private Classification confirmed() {
      Decisions decisions = new Decisions(Set.of());
      decisions.hold(Set.of(claim), true);
      decisions.close();
      return decisions.classification(
          Map.of(),
          model -> new Decision.Undecided("only the timestamps were looked at", false),
          List.of("The timestamps are an order that makes the history " + claim.label() + "."));
    }

    /** What contradicts the timestamps rules out no model. */
    private Classification contradicted(Map<AnomalyType, Integer> counts) {
      return new Decisions(Set.of())
          .classification(
              counts,
              model ->
                  new Decision.Undecided(
                      "only the timestamps were looked at, and there may be another order", false),
              List.of(
                  "The timestamps are no order that makes the history "
                      + claim.label()
                      + ". There may be another order that does: check without --timestamps."));
    }

    private CheckSummary summary(Classification classification) {
      return TimestampChecker.summary(
          claim, transactions.size(), transactions.keys(), beginNanos, classification);
    }
  }
}
