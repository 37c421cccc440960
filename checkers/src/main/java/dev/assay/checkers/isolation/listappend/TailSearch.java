package dev.assay.checkers.isolation.listappend;

import dev.assay.checkers.Anomaly;
import dev.assay.checkers.Budget;
import dev.assay.checkers.Ints;
import dev.assay.checkers.certificates.Certificate;
import dev.assay.checkers.isolation.AnomalyType;
import dev.assay.checkers.isolation.Completion;
import dev.assay.checkers.isolation.ConsistencyModel;
import dev.assay.checkers.isolation.OrderForm;
import dev.assay.checkers.isolation.RefutedOrders;
import dev.assay.checkers.isolation.Transactions;
import dev.assay.checkers.isolation.solver.Answer;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Decides the levels that ask in which order appends came that nobody read, by a search over their
 * orders: the strongest level first, what holds there holds below.
 */
final class TailSearch {
  /** Stronger ones before weaker ones. */
  private static final List<OrderForm> FORMS =
      List.of(
          OrderForm.STRONG_SNAPSHOT,
          OrderForm.SESSION_SNAPSHOT,
          OrderForm.SNAPSHOT,
          OrderForm.PARALLEL,
          OrderForm.UPDATE,
          OrderForm.CURSOR);

  /** Where nothing rules one out it holds, whatever the order, and all that it implies. */
  private static final List<ConsistencyModel> SERIAL =
      List.of(
          ConsistencyModel.STRICT_SERIALIZABLE,
          ConsistencyModel.STRONG_SESSION_SERIALIZABLE,
          ConsistencyModel.SERIALIZABLE);

  /** One of so many parts of the time left is for a stronger model that would prove the claim. */
  private static final int STRONGER_SHARE = 3;

  /** One of so many parts of the time left is for any other model that was not claimed. */
  private static final int UNCLAIMED_SHARE = 30;

  private final ListAppend inferred;
  private final KeyScan scan;
  private final ListVersions versions;
  private final ConsistencyModel claim;
  private final Budget budget;
  private final Set<AnomalyType> found = EnumSet.noneOf(AnomalyType.class);
  private final Set<ConsistencyModel> holding = EnumSet.noneOf(ConsistencyModel.class);
  private final Map<ConsistencyModel, Certificate> proven = new EnumMap<>(ConsistencyModel.class);
  private final Map<AnomalyType, Anomaly> refuted = new EnumMap<>(AnomalyType.class);
  private final Map<ConsistencyModel, String> undecided = new EnumMap<>(ConsistencyModel.class);

  private TailSearch(
      ListAppend inferred,
      KeyScan scan,
      ListVersions versions,
      Set<AnomalyType> found,
      ConsistencyModel claim,
      Budget budget) {
    this.inferred = inferred;
    this.scan = scan;
    this.versions = versions;
    this.claim = claim;
    this.budget = budget;
    this.found.addAll(found);
  }

  /**
   * Decides them.
   *
   * @param found all that was found without; no read contradicts the order of versions
   */
  static Completion decide(
      ListAppend inferred,
      KeyScan scan,
      ListVersions versions,
      Set<AnomalyType> found,
      ConsistencyModel claim,
      Budget budget) {
    TailSearch search = new TailSearch(inferred, scan, versions, found, claim, budget);
    boolean isRealTime = inferred.transactions().history().isRealTime();
    for (ConsistencyModel serial : SERIAL) {
      if (!search.isRuledOut(serial) && (isRealTime || !serial.needsRealTime())) {
        search.holding.addAll(serial.implied());
      }
    }
    for (OrderForm form : FORMS) {
      if (isRealTime || !form.model().needsRealTime()) {
        search.decide(form);
      }
    }
    return new Completion(search.proven, Completion.weakest(search.refuted), search.undecided);
  }

  private boolean isRuledOut(ConsistencyModel model) {
    return ConsistencyModel.ruledOutBy(found).contains(model);
  }

  private void decide(OrderForm form) {
    ConsistencyModel model = form.model();
    if (holding.contains(model) || isRuledOut(model)) {
      return;
    }
    TailOrders orders = new TailOrders(inferred, scan, versions, form);
    switch (orders.solve(budgetOf(model))) {
      case Answer.Ordered ordered -> {
        proven.put(model, certificate(form, orders, ordered.nodes()));
        holding.addAll(model.implied());
      }
      case Answer.Refuted none -> {
        found.add(form.refutation());
        refuted.put(form.refutation(), anomaly(form, orders, none));
      }
      case Answer.Undecided unfinished -> {
        undecided.put(model, unfinished.reason());
        if (form == OrderForm.PARALLEL) {
          undecided.put(ConsistencyModel.CONSISTENT_VIEW, unfinished.reason());
        }
      }
    }
  }

  /** All the time for the claim, much of it for what would prove it. */
  private Budget budgetOf(ConsistencyModel model) {
    if (model == claim) {
      return budget;
    }
    return budget.share(model.implies(claim) ? STRONGER_SHARE : UNCLAIMED_SHARE);
  }

  private Certificate certificate(OrderForm form, TailOrders orders, int[] nodes) {
    Transactions transactions = inferred.transactions();
    int size = 0;
    for (int node : nodes) {
      if (orders.isOrdered(node)) {
        nodes[size++] = transactions.invocation(orders.transactionOf(node));
      }
    }
    Ints order = Ints.of(nodes, size);
    String model = form.model().label();
    return switch (form) {
      case PARALLEL -> new Certificate.ParallelOrder(WeakLevels.WORKLOAD, order);
      case UPDATE -> new Certificate.UpdateOrder(WeakLevels.WORKLOAD, order);
      case CURSOR -> new Certificate.CommitOrder(WeakLevels.WORKLOAD, model, order);
      default -> new Certificate.SnapshotOrder(WeakLevels.WORKLOAD, model, order);
    };
  }

  private Anomaly anomaly(OrderForm form, TailOrders orders, Answer.Refuted none) {
    RefutedOrders explanation =
        new RefutedOrders(
            form.refutation(), new TailCases(inferred, scan, versions, orders).of(none.cycles()));
    return new Anomaly(
        form.refutation().label(),
        null,
        new Certificate.OrderRefutation(
            WeakLevels.WORKLOAD, form.model().label(), explanation.cases()),
        explanation);
  }
}
