package dev.assay.checkers.isolation.registers;

import dev.assay.checkers.Anomaly;
import dev.assay.checkers.Budget;
import dev.assay.checkers.CheckOptions;
import dev.assay.checkers.Ints;
import dev.assay.checkers.certificates.Certificate;
import dev.assay.checkers.certificates.CertificateVerifier;
import dev.assay.checkers.isolation.AnomalyType;
import dev.assay.checkers.isolation.Completion;
import dev.assay.checkers.isolation.ConsistencyModel;
import dev.assay.checkers.isolation.OrderForm;
import dev.assay.checkers.isolation.RefutedOrders;
import dev.assay.checkers.isolation.Transactions;
import dev.assay.checkers.isolation.solver.Answer;
import dev.assay.checkers.isolation.weak.Assumed;
import dev.assay.checkers.isolation.weak.WeakCheck;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * Decides the serializable and snapshot isolation levels by a search over all orders of the writes,
 * the strongest level first: what holds there holds below.
 *
 * <p>A transaction of unknown outcome that no completed one read from is left out. If it had taken
 * effect, and an order with it is legal, then the same order without it is legal, too: nobody
 * misses its writes, and it constrains others only by what it wrote. (If no order without it is
 * legal, then none with it.) One that a completed one read from took effect, but what it read is
 * unknown.
 */
final class CompleteCheck {
  static final String WORKLOAD = "rw-register";

  /** One of so many parts of the time left is for a stronger model that would prove the claim. */
  private static final int STRONGER_SHARE = 3;

  /** One of so many parts of the time left is for any other model that was not claimed. */
  private static final int UNCLAIMED_SHARE = 30;

  private static final Set<AnomalyType> READ_FAULTS =
      EnumSet.of(
          AnomalyType.GARBAGE_READ,
          AnomalyType.G1A,
          AnomalyType.G1B,
          AnomalyType.INTERNAL,
          AnomalyType.FUTURE_READ);

  private final RwRegister inferred;
  private final ConsistencyModel claim;
  private final Budget budget;
  private final Set<AnomalyType> found = EnumSet.noneOf(AnomalyType.class);
  private final Set<ConsistencyModel> holding = EnumSet.noneOf(ConsistencyModel.class);
  private final Map<ConsistencyModel, Certificate> proven = new EnumMap<>(ConsistencyModel.class);
  private final Map<AnomalyType, Anomaly> refuted = new EnumMap<>(AnomalyType.class);
  private final Map<ConsistencyModel, String> undecided = new EnumMap<>(ConsistencyModel.class);

  private CompleteCheck(
      RwRegister inferred, Set<AnomalyType> found, ConsistencyModel claim, Budget budget) {
    this.inferred = inferred;
    this.claim = claim;
    this.budget = budget;
    this.found.addAll(found);
  }

  /**
   * Decides all levels, those up to causal, too. If the strongest does not hold, those come before
   * the other searches: they take linear time, and what they refute needs no search.
   */
  static Completion of(
      RwRegister inferred,
      Set<AnomalyType> found,
      ConsistencyModel claim,
      Assumed assumed,
      Budget budget) {
    CompleteCheck check = new CompleteCheck(inferred, found, claim, budget);
    boolean isReadable = isReadable(found);
    if (isReadable) {
      check.decide(check.strongest());
    }
    if (!check.holding.isEmpty()) {
      return new Completion(check.proven, Map.of(), Map.of());
    }
    if (inferred.orders() != null) {
      check.uncommitted(assumed);
    }
    WeakCheck weak =
        new WeakCheck(inferred.registers(), assumed, budget)
            .knowing(check.found, check.holding)
            .decideAll()
            .decidePromises();
    check.found.addAll(weak.anomalies().keySet());
    if (isReadable) {
      OrderForm.ALL.forEach(check::decide);
    } else {
      OrderForm.ALL.forEach(form -> check.undecided.put(form.model(), Completion.WRONG_READS));
    }
    check.promises(weak.kept());
    check.undecidedAlike();
    return new Completion(check.proven, Completion.weakest(check.refuted), check.undecided)
        .with(weak.proven(), weak.anomalies(), weak.undecided());
  }

  /** Nothing is known of promises where reads are wrong, or it is not known from whom they are. */
  private void promises(Map<ConsistencyModel, Certificate> kept) {
    String open = isReadable(found) ? inferred.registers().ambiguity() : Completion.WRONG_READS;
    if (open == null) {
      proven.putAll(kept);
    } else {
      kept.keySet().forEach(model -> undecided.put(model, open));
    }
  }

  /** Two models are decided with another, though they do not imply it. */
  private void undecidedAlike() {
    Map.of(
            ConsistencyModel.SERIALIZABLE, ConsistencyModel.REPEATABLE_READ,
            ConsistencyModel.PARALLEL_SNAPSHOT_ISOLATION, ConsistencyModel.CONSISTENT_VIEW)
        .forEach(
            (searched, alike) -> {
              String reason = undecided.get(searched);
              if (reason != null) {
                undecided.put(alike, reason);
              }
            });
  }

