package dev.assay.checkers.isolation.listappend;

import dev.assay.checkers.Budget;
import dev.assay.checkers.isolation.CycleForm;
import dev.assay.checkers.isolation.DependencyGraph;
import dev.assay.checkers.isolation.Edge;
import dev.assay.checkers.isolation.MicroOpsByKey;
import dev.assay.checkers.isolation.OrderForm;
import dev.assay.checkers.isolation.SnapshotGraph;
import dev.assay.checkers.isolation.Transactions;
import dev.assay.checkers.isolation.solver.Answer;
import dev.assay.checkers.isolation.solver.GuessedMoments;
import dev.assay.checkers.isolation.solver.Observers;
import dev.assay.checkers.isolation.solver.OrderSolver;
import dev.assay.checkers.isolation.solver.ParallelSolver;
import dev.assay.checkers.isolation.solver.Polygraph;
import dev.assay.histories.MicroOps;
import java.util.Arrays;

/**
 * The problem of in which order appends came that nobody read, for a level that asks it. All that
 * the reads tell is known: they are edges. The writers of a key's tail, what comes after all that
 * was read of it, are versions without a known order.
 *
 * <p>Snapshots ask of two writers of a tail that one commits before the other begins. Parallel
 * snapshots and update serializability have no place for who only reads before who overwrote, so
 * there all versions are told with their readers. A stable cursor asks that who read all of a key
 * that is known, and appended to its tail, was the first to.
 *
 * <p>16 bytes an edge, 4 a version and a read; none may contradict the order of versions.
 */
final class TailOrders {
  private static final int NONE = -1;

  private final Transactions transactions;
  private final MicroOps microOps;
  private final MicroOpsByKey byKey;
  private final boolean[] committed;
  private final DependencyGraph graph;
  private final ListVersions versions;
  private final OrderForm form;
  private final boolean[] writes;
  private final Polygraph.Builder builder;
  private final Observers.Builder observers = new Observers.Builder();
  private final Polygraph problem;

  /** The transaction that made all keys empty, where one is made up. */
  private final int initial;

  /** How many versions the problem has so far. */
  private int told;

  TailOrders(ListAppend inferred, KeyScan scan, ListVersions versions, OrderForm form) {
    this.versions = versions;
    this.form = form;
    transactions = inferred.transactions();
    microOps = transactions.microOps();
    byKey = scan.byKey;
    committed = inferred.committed();
    graph = inferred.graph();
    writes = writes();
    initial = transactions.size();
    int size = form == OrderForm.PARALLEL ? initial + 1 : initial;
    builder = Polygraph.builder(size, form.isSplit());
    addKnown(size);
    for (int key = 0; key < transactions.keys(); key++) {
      addKey(key);
    }
    problem = builder.build();
  }

  /** See {@link OrderForm#isOfUpdates}. */
  boolean isOfUpdates() {
    return form.isOfUpdates();
  }

  Polygraph problem() {
    return problem;
  }

  /** What the search says of it. */
  Answer solve(Budget budget) {
    long[] ranks = new GuessedMoments(transactions).ranks(problem, this::transactionOf);
    return form == OrderForm.PARALLEL
        ? ParallelSolver.solve(problem, initial, ranks, budget)
        : OrderSolver.solve(problem, form.isOfWriters() ? observers.build() : null, ranks, budget);
  }

  /** The transaction of a node, or -1. */
  int transactionOf(int node) {
    int txn = problem.transactionOf(node);
    return txn == initial ? NONE : txn;
  }

  /** Whether a node begins or commits a transaction that has a place in such an order. */
  boolean isOrdered(int node) {
    int txn = transactionOf(node);
    return txn >= 0 && committed[txn] && (!form.isOfWriters() || writes[txn]);
  }

  private boolean[] writes() {
    boolean[] writes = new boolean[transactions.size()];
    for (int txn = 0; txn < writes.length; txn++) {
      for (int mop = transactions.start(txn); mop < transactions.end(txn); mop++) {
        writes[txn] |= microOps.kind(mop) == MicroOps.APPEND;
      }
    }
    return writes;
  }

  /** The edges that this level keeps, between its own nodes. */
  private void addKnown(int size) {
    DependencyGraph known = form.isSplit() ? SnapshotGraph.ofMoments(graph, cycleForm()) : graph;
    int copies = form.isSplit() ? 2 : 1;
    int virtual = graph.nodes() - transactions.size();
    for (int i = 0; i < copies * virtual; i++) {
      builder.addNode();
    }
    for (int node = 0; node < known.nodes(); node++) {
      for (int edge = known.start(node); edge < known.end(node); edge++) {
        if (form.isSplit() || isKept(node, known.kind(edge))) {
          builder.edge(nodeOf(node, size), nodeOf(known.target(edge), size));
        }
      }
    }
    for (int txn = 0; form == OrderForm.PARALLEL && txn < initial; txn++) {
      builder.edge(initial, txn);
    }
  }

