package dev.assay.checkers.isolation.weak;

import dev.assay.checkers.Anomaly;
import dev.assay.checkers.Budget;
import dev.assay.checkers.Ints;
import dev.assay.checkers.certificates.Certificate;
import dev.assay.checkers.certificates.CommitEdge;
import dev.assay.checkers.certificates.CycleEdge;
import dev.assay.checkers.isolation.AnomalyType;
import dev.assay.checkers.isolation.CommitExplanation;
import dev.assay.checkers.isolation.ConsistencyModel;
import dev.assay.checkers.isolation.CycleExplanation;
import dev.assay.checkers.isolation.Evidence;
import dev.assay.checkers.isolation.Transactions;
import dev.assay.checkers.isolation.registers.Registers;
import dev.assay.checkers.isolation.weak.WeakAnswer.Broken;
import dev.assay.checkers.isolation.weak.WeakAnswer.Holds;
import dev.assay.checkers.isolation.weak.WeakAnswer.Undecided;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides the levels from read committed to causal, one by one, each only when what is known of the
 * others does not decide it.
 */
public final class WeakCheck {
  private static final String WORKLOAD = "rw-register";

  private final Registers registers;
  private final Transactions transactions;
  private final RegisterColumns columns;
  private final Assumed assumed;
  private final Budget budget;
  private final Map<Boolean, TimeOrder> times = new HashMap<>();
  private final Set<AnomalyType> found = EnumSet.noneOf(AnomalyType.class);
  private final Set<ConsistencyModel> holding = EnumSet.noneOf(ConsistencyModel.class);
  private final Map<ConsistencyModel, Certificate> kept = new EnumMap<>(ConsistencyModel.class);
  private final Map<AnomalyType, Integer> counts = new EnumMap<>(AnomalyType.class);
  private final Map<AnomalyType, List<Anomaly>> anomalies = new EnumMap<>(AnomalyType.class);
  private final Map<ConsistencyModel, Certificate> proven = new EnumMap<>(ConsistencyModel.class);
  private final Map<ConsistencyModel, String> undecided = new EnumMap<>(ConsistencyModel.class);

  /**
   * Takes apart what is to be decided.
   *
   * @param assumed what orders of commits have to agree with besides
   */
  public WeakCheck(Registers registers, Assumed assumed, Budget budget) {
    this.registers = registers;
    this.assumed = assumed;
    this.budget = budget;
    transactions = registers.transactions();
    columns = new RegisterColumns(registers);
    if (columns.overlooked() > 0) {
      found.add(AnomalyType.OVERLOOKED_WRITE);
      counts.put(AnomalyType.OVERLOOKED_WRITE, columns.overlooked());
      columns.overlookedReads().forEach(this::addOverlooked);
    }
  }

  /**
   * Takes over what others have found.
   *
   * @param anomalies what is known to be wrong
   * @param holds what is known to hold
   */
  public WeakCheck knowing(Set<AnomalyType> anomalies, Set<ConsistencyModel> holds) {
    found.addAll(anomalies);
    holding.addAll(holds);
    return this;
  }

  /** Whether this class decides a model, where no stronger one is known to hold. */
  public static boolean decides(ConsistencyModel model) {
    return WeakLevel.ALL.stream().anyMatch(level -> level.model() == model);
  }

  /** Whether a model that this class decides is at least as strong. */
  public static boolean reaches(ConsistencyModel model) {
    return WeakLevel.ALL.stream().anyMatch(level -> level.model().implies(model));
  }

  /** Decides all levels, the strongest first. */
  public WeakCheck decideAll() {
    WeakLevel.ALL.forEach(this::decide);
    return this;
  }

  /**
   * Decides what sessions are promised, first by itself, then together with what is assumed:
   * whether some order of the writers agrees with both. Their writes may always take effect in
   * their orders where nothing is assumed: of registers nothing else tells in which order writes
   * did.
   */
  public WeakCheck decidePromises() {
    decide(ConsistencyModel.MONOTONIC_WRITES, AnomalyType.G0_PROCESS);
    decideWritesFollowReads();
    decide(ConsistencyModel.READ_YOUR_WRITES, AnomalyType.UNREAD_OWN_WRITE);
    decide(ConsistencyModel.MONOTONIC_READS, AnomalyType.BACKWARD_READ);
    decide(ConsistencyModel.PRAM, AnomalyType.NO_PRAM_ORDER);
    return this;
  }

  /** A write comes after what its process has read, unless that leads back to the write. */
  private void decideWritesFollowReads() {
    ConsistencyModel model = ConsistencyModel.WRITES_FOLLOW_READS;
    if (isKnown(model)) {
      return;
    }
    WeakLevel level = WeakLevel.SESSION_COMMITTED;
    TimeOrder time = time(level);
    if (time.cycle() == null && assumed.equals(Assumed.NOTHING)) {
      kept.put(model, order(model, time.order()));
      return;
    }
    WritesAfterReads search = new WritesAfterReads(columns, Assumed.NOTHING);
    CommitCycle cycle = search.cycle();
    if (cycle == null && !assumed.equals(Assumed.NOTHING)) {
      search = new WritesAfterReads(columns, assumed);
      cycle = search.cycle();
    }
    if (cycle == null) {
      kept.put(model, order(model, search.order()));
      return;
    }
    CommitReasons reasons = new CommitReasons(columns, registers, level, time, assumed);
    AnomalyType type = AnomalyType.WRITE_BEFORE_READ;
    found.add(type);
    counts.put(type, 1);
    add(type, dependencies(type, reasons.edges(cycle)));
  }

  private TimeOrder time(WeakLevel level) {
    return times.computeIfAbsent(
        level.keepsProcesses(), processes -> new TimeOrder(columns, processes));
  }