  /**
   * Read uncommitted, where something is assumed of the order of versions. Else it always holds of
   * registers.
   */
  private void uncommitted(Assumed assumed) {
    for (Uncommitted.Form form : Uncommitted.Form.values()) {
      ConsistencyModel model = form.model();
      boolean isTold = !model.needsRealTime() || inferred.transactions().history().isRealTime();
      if (!isTold || ConsistencyModel.ruledOutBy(found).contains(model)) {
        continue;
      }
      Uncommitted check = new Uncommitted(inferred, assumed, form);
      Anomaly violation = check.violation();
      if (violation != null) {
        found.add(form.violation());
        refuted.put(form.violation(), violation);
      } else if (inferred.unresolved() == null) {
        proven.put(model, check.order());
      }
    }
  }

  private OrderForm strongest() {
    return inferred.transactions().history().isRealTime()
        ? OrderForm.STRICT_SERIAL
        : OrderForm.SESSION_SERIAL;
  }

  /** Whether no read alone is wrong: otherwise there is nothing to search for. */
  static boolean isReadable(Set<AnomalyType> found) {
    return found.stream().noneMatch(READ_FAULTS::contains);
  }

  private void decide(OrderForm form) {
    ConsistencyModel model = form.model();
    boolean isRealTime = inferred.transactions().history().isRealTime();
    if (holding.contains(model)
        || undecided.containsKey(model)
        || ConsistencyModel.ruledOutBy(found).contains(model)
        || (model.needsRealTime() && !isRealTime)) {
      return;
    }
    Orders orders = new Orders(inferred, form);
    Answer answer = orders.solve(budgetOf(model));
    switch (answer) {
      case Answer.Ordered ordered -> hold(model, certificate(form, orders, ordered.nodes()));
      case Answer.Refuted none -> {
        found.add(form.refutation());
        refuted.put(form.refutation(), anomaly(form, orders, none));
      }
      case Answer.Undecided unfinished -> undecided.put(model, unfinished.reason());
    }
  }

  /**
   * All the time for the claim. The more order a model has to keep the faster an order is found, so
   * a stronger one that may hold gets much of the time before a claim that needs a search, unless
   * something stronger still took its part and stayed open.
   */
  private Budget budgetOf(ConsistencyModel model) {
    if (model == claim) {
      return budget;
    }
    boolean mayProve =
        model.implies(claim)
            && !WeakCheck.reaches(claim)
            && undecided.keySet().stream().noneMatch(open -> open.implies(model));
    return budget.share(mayProve ? STRONGER_SHARE : UNCLAIMED_SHARE);
  }

  /** Where it is not known from whom some reads are, an order was sought without them. */
  private void hold(ConsistencyModel model, Certificate order) {
    String ambiguity = inferred.registers().ambiguity();
    if (ambiguity == null
        || CertificateVerifier.verify(
                inferred.transactions().history(),
                order,
                CheckOptions.DEFAULT.withKeys(inferred.options()))
            .accepted()) {
      proven.put(model, order);
      holding.addAll(model.implied());
    } else {
      undecided.put(model, ambiguity);
    }
  }

  private Certificate certificate(OrderForm form, Orders orders, int[] nodes) {
    Transactions transactions = inferred.transactions();
    int size = 0;
    for (int node : nodes) {
      int txn = orders.transactionOf(node);
      boolean isOne =
          form.isOfCommits()
              ? txn >= 0 && node == orders.problem().commit(txn)
              : !form.isOfWriters() || (txn >= 0 && inferred.registers().writes(txn));
      if (isOne && txn >= 0 && inferred.committed()[txn]) {
        nodes[size++] = transactions.invocation(txn);
      }
    }
    Ints order = Ints.of(nodes, size);
    String label = form.model().label();
    if (form == OrderForm.PARALLEL) {
      return new Certificate.ParallelOrder(WORKLOAD, order);
    }
    if (form.isOfWriters()) {
      return new Certificate.UpdateOrder(WORKLOAD, order);
    }
    if (form.isOfCommits()) {
      return new Certificate.CommitOrder(WORKLOAD, label, order);
    }
    return form.isSplit()
        ? new Certificate.SnapshotOrder(WORKLOAD, label, order)
        : new Certificate.SerialOrder(WORKLOAD, label, order);
  }

  private Anomaly anomaly(OrderForm form, Orders orders, Answer.Refuted none) {
    RefutedOrders explanation =
        new RefutedOrders(
            form.refutation(), new RefutationCases(inferred, orders).cases(none.cycles()));
    return new Anomaly(
        form.refutation().label(),
        null,
        new Certificate.OrderRefutation(WORKLOAD, form.model().label(), explanation.cases()),
        explanation);
  }
}
