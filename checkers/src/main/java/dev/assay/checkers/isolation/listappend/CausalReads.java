package dev.assay.checkers.isolation.listappend;

import dev.assay.checkers.Budget;
import dev.assay.checkers.isolation.Components;
import dev.assay.checkers.isolation.Cycle;
import dev.assay.checkers.isolation.CycleWalk;
import dev.assay.checkers.isolation.DependencyGraph;
import dev.assay.checkers.isolation.Edge;
import dev.assay.checkers.isolation.Inference;
import dev.assay.checkers.isolation.Reachability;
import dev.assay.checkers.isolation.ShortestPath;
import dev.assay.checkers.isolation.Transactions;
import dev.assay.histories.MicroOps;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Causal consistency where versions have a known order (Biswas and Enea, OOPSLA 2019, figure 3):
 * whether a read misses a version whose writer it depends on over any number of reads, and of steps
 * of a process where those count.
 *
 * <p>Every version has a node that leads to its writer and to the next version, so one question a
 * read is enough: does any later version reach its transaction? A transaction is entered at one
 * node and left from another, at which versions lead to it: what it wrote itself does not reach it.
 */
final class CausalReads {
  private final Inference inferred;
  private final ListVersions versions;
  private final boolean ofProcesses;
  private final Transactions transactions;
  private final Budget budget;
  private boolean isComplete = true;
  private @Nullable Set<Long> unread;

  CausalReads(Inference inferred, ListVersions versions, boolean ofProcesses, Budget budget) {
    this.inferred = inferred;
    this.versions = versions;
    this.ofProcesses = ofProcesses;
    this.budget = budget;
    transactions = inferred.transactions();
  }

  /** Whether all reads could be looked at. */
  boolean isComplete() {
    return isComplete;
  }

  /** A cycle of reads, steps of processes and one anti-dependency; null when there is none. */
  @Nullable Cycle find() {
    DependencyGraph graph = inferred.graph();
    int size = transactions.size();
    DependencyGraph.Builder builder = DependencyGraph.builder(size);
    for (int txn = 0; txn < size; txn++) {
      for (int edge = graph.start(txn); edge < graph.end(txn); edge++) {
        int kind = graph.kind(edge);
        if (kind == Edge.WR || (kind == Edge.PROCESS && ofProcesses)) {
          builder.add(size + txn, graph.target(edge), kind);
        }
      }
      builder.add(txn, size + txn, Edge.FORWARD);
    }
    for (int i = 0; i < size + versions.places(); i++) {
      builder.addNode();
    }
    for (int key = 0; key < transactions.keys(); key++) {
      for (int version = 1; version <= versions.count(key); version++) {
        int node = 2 * size + versions.place(key, version);
        builder.add(node, size + versions.writer(key, version), Edge.FORWARD);
        if (version < versions.count(key)) {
          builder.add(node, node + 1, Edge.FORWARD);
        }
      }
    }
    return find(builder.build());
  }

  private @Nullable Cycle find(DependencyGraph reads) {
    int kinds =
        Edge.DEPENDENCIES
            | Edge.ANTI_DEPENDENCIES
            | 1 << Edge.FORWARD
            | (ofProcesses ? 1 << Edge.PROCESS : 0);
    Components whole = Components.of(inferred.graph(), kinds);
    MicroOps microOps = transactions.microOps();
    int[] from = new int[64];
    int[] to = new int[64];
    int count = 0;
    for (int txn = 0; txn < transactions.size(); txn++) {
      for (int mop = transactions.start(txn); mop < transactions.end(txn); mop++) {
        int version = versions.version(mop);
        int key = transactions.key(mop);
        if (microOps.kind(mop) != MicroOps.READ || version == ListVersions.NONE) {
          continue;
        }
        int missed = firstMissed(txn, key, version);
        if (missed > versions.count(key) || !mayReach(key, missed, whole.of(txn), whole)) {
          continue;
        }
        if (count == from.length) {
          from = Arrays.copyOf(from, 2 * count);
          to = Arrays.copyOf(to, 2 * count);
        }
        from[count] = 2 * transactions.size() + versions.place(key, missed);
        to[count++] = txn;
      }
    }
    Reachability reachability = new Reachability(reads, Edge.ALL);
    int found =
        reachability.firstConnected(Arrays.copyOf(from, count), Arrays.copyOf(to, count), budget);
    isComplete = reachability.isComplete();
    return found < 0 ? null : cycle(reads, from[found], to[found]);
  }

  /**
   * The first version after one that was read that is not the reader's own; beyond the last for
   * none. Where the next is known and its own, whatever later one reaches it makes another anomaly.
   */
  private int firstMissed(int txn, int key, int version) {
    int next = version + 1;
    int count = versions.count(key);
    if (next <= count && versions.isKnown(key, next)) {
      return versions.writer(key, next) == txn ? count + 1 : next;
    }
    while (next <= count && versions.writer(key, next) == txn) {
      next++;
    }
    return next;
  }

  /**
   * Whether the writer of a version or of a later one lies on a cycle with a transaction of a
   * component. Known versions depend on each other, so the first of them speaks for all; versions
   * that nobody read do not, so each of them is asked.
   *
   * <pre>
   * T1  append x 1
   * T2  append x 2, append y 1    T3, of the process of T4, reads y 1
   * T4  read x []                 T1 cannot reach it, but T2 does
   * </pre>
   */
  private boolean mayReach(int key, int version, int component, Components whole) {
    return versions.isKnown(key, version)
        ? whole.of(versions.writer(key, version)) == component
        : unreadIn(whole).contains((long) key << 32 | component);
  }

  /** The components of the writers of versions that nobody read, with their keys. */
  private Set<Long> unreadIn(Components whole) {
    if (unread == null) {
      unread = new HashSet<>();
      for (int key = 0; key < transactions.keys(); key++) {
        for (int version = versions.count(key);
            version > 0 && !versions.isKnown(key, version);
            version--) {
          unread.add((long) key << 32 | whole.of(versions.writer(key, version)));
        }
      }
    }
    return unread;
  }

  private Cycle cycle(DependencyGraph reads, int version, int txn) {
    int[] path = new ShortestPath(reads).find(version, txn, Edge.ALL, false);
    if (path == null) {
      throw new IllegalStateException("no path to a transaction that is reached");
    }
    int size = transactions.size();
    return CycleWalk.after(reads, txn, Edge.RW, path, node -> node < 2 * size ? node % size : -1);
  }
}
