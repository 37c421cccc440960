package dev.assay.checkers.isolation;

import dev.assay.checkers.Anomaly;
import dev.assay.checkers.Budget;
import dev.assay.checkers.CheckSummary;
import dev.assay.checkers.Checker;
import dev.assay.checkers.Classification;
import dev.assay.checkers.Verdict;
import dev.assay.checkers.certificates.Certificate;
import dev.assay.checkers.certificates.CycleEdge;
import dev.assay.histories.History;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Decides which consistency models a history of transactions satisfies: infers dependencies, finds
 * all kinds of cycles, and looks up what the anomalies rule out.
 *
 * <p>Only anomalies that the claimed model forbids make a history invalid; the others are counted.
 * Valid is said only when the claim was checked completely: see {@link Levels}.
 */
public final class IsolationChecker implements Checker {
  private final String workload;
  private final Function<History, Inference> inference;
  private final @Nullable ConsistencyModel claimed;

  /**
   * @param workload its name, which tells the verifier what operations mean
   * @param inference its rules; may throw {@link UnfitHistoryException}
   * @param claimed the model to check; null for the strongest that the history can tell: strict
   *     serializable, or strong session serializable when it tells no real time
   */
  public IsolationChecker(
      String workload, Function<History, Inference> inference, @Nullable ConsistencyModel claimed) {
    this.workload = workload;
    this.inference = inference;
    this.claimed = claimed;
  }

  @Override
  public Verdict check(History history, Budget budget) {
    return new Check(history, budget).verdict();
  }

  /** One check of one history. */
  private final class Check {
    private final long beginNanos = System.nanoTime();
    private final History history;
    private final Budget budget;
    private final ConsistencyModel claim;

    Check(History history, Budget budget) {
      this.history = history;
      this.budget = budget;
      claim =
          claimed != null
              ? claimed
              : history.isRealTime()
                  ? ConsistencyModel.STRICT_SERIALIZABLE
                  : ConsistencyModel.STRONG_SESSION_SERIALIZABLE;
    }

    Verdict verdict() {
      Inference inferred;
      try {
        inferred = inference.apply(history);
      } catch (UnfitHistoryException unfit) {
        return new Verdict.Unknown(
            String.valueOf(unfit.getMessage()), summary(0, 0, Classification.NONE));
      }
      Components components = Components.of(inferred.graph(), Edge.ALL);
      CycleSearch search = new CycleSearch(inferred.graph(), budget);
      search.run(components);
      Map<AnomalyType, Integer> counts = new TreeMap<>(inferred.findings().counts());
      search.counts().forEach((type, count) -> counts.merge(type, count, Integer::sum));
      Completion completion = inferred.complete(Set.copyOf(counts.keySet()), claim, budget);
      completion.refuted().keySet().forEach(type -> counts.put(type, 1));
      Levels levels = Levels.of(inferred, counts.keySet(), search.isComplete(), completion);
      CheckSummary summary =
          summary(inferred.transactions().size(), inferred.keys(), levels.classification(counts));
      Set<AnomalyType> fatal = EnumSet.noneOf(AnomalyType.class);
      fatal.addAll(claim.forbidden());
      fatal.retainAll(counts.keySet());
      if (!fatal.isEmpty()) {
        return new Verdict.Invalid(anomalies(inferred, search, completion, fatal), summary);
      }
      if (levels.holds(claim)) {
        Witnesses witnesses =
            new Witnesses(workload, inferred, components, completion, levels::holds);
        return new Verdict.Valid(witnesses.of(claim), summary);
      }
      return new Verdict.Unknown(levels.whyUndecided(claim), summary);
    }

    private List<Anomaly> anomalies(
        Inference inferred, CycleSearch search, Completion completion, Set<AnomalyType> fatal) {
      Map<AnomalyType, List<Anomaly>> byType = new TreeMap<>();
      for (Evidence evidence : inferred.findings().evidence()) {
        byType
            .computeIfAbsent(evidence.type(), t -> new ArrayList<>())
            .add(evidence.anomaly(workload));
      }
      for (AnomalyType type : search.counts().keySet()) {
        List<Anomaly> list = byType.computeIfAbsent(type, t -> new ArrayList<>());
        search.cycles(type).forEach(cycle -> list.add(anomaly(inferred, cycle)));
      }
      completion.refuted().forEach((type, anomaly) -> byType.put(type, List.of(anomaly)));
      List<Anomaly> out = new ArrayList<>();
      for (AnomalyType type : fatal) {
        out.addAll(byType.getOrDefault(type, List.of()));
      }
      return List.copyOf(out);
    }

    private Anomaly anomaly(Inference inferred, Cycle cycle) {
      List<CycleEdge> edges = new ArrayList<>();
      for (int i = 0; i < cycle.size(); i++) {
        edges.add(edge(inferred, cycle, i));
      }
      String name = cycle.type().label();
      return new Anomaly(
          name,
          null,
          new Certificate.DependencyCycle(workload, name, List.copyOf(edges)),
          new CycleExplanation(cycle.type(), List.copyOf(edges)));
    }

    private CycleEdge edge(Inference inferred, Cycle cycle, int i) {
      int from = cycle.transactions().get(i);
      int to = cycle.target(i);
      int kind = cycle.kinds().get(i);
      if (kind == Edge.PROCESS || kind == Edge.REALTIME) {
        Transactions transactions = inferred.transactions();
        return CycleEdge.ofEvents(
            Edge.name(kind), transactions.invocation(from), transactions.invocation(to));
      }
      return inferred
          .reason(from, to, kind)
          .orElseThrow(
              () ->
                  new IllegalStateException(
                      "no reason for the edge " + from + " " + Edge.name(kind) + " " + to));
    }

    private CheckSummary summary(int operations, int keys, Classification classification) {
      return new CheckSummary(
          claim.label(),
          "dependency graph",
          operations,
          keys,
          System.nanoTime() - beginNanos,
          Map.of(),
          classification);
    }
  }
}