  private boolean isKnown(ConsistencyModel model) {
    return holding.contains(model) || ConsistencyModel.ruledOutBy(found).contains(model);
  }

  private void decide(ConsistencyModel model, AnomalyType violation) {
    if (isKnown(model)) {
      return;
    }
    SessionPromises promise = promise(violation, Assumed.NOTHING);
    List<CommitEdge> edges = promise.violation();
    if (edges.isEmpty() && !assumed.equals(Assumed.NOTHING)) {
      promise = promise(violation, assumed);
      edges = promise.violation();
    }
    if (edges.isEmpty()) {
      kept.put(model, order(model, promise.order()));
      return;
    }
    found.add(violation);
    counts.put(violation, 1);
    boolean isOfDependencies = violation == AnomalyType.G0_PROCESS;
    add(violation, isOfDependencies ? dependencies(violation, edges) : commits(violation, edges));
  }

  private SessionPromises promise(AnomalyType violation, Assumed besides) {
    return new SessionPromises(columns, new PromiseReasons(columns, registers), violation, besides);
  }

  /** The promises that hold, as far as reads that are in order tell; each with an order. */
  public Map<ConsistencyModel, Certificate> kept() {
    return kept;
  }

  /** Decides one level, and if it does not hold, all that it implies. */
  public WeakCheck decide(ConsistencyModel claim) {
    WeakLevel.ALL.stream().filter(level -> level.model() == claim).forEach(this::decide);
    WeakLevel.ALL.stream().filter(level -> claim.implies(level.model())).forEach(this::decide);
    return this;
  }

  /** How many of each anomaly were found. */
  public Map<AnomalyType, Integer> counts() {
    return counts;
  }

  /** Some of each. */
  public Map<AnomalyType, List<Anomaly>> anomalies() {
    return anomalies;
  }

  /** The levels that hold, each with an order that shows it. */
  public Map<ConsistencyModel, Certificate> proven() {
    return proven;
  }

  /** Why a level was not decided. */
  public Map<ConsistencyModel, String> undecided() {
    return undecided;
  }

  private void decide(WeakLevel level) {
    ConsistencyModel model = level.model();
    if (isKnown(model) || undecided.containsKey(model)) {
      return;
    }
    TimeOrder time = time(level);
    WeakSearch search = new WeakSearch(columns, level, time, assumed, budget);
    switch (search.decide()) {
      case Holds holds -> hold(model, holds);
      case Broken broken -> explain(level, broken, search, time);
      case Undecided unfinished -> undecided.put(model, unfinished.reason());
    }
  }

  /**
   * Where it is not known from whom some reads are, an order that leaves them out proves nothing.
   */
  private void hold(ConsistencyModel model, Holds holds) {
    String ambiguity = registers.ambiguity();
    if (ambiguity != null) {
      undecided.put(model, ambiguity);
      return;
    }
    holding.addAll(model.implied());
    proven.put(model, order(model, holds.order()));
  }

  private Certificate order(ConsistencyModel model, int[] order) {
    int[] invocations = Arrays.stream(order).map(transactions::invocation).toArray();
    return new Certificate.CommitOrder(
        WORKLOAD, model.label(), Ints.of(invocations, invocations.length));
  }

  private void explain(WeakLevel level, Broken broken, WeakSearch search, TimeOrder time) {
    CommitReasons reasons = new CommitReasons(columns, registers, level, time, assumed);
    if (!reasons.prepare(broken.cycles(), search)) {
      undecided.put(level.model(), "the time was over when its violation was to be explained");
      return;
    }
    for (CommitCycle cycle : broken.cycles()) {
      List<CommitEdge> edges = reasons.edges(cycle);
      boolean isOfDependencies =
          edges.stream().noneMatch(each -> each.edge().kind().equals("commit"));
      AnomalyType type = isOfDependencies ? dependencyType(edges) : level.violation();
      found.add(type);
      counts.putIfAbsent(type, broken.count());
      add(type, isOfDependencies ? dependencies(type, edges) : commits(type, edges));
    }
  }

  private static AnomalyType dependencyType(List<CommitEdge> edges) {
    Set<String> kinds = new HashSet<>();
    edges.forEach(each -> kinds.add(each.edge().kind()));
    boolean isRead = kinds.contains("wr");
    return kinds.contains("process")
        ? isRead ? AnomalyType.G1C_PROCESS : AnomalyType.G0_PROCESS
        : isRead ? AnomalyType.G1C : AnomalyType.G0;
  }

  private static Anomaly commits(AnomalyType type, List<CommitEdge> edges) {
    return new Anomaly(
        type.label(),
        null,
        new Certificate.CommitCycle(WORKLOAD, type.label(), edges),
        new CommitExplanation(type, edges));
  }

  private static Anomaly dependencies(AnomalyType type, List<CommitEdge> edges) {
    List<CycleEdge> plain = edges.stream().map(CommitEdge::edge).toList();
    return new Anomaly(
        type.label(),
        null,
        new Certificate.DependencyCycle(WORKLOAD, type.label(), plain),
        new CycleExplanation(type, plain));
  }

  private void addOverlooked(int[] each) {
    int read = each[1];
    AnomalyType type = AnomalyType.OVERLOOKED_WRITE;
    Object key = transactions.keyValue(transactions.key(read));
    @Nullable Object value =
        transactions.history().values().get(transactions.microOps().value(read));
    Evidence evidence =
        new Evidence(
            type,
            key,
            value,
            List.of(transactions.ref(each[0], read), transactions.ref(each[0], each[2])));
    add(type, evidence.anomaly(WORKLOAD));
  }

  private void add(AnomalyType type, Anomaly anomaly) {
    anomalies.computeIfAbsent(type, t -> new ArrayList<>()).add(anomaly);
  }
}
