package dev.assay.checkers.isolation.registers;

import dev.assay.checkers.Budget;
import dev.assay.checkers.KeyOptions;
import dev.assay.checkers.certificates.CycleEdge;
import dev.assay.checkers.certificates.MicroOpRef;
import dev.assay.checkers.isolation.AnomalyType;
import dev.assay.checkers.isolation.Completion;
import dev.assay.checkers.isolation.ConsistencyModel;
import dev.assay.checkers.isolation.DependencyGraph;
import dev.assay.checkers.isolation.Edge;
import dev.assay.checkers.isolation.Evidence;
import dev.assay.checkers.isolation.Findings;
import dev.assay.checkers.isolation.Inference;
import dev.assay.checkers.isolation.SessionOrder;
import dev.assay.checkers.isolation.Transactions;
import dev.assay.checkers.isolation.weak.Assumed;
import dev.assay.histories.History;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Inference for rw-register, of what is certain: who read from whom; that nil comes before every
 * write; and that who read a version comes before another that read it, too, and overwrote it, for
 * in the other order that one would have read what was not there. Besides, what the user assumes.
 *
 * <p>Linear in the micro-operations.
 */
public final class RwRegister implements Inference {
  private static final int NONE = -1;

  private final Registers registers;
  private final Transactions transactions;
  private final Findings findings = new Findings();
  private final Reads reads;
  private final Readers readers;
  private final KeyOptions options;
  private final @Nullable AssumedOrders orders;
  private final @Nullable AssumedReasons assumed;
  private final DependencyGraph graph;
  private int keysWithGaps;

  private RwRegister(Registers registers, KeyOptions options) {
    this.registers = registers;
    this.options = options;
    orders = AssumedOrders.of(registers, options);
    assumed = orders == null ? null : new AssumedReasons(registers, orders);
    transactions = registers.transactions();
    reads = Reads.of(registers, findings);
    readers = new Readers(registers, reads);
    DependencyGraph.Builder builder = DependencyGraph.builder(transactions.size());
    for (int key = 0; key < transactions.keys(); key++) {
      int writers = 0;
      for (int v = registers.versionStart(key); v < registers.versionEnd(key); v++) {
        addReaders(v, builder);
        writers += registers.committed()[registers.writer(v)] ? 1 : 0;
      }
      addInitial(key, builder);
      keysWithGaps += writers > 1 ? 1 : 0;
    }
    addAssumed(builder);
    for (Reads.Repeat repeat : reads.repeats()) {
      builder.add(registers.writer(repeat.version()), repeat.txn(), Edge.WR);
    }
    SessionOrder.addProcesses(transactions, registers.committed(), builder);
    SessionOrder.addRealTime(transactions, registers.committed(), builder);
    graph = builder.build();
  }

  /**
   * Infers what there is to infer.
   *
   * @throws dev.assay.checkers.isolation.UnfitHistoryException when it is no history of this
   *     workload, as told at {@link Registers#of}
   */
  public static RwRegister infer(History history) {
    return infer(history, KeyOptions.NONE);
  }

  /**
   * The same under assumptions on the versions of every key.
   *
   * @throws dev.assay.checkers.isolation.UnfitHistoryException as above
   */
  public static RwRegister infer(History history, KeyOptions options) {
    return new RwRegister(Registers.of(history), options);
  }

  private void addAssumed(DependencyGraph.Builder builder) {
    if (orders == null) {
      return;
    }
    AssumedEdges edges = new AssumedEdges(this, orders);
    AssumedEdges.Sink sink =
        new AssumedEdges.Sink() {
          @Override
          public void overwrite(int from, int to) {
            builder.add(from, to, Edge.WW);
          }

          @Override
          public void anti(int from, int to) {
            builder.add(from, to, Edge.RW);
          }

          @Override
          public int gate() {
            return builder.addNode();
          }

          @Override
          public void intoGate(int reader, int gate) {
            builder.add(reader, gate, Edge.RW);
          }

          @Override
          public void outOfGate(int gate, int writer) {
            builder.add(gate, writer, Edge.FORWARD);
          }
        };
    for (int key = 0; key < transactions.keys(); key++) {
      edges.ofKey(key, sink);
    }
  }

