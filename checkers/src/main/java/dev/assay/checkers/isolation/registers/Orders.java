package dev.assay.checkers.isolation.registers;

import dev.assay.checkers.Budget;
import dev.assay.checkers.isolation.DependencyGraph;
import dev.assay.checkers.isolation.OrderForm;
import dev.assay.checkers.isolation.SessionOrder;
import dev.assay.checkers.isolation.Transactions;
import dev.assay.checkers.isolation.solver.Answer;
import dev.assay.checkers.isolation.solver.GuessedMoments;
import dev.assay.checkers.isolation.solver.Observers;
import dev.assay.checkers.isolation.solver.OrderSolver;
import dev.assay.checkers.isolation.solver.ParallelSolver;
import dev.assay.checkers.isolation.solver.Polygraph;

/**
 * The problem of a history and a {@link OrderForm}, and how its nodes are to be read: those of no
 * transaction are either gates, which all that read nil of a key pass before its writers, or
 * moments of real time.
 */
final class Orders {
  private static final int NONE = -1;

  private final RwRegister inferred;
  private final Registers registers;
  private final OrderForm form;
  private final Polygraph.Builder builder;

  /** The transaction that wrote nil to all keys, where one is made up. */
  private final int initial;

  private final int gates;
  private final Polygraph problem;
  private final Observers.Builder observers = new Observers.Builder();
  private int versions;

  Orders(RwRegister inferred, OrderForm form) {
    this.inferred = inferred;
    this.form = form;
    registers = inferred.registers();
    initial = registers.transactions().size();
    boolean isParallel = form == OrderForm.PARALLEL;
    builder = Polygraph.builder(isParallel ? initial + 1 : initial, form.isSplit());
    if (form.isSplit() && !form.forbidsOverlaps()) {
      builder.mayOverlap();
    }
    for (int key = 0; key < registers.transactions().keys(); key++) {
      addKey(key);
    }
    addAssumed();
    gates = builder.nodes();
    if (isParallel) {
      for (int txn = 0; txn < initial; txn++) {
        builder.edge(initial, txn);
      }
    }
    addOrders();
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
    return form == OrderForm.PARALLEL
        ? ParallelSolver.solve(problem, initial, ranks(), budget)
        : OrderSolver.solve(
            problem, form.isOfWriters() ? observers.build() : null, ranks(), budget);
  }

  /** The transaction of a node, or -1. */
  int transactionOf(int node) {
    int txn = problem.transactionOf(node);
    return txn == initial ? NONE : txn;
  }

  /** Whether a node of no transaction is a moment of real time. */
  boolean isMoment(int node) {
    return node >= gates;
  }

  private long[] ranks() {
    GuessedMoments moments = new GuessedMoments(registers.transactions());
    return moments.ranks(problem, this::transactionOf);
  }

  private void addKey(int key) {
    boolean[] committed = registers.committed();
    Readers readers = inferred.readers();
    builder.key();
    int begin = registers.versionStart(key);
    int end = registers.versionEnd(key);
    boolean isRead = form.forbidsOverlaps() || form == OrderForm.PARALLEL || form.isOfWriters();
    for (int version = begin; version < end && !isRead; version++) {
      isRead = readers.start(version) < readers.end(version);
    }
    if (form == OrderForm.PARALLEL && begin < end) {
      addInitialVersion(key);
    }
    for (int version = begin; version < end && isRead; version++) {
      if (committed[registers.writer(version)] && registers.isFinal(key, version)) {
        builder.version(registers.writer(version));
        for (int at = readers.start(version); at < readers.end(version); at++) {
          if (isObserver(readers.reader(at))) {
            builder.readBefore(readers.reader(at));
            observers.read(readers.reader(at), versions);
          } else if (form.isOfUpdates() && !readers.overwrites(at)) {
            builder.readBefore(readers.reader(at));
          } else {
            builder.read(readers.reader(at));
          }
        }
        versions++;
      }
    }
    if (form != OrderForm.PARALLEL) {
      addGate(key);
    }
  }

