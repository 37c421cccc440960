package dev.assay.checkers.isolation.predicates;

import dev.assay.checkers.isolation.DependencyGraph;
import dev.assay.checkers.isolation.Edge;
import dev.assay.checkers.isolation.Transactions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Seeks an order of commits at read committed where it is not told which versions reads are of: all
 * that is read of a key was finally written before by somebody, and of each key that a predicate
 * read does not show there had been a version that does not match (Adya 1999, sections 4.2.2 and
 * 4.3.2). Who commits never takes away what others need, so whoever may be next is: if some are
 * left in the end, there is no order.
 *
 * <p>What a transaction wrote itself it may read at this level. O(reads + shown + predicate reads ·
 * keys of the init that match), and for each write the predicates that somebody waits with.
 */
final class CommitSearch {
  /** How many keys may be missing in predicate reads, all together. */
  private static final long MISSING_MAX = 20_000_000;

  private final Columns columns;
  private final Transactions transactions;
  private final Versions versions;
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
  private boolean isUnclear;
  private int completedLeft;

  /**
   * @param graph with the orders of processes and time
   * @param orders the kinds of edges that commits have to keep, beside those of data
   */
  CommitSearch(Columns columns, Versions versions, DependencyGraph graph, int orders) {
    this.columns = columns;
    this.versions = versions;
    this.graph = graph;
    transactions = columns.transactions();
    kinds = orders | 1 << Edge.FORWARD;
    waits = new int[graph.nodes()];
  }

  /** Whether there is such an order; not if a predicate read shows what does not match. */
  boolean run() {
    for (int txn = 0; txn < transactions.size(); txn++) {
      completedLeft += transactions.isOk(txn) ? 1 : 0;
      if (transactions.isOk(txn) && txn != columns.init()) {
        addNeeds(txn);
      }
    }
    if (isUnclear || missing > MISSING_MAX) {
      return false;
    }
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
    return completedLeft == 0;
  }

  /** The invocations of the order that was found. */
  List<Integer> order() {
    return order;
  }

  private boolean isKept(int edge) {
    return Edge.has(kinds, graph.kind(edge));
  }

  private void addNeeds(int txn) {
    Set<Integer> own = new HashSet<>();
    for (int m = transactions.start(txn); m < transactions.end(txn); m++) {
      switch (columns.kind(m)) {
        case Columns.WRITE -> own.add(columns.key(m));
        case Columns.READ -> addRead(txn, m, columns.key(m), columns.value(m), own);
        default -> {
          Set<Integer> shown = new HashSet<>();
          for (int at = columns.shownStart(m); at < columns.shownEnd(m); at++) {
            shown.add(columns.shownKey(at));
            isUnclear |= !columns.matches(columns.predicate(m), columns.shownValue(at));
            addRead(txn, m, columns.shownKey(at), columns.shownValue(at), own);
          }
          addMissing(txn, columns.predicate(m), shown, own);
        }
      }
    }
  }

  private void addRead(int txn, int read, int key, int value, Set<Integer> own) {
    boolean isThere =
        versions.value(key) == value
            || (own.contains(key) && wroteBefore(txn, read, key, value))
            || (value == Columns.ABSENT && !mayBeDeleted(txn, key));
    if (!isThere) {
      waits[txn]++;
      ofValue.computeIfAbsent(versions.firstOf(key, value), g -> new ArrayList<>()).add(txn);
    }
  }

  private boolean wroteBefore(int txn, int read, int key, int value) {
    for (int m = transactions.start(txn); m < read; m++) {
      if (columns.kind(m) == Columns.WRITE && columns.key(m) == key && columns.value(m) == value) {
        return true;
      }
    }
    return false;
  }

  private boolean mayBeDeleted(int reader, int key) {
    for (int w = versions.firstOf(key, Columns.ABSENT); w >= 0; w = versions.nextOf(w)) {
      if (versions.isVersion(w) && versions.txn(w) != reader) {
        return true;
      }
    }
    return false;
  }

  private void addMissing(int txn, int predicate, Set<Integer> shown, Set<Integer> own) {
    missing += columns.initKeys().length;
    for (int i = 0; i < columns.initKeys().length && missing <= MISSING_MAX; i++) {
      int key = columns.initKeys()[i];
      boolean isMissing =
          columns.matches(predicate, columns.initValues()[i])
              && !shown.contains(key)
              && !own.contains(key);
      if (isMissing) {
        waits[txn]++;
        ofMissing
            .computeIfAbsent(key, k -> new HashMap<>())
            .computeIfAbsent(predicate, p -> new ArrayList<>())
            .add(txn);
      }
    }
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
