package dev.assay.checkers.isolation.registers;

import dev.assay.checkers.Budget;
import dev.assay.checkers.KeyOptions;
import dev.assay.checkers.certificates.CycleEdge;
import dev.assay.checkers.isolation.AnomalyType;
import dev.assay.checkers.isolation.Completion;
import dev.assay.checkers.isolation.ConsistencyModel;
import dev.assay.checkers.isolation.DependencyGraph;
import dev.assay.checkers.isolation.Edge;
import dev.assay.checkers.isolation.Findings;
import dev.assay.checkers.isolation.Inference;
import dev.assay.checkers.isolation.SessionOrder;
import dev.assay.checkers.isolation.Transactions;
import dev.assay.checkers.isolation.Work;
import dev.assay.checkers.isolation.weak.Assumed;
import dev.assay.histories.History;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
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
    transactions = registers.transactions();
    AtomicReference<@Nullable AssumedOrders> ordered = new AtomicReference<>();
    AtomicReference<Readers> grouped = new AtomicReference<>();
    Work.both(
        transactions.microOps().size(),
        () -> ordered.set(AssumedOrders.of(registers, options)),
        () -> grouped.set(new Readers(registers, Reads.of(registers, findings))));
    orders = ordered.get();
    assumed = orders == null ? null : new AssumedReasons(registers, orders);
    readers = grouped.get();
    reads = readers.reads();
    int parts = Work.parts(transactions.microOps().size());
    KeyEdges[] edges = new KeyEdges[parts];
    Work.run(parts, part -> edges[part] = keyEdges(part, parts));
    DependencyGraph.Builder builder = edges[0].edges();
    for (KeyEdges part : edges) {
      findings.addAll(part.found());
      keysWithGaps += part.keysWithGaps();
      if (part != edges[0]) {
        builder.addAll(part.edges());
      }
    }
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

  private KeyEdges keyEdges(int part, int parts) {
    KeyEdges edges = new KeyEdges(registers, reads, readers, orders);
    int keys = transactions.keys();
    edges.add(Work.begin(keys, part, parts), Work.begin(keys, part + 1, parts));
    return edges;
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
  public boolean isShownByCommits() {
    return true;
  }

  @Override
  public Completion complete(Set<AnomalyType> found, ConsistencyModel claim, Budget budget) {
    Assumed premises = assumed == null ? Assumed.NOTHING : assumed;
    return CompleteCheck.of(this, found, claim, premises, budget);
  }
}
