package dev.assay.checkers.isolation.registers;

import dev.assay.checkers.KeyAssumption;
import dev.assay.checkers.certificates.CycleEdge;
import dev.assay.checkers.certificates.KeyPremise;
import dev.assay.checkers.certificates.MicroOpRef;
import dev.assay.checkers.isolation.DependencyGraph;
import dev.assay.checkers.isolation.Edge;
import dev.assay.checkers.isolation.Transactions;
import dev.assay.checkers.isolation.weak.Assumed;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says by which assumption two transactions that used a key come one after the other. */
final class AssumedReasons implements Assumed {
  private static final int NONE = -1;

  private final Registers registers;
  private final Transactions transactions;
  private final AssumedOrders orders;
  private final VersionEdges edges;

  AssumedReasons(Registers registers, AssumedOrders orders) {
    this.registers = registers;
    this.orders = orders;
    transactions = registers.transactions();
    edges = orders.edges();
  }

  @Override
  public void each(Pair pair) {
    for (int edge = 0; edge < edges.size(); edge++) {
      pair.accept(registers.writer(edges.from(edge)), registers.writer(edges.to(edge)));
    }
  }

  @Override
  public void addAlone(DependencyGraph.Builder graph) {
    each((earlier, later) -> graph.add(earlier, later, Edge.WW));
    AssumedLines.addTo(orders, graph);
  }

  /** The second overwrote a version of the first. */
  @Override
  public Optional<CycleEdge> overwrite(int from, int to) {
    for (int m = transactions.start(from); m < transactions.end(from); m++) {
      int edge =
          registers.isWrite(m) ? edge(registers.written(from, m), transactions.key(m), to) : NONE;
      if (edge != NONE) {
        return Optional.of(edge("ww", from, to, edges, edge, registers.mop(edges.from(edge))));
      }
    }
    for (int m = transactions.start(from); m < transactions.end(from); m++) {
      VersionEdges found = new VersionEdges();
      if (registers.isWrite(m)) {
        overTime(orders.installed(registers.written(from, m)), transactions.key(m), to, found);
      }
      if (found.size() > 0) {
        return Optional.of(edge("ww", from, to, found, 0, registers.mop(found.from(0))));
      }
    }
    return Optional.empty();
  }

  /**
   * Looks among all pairs of accesses of a key, not only neighbours, for one that orders a version
   * and that of a transaction.
   */
  private void overTime(int version, int key, int to, VersionEdges found) {
    boolean isSequential = orders.holds(KeyAssumption.SEQUENTIAL, key);
    boolean isLinearizable =
        orders.holds(KeyAssumption.LINEARIZABLE, key) && transactions.history().isRealTime();
    if (!isSequential && !isLinearizable) {
      return;
    }
    KeyAccesses accesses = orders.accesses();
    accesses.scan(key);
    for (int later = 0; later < accesses.size(); later++) {
      int after = accesses.first(later);
      for (int earlier = 0;
          after >= 0 && registers.writer(after) == to && earlier < later;
          earlier++) {
        boolean isBefore =
            accesses.last(earlier) == version && accesses.end(earlier) < accesses.begin(later);
        int one = accesses.txn(earlier);
        int other = accesses.txn(later);
        boolean isOfProcess = transactions.process(one) == transactions.process(other);
        if (isBefore && version != after && (isLinearizable || (isSequential && isOfProcess))) {
          KeyAssumption assumption =
              isSequential && isOfProcess ? KeyAssumption.SEQUENTIAL : KeyAssumption.LINEARIZABLE;
          found.add(version, after, one, other, assumption.ordinal());
          return;
        }
      }
    }
  }

  /** The second overwrote a version that the first read. */
  Optional<CycleEdge> anti(int from, int to, Reads reads) {
    for (int at = reads.start(from); at < reads.end(from); at++) {
      int version = reads.version(at);
      int edge = version < 0 ? NONE : edge(version, transactions.key(reads.mop(at)), to);
      if (edge != NONE) {
        return Optional.of(edge("rw", from, to, edges, edge, reads.mop(at)));
      }
    }
    return Optional.empty();
  }

  /** The edge from a version to the one that a transaction left, or -1. */
  private int edge(int version, int key, int to) {
    int low = orders.start(key);
    int high = orders.end(key);
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (edges.from(middle) < version) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    for (int edge = low; edge < orders.end(key) && edges.from(edge) == version; edge++) {
      if (registers.writer(edges.to(edge)) == to) {
        return edge;
      }
    }
    return NONE;
  }

  private CycleEdge edge(String kind, int from, int to, VersionEdges by, int edge, int mop) {
    int write = registers.mop(by.to(edge));
    return new CycleEdge(
        kind,
        transactions.invocation(from),
        transactions.invocation(to),
        transactions.keyValue(transactions.key(mop)),
        value(registers.mop(by.from(edge))),
        value(write),
        transactions.ref(from, mop),
        transactions.ref(to, write),
        null,
        premise(by, edge, transactions.key(mop)));
  }

  private KeyPremise premise(VersionEdges by, int edge, int key) {
    KeyAssumption assumption = KeyAssumption.values()[by.source(edge)];
    if (assumption == KeyAssumption.GIVEN) {
      return new KeyPremise(
          assumption.label(), given(by.earlier(edge), key), given(by.later(edge), key));
    }
    return new KeyPremise(
        assumption.label(),
        refTo(by.earlier(edge), key, by.from(edge)),
        refTo(by.later(edge), key, by.to(edge)));
  }

  /** The last write of a transaction to a key, whose value has its place in what was given. */
  private MicroOpRef given(int txn, int key) {
    for (int m = transactions.end(txn) - 1; m >= transactions.start(txn); m--) {
      if (registers.isWrite(m) && transactions.key(m) == key) {
        return transactions.ref(txn, m);
      }
    }
    throw new IllegalStateException("transaction " + txn + " wrote nothing that was given");
  }

  /**
   * The micro-operation by which a transaction saw or left a version: a write of its own version,
   * for it may have read that too early, {@code [r x 5] [r x 3] [w x 5]}.
   */
  MicroOpRef refTo(int txn, int key, int version) {
    boolean isOwn = version >= 0 && registers.writer(version) == txn;
    for (int m = transactions.start(txn); m < transactions.end(txn); m++) {
      if (transactions.key(m) == key
          && registers.isWrite(m) == isOwn
          && versionAt(txn, m) == version) {
        return transactions.ref(txn, m);
      }
    }
    throw new IllegalStateException("transaction " + txn + " has nothing to do with " + version);
  }

  private int versionAt(int txn, int m) {
    int version = registers.isWrite(m) ? registers.written(txn, m) : registers.read(txn, m);
    return version < 0 ? version : orders.installed(version);
  }

  private @Nullable Object value(int mop) {
    return transactions.history().values().get(transactions.microOps().value(mop));
  }
}
