package dev.assay.checkers.isolation;

import dev.assay.checkers.certificates.Certificate;
import dev.assay.histories.MicroOps;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Orders that prove what holds: of all transactions, of moments at which they read and commit, of
 * versions, of those that write, or of commits, the strongest kind first that implies a claim.
 *
 * <p>Where all orders of versions are known each of them is a topological order of the dependencies
 * that its model lets nobody go against: linear.
 */
final class Witnesses {
  /** The stronger ones first, as below. */
  private static final List<ConsistencyModel> BY_MOMENTS =
      List.of(
          ConsistencyModel.STRONG_SNAPSHOT_ISOLATION,
          ConsistencyModel.STRONG_SESSION_SNAPSHOT_ISOLATION,
          ConsistencyModel.SNAPSHOT_ISOLATION);

  private static final List<ConsistencyModel> BY_COMMIT_ORDER =
      List.of(
          ConsistencyModel.REPEATABLE_READ,
          ConsistencyModel.CONSISTENT_VIEW,
          ConsistencyModel.STRONG_SESSION_CAUSAL,
          ConsistencyModel.CAUSAL_CERONE,
          ConsistencyModel.PREFIX,
          ConsistencyModel.STRONG_SESSION_READ_ATOMIC,
          ConsistencyModel.READ_ATOMIC,
          ConsistencyModel.STRONG_SESSION_MONOTONIC_ATOMIC_VIEW,
          ConsistencyModel.MONOTONIC_ATOMIC_VIEW,
          ConsistencyModel.CURSOR_STABILITY,
          ConsistencyModel.STRONG_READ_COMMITTED,
          ConsistencyModel.STRONG_SESSION_READ_COMMITTED,
          ConsistencyModel.READ_COMMITTED,
          ConsistencyModel.STRONG_READ_UNCOMMITTED,
          ConsistencyModel.STRONG_SESSION_READ_UNCOMMITTED,
          ConsistencyModel.READ_UNCOMMITTED,
          ConsistencyModel.PRAM,
          ConsistencyModel.MONOTONIC_WRITES,
          ConsistencyModel.READ_YOUR_WRITES,
          ConsistencyModel.MONOTONIC_READS,
          ConsistencyModel.WRITES_FOLLOW_READS);

  private final String workload;
  private final Inference inferred;
  private final Components components;
  private final Completion completion;
  private final Predicate<ConsistencyModel> holds;

  /**
   * What is known.
   *
   * @param workload its name, which tells the verifier what operations mean
   * @param components of the whole graph
   * @param holds whether a model is known to hold
   */
  Witnesses(
      String workload,
      Inference inferred,
      Components components,
      Completion completion,
      Predicate<ConsistencyModel> holds) {
    this.workload = workload;
    this.inferred = inferred;
    this.components = components;
    this.completion = completion;
    this.holds = holds;
  }

  /** One that proves the claim, if there is one. */
  List<Certificate> of(ConsistencyModel claim) {
    for (Map.Entry<ConsistencyModel, Certificate> proof : completion.proven().entrySet()) {
      if (proof.getKey().implies(claim)) {
        return List.of(proof.getValue());
      }
    }
    List<Certificate> serial = inferred.isSerialWithoutCycles() ? serial(claim) : List.of();
    if (!serial.isEmpty()) {
      return serial;
    }
    // Nothing was looked at where reads contradict their own transactions, or writes commute.
    if (completion.looked().isEmpty()) {
      return inferred.isShownByCommits() ? commits(claim) : List.of();
    }
    // What is known of registers beyond the order of commits was proven above.
    List<Certificate> known = inferred.isSerialWithoutCycles() ? byVersions(claim) : List.of();
    return known.isEmpty() ? commits(claim) : known;
  }

  private List<Certificate> serial(ConsistencyModel claim) {
    if (!holds.test(ConsistencyModel.SERIALIZABLE)) {
      return List.of();
    }
    ConsistencyModel kept = ConsistencyModel.SERIALIZABLE;
    Components acyclic = components;
    if (holds.test(ConsistencyModel.STRICT_SERIALIZABLE)) {
      kept = ConsistencyModel.STRICT_SERIALIZABLE;
    } else {
      CycleForm form = CycleForm.PLAIN;
      if (holds.test(ConsistencyModel.STRONG_SESSION_SERIALIZABLE)) {
        kept = ConsistencyModel.STRONG_SESSION_SERIALIZABLE;
        form = CycleForm.PROCESS;
      }
      acyclic = Components.of(inferred.graph(), form.all());
    }
    return kept.implies(claim)
        ? List.of(new Certificate.SerialOrder(workload, kept.label(), invocations(acyclic)))
        : List.of();
  }