  private void addReaders(int version, DependencyGraph.Builder builder) {
    int update = NONE;
    for (int at = readers.start(version); at < readers.end(version); at++) {
      int reader = readers.reader(at);
      builder.add(registers.writer(version), reader, Edge.WR);
      if (readers.overwrites(at)) {
        if (update != NONE) {
          lostUpdate(readers.read(at), reader, readers.read(update), readers.reader(update));
        }
        update = update == NONE ? at : update;
      }
    }
    for (int at = readers.start(version); update != NONE && at < readers.end(version); at++) {
      builder.add(readers.reader(at), readers.reader(update), Edge.RW);
    }
  }

  /** Who read nil comes before every writer, through one virtual node. */
  private void addInitial(int key, DependencyGraph.Builder builder) {
    int start = readers.start(readers.initial(key));
    int end = readers.end(readers.initial(key));
    if (start == end || registers.versionStart(key) == registers.versionEnd(key)) {
      return;
    }
    int gate = builder.addNode();
    int update = NONE;
    for (int at = start; at < end; at++) {
      int reader = readers.reader(at);
      if (!readers.overwrites(at)) {
        builder.add(reader, gate, Edge.RW);
      } else if (update == NONE) {
        update = at;
      } else {
        lostUpdate(readers.read(at), reader, readers.read(update), readers.reader(update));
        builder.add(reader, readers.reader(update), Edge.RW);
      }
    }
    int last = NONE;
    for (int v = registers.versionStart(key); v < registers.versionEnd(key); v++) {
      int writer = registers.writer(v);
      if (!registers.committed()[writer] || writer == last) {
        continue;
      }
      last = writer;
      builder.add(gate, writer, Edge.FORWARD);
      if (update != NONE) {
        builder.add(readers.reader(update), writer, Edge.RW);
      }
    }
  }

  private void lostUpdate(int one, int oneTxn, int other, int otherTxn) {
    if (findings.count(AnomalyType.LOST_UPDATE)) {
      int mop = reads.mop(one);
      List<MicroOpRef> refs =
          List.of(transactions.ref(oneTxn, mop), transactions.ref(otherTxn, reads.mop(other)));
      findings.keep(
          new Evidence(
              AnomalyType.LOST_UPDATE,
              transactions.keyValue(transactions.key(mop)),
              transactions.history().values().get(transactions.microOps().value(mop)),
              refs));
    }
  }

  /** The last micro-operation by which a transaction wrote a key, or -1. */
  int write(int txn, int key) {
    for (int m = transactions.end(txn) - 1; m >= transactions.start(txn); m--) {
      if (registers.isWrite(m) && transactions.key(m) == key) {
        return m;
      }
    }
    return NONE;
  }

  Registers registers() {
    return registers;
  }

  KeyOptions options() {
    return options;
  }

  /** The order of versions that is assumed; null where nothing is. */
  @Nullable AssumedOrders orders() {
    return orders;
  }

  /** The reasons of what is assumed; null where nothing is. */
  @Nullable AssumedReasons assumed() {
    return assumed;
  }

  Reads reads() {
    return reads;
  }

  Readers readers() {
    return readers;
  }

  @Override
  public Transactions transactions() {
    return transactions;
  }

  @Override
  public boolean[] committed() {
    return registers.committed();
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
  public @Nullable String unresolved() {
    return registers.ambiguity();
  }

  @Override
  public List<String> premises() {
    return AssumptionNotes.sentences(orders, assumed);
  }

  @Override
  public List<String> leftOut() {
    return UnknownOutcomes.sentences(this);
  }

  @Override
  public Optional<CycleEdge> reason(int from, int to, int kind) {
    return new RegisterReasons(this).reason(from, to, kind);
  }

  @Override
  public @Nullable String orderGap() {
    return keysWithGaps == 0
        ? null
        : "on "
            + keysWithGaps
            + (keysWithGaps == 1 ? " key" : " keys")
            + " nothing tells in which order all of the writes came: read every key once more"
            + " after the last writes";
  }

  @Override
  public boolean isSerialWithoutCycles() {
    return false;
  }

  @Override
  public Completion complete(Set<AnomalyType> found, ConsistencyModel claim, Budget budget) {
    Assumed premises = assumed == null ? Assumed.NOTHING : assumed;
    return CompleteCheck.of(this, found, claim, premises, budget);
  }
}
