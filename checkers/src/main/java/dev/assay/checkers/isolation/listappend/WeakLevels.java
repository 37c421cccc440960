package dev.assay.checkers.isolation.listappend;

import dev.assay.checkers.Anomaly;
import dev.assay.checkers.Budget;
import dev.assay.checkers.certificates.Certificate;
import dev.assay.checkers.certificates.CycleEdge;
import dev.assay.checkers.isolation.AnomalyType;
import dev.assay.checkers.isolation.Completion;
import dev.assay.checkers.isolation.ConsistencyModel;
import dev.assay.checkers.isolation.Cycle;
import dev.assay.checkers.isolation.CycleExplanation;
import dev.assay.checkers.isolation.Edge;
import dev.assay.checkers.isolation.Transactions;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The levels that Elle's anomalies do not decide: monotonic atomic view, read atomic, causal and
 * prefix consistency, cursor stability, update serializability, and what sessions are promised.
 *
 * <p>They are decided where no read contradicts the order of versions or its own transaction;
 * elsewhere nothing is said. Several appends to a key that nobody read leave their order open: no
 * read speaks of it, so most levels hold under any order that fits the rest, but three of them, and
 * snapshots, may depend on it: {@link TailSearch}. One violation of each kind is told.
 */
final class WeakLevels {
  static final String WORKLOAD = "list-append";

  /** What leaves the order of versions, or what a transaction read, open to interpretation. */
  private static final Set<AnomalyType> UNCLEAR =
      EnumSet.of(
          AnomalyType.DUPLICATE_ELEMENTS,
          AnomalyType.GARBAGE_READ,
          AnomalyType.INCOMPATIBLE_ORDER,
          AnomalyType.G1A,
          AnomalyType.G1B,
          AnomalyType.DIRTY_UPDATE,
          AnomalyType.INTERNAL,
          AnomalyType.FUTURE_READ,
          AnomalyType.G0,
          AnomalyType.G1C);

  static final Set<ConsistencyModel> MODELS =
      EnumSet.of(
          ConsistencyModel.MONOTONIC_ATOMIC_VIEW,
          ConsistencyModel.READ_ATOMIC,
          ConsistencyModel.CAUSAL_CERONE,
          ConsistencyModel.PARALLEL_SNAPSHOT_ISOLATION,
          ConsistencyModel.PREFIX,
          ConsistencyModel.CURSOR_STABILITY,
          ConsistencyModel.UPDATE_SERIALIZABLE,
          ConsistencyModel.STRONG_SESSION_MONOTONIC_ATOMIC_VIEW,
          ConsistencyModel.STRONG_SESSION_READ_ATOMIC,
          ConsistencyModel.STRONG_SESSION_CAUSAL,
          ConsistencyModel.READ_YOUR_WRITES,
          ConsistencyModel.MONOTONIC_READS,
          ConsistencyModel.MONOTONIC_WRITES,
          ConsistencyModel.WRITES_FOLLOW_READS,
          ConsistencyModel.PRAM);

  /** Levels that also ask in which order appends came that nobody read. */
  private static final Set<ConsistencyModel> NEEDS_ORDER =
      EnumSet.of(
          ConsistencyModel.PARALLEL_SNAPSHOT_ISOLATION,
          ConsistencyModel.CURSOR_STABILITY,
          ConsistencyModel.UPDATE_SERIALIZABLE);

  private static final String OWN_FUTURE =
      "a process read what one of its later transactions wrote, and that one then read less";

  private static final String TIME_OVER =
      "the time was over before all of its cycles were sought: allow more with --time-limit";

  private final ListAppend inferred;
  private final Transactions transactions;
  private final Set<AnomalyType> before;
  private final Budget budget;
  private final ListVersions versions;
  private final Map<AnomalyType, List<CycleEdge>> found = new EnumMap<>(AnomalyType.class);
  private final Map<ConsistencyModel, String> open = new EnumMap<>(ConsistencyModel.class);

  private WeakLevels(ListAppend inferred, KeyScan scan, Set<AnomalyType> before, Budget budget) {
    this.inferred = inferred;
    this.before = before;
    this.budget = budget;
    transactions = inferred.transactions();
    versions = new ListVersions(scan, inferred.committed());
    ListEdges edges = new ListEdges(scan);
    ReadRules rules = new ReadRules(transactions, versions, inferred.committed(), edges, found);
    rules.apply();
    if (rules.missesItself()) {
      open.put(ConsistencyModel.MONOTONIC_READS, OWN_FUTURE);
      open.put(ConsistencyModel.PRAM, OWN_FUTURE);
    }
  }

