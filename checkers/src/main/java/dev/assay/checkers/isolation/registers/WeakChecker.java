package dev.assay.checkers.isolation.registers;

import dev.assay.checkers.Anomaly;
import dev.assay.checkers.Budget;
import dev.assay.checkers.CheckSummary;
import dev.assay.checkers.Checker;
import dev.assay.checkers.Classification;
import dev.assay.checkers.Decision;
import dev.assay.checkers.KeyOptions;
import dev.assay.checkers.Verdict;
import dev.assay.checkers.isolation.AnomalyType;
import dev.assay.checkers.isolation.ConsistencyModel;
import dev.assay.checkers.isolation.Decisions;
import dev.assay.checkers.isolation.Evidence;
import dev.assay.checkers.isolation.Findings;
import dev.assay.checkers.isolation.IsolationChecker;
import dev.assay.checkers.isolation.UnfitHistoryException;
import dev.assay.checkers.isolation.Work;
import dev.assay.checkers.isolation.weak.Assumed;
import dev.assay.checkers.isolation.weak.WeakCheck;
import dev.assay.histories.History;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Decides a claim of read committed up to causal consistency for registers, and what lies below it
 * where it does not hold. What lies above is not looked at, so it takes a fraction of the time that
 * {@link dev.assay.checkers.isolation.IsolationChecker} takes.
 */
public final class WeakChecker implements Checker {
  private static final String WORKLOAD = "rw-register";

  private final ConsistencyModel claim;
  private final KeyOptions options;

  /**
   * @param claim one that {@link WeakCheck#decides}
   * @param options what is assumed of the versions of each key
   */
  public WeakChecker(ConsistencyModel claim, KeyOptions options) {
    this.claim = claim;
    this.options = options;
  }

  @Override
  public Verdict check(History history, Budget budget) {
    long beginNanos = System.nanoTime();
    Registers registers;
    try {
      registers = Registers.of(history);
    } catch (UnfitHistoryException unfit) {
      return new Verdict.Unknown(
          String.valueOf(unfit.getMessage()), summary(0, 0, beginNanos, Classification.NONE));
    }
    if (registers.ambiguity() != null) {
      // Only an order that is replayed value by value can prove anything then.
      return new IsolationChecker(WORKLOAD, all -> RwRegister.infer(all, options), claim)
          .check(history, budget);
    }
    AssumedOrders orders = AssumedOrders.of(registers, options);
    AssumedReasons assumed = orders == null ? null : new AssumedReasons(registers, orders);
    Findings findings = new Findings();
    AtomicReference<WeakCheck> begun = new AtomicReference<>();
    Work.both(
        registers.transactions().microOps().size(),
        () -> Reads.check(registers, findings),
        () ->
            begun.set(
                new WeakCheck(registers, assumed == null ? Assumed.NOTHING : assumed, budget)));
    Map<AnomalyType, List<Anomaly>> anomalies = new TreeMap<>();
    for (Evidence evidence : findings.evidence()) {
      anomalies
          .computeIfAbsent(evidence.type(), type -> new ArrayList<>())
          .add(evidence.anomaly(WORKLOAD));
    }
    WeakCheck check = begun.get().knowing(findings.counts().keySet(), Set.of()).decide(claim);
    anomalies.putAll(check.anomalies());
    Map<AnomalyType, Integer> counts = new TreeMap<>(findings.counts());
    counts.putAll(check.counts());
    CheckSummary summary =
        summary(
            registers.transactions().size(),
            registers.transactions().keys(),
            beginNanos,
            classification(counts, check, AssumptionNotes.sentences(orders, assumed)));
    Set<AnomalyType> fatal = EnumSet.noneOf(AnomalyType.class);
    fatal.addAll(claim.forbidden());
    fatal.retainAll(counts.keySet());
    if (!fatal.isEmpty()) {
      return new Verdict.Invalid(
          fatal.stream().flatMap(type -> anomalies.getOrDefault(type, List.of()).stream()).toList(),
          summary);
    }
    return check.proven().containsKey(claim)
        ? new Verdict.Valid(List.of(check.proven().get(claim)), summary)
        : new Verdict.Unknown(
            "nothing that "
                + claim.label()
                + " forbids was found, but "
                + check.undecided().getOrDefault(claim, "it was not decided"),
            summary);
  }

  private Classification classification(
      Map<AnomalyType, Integer> counts, WeakCheck check, List<String> assumptions) {
    Decisions decisions = new Decisions(counts.keySet());
    decisions.hold(check.proven().keySet(), true);
    decisions.close();
    String others = "only what decides " + claim.label() + " was looked at";
    return decisions.classification(
        counts,
        model -> new Decision.Undecided(check.undecided().getOrDefault(model, others), false),
        assumptions);
  }

  private CheckSummary summary(
      int operations, int keys, long beginNanos, Classification classification) {
    return new CheckSummary(
        claim.label(),
        "order of commits",
        operations,
        keys,
        System.nanoTime() - beginNanos,
        Map.of(),
        classification);
  }
}
