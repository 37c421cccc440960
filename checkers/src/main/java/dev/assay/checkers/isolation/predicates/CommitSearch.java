package dev.assay.checkers.isolation.predicates;

import dev.assay.checkers.isolation.CycleForm;
import dev.assay.checkers.isolation.DependencyGraph;
import dev.assay.checkers.isolation.Edge;
import dev.assay.checkers.isolation.Transactions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Seeks an order of commits at read committed where it is not told which versions reads are of, in
 * which everybody finds what it needs: {@link CommitNeeds}. Who commits never takes away what
 * others need, so whoever may be next is: if some are left in the end, there is no order ({@link
 * StuckCommits}).
 *
 * <p>O(reads + shown + predicate reads · keys of the init that match), and for each write the
 * predicates that somebody waits with.
 */
final class CommitSearch {
  /** How many keys may be missing in predicate reads, all together. */
  private static final long MISSING_MAX = 20_000_000;

  private final Columns columns;
  private final Transactions transactions;
  private final Versions versions;
  private final CommitNeeds needs;
  private final DependencyGraph graph;
  private final int kinds;

  /** By node of the graph: how many needs and nodes before it are open. */
  private final int[] waits;

  /** By first write of a value, of those that nobody ever wrote by a negative one: who waits. */
  private final Map<Integer, List<Integer>> ofValue = new HashMap<>();

  /** By key, by predicate: who waits for a version that does not match. */
  private final Map<Integer, Map<Integer, List<Integer>>> ofMissing = new HashMap<>();

  private final List<Integer> order = new ArrayList<>();
  private long missing;
  private int completedLeft;

  /**
   * @param graph with the orders of processes and time
   * @param form which of these commits have to keep
   */
  CommitSearch(Columns columns, Versions versions, DependencyGraph graph, CycleForm form) {
    this.columns = columns;
    this.versions = versions;
    this.graph = graph;
    transactions = columns.transactions();
    needs = new CommitNeeds(columns, versions);
    kinds = form.orders();
    waits = new int[graph.nodes()];
  }

  /** Whether there is such an order; not if a predicate read shows what does not match. */
  boolean run() {
    boolean isUnclear = false;
    for (int txn = 0; txn < transactions.size(); txn++) {
      completedLeft += transactions.isOk(txn) ? 1 : 0;
      isUnclear |= isTold(txn) && lookAtPredicates(txn);
    }
    if (missing > MISSING_MAX) {
      return false;
    }
    IntStream.range(0, transactions.size()).filter(this::isTold).forEach(this::addNeeds);
    for (int node = 0; node < graph.nodes(); node++) {
      for (int edge = graph.start(node); edge < graph.end(node); edge++) {
        waits[graph.target(edge)] += isKept(edge) ? 1 : 0;
      }
    }
    List<Integer> open = new ArrayList<>();
    for (int node = 0; node < graph.nodes(); node++) {
      if (waits[node] == 0 && node != columns.init()) {
        open.add(node);
      }
    }
    // The init comes first, and so does not wait; whoever waits for nothing comes in any order.
    if (columns.init() != Columns.NONE) {
      open.add(columns.init());
    }
    while (!open.isEmpty()) {
      commit(open.removeLast(), open);
    }
    return completedLeft == 0 && !isUnclear;
  }

  private boolean isTold(int txn) {
    return transactions.isOk(txn) && txn != columns.init();
  }

  /** Whether too many keys may be missing in predicate reads to look at them all. */
  boolean isTooLarge() {
    return missing > MISSING_MAX;
  }

  /** Those that cannot commit, nor can others therefore; to be asked for where none was found. */
  int[] left() {
    return IntStream.range(0, transactions.size())
        .filter(txn -> waits[txn] > 0 && !transactions.isFailed(txn))
        .toArray();
  }

  /** The invocations of the order that was found. */
  List<Integer> order() {
    return order;
  }

  private boolean isKept(int edge) {
    return Edge.has(kinds, graph.kind(edge));
  }

  private void addNeeds(int txn) {
    needs.of(
        txn,
        new CommitNeeds.Taker() {
          @Override
          public void value(int mop, int key, int value) {
            waits[txn]++;
            ofValue.computeIfAbsent(versions.firstOf(key, value), g -> new ArrayList<>()).add(txn);
          }

          @Override
          public void other(int mop, int key, int predicate) {
            waits[txn]++;
            ofMissing
                .computeIfAbsent(key, k -> new HashMap<>())
                .computeIfAbsent(predicate, p -> new ArrayList<>())
                .add(txn);
          }
        });
  }

  /** Whether a predicate read shows what does not match; and counts the keys it may miss. */
  private boolean lookAtPredicates(int txn) {
    boolean isMismatch = false;
    for (int m = transactions.start(txn); m < transactions.end(txn); m++) {
      if (columns.kind(m) == Columns.PREDICATE_READ) {
        missing += columns.initKeys().length;
        for (int at = columns.shownStart(m); at < columns.shownEnd(m); at++) {
          isMismatch |= !columns.matches(columns.predicate(m), columns.shownValue(at));
        }
      }
    }
    return isMismatch;
  }

  private void commit(int node, List<Integer> open) {
    if (node < transactions.size()) {
      if (transactions.isFailed(node)) {
        return;
      }
      order.add(transactions.invocation(node));
      completedLeft -= transactions.isOk(node) ? 1 : 0;
      for (int w = versions.writeStart(node); w < versions.writeStart(node + 1); w++) {
        if (versions.isVersion(w)) {
          write(versions.key(w), versions.value(w), open);
        }
      }
    }
    for (int edge = graph.start(node); edge < graph.end(node); edge++) {
      if (isKept(edge)) {
        release(graph.target(edge), open);
      }
    }
  }

  private void write(int key, int value, List<Integer> open) {
    releaseAll(ofValue.remove(versions.firstOf(key, value)), open);
    Map<Integer, List<Integer>> waiting = ofMissing.getOrDefault(key, Map.of());
    List<Integer> done =
        waiting.keySet().stream().filter(p -> !columns.matches(p, value)).sorted().toList();
    done.forEach(predicate -> releaseAll(waiting.remove(predicate), open));
  }

  private void releaseAll(@Nullable List<Integer> waiting, List<Integer> open) {
    if (waiting != null) {
      waiting.forEach(txn -> release(txn, open));
    }
  }

  private void release(int node, List<Integer> open) {
    if (--waits[node] == 0) {
      open.add(node);
    }
  }
}
