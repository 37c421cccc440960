package dev.assay.checkers.isolation.listappend;

import dev.assay.checkers.Budget;
import dev.assay.checkers.certificates.CycleEdge;
import dev.assay.checkers.isolation.AnomalyType;
import dev.assay.checkers.isolation.Completion;
import dev.assay.checkers.isolation.ConsistencyModel;
import dev.assay.checkers.isolation.DependencyGraph;
import dev.assay.checkers.isolation.Findings;
import dev.assay.checkers.isolation.Inference;
import dev.assay.checkers.isolation.MicroOpsByKey;
import dev.assay.checkers.isolation.SessionOrder;
import dev.assay.checkers.isolation.Transactions;
import dev.assay.checkers.isolation.UnfitHistoryException;
import dev.assay.checkers.isolation.Work;
import dev.assay.histories.History;
import dev.assay.histories.MicroOps;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Inference for list-append: key by key, first what the reads tell, then, when it is known which
 * transactions took effect, the dependencies.
 *
 * <p>Linear in the micro-operations and the lists that were read.
 */
public final class ListAppend implements Inference {
  private final Transactions transactions;
  private final boolean[] committed;
  private final Findings findings = new Findings();
  private final DependencyGraph graph;
  private final EdgeReasons reasons;
  private final KeyScan scan;
  private int keysWithGaps;

  private ListAppend(Transactions transactions, int parts) {
    this.transactions = transactions;
    MicroOpsByKey byKey = new MicroOpsByKey(transactions, parts);
    committed = new boolean[transactions.size()];
    for (int txn = 0; txn < committed.length; txn++) {
      committed[txn] = transactions.isOk(txn);
    }
    Part[] work = new Part[parts];
    Arrays.setAll(
        work, part -> new Part(byKey, byKey.keyAt(part, parts), byKey.keyAt(part + 1, parts)));
    // What took effect must be known before any dependency is.
    Work.run(parts, part -> work[part].check());
    Work.run(parts, part -> work[part].writeEdges());
    DependencyGraph.Builder builder = work[0].edges;
    for (Part part : work) {
      findings.addAll(part.found);
      keysWithGaps += part.keysWithGaps;
      if (part != work[0]) {
        builder.addAll(part.edges);
      }
    }
    SessionOrder.addProcesses(transactions, committed, builder);
    SessionOrder.addRealTime(transactions, committed, builder);
    graph = builder.build();
    scan = work[0].scan;
    reasons = new EdgeReasons(scan);
  }

  /** Some of the keys: what is known of one needs nothing of the others. */
  private final class Part {
    private final KeyScan scan;
    private final int firstKey;
    private final int endKey;
    private final boolean[] isRegular;
    private final Findings found = new Findings();
    private final DependencyGraph.Builder edges;
    private int keysWithGaps;

    Part(MicroOpsByKey byKey, int firstKey, int endKey) {
      scan = new KeyScan(transactions, byKey);
      this.firstKey = firstKey;
      this.endKey = endKey;
      isRegular = new boolean[endKey - firstKey];
      edges = DependencyGraph.builder(transactions.size());
    }

    /** What the reads tell. Several parts may say of one transaction that it took effect. */
    void check() {
      ReadChecks checks = new ReadChecks(scan, committed, found);
      for (int key = firstKey; key < endKey; key++) {
        turnTo(scan, key);
        isRegular[key - firstKey] = checks.check();
      }
    }

    void writeEdges() {
      EdgeWriter writer = new EdgeWriter(scan, committed, edges);
      for (int key = firstKey; key < endKey; key++) {
        scan.turnTo(key);
        keysWithGaps += writer.write(isRegular[key - firstKey]) > 1 ? 1 : 0;
      }
    }
  }

  /**
   * Infers what there is to infer.
   *
   * @throws UnfitHistoryException when it is no history of this workload: an operation that neither
   *     reads nor appends, a read that is not a list, an element appended twice to a key, or
   *     transactions on several objects
   */
  public static Inference infer(History history) {
    return infer(history, Work.parts(history.microOps().size()));
  }

