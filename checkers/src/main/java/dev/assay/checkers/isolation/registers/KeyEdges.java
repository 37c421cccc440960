package dev.assay.checkers.isolation.registers;

import dev.assay.checkers.certificates.MicroOpRef;
import dev.assay.checkers.isolation.AnomalyType;
import dev.assay.checkers.isolation.DependencyGraph;
import dev.assay.checkers.isolation.Edge;
import dev.assay.checkers.isolation.Evidence;
import dev.assay.checkers.isolation.Findings;
import dev.assay.checkers.isolation.Transactions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The dependencies that come of some keys, for what is known of one needs nothing of the others:
 * who read from whom, who overwrote what was read, and what the user assumes.
 */
final class KeyEdges {
  private static final int NONE = -1;

  private final Registers registers;
  private final Transactions transactions;
  private final Reads reads;
  private final Readers readers;
  private final @Nullable AssumedEdges assumed;
  private final Findings found = new Findings();
  private final DependencyGraph.Builder edges;
  private final AssumedEdges.Sink sink = new AssumedSink();
  private int keysWithGaps;

  /**
   * Without edges.
   *
   * @param orders the order of versions that is assumed; null where nothing is
   */
  KeyEdges(Registers registers, Reads reads, Readers readers, @Nullable AssumedOrders orders) {
    this.registers = registers;
    this.reads = reads;
    this.readers = readers;
    assumed = orders == null ? null : new AssumedEdges(registers, readers, orders);
    transactions = registers.transactions();
    edges = DependencyGraph.builder(transactions.size());
  }

  private final class AssumedSink implements AssumedEdges.Sink {
    @Override
    public void overwrite(int from, int to) {
      edges.add(from, to, Edge.WW);
    }

    @Override
    public void anti(int from, int to) {
      edges.add(from, to, Edge.RW);
    }

    @Override
    public int gate() {
      return edges.addNode();
    }

    @Override
    public void intoGate(int reader, int gate) {
      edges.add(reader, gate, Edge.RW);
    }

    @Override
    public void outOfGate(int gate, int writer) {
      edges.add(gate, writer, Edge.FORWARD);
    }
  }

  /** Adds those of a range of keys. */
  void add(int firstKey, int endKey) {
    for (int key = firstKey; key < endKey; key++) {
      int writers = 0;
      for (int v = registers.versionStart(key); v < registers.versionEnd(key); v++) {
        addReaders(v);
        writers += registers.committed()[registers.writer(v)] ? 1 : 0;
      }
      addInitial(key);
      if (assumed != null) {
        assumed.ofKey(key, sink);
      }
      keysWithGaps += writers > 1 ? 1 : 0;
    }
  }

  DependencyGraph.Builder edges() {
    return edges;
  }

  /** What is wrong besides: lost updates. */
  Findings found() {
    return found;
  }

  /** On how many keys there are several writers, in what order nothing tells for certain. */
  int keysWithGaps() {
    return keysWithGaps;
  }

  private void addReaders(int version) {
    int update = NONE;
    for (int at = readers.start(version); at < readers.end(version); at++) {
      int reader = readers.reader(at);
      edges.add(registers.writer(version), reader, Edge.WR);
      if (readers.overwrites(at)) {
        if (update != NONE) {
          lostUpdate(readers.read(at), reader, readers.read(update), readers.reader(update));
        }
        update = update == NONE ? at : update;
      }
    }
    for (int at = readers.start(version); update != NONE && at < readers.end(version); at++) {
      edges.add(readers.reader(at), readers.reader(update), Edge.RW);
    }
  }

  /** Who read nil comes before every writer, through one virtual node. */
  private void addInitial(int key) {
    int start = readers.start(readers.initial(key));
    int end = readers.end(readers.initial(key));
    if (start == end || registers.versionStart(key) == registers.versionEnd(key)) {
      return;
    }
    int gate = edges.addNode();
    int update = NONE;
    for (int at = start; at < end; at++) {
      int reader = readers.reader(at);
      if (!readers.overwrites(at)) {
        edges.add(reader, gate, Edge.RW);
      } else if (update == NONE) {
        update = at;
      } else {
        lostUpdate(readers.read(at), reader, readers.read(update), readers.reader(update));
        edges.add(reader, readers.reader(update), Edge.RW);
      }
    }
    int last = NONE;
    for (int v = registers.versionStart(key); v < registers.versionEnd(key); v++) {
      int writer = registers.writer(v);
      if (!registers.committed()[writer] || writer == last) {
        continue;
      }
      last = writer;
      edges.add(gate, writer, Edge.FORWARD);
      if (update != NONE) {
        edges.add(readers.reader(update), writer, Edge.RW);
      }
    }
  }

  private void lostUpdate(int one, int oneTxn, int other, int otherTxn) {
    if (found.count(AnomalyType.LOST_UPDATE)) {
      int mop = reads.mop(one);
      List<MicroOpRef> refs =
          List.of(transactions.ref(oneTxn, mop), transactions.ref(otherTxn, reads.mop(other)));
      found.keep(
          new Evidence(
              AnomalyType.LOST_UPDATE,
              transactions.keyValue(transactions.key(mop)),
              transactions.history().values().get(transactions.microOps().value(mop)),
              refs));
    }
  }
}