  /** See {@link OrderForm#isOfWriters}. */
  private boolean isObserver(int txn) {
    return form.isOfWriters() && !registers.writes(txn);
  }

  private void addInitialVersion(int key) {
    Readers readers = inferred.readers();
    int version = readers.initial(key);
    builder.version(initial);
    for (int at = readers.start(version); at < readers.end(version); at++) {
      builder.read(readers.reader(at));
    }
  }

  private void addGate(int key) {
    Readers readers = inferred.readers();
    int start = readers.start(readers.initial(key));
    int end = readers.end(readers.initial(key));
    if (start == end || registers.versionStart(key) == registers.versionEnd(key)) {
      return;
    }
    int gate = builder.addNode();
    int update = NONE;
    for (int at = start; at < end; at++) {
      int reader = readers.reader(at);
      if (isObserver(reader)) {
        observers.readInitial(reader, key);
      } else if (form.isSplit() || !readers.overwrites(at)) {
        if (!form.isOfUpdates()) {
          builder.edge(builder.begin(reader), gate);
        }
      } else if (update == NONE) {
        update = reader;
      } else {
        builder.edge(reader, update);
      }
    }
    for (int version = registers.versionStart(key);
        version < registers.versionEnd(key);
        version++) {
      int writer = registers.writer(version);
      if (registers.committed()[writer] && registers.isFinal(key, version)) {
        builder.edge(gate, builder.commit(writer));
        if (update != NONE) {
          builder.edge(update, writer);
        }
      }
    }
  }

  /**
   * Parallel snapshots and cursors do not order all that read before who overwrote it. Those that
   * only read, where each has its own place, are bound by what those that write then overwrite.
   */
  private void addAssumed() {
    AssumedOrders orders = inferred.orders();
    if (orders == null) {
      return;
    }
    AssumedEdges edges = new AssumedEdges(registers, inferred.readers(), orders);
    boolean isOfOverwrites = form == OrderForm.PARALLEL || form.isOfUpdates();
    AssumedEdges.Sink sink = isOfOverwrites ? new Overwrites() : new AllEdges();
    for (int key = 0; key < registers.transactions().keys(); key++) {
      edges.ofKey(key, sink);
    }
  }

  private class Overwrites implements AssumedEdges.Sink {
    @Override
    public void overwrite(int from, int to) {
      builder.edge(
          builder.commit(from), form.forbidsOverlaps() ? builder.begin(to) : builder.commit(to));
    }

    @Override
    public void anti(int from, int to) {}

    @Override
    public int gate() {
      return NONE;
    }

    @Override
    public void intoGate(int reader, int gate) {}

    @Override
    public void outOfGate(int gate, int writer) {}
  }

  private final class AllEdges extends Overwrites {
    @Override
    public void anti(int from, int to) {
      if (!isObserver(from)) {
        builder.edge(builder.begin(from), builder.commit(to));
      }
    }

    @Override
    public int gate() {
      return builder.addNode();
    }

    @Override
    public void intoGate(int reader, int gate) {
      if (!isObserver(reader)) {
        builder.edge(builder.begin(reader), gate);
      }
    }

    @Override
    public void outOfGate(int gate, int writer) {
      builder.edge(gate, builder.commit(writer));
    }
  }

  private void addOrders() {
    Transactions transactions = registers.transactions();
    DependencyGraph.Builder edges = DependencyGraph.builder(transactions.size());
    if (form.keepsProcesses()) {
      SessionOrder.addProcesses(transactions, registers.committed(), edges);
    }
    if (form.keepsRealTime()) {
      SessionOrder.addRealTime(transactions, registers.committed(), edges);
    }
    DependencyGraph graph = edges.build();
    int offset = gates - transactions.size();
    while (builder.nodes() < graph.nodes() + offset) {
      builder.addNode();
    }
    for (int node = 0; node < graph.nodes(); node++) {
      int from = graph.isVirtual(node) ? node + offset : builder.commit(node);
      for (int edge = graph.start(node); edge < graph.end(node); edge++) {
        int target = graph.target(edge);
        builder.edge(from, graph.isVirtual(target) ? target + offset : builder.begin(target));
      }
    }
  }
}