  /** The same, with the work done in so many parts. */
  static ListAppend infer(History history, int parts) {
    Transactions transactions = Transactions.of(history);
    requireFit(transactions);
    return new ListAppend(transactions, parts);
  }

  /**
   * Refuses operations that neither read lists nor append, and transactions on several objects.
   *
   * @throws UnfitHistoryException with the first one
   */
  public static void requireFit(Transactions transactions) {
    Work.stretches(
        transactions.size(),
        transactions.microOps().size(),
        (first, end) -> requireFit(transactions, first, end));
  }

  private static void requireFit(Transactions transactions, int first, int end) {
    MicroOps microOps = transactions.microOps();
    for (int txn = first; txn < end; txn++) {
      checkShape(transactions, txn);
      for (int mop = transactions.start(txn); mop < transactions.end(txn); mop++) {
        int kind = microOps.kind(mop);
        boolean isList = microOps.value(mop) == MicroOps.LIST;
        boolean isNil = microOps.value(mop) == 0;
        if (kind != MicroOps.APPEND && (kind != MicroOps.READ || !(isList || isNil))) {
          throw new UnfitHistoryException(
              "list-append has operations [:r key list] and [:append key value], but "
                  + where(transactions, txn)
                  + " has ["
                  + ":"
                  + microOps.name(kind)
                  + " …] in place "
                  + (mop - transactions.start(txn))
                  + (kind == MicroOps.READ ? ", whose value is no list" : ""));
        }
        if (kind == MicroOps.APPEND && (isList || isNil)) {
          throw new UnfitHistoryException(
              "list-append appends single values, but "
                  + where(transactions, txn)
                  + (isNil ? " appends nothing in place " : " appends a list in place ")
                  + (mop - transactions.start(txn)));
        }
      }
    }
  }

  /** What would be passed over in silence could make an honest read look like one of garbage. */
  private static void checkShape(Transactions transactions, int txn) {
    History history = transactions.history();
    int event = transactions.event(txn);
    if (history.keyId(event) != History.NONE) {
      throw new UnfitHistoryException(
          "list-append has one database, but "
              + where(transactions, txn)
              + " is on one object of many: check each object's transactions by themselves");
    }
    boolean isEmpty =
        history.value(event) == null
            || (history.value(event) instanceof Collection<?> all && all.isEmpty());
    if (transactions.start(txn) == transactions.end(txn) && !isEmpty) {
      throw new UnfitHistoryException(
          "list-append has transactions of [:r key list] and [:append key value], but "
              + where(transactions, txn)
              + " is none");
    }
  }

  private static void turnTo(KeyScan scan, int key) {
    int second = scan.turnTo(key);
    if (second == KeyScan.NONE) {
      return;
    }
    int element = scan.microOps.value(scan.byKey.mop(second));
    int first = scan.appender(element);
    throw new UnfitHistoryException(
        "list-append needs a different element for every append to a key, but "
            + where(scan.transactions, first)
            + " and "
            + where(scan.transactions, scan.byKey.txn(second))
            + " append the same one to the same key: "
            + scan.transactions.keyValue(key)
            + " "
            + scan.transactions.history().values().get(element));
  }

  private static String where(Transactions transactions, int txn) {
    return "the operation of index "
        + transactions.history().index(transactions.event(txn))
        + " (process "
        + transactions.process(txn)
        + ")";
  }

  @Override
  public Transactions transactions() {
    return transactions;
  }

  @Override
  public boolean[] committed() {
    return committed;
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
  public Optional<CycleEdge> reason(int from, int to, int kind) {
    return reasons.reason(from, to, kind);
  }

  @Override
  public Completion complete(Set<AnomalyType> found, ConsistencyModel claim, Budget budget) {
    return WeakLevels.decide(this, scan, found, claim, budget);
  }

  @Override
  public boolean isShownByCommits() {
    return true;
  }

  @Override
  public @Nullable String orderGap() {
    return keysWithGaps == 0
        ? null
        : "on "
            + keysWithGaps
            + (keysWithGaps == 1 ? " key" : " keys")
            + " several appends were never read, so their order is unknown: read every key once"
            + " more after the last writes";
  }
}