  /**
   * Decides the levels.
   *
   * @param before what was found before
   */
  static Completion decide(
      ListAppend inferred,
      KeyScan scan,
      Set<AnomalyType> before,
      ConsistencyModel claim,
      Budget budget) {
    if (before.stream().anyMatch(UNCLEAR::contains)) {
      return Completion.open(MODELS, Completion.WRONG_READS);
    }
    Set<ConsistencyModel> looked = EnumSet.copyOf(MODELS);
    if (before.isEmpty()) {
      return new Completion(Map.of(), Map.of(), Map.of(), looked);
    }
    WeakLevels levels = new WeakLevels(inferred, scan, before, budget);
    levels.searchCycles();
    looked.removeAll(levels.open.keySet());
    Map<ConsistencyModel, Certificate> proven = Map.of();
    Map<AnomalyType, Anomaly> refuted = levels.anomalies();
    Map<ConsistencyModel, String> undecided = levels.open;
    if (inferred.orderGap() != null) {
      looked.removeAll(NEEDS_ORDER);
      Set<AnomalyType> found = EnumSet.copyOf(before);
      found.addAll(refuted.keySet());
      Completion tails = TailSearch.decide(inferred, scan, levels.versions, found, claim, budget);
      proven = tails.proven();
      refuted.putAll(tails.refuted());
      undecided.putAll(tails.undecided());
    }
    return new Completion(proven, refuted, undecided, looked);
  }

  /** A search for cycles, which is made when nothing else rules out the model. */
  private record Search(AnomalyType type, ConsistencyModel model, Supplier<@Nullable Cycle> find) {}

  private void searchCycles() {
    LevelCycles cycles = new LevelCycles(inferred, budget);
    CausalReads plain = new CausalReads(inferred, versions, false, budget);
    CausalReads ofProcesses = new CausalReads(inferred, versions, true, budget);
    List<Search> searches =
        List.of(
            new Search(AnomalyType.NON_CAUSAL_READ, ConsistencyModel.CAUSAL_CERONE, plain::find),
            new Search(
                AnomalyType.NON_CAUSAL_READ_PROCESS,
                ConsistencyModel.STRONG_SESSION_CAUSAL,
                ofProcesses::find),
            new Search(AnomalyType.NON_PREFIX_READ, ConsistencyModel.PREFIX, cycles::prefix),
            new Search(
                AnomalyType.WRITE_BEFORE_READ,
                ConsistencyModel.WRITES_FOLLOW_READS,
                cycles::writesFollowReads),
            new Search(AnomalyType.G_UPDATE, ConsistencyModel.UPDATE_SERIALIZABLE, cycles::update));
    for (Search search : searches) {
      Set<AnomalyType> known = EnumSet.noneOf(AnomalyType.class);
      known.addAll(before);
      known.addAll(found.keySet());
      if (ConsistencyModel.ruledOutBy(known).contains(search.model)) {
        continue;
      }
      if (budget.isSpent()) {
        open.put(search.model, TIME_OVER);
        continue;
      }
      Cycle cycle = search.find.get();
      if (cycle != null) {
        found.put(search.type, edges(cycle));
      }
    }
    if (!plain.isComplete()) {
      open.put(ConsistencyModel.CAUSAL_CERONE, TIME_OVER);
    }
    if (!ofProcesses.isComplete()) {
      open.put(ConsistencyModel.STRONG_SESSION_CAUSAL, TIME_OVER);
    }
    if (!cycles.isComplete()) {
      open.put(ConsistencyModel.UPDATE_SERIALIZABLE, TIME_OVER);
    }
  }

  private List<CycleEdge> edges(Cycle cycle) {
    List<CycleEdge> edges = new ArrayList<>();
    for (int i = 0; i < cycle.size(); i++) {
      int from = cycle.transactions().get(i);
      int to = cycle.target(i);
      int kind = cycle.kinds().get(i);
      edges.add(
          kind == Edge.PROCESS
              ? CycleEdge.ofEvents(
                  Edge.name(kind), transactions.invocation(from), transactions.invocation(to))
              : inferred.reason(from, to, kind).orElseThrow());
    }
    return List.copyOf(edges);
  }

  private Map<AnomalyType, Anomaly> anomalies() {
    Map<AnomalyType, Anomaly> anomalies = new EnumMap<>(AnomalyType.class);
    found.forEach(
        (type, cycle) ->
            anomalies.put(
                type,
                new Anomaly(
                    type.label(),
                    null,
                    new Certificate.DependencyCycle(WORKLOAD, type.label(), cycle),
                    new CycleExplanation(type, cycle))));
    return anomalies;
  }
}
