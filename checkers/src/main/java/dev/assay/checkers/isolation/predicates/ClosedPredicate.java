package dev.assay.checkers.isolation.predicates;

import dev.assay.checkers.Anomaly;
import dev.assay.checkers.Budget;
import dev.assay.checkers.CheckOptions;
import dev.assay.checkers.certificates.Certificate;
import dev.assay.checkers.certificates.CertificateVerifier;
import dev.assay.checkers.certificates.CommitWait;
import dev.assay.checkers.certificates.CycleEdge;
import dev.assay.checkers.isolation.AnomalyType;
import dev.assay.checkers.isolation.CommitWaits;
import dev.assay.checkers.isolation.Completion;
import dev.assay.checkers.isolation.ConsistencyModel;
import dev.assay.checkers.isolation.CycleForm;
import dev.assay.checkers.isolation.DependencyGraph;
import dev.assay.checkers.isolation.Edge;
import dev.assay.checkers.isolation.Findings;
import dev.assay.checkers.isolation.Inference;
import dev.assay.checkers.isolation.RefutedOrders;
import dev.assay.checkers.isolation.RefutedPart;
import dev.assay.checkers.isolation.SessionOrder;
import dev.assay.checkers.isolation.Transactions;
import dev.assay.histories.History;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Inference for transactions on keys that come and go, with predicate reads. That the world is
 * closed, so that all keys are known by those who write them, lets a predicate read tell of keys
 * that it does not show (the idea is Elle's, {@code elle.closed-predicate}). There a key has two
 * versions at most; here it may have any number, and an edge is there where all versions that the
 * read may have seen agree.
 *
 * <p>Inserts, writes and deletes are blind: they succeed whatever is there. What predicate reads
 * show was read key by key, too, so that overwriting it is an anti-dependency of an item.
 *
 * <p>Where all versions and reads are told, the graph decides all levels that cycles define; where
 * not, {@link OrderSearch} seeks serial orders and such of snapshots, and {@link PartSearch} a part
 * that none explains. For the complexity see {@link Absences}.
 */
public final class ClosedPredicate implements Inference {
  private static final String WORKLOAD = "closed-predicate";

  private static final String TOO_MANY_TO_VERIFY =
      "no order was found, but there are too many for the verifier to try them all";

  /**
   * How much of the time the search for a part without an order may take, for the claim and for
   * others: one of so many.
   */
  private static final int PARTS_SHARE_OF_CLAIM = 3;

  private static final int PARTS_SHARE = 12;

  /** The models that are decided, the strongest first, by what says that they have no order. */
  private static final Map<ConsistencyModel, AnomalyType> DECIDED = new LinkedHashMap<>();

  static {
    DECIDED.put(ConsistencyModel.STRICT_SERIALIZABLE, AnomalyType.NO_SERIAL_ORDER_REALTIME);
    DECIDED.put(ConsistencyModel.STRONG_SESSION_SERIALIZABLE, AnomalyType.NO_SERIAL_ORDER_PROCESS);
    DECIDED.put(ConsistencyModel.SERIALIZABLE, AnomalyType.NO_SERIAL_ORDER_PREDICATE);
    DECIDED.put(ConsistencyModel.STRONG_SNAPSHOT_ISOLATION, AnomalyType.NO_SNAPSHOT_ORDER_REALTIME);
    DECIDED.put(
        ConsistencyModel.STRONG_SESSION_SNAPSHOT_ISOLATION, AnomalyType.NO_SNAPSHOT_ORDER_PROCESS);
    DECIDED.put(ConsistencyModel.SNAPSHOT_ISOLATION, AnomalyType.NO_SNAPSHOT_ORDER_PREDICATE);
  }

  /** Those of commits, the stronger ones first, by what says that they have no order. */
  private static final Map<ConsistencyModel, AnomalyType> COMMITTED = new LinkedHashMap<>();

  static {
    COMMITTED.put(ConsistencyModel.STRONG_READ_COMMITTED, AnomalyType.NO_COMMIT_ORDER_REALTIME);
    COMMITTED.put(
        ConsistencyModel.STRONG_SESSION_READ_COMMITTED, AnomalyType.NO_COMMIT_ORDER_PROCESS);
    COMMITTED.put(ConsistencyModel.READ_COMMITTED, AnomalyType.NO_COMMIT_ORDER);
  }

  /** The stronger ones first. */
  private static final List<ConsistencyModel> SNAPSHOTS =
      List.of(
          ConsistencyModel.STRONG_SNAPSHOT_ISOLATION,
          ConsistencyModel.STRONG_SESSION_SNAPSHOT_ISOLATION,
          ConsistencyModel.SNAPSHOT_ISOLATION);

  private final Transactions transactions;
  private final Columns columns;
  private final Versions versions;
  private final Findings findings = new Findings();
  private final Reads reads;
  private final boolean[] committed;
  private final DependencyGraph graph;
  private final PredicateReasons reasons;
  private final @Nullable String unresolved;

  private ClosedPredicate(Transactions transactions) {
    this.transactions = transactions;
    columns = new Columns(transactions);
    versions = new Versions(columns);
    Unshown unshown = new Unshown(columns, versions);
    Absences absences = new Absences(columns, versions, unshown, findings);
    reads = new Reads(columns, versions, unshown, findings);
    committed = new boolean[transactions.size()];
    for (int txn = 0; txn < committed.length; txn++) {
      committed[txn] |= transactions.isOk(txn);
      for (int read = reads.start(txn); read < reads.start(txn + 1); read++) {
        int writer = versions.txn(reads.version(read));
        if (writer >= 0) {
          committed[writer] = true;
        }
      }
    }
    absences.findCommitted(committed);
    versions.grow(committed);
    DependencyGraph.Builder builder = DependencyGraph.builder(transactions.size());
    Successors successors = new Successors(versions, builder);
    addInit(builder);
    addReads(successors, builder);
    StaleReads stale = new StaleReads(columns, versions, findings);
    stale.lookAtItems();
    absences.write(successors, stale, builder);
    boolean[] possible = new boolean[committed.length];
    for (int txn = 0; txn < committed.length; txn++) {
      possible[txn] = !transactions.isFailed(txn);
    }
    // Whoever is not known to have taken effect has edges to it only, for searches.
    SessionOrder.addProcesses(transactions, possible, builder);
    SessionOrder.addRealTime(transactions, possible, builder);
    graph = builder.build();
    reasons = new PredicateReasons(columns, versions, reads, unshown);
    unresolved = whyUnresolved(absences);
  }

  /**
   * Infers what there is to infer.
   *
   * @throws dev.assay.checkers.isolation.UnfitHistoryException when it is no history of this
   *     workload: another operation, a predicate that is not known, a result that is no map, an
   *     init that is not the first operation
   */
  public static Inference infer(History history) {
    return new ClosedPredicate(Transactions.of(history));
  }

  /** What the init made is there before all others. */
  private void addInit(DependencyGraph.Builder builder) {
    if (columns.init() == Columns.NONE) {
      return;
    }
    int others = builder.addNode();
    builder.add(columns.init(), others, Edge.WR);
    for (int txn = 0; txn < committed.length; txn++) {
      if (txn != columns.init() && !transactions.isFailed(txn)) {
        builder.add(others, txn, Edge.FORWARD);
      }
    }
  }

  private void addReads(Successors successors, DependencyGraph.Builder builder) {
    for (int txn = 0; txn < committed.length; txn++) {
      for (int read = reads.start(txn); read < reads.start(txn + 1); read++) {
        int version = reads.version(read);
        if (!versions.isRoot(version)) {
          builder.add(versions.txn(version), txn, Edge.WR);
        }
        successors.link(txn, version, Edge.RW);
      }
    }
    int[] missed = reads.missedInit();
    for (int i = 0; i < missed.length; i += 2) {
      builder.add(missed[i], columns.init(), Edge.RW);
    }
  }

  private @Nullable String whyUnresolved(Absences absences) {
    Set<AnomalyType> found = findings.counts().keySet();
    if (found.contains(AnomalyType.INTERNAL) || found.contains(AnomalyType.OVERLOOKED_WRITE)) {
      return "some transactions read what contradicts what they had read or written themselves";
    }
    if (absences.hasMisses() || reads.contradictsPredicates()) {
      return "what some predicate reads show contradicts their predicates or all versions of a key";
    }
    if (reads.missedInit().length > 0) {
      return "the key "
          + columns.keyValue(columns.key(reads.missedInit()[1]))
          + " was read as not there, though the init had made it and nobody else can have deleted"
          + " it";
    }
    if (reads.ambiguousKey() != Reads.NONE) {
      return "of the key "
          + columns.keyValue(reads.ambiguousKey())
          + " the same is read that several transactions wrote, so it is not known from whom";
    }
    for (int version = 0; version < versions.size(); version++) {
      if (versions.childEnd(version) - versions.childStart(version) > 1) {
        return "in which order the versions of the key "
            + columns.keyValue(versions.key(version))
            + " came is not known, for not every transaction that wrote it had read it before";
      }
    }
    return absences.ambiguousKey() == Reads.NONE
        ? null
        : "which version of the key "
            + columns.keyValue(absences.ambiguousKey())
            + " a predicate read saw that does not show it is not known";
  }

  @Override
  public Transactions transactions() {
    return transactions;
  }

  @Override
  public int keys() {
    return columns.keys();
  }

  @Override
  public boolean[] committed() {
    return committed;
  }

  @Override
  public DependencyGraph graph() {
    return graph;
  }

  @Override
  public Findings findings() {
    return findings;
  }

  @Override
  public Optional<CycleEdge> reason(int from, int to, int kind) {
    return reasons.reason(from, to, kind);
  }

  @Override
  public @Nullable String orderGap() {
    return unresolved;
  }

  @Override
  public @Nullable String unresolved() {
    return unresolved;
  }

  @Override
  public boolean isSerialWithoutCycles() {
    return unresolved == null;
  }

  @Override
  public boolean isShownByCommits() {
    return true;
  }

  @Override
  public List<String> premises() {
    return columns.init() == Columns.NONE
        ? List.of()
        : List.of("The init made the initial state: nobody saw what was there before it.");
  }

  @Override
  public Completion complete(Set<AnomalyType> found, ConsistencyModel claim, Budget budget) {
    Set<ConsistencyModel> ruledOut = ConsistencyModel.ruledOutBy(found);
    if (unresolved == null) {
      return new Completion(Map.of(), Map.of(), Map.of(), snapshots(ruledOut, claim));
    }
    Map<ConsistencyModel, Certificate> proven = new EnumMap<>(ConsistencyModel.class);
    Map<AnomalyType, Anomaly> refuted = new EnumMap<>(AnomalyType.class);
    Map<ConsistencyModel, String> undecided = new EnumMap<>(ConsistencyModel.class);
    List<ConsistencyModel> models = new ArrayList<>(DECIDED.keySet());
    if (models.remove(claim)) {
      models.add(0, claim);
    }
    for (ConsistencyModel model : models) {
      if (!isOpen(model, ruledOut, proven)) {
        continue;
      }
      OrderSearch search = search(model);
      OrderSearch.Result result = search.likely(budget);
      Budget ofParts = budget.share(model == claim ? PARTS_SHARE_OF_CLAIM : PARTS_SHARE);
      Anomaly none = result == OrderSearch.Result.FOUND ? null : refutedPart(model, ofParts);
      if (result == OrderSearch.Result.GIVEN_UP && none == null) {
        result = search.run(model == claim, budget);
      }
      if (result == OrderSearch.Result.NONE && none == null) {
        none = refutedWhole(model);
      }
      if (result == OrderSearch.Result.FOUND) {
        proven.put(model, certificate(model, search.order()));
      } else if (none != null) {
        AnomalyType type = Objects.requireNonNull(DECIDED.get(model));
        refuted.put(type, none);
        ruledOut.addAll(ConsistencyModel.ruledOutBy(Set.of(type)));
      } else {
        undecided.put(
            model,
            result == OrderSearch.Result.NONE
                ? TOO_MANY_TO_VERIFY
                : unresolved + ", and " + search.givenUp());
      }
    }
    commits(ruledOut, proven, refuted, undecided, budget);
    return new Completion(proven, refuted, undecided);
  }

  /** That no order of a model explains what some transactions did to some keys; or null. */
  private @Nullable Anomaly refutedPart(ConsistencyModel model, Budget budget) {
    HistoryPart part =
        new PartSearch(
                columns,
                versions,
                history ->
                    new ClosedPredicate(Transactions.of(history)).search(model).likely(budget)
                        == OrderSearch.Result.NONE,
                budget)
            .find();
    if (part == null) {
      return null;
    }
    AnomalyType type = Objects.requireNonNull(DECIDED.get(model));
    List<Object> keys = part.keys().stream().mapToObj(columns::keyValue).toList();
    List<Integer> kept =
        Arrays.stream(part.transactions()).mapToObj(transactions::invocation).toList();
    Certificate none = new Certificate.PartRefutation(WORKLOAD, model.label(), keys, kept);
    return isVerified(none)
        ? new Anomaly(type.label(), null, none, new RefutedPart(type, keys, kept))
        : null;
  }

  /** That no order of a model explains the history; null where the verifier cannot tell, too. */
  private @Nullable Anomaly refutedWhole(ConsistencyModel model) {
    AnomalyType type = Objects.requireNonNull(DECIDED.get(model));
    Certificate none = new Certificate.OrderRefutation(WORKLOAD, model.label(), List.of());
    return isVerified(none)
        ? new Anomaly(type.label(), null, none, new RefutedOrders(type, List.of()))
        : null;
  }

  private OrderSearch search(ConsistencyModel model) {
    return SNAPSHOTS.contains(model)
        ? OrderSearch.ofSnapshots(columns, versions, graph, form(model))
        : OrderSearch.serial(columns, versions, graph, form(model));
  }

  private static CycleForm form(ConsistencyModel model) {
    return model.needsRealTime()
        ? CycleForm.REALTIME
        : model.label().startsWith("strong-session-") ? CycleForm.PROCESS : CycleForm.PLAIN;
  }

  private static Certificate certificate(ConsistencyModel model, List<Integer> order) {
    return SNAPSHOTS.contains(model)
        ? new Certificate.SnapshotOrder(WORKLOAD, model.label(), order)
        : new Certificate.SerialOrder(WORKLOAD, model.label(), order);
  }

  /**
   * Orders of commits of what no serial order shows, the strongest alone; and why there are none,
   * of the weakest alone.
   */
  private void commits(
      Set<ConsistencyModel> ruledOut,
      Map<ConsistencyModel, Certificate> proven,
      Map<AnomalyType, Anomaly> refuted,
      Map<ConsistencyModel, String> undecided,
      Budget budget) {
    List<ConsistencyModel> without = new ArrayList<>();
    List<CommitSearch> searches = new ArrayList<>();
    COMMITTED.forEach(
        (model, none) -> {
          if (isOpen(model, ruledOut, proven)) {
            CommitSearch search = new CommitSearch(columns, versions, graph, form(model));
            if (search.run()) {
              proven.put(
                  model, new Certificate.CommitOrder(WORKLOAD, model.label(), search.order()));
            } else if (search.isTooLarge()) {
              undecided.put(model, unresolved + ", and too many keys may be missing in them");
            } else {
              without.add(model);
              searches.add(search);
            }
          }
        });
    while (!without.isEmpty() && isOpen(without.getLast(), ruledOut, proven)) {
      ConsistencyModel model = without.removeLast();
      List<CommitWait> waits =
          new StuckCommits(columns, versions, form(model), searches.removeLast().left(), budget)
              .find();
      Certificate none = new Certificate.CircularWait(WORKLOAD, model.label(), waits);
      if (!waits.isEmpty() && isVerified(none)) {
        AnomalyType type = Objects.requireNonNull(COMMITTED.get(model));
        refuted.put(type, new Anomaly(type.label(), null, none, new CommitWaits(type, waits)));
        ruledOut.addAll(ConsistencyModel.ruledOutBy(Set.of(type)));
      }
    }
    ConsistencyModel uncommitted =
        transactions.history().isRealTime()
            ? ConsistencyModel.STRONG_READ_UNCOMMITTED
            : ConsistencyModel.STRONG_SESSION_READ_UNCOMMITTED;
    if (isOpen(uncommitted, ruledOut, proven)) {
      // Reads tell nothing of the order in which such transactions wrote: any that keeps time does.
      List<Integer> order =
          IntStream.range(0, committed.length)
              .filter(transactions::isOk)
              .mapToObj(transactions::invocation)
              .toList();
      proven.put(uncommitted, new Certificate.CommitOrder(WORKLOAD, uncommitted.label(), order));
    }
  }

  private boolean isOpen(
      ConsistencyModel model,
      Set<ConsistencyModel> ruledOut,
      Map<ConsistencyModel, Certificate> proven) {
    return proven.keySet().stream().noneMatch(known -> known.implies(model))
        && !ruledOut.contains(model)
        && (!model.needsRealTime() || transactions.history().isRealTime());
  }

  /** The model of snapshots that holds and shows the claim, where there is one. */
  private Set<ConsistencyModel> snapshots(Set<ConsistencyModel> ruledOut, ConsistencyModel claim) {
    return SNAPSHOTS.stream()
        .filter(model -> !ruledOut.contains(model))
        .filter(model -> !model.needsRealTime() || transactions.history().isRealTime())
        .filter(model -> model.implies(claim))
        .limit(1)
        .collect(Collectors.toSet());
  }

  /** That there is no order is said only where the verifier says so, too. */
  private boolean isVerified(Certificate none) {
    return CertificateVerifier.verify(transactions.history(), none, CheckOptions.DEFAULT)
        .accepted();
  }
}
