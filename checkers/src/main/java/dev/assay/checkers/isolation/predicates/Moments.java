package dev.assay.checkers.isolation.predicates;

import dev.assay.checkers.isolation.CycleForm;
import dev.assay.checkers.isolation.DependencyGraph;
import dev.assay.checkers.isolation.Edge;
import dev.assay.checkers.isolation.SnapshotGraph;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * How many moments are missing that have to come before others, while an order is made: of the only
 * moment of each transaction in a serial order; of those at which it begins and at which it commits
 * on snapshots. Four bytes a node; to do a moment, or to take it back, is linear in the edges that
 * lead on from it.
 */
final class Moments {
  private final DependencyGraph graph;
  private final int kinds;
  private final int transactions;

  /** How many nodes there are of which each transaction has its own. */
  private final int nodes;

  private final boolean isSerial;
  private final int[] waits;

  /** Nodes that are to be gone on from. */
  private int[] open = new int[64];

  private Moments(DependencyGraph dependencies, DependencyGraph graph, int kinds) {
    this.graph = graph;
    this.kinds = kinds;
    transactions = dependencies.transactions();
    nodes = dependencies.nodes();
    isSerial = graph.nodes() == nodes;
    waits = new int[graph.nodes()];
    for (int node = 0; node < graph.nodes(); node++) {
      for (int edge = graph.start(node); edge < graph.end(node); edge++) {
        waits[graph.target(edge)] += isKept(edge) ? 1 : 0;
      }
    }
    // All that wait for nobody are known before the first of them lets go others.
    int[] free =
        IntStream.range(0, graph.nodes())
            .filter(node -> waits[node] == 0 && isVirtual(node))
            .toArray();
    Arrays.stream(free).forEach(this::release);
  }

  /** Of a serial order that keeps all dependencies and what its form asks for. */
  static Moments serial(DependencyGraph dependencies, CycleForm form) {
    return new Moments(dependencies, dependencies, form.all());
  }

  /** Of an order of snapshots. */
  static Moments ofSnapshots(DependencyGraph dependencies, CycleForm form) {
    return new Moments(dependencies, SnapshotGraph.ofMoments(dependencies, form), Edge.ALL);
  }

  private boolean isKept(int edge) {
    return Edge.has(kinds, graph.kind(edge));
  }

  private boolean isVirtual(int node) {
    return (isSerial || node < nodes ? node : node - nodes) >= transactions;
  }

  boolean isSerial() {
    return isSerial;
  }

  /** Whether all is done that has to be before a transaction begins. */
  boolean mayBegin(int txn) {
    return waits[txn] == 0;
  }

  /** Whether all is done that has to be before one that has begun commits. */
  boolean mayCommit(int txn) {
    return isSerial || waits[nodes + txn] == 0;
  }

  /** Whether nobody but itself is missing before one commits that has not begun. */
  boolean mayCommitAtOnce(int txn) {
    return isSerial || waits[nodes + txn] == 1;
  }

  void begin(int txn) {
    if (!isSerial) {
      release(txn);
    }
  }

  void takeBackBegin(int txn) {
    if (!isSerial) {
      take(txn);
    }
  }

  void commit(int txn) {
    release(isSerial ? txn : nodes + txn);
  }

  void takeBackCommit(int txn) {
    take(isSerial ? txn : nodes + txn);
  }

  /** Lets go what waits for a node that is done, on through virtual nodes. */
  private void release(int node) {
    int size = push(node, 0);
    while (size > 0) {
      int from = open[--size];
      for (int edge = graph.start(from); edge < graph.end(from); edge++) {
        int to = graph.target(edge);
        if (isKept(edge) && --waits[to] == 0 && isVirtual(to)) {
          size = push(to, size);
        }
      }
    }
  }

  /** The opposite of {@link #release}. */
  private void take(int node) {
    int size = push(node, 0);
    while (size > 0) {
      int from = open[--size];
      for (int edge = graph.start(from); edge < graph.end(from); edge++) {
        int to = graph.target(edge);
        if (isKept(edge) && waits[to]++ == 0 && isVirtual(to)) {
          size = push(to, size);
        }
      }
    }
  }

  private int push(int node, int size) {
    if (size == open.length) {
      open = Arrays.copyOf(open, 2 * size);
    }
    open[size] = node;
    return size + 1;
  }
}
