package dev.assay.checkers.isolation.listappend;

import dev.assay.checkers.Budget;
import dev.assay.checkers.isolation.Components;
import dev.assay.checkers.isolation.Cycle;
import dev.assay.checkers.isolation.CycleWalk;
import dev.assay.checkers.isolation.DependencyGraph;
import dev.assay.checkers.isolation.Edge;
import dev.assay.checkers.isolation.FollowingWrites;
import dev.assay.checkers.isolation.Inference;
import dev.assay.checkers.isolation.PrefixGraph;
import dev.assay.checkers.isolation.Reachability;
import dev.assay.checkers.isolation.ShortestPath;
import dev.assay.checkers.isolation.Transactions;
import dev.assay.histories.MicroOps;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Cycles of which a level allows some: in a graph with two copies of every transaction, one for
 * each way of going on from it, the forbidden ones are all that there are. Linear in the graph but
 * for {@link Reachability}.
 */
final class LevelCycles {
  private static final int DATA = Edge.DEPENDENCIES | Edge.ANTI_DEPENDENCIES | 1 << Edge.FORWARD;

  private final DependencyGraph graph;
  private final Transactions transactions;
  private final int nodes;
  private final Budget budget;
  private final boolean[] writes;
  private boolean isComplete = true;

  LevelCycles(Inference inferred, Budget budget) {
    graph = inferred.graph();
    transactions = inferred.transactions();
    nodes = graph.nodes();
    this.budget = budget;
    writes = new boolean[nodes];
    MicroOps microOps = transactions.microOps();
    for (int txn = 0; txn < transactions.size(); txn++) {
      for (int mop = transactions.start(txn); mop < transactions.end(txn); mop++) {
        writes[txn] |= microOps.kind(mop) == MicroOps.APPEND;
      }
    }
  }

  /** Whether everything could be looked at. */
  boolean isComplete() {
    return isComplete;
  }

  /** Prefix consistency: {@link PrefixGraph}. */
  @Nullable Cycle prefix() {
    return anyCycle(PrefixGraph.of(graph), cycle -> followsReads(cycle));
  }

  /** Whether every anti-dependency, of which there is one, comes right after a read. */
  static boolean followsReads(Cycle cycle) {
    int size = cycle.size();
    for (int i = 0; i < size; i++) {
      if (cycle.kinds().get(i) == Edge.RW && cycle.kinds().get((i + size - 1) % size) != Edge.WR) {
        return false;
      }
    }
    return cycle.antiDependencies() > 0;
  }

  /**
   * Writes follow reads: what a process writes comes after all that it has read from by then, so a
   * cycle of overwriting is forbidden that leads from reads to what their process writes.
   */
  @Nullable Cycle writesFollowReads() {
    return FollowingWrites.cycle(graph, writes);
  }

  /**
   * Update serializability: the transactions that write, and with them any one that only reads, are
   * serializable (Adya 1999, section 4.3.4). One that only reads is entered at one copy and left
   * from the other, so no path leads through it.
   */
  @Nullable Cycle update() {
    DependencyGraph.Builder twice = DependencyGraph.builder(nodes + transactions.size());
    for (int node = 0; node < nodes; node++) {
      int from = node < transactions.size() && !writes[node] ? nodes + node : node;
      for (int edge = graph.start(node); edge < graph.end(node); edge++) {
        boolean isOfData = Edge.has(DATA, graph.kind(edge));
        if (isOfData && (graph.kind(edge) != Edge.FORWARD || graph.isVirtual(node))) {
          twice.add(from, graph.target(edge), graph.kind(edge));
        }
      }
    }
    DependencyGraph apart = twice.build();
    Cycle ofWriters = anyCycle(apart, LevelCycles::isUpdate);
    if (ofWriters != null) {
      return ofWriters;
    }
    Components whole = Components.of(graph, DATA);
    int[] sizes = whole.sizes();
    int[] readers = new int[transactions.size()];
    int count = 0;
    for (int txn = 0; txn < transactions.size(); txn++) {
      if (!writes[txn] && sizes[whole.of(txn)] > 1) {
        readers[count++] = txn;
      }
    }
    int[] from = new int[count];
    int[] to = new int[count];
    for (int i = 0; i < count; i++) {
      from[i] = nodes + readers[i];
      to[i] = readers[i];
    }
    Reachability reachability = new Reachability(apart, DATA);
    int found = reachability.firstConnected(from, to, budget);
    isComplete &= reachability.isComplete();
    return found < 0 ? null : closed(apart, from[found], to[found], LevelCycles::isUpdate);
  }

  private static boolean isUpdate(Cycle cycle) {
    return cycle.antiDependencies() > 0;
  }

  private @Nullable Cycle anyCycle(DependencyGraph twice, Predicate<Cycle> isForbidden) {
    return CycleWalk.any(twice, this::transactionOf, isForbidden);
  }

  private @Nullable Cycle closed(
      DependencyGraph twice, int from, int to, Predicate<Cycle> isForbidden) {
    int[] path = new ShortestPath(twice).find(from, to, Edge.ALL, false);
    return path == null
        ? null
        : CycleWalk.simple(twice, from, path, this::transactionOf, isForbidden);
  }

  /** Of a copy; or -1 for a virtual node. */
  private int transactionOf(int node) {
    int original = node >= nodes ? node - nodes : node;
    return original < transactions.size() ? original : -1;
  }
}