  /** What needs to know in which order all versions came. */
  private List<Certificate> byVersions(ConsistencyModel claim) {
    for (ConsistencyModel model : BY_MOMENTS) {
      if (holds.test(model) && model.implies(claim)) {
        DependencyGraph moments = SnapshotGraph.ofMoments(inferred.graph(), formOf(model));
        List<Integer> order = SerialOrders.moments(inferred, Components.of(moments, Edge.ALL));
        return List.of(new Certificate.SnapshotOrder(workload, model.label(), order));
      }
    }
    // Reads that contradict nothing else have a consistent view where they have parallel snapshots.
    if (holds.test(ConsistencyModel.PARALLEL_SNAPSHOT_ISOLATION)
        && ConsistencyModel.PARALLEL_SNAPSHOT_ISOLATION.implies(claim)) {
      Components versions = Components.of(inferred.graph(), CycleForm.PLAIN.dependencies());
      return List.of(new Certificate.ParallelOrder(workload, invocations(versions)));
    }
    if (holds.test(ConsistencyModel.UPDATE_SERIALIZABLE)
        && ConsistencyModel.UPDATE_SERIALIZABLE.implies(claim)) {
      return List.of(new Certificate.UpdateOrder(workload, updates()));
    }
    return List.of();
  }

  private static CycleForm formOf(ConsistencyModel model) {
    return switch (model) {
      case STRONG_SNAPSHOT_ISOLATION, STRONG_READ_COMMITTED, STRONG_READ_UNCOMMITTED ->
          CycleForm.REALTIME;
      case PRAM, MONOTONIC_WRITES -> CycleForm.PROCESS;
      default -> model.label().startsWith("strong-session-") ? CycleForm.PROCESS : CycleForm.PLAIN;
    };
  }

  /** Those that write, in an order that keeps what they depend on of each other. */
  private List<Integer> updates() {
    DependencyGraph graph = inferred.graph();
    boolean[] writes = writes(inferred.transactions());
    DependencyGraph.Builder ofUpdates = DependencyGraph.builder(graph.nodes());
    for (int node = 0; node < graph.nodes(); node++) {
      boolean isKept = graph.isVirtual(node) || writes[node];
      for (int edge = graph.start(node); isKept && edge < graph.end(node); edge++) {
        if (Edge.has(CycleForm.PLAIN.all(), graph.kind(edge))) {
          ofUpdates.add(node, graph.target(edge), graph.kind(edge));
        }
      }
    }
    Components acyclic = Components.of(ofUpdates.build(), Edge.ALL);
    return SerialOrders.invocations(inferred, acyclic, txn -> writes[txn]);
  }

  private static boolean[] writes(Transactions transactions) {
    MicroOps microOps = transactions.microOps();
    boolean[] writes = new boolean[transactions.size()];
    for (int txn = 0; txn < writes.length; txn++) {
      for (int mop = transactions.start(txn); mop < transactions.end(txn); mop++) {
        writes[txn] |= microOps.kind(mop) != MicroOps.READ;
      }
    }
    return writes;
  }

  /** An order of commits. */
  private List<Certificate> commits(ConsistencyModel claim) {
    for (ConsistencyModel model : BY_COMMIT_ORDER) {
      if (holds.test(model) && model.implies(claim)) {
        return List.of(
            new Certificate.CommitOrder(workload, model.label(), invocations(toKeep(model))));
      }
    }
    return List.of();
  }

  /** What an order of commits for the model has to keep. */
  private Components toKeep(ConsistencyModel model) {
    DependencyGraph graph = inferred.graph();
    CycleForm form = formOf(model);
    return switch (model) {
      case PREFIX -> Components.of(PrefixGraph.ofOrder(graph), Edge.ALL);
      case WRITES_FOLLOW_READS ->
          Components.of(FollowingWrites.of(graph, writes(inferred.transactions())), Edge.ALL);
      case READ_UNCOMMITTED,
          STRONG_SESSION_READ_UNCOMMITTED,
          STRONG_READ_UNCOMMITTED,
          READ_YOUR_WRITES,
          MONOTONIC_READS,
          MONOTONIC_WRITES,
          PRAM ->
          Components.of(graph, form.writes());
      case REPEATABLE_READ -> Components.of(graph, form.dependencies() | 1 << Edge.RW);
      default -> Components.of(graph, form.dependencies());
    };
  }

  private List<Integer> invocations(Components acyclic) {
    return SerialOrders.invocations(inferred, acyclic, txn -> true);
  }
}