  private CycleForm cycleForm() {
    return form.keepsRealTime()
        ? CycleForm.REALTIME
        : form.keepsProcesses() ? CycleForm.PROCESS : CycleForm.PLAIN;
  }

  /** Of the levels without moments; virtual nodes are entered by anti-dependencies alone there. */
  private boolean isKept(int from, int kind) {
    return switch (kind) {
      case Edge.WW, Edge.WR -> true;
      case Edge.RW -> form.isOfWriters() && writes[from];
      case Edge.FORWARD -> form.isOfWriters();
      default -> false;
    };
  }

  /** Both number transactions first, where there are two copies each by itself, then the others. */
  private int nodeOf(int node, int size) {
    int copy = node / graph.nodes();
    int original = node % graph.nodes();
    int virtual = graph.nodes() - transactions.size();
    int copies = form.isSplit() ? 2 : 1;
    return original < transactions.size()
        ? original + copy * size
        : original - transactions.size() + copies * size + copy * virtual;
  }

  private void addKey(int key) {
    if (form == OrderForm.PARALLEL || form.isOfWriters()) {
      tellAll(key);
    } else if (versions.count(key) < versions.known(key) + 2) {
      return;
    } else if (form.isOfUpdates()) {
      orderFirstUpdate(key);
    } else {
      builder.key();
      for (int version = versions.known(key) + 1; version <= versions.count(key); version++) {
        tell(key, version);
      }
    }
  }

  /** All versions of a key, each with its readers. */
  private void tellAll(int key) {
    builder.key();
    long[] reads = reads(key);
    int at = 0;
    for (int version = 0; version <= versions.count(key); version++) {
      if (version > 0) {
        tell(key, version);
      } else if (form == OrderForm.PARALLEL) {
        builder.version(initial);
        told++;
      }
      for (; at < reads.length && (int) (reads[at] >>> 32) == version; at++) {
        if (at == 0 || reads[at] != reads[at - 1]) {
          tellRead(key, version, (int) reads[at]);
        }
      }
    }
  }

  /** Tells a version, unless its writer's was told: all that one appends comes at once. */
  private void tell(int key, int version) {
    int writer = versions.writer(key, version);
    int known = versions.known(key);
    boolean isTold =
        (version > 1 && writer == versions.writer(key, version - 1))
            || (version > known && known > 0 && writer == versions.writer(key, known));
    if (!isTold) {
      builder.version(writer);
      told++;
    }
  }

  private void tellRead(int key, int version, int reader) {
    if (form == OrderForm.PARALLEL) {
      builder.read(reader);
    } else if (!writes[reader] && version == 0) {
      observers.readInitial(reader, key);
    } else if (!writes[reader]) {
      observers.read(reader, told - 1);
    }
  }

  /** Who read which version of a key, sorted by version. */
  private long[] reads(int key) {
    long[] reads = new long[byKey.end(key) - byKey.start(key)];
    int size = 0;
    for (int at = byKey.start(key); at < byKey.end(key); at++) {
      int version = versions.version(byKey.mop(at));
      if (microOps.kind(byKey.mop(at)) == MicroOps.READ && version != ListVersions.NONE) {
        reads[size++] = (long) version << 32 | byKey.txn(at);
      }
    }
    Arrays.sort(reads, 0, size);
    return Arrays.copyOf(reads, size);
  }

  /**
   * Who read all that is known of a key, and appended to its tail, comes before all others there; a
   * second one before the first, which is a contradiction.
   */
  private void orderFirstUpdate(int key) {
    int first = NONE;
    int last = NONE;
    for (int at = byKey.start(key); at < byKey.end(key); at++) {
      int txn = byKey.txn(at);
      if (txn == last || versions.version(byKey.mop(at)) != versions.known(key) || !isUpdate(at)) {
        continue;
      }
      last = txn;
      if (first != NONE) {
        builder.edge(txn, first);
        continue;
      }
      first = txn;
      for (int version = versions.known(key) + 1; version <= versions.count(key); version++) {
        if (versions.writer(key, version) != txn) {
          builder.edge(txn, versions.writer(key, version));
        }
      }
    }
  }

  /** Whether a place is a read by one that also appended to the tail of the key. */
  private boolean isUpdate(int at) {
    int key = transactions.key(byKey.mop(at));
    boolean isUpdate = false;
    for (int mop = transactions.start(byKey.txn(at));
        mop < transactions.end(byKey.txn(at));
        mop++) {
      isUpdate |=
          microOps.kind(mop) == MicroOps.APPEND
              && transactions.key(mop) == key
              && versions.version(mop) > versions.known(key);
    }
    return isUpdate && microOps.kind(byKey.mop(at)) == MicroOps.READ;
  }
}
