package dev.assay.checkers.isolation.counters;

import dev.assay.checkers.Anomaly;
import dev.assay.checkers.Budget;
import dev.assay.checkers.certificates.Certificate;
import dev.assay.checkers.certificates.CycleEdge;
import dev.assay.checkers.isolation.AnomalyType;
import dev.assay.checkers.isolation.Completion;
import dev.assay.checkers.isolation.ConsistencyModel;
import dev.assay.checkers.isolation.DependencyGraph;
import dev.assay.checkers.isolation.Evidence;
import dev.assay.checkers.isolation.Findings;
import dev.assay.checkers.isolation.Inference;
import dev.assay.checkers.isolation.RefutedOrders;
import dev.assay.checkers.isolation.SessionOrder;
import dev.assay.checkers.isolation.Transactions;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Counters whose values may be sums of several sets of increments. What single reads show to be
 * wrong is found in linear time; a serial order is sought where it is likely, in histories of any
 * length, and everywhere in short ones.
 */
final class BlindCounters implements Inference {
  private static final String WORKLOAD = "counter-inc";
  private static final String REASON =
      "reads do not tell apart the increments that they show: let no increment of a key be the sum"
          + " of smaller ones, as 1, 2, 4, 8";

  /** How much of the time that is left an order is sought: one of so many parts. */
  private static final int SHARE_OF_CLAIM = 2;

  private static final int SHARE = 4;

  /** The models that are decided, the strongest first, by what says that they have no order. */
  private static final Map<ConsistencyModel, AnomalyType> DECIDED = new LinkedHashMap<>();

  static {
    DECIDED.put(ConsistencyModel.STRICT_SERIALIZABLE, AnomalyType.NO_SERIAL_ORDER_REALTIME);
    DECIDED.put(ConsistencyModel.STRONG_SESSION_SERIALIZABLE, AnomalyType.NO_SERIAL_ORDER_PROCESS);
    DECIDED.put(ConsistencyModel.SERIALIZABLE, AnomalyType.NO_SERIAL_ORDER);
  }

  private final Counters counters;
  private final Transactions transactions;
  private final Findings findings = new Findings();
  private final DependencyGraph graph;
  private final boolean[] committed;

  BlindCounters(Counters counters) {
    this.counters = counters;
    transactions = counters.transactions();
    committed = new boolean[transactions.size()];
    for (int txn = 0; txn < committed.length; txn++) {
      committed[txn] = transactions.isOk(txn);
      for (int mop = transactions.start(txn);
          committed[txn] && mop < transactions.end(txn);
          mop++) {
        if (counters.isRead(mop)) {
          look(txn, mop);
        }
      }
    }
    CounterBounds.check(counters, findings);
    DependencyGraph.Builder builder = DependencyGraph.builder(transactions.size());
    SessionOrder.addProcesses(transactions, committed, builder);
    SessionOrder.addRealTime(transactions, committed, builder);
    graph = builder.build();
  }

  private void look(int txn, int read) {
    int key = transactions.key(read);
    if (!counters.isWithinBounds(key, counters.number(read))) {
      report(AnomalyType.GARBAGE_READ, txn, read);
      return;
    }
    long since = 0;
    for (int mop = read - 1; mop >= transactions.start(txn); mop--) {
      if (transactions.key(mop) != key) {
        continue;
      }
      if (!counters.isRead(mop)) {
        since += counters.number(mop);
      } else {
        if (counters.number(mop) + since != counters.number(read)) {
          report(AnomalyType.INTERNAL, txn, read, mop);
        }
        return;
      }
    }
  }

  private void report(AnomalyType type, int txn, int... mops) {
    if (findings.count(type)) {
      findings.keep(
          new Evidence(
              type,
              transactions.keyValue(transactions.key(mops[0])),
              null,
              Arrays.stream(mops).mapToObj(mop -> transactions.ref(txn, mop)).toList()));
    }
  }

  @Override
  public Completion complete(Set<AnomalyType> found, ConsistencyModel claim, Budget budget) {
    Map<ConsistencyModel, Certificate> proven = new EnumMap<>(ConsistencyModel.class);
    Map<AnomalyType, Anomaly> refuted = new EnumMap<>(AnomalyType.class);
    Map<ConsistencyModel, String> undecided = new EnumMap<>(ConsistencyModel.class);
    Demands demands = new Demands(counters);
    DECIDED.forEach(
        (model, type) -> {
          if (!proven.isEmpty()
              || (model.needsRealTime() && !transactions.history().isRealTime())) {
            return;
          }
          if (Collections.disjoint(model.forbidden(), found)) {
            LikelyOrder likely = new LikelyOrder(demands, model);
            if (likely.run(budget.share(model == claim ? SHARE_OF_CLAIM : SHARE))) {
              List<Integer> order = likely.order().stream().map(transactions::invocation).toList();
              proven.put(model, new Certificate.SerialOrder(WORKLOAD, model.label(), order));
              return;
            }
          }
          SerialSearch search = new SerialSearch(counters, model);
          switch (search.run(budget)) {
            case FOUND ->
                proven.put(
                    model, new Certificate.SerialOrder(WORKLOAD, model.label(), search.order()));
            case NONE -> refuted.put(type, anomaly(model, type));
            case GIVEN_UP -> undecided.put(model, search.givenUp());
          }
        });
    return new Completion(proven, refuted, undecided);
  }

  private static Anomaly anomaly(ConsistencyModel model, AnomalyType type) {
    return new Anomaly(
        type.label(),
        null,
        new Certificate.OrderRefutation(WORKLOAD, model.label(), List.of()),
        new RefutedOrders(type, List.of()));
  }

  @Override
  public Transactions transactions() {
    return transactions;
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
    return Optional.empty();
  }

  @Override
  public String orderGap() {
    return REASON;
  }

  @Override
  public String unresolved() {
    return REASON;
  }

  @Override
  public boolean isSerialWithoutCycles() {
    return false;
  }
}
