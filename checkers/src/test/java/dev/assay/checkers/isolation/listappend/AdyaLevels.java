package dev.assay.checkers.isolation.listappend;

import dev.assay.checkers.isolation.listappend.TinyTransactions.Mop;
import dev.assay.checkers.isolation.listappend.TinyTransactions.Txn;
import dev.assay.histories.EventType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Adya's levels as they are defined (Weak Consistency, 1999, chapter 4), tried by force: is there a
 * choice of those transactions whose outcome is unknown, and an order of the versions of every key,
 * under which no committed read is of an aborted or intermediate version, and under which the
 * serialization graph has none of the cycles that the level forbids?
 *
 * <p>A version is an element, its order that in which elements were appended. Lists are traceable
 * (Kingsbury and Alvaro, Elle, VLDB 2020, section 4.2): an append makes the version before it
 * longer, so every list that was read, also one with the reader's own appends, is a beginning of
 * that order.
 */
final class AdyaLevels {
  private static final int ELEMENTS_MAX = 5;

  private final List<Txn> all;

  AdyaLevels(TinyTransactions history) {
    all = history.transactions();
  }

  /** Few enough versions of every key for all their orders. */
  boolean isSmall() {
    Map<Long, Integer> elements = new TreeMap<>();
    for (Txn txn : all) {
      for (Mop mop : txn.mops) {
        elements.merge(mop.key(), mop.isRead() ? 0 : 1, Integer::sum);
      }
    }
    return elements.values().stream().allMatch(count -> count <= ELEMENTS_MAX);
  }

  /**
   * Whether transactions read what they read and appended themselves before: of others it is a
   * matter of convention what they read.
   */
  boolean isInternallyConsistent() {
    return all.stream()
        .filter(txn -> txn.outcome == EventType.OK)
        .allMatch(txn -> keys(txn).stream().allMatch(key -> external(txn, key) != null));
  }

  /** The edges between transactions, by number. */
  static final class Graph {
    final boolean[][] ww;
    final boolean[][] wr;
    final boolean[][] rw;
    final boolean[][] process;
    final boolean[][] realTime;

    private Graph(int n) {
      ww = new boolean[n][n];
      wr = new boolean[n][n];
      rw = new boolean[n][n];
      process = new boolean[n][n];
      realTime = new boolean[n][n];
    }

    boolean[][] union(boolean[][]... relations) {
      int n = ww.length;
      boolean[][] out = new boolean[n][n];
      for (boolean[][] relation : relations) {
        for (int i = 0; i < n; i++) {
          for (int j = 0; j < n; j++) {
            out[i][j] |= relation[i][j];
          }
        }
      }
      return out;
    }

    static boolean[][] closure(boolean[][] relation) {
      int n = relation.length;
      boolean[][] out = new boolean[n][];
      for (int i = 0; i < n; i++) {
        out[i] = relation[i].clone();
      }
      for (int k = 0; k < n; k++) {
        for (int i = 0; i < n; i++) {
          for (int j = 0; j < n; j++) {
            out[i][j] |= out[i][k] && out[k][j];
          }
        }
      }
      return out;
    }

    static boolean isAcyclic(boolean[][] relation) {
      boolean[][] reach = closure(relation);
      for (int i = 0; i < reach.length; i++) {
        if (reach[i][i]) {
          return false;
        }
      }
      return true;
    }

    /** No cycle with exactly one anti-dependency. */
    boolean hasNoSingle(boolean[][] dependencies) {
      boolean[][] reach = closure(dependencies);
      for (int i = 0; i < rw.length; i++) {
        for (int j = 0; j < rw.length; j++) {
          if (rw[i][j] && reach[j][i]) {
            return false;
          }
        }
      }
      return true;
    }

    /** No cycle but those with two anti-dependencies in a row: (dependency; rw?) is acyclic. */
    boolean hasOnlyAdjacent(boolean[][] dependencies) {
      int n = rw.length;
      boolean[][] steps = union(dependencies);
      for (int i = 0; i < n; i++) {
        for (int k = 0; k < n; k++) {
          for (int j = 0; j < n; j++) {
            steps[i][j] |= dependencies[i][k] && rw[k][j];
          }
        }
      }
      return isAcyclic(steps);
    }
  }

  /** Whether some choice gives a graph that the level allows. */
  boolean satisfies(Predicate<Graph> level) {
    List<Integer> unknown = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).outcome == EventType.INFO) {
        unknown.add(i);
      }
    }
    for (int choice = 0; choice < 1 << unknown.size(); choice++) {
      boolean[] committed = new boolean[all.size()];
      for (int i = 0; i < committed.length; i++) {
        int bit = unknown.indexOf(i);
        committed[i] = all.get(i).outcome == EventType.OK || (bit >= 0 && (choice >> bit & 1) != 0);
      }
      if (someOrder(committed, level)) {
        return true;
      }
    }
    return false;
  }

  private boolean someOrder(boolean[] committed, Predicate<Graph> level) {
    Map<Long, List<Long>> elements = new TreeMap<>();
    for (int i = 0; i < committed.length; i++) {
      for (Mop mop : all.get(i).mops) {
        List<Long> ofKey = elements.computeIfAbsent(mop.key(), k -> new ArrayList<>());
        if (committed[i] && !mop.isRead()) {
          ofKey.add(mop.element());
        }
      }
    }
    Graph graph = new Graph(all.size());
    addOrders(committed, graph);
    return keyByKey(new ArrayList<>(elements.keySet()), elements, committed, graph, level);
  }

  private void addOrders(boolean[] committed, Graph graph) {
    for (int i = 0; i < committed.length; i++) {
      for (int j = 0; j < committed.length; j++) {
        Txn first = all.get(i);
        Txn second = all.get(j);
        boolean isBefore =
            committed[i]
                && committed[j]
                && first.outcome == EventType.OK
                && first.completed < second.invoked;
        graph.realTime[i][j] = isBefore;
        graph.process[i][j] = isBefore && first.process == second.process;
      }
    }
  }

  private boolean keyByKey(
      List<Long> keys,
      Map<Long, List<Long>> elements,
      boolean[] committed,
      Graph graph,
      Predicate<Graph> level) {
    if (keys.isEmpty()) {
      return level.test(graph);
    }
    long key = keys.get(0);
    List<Long> rest = keys.subList(1, keys.size());
    for (List<Long> order : orders(elements.getOrDefault(key, List.of()))) {
      Graph next = copy(graph);
      if (addKey(key, order, committed, next) && keyByKey(rest, elements, committed, next, level)) {
        return true;
      }
    }
    return false;
  }

  private static Graph copy(Graph graph) {
    Graph copy = new Graph(graph.ww.length);
    for (int i = 0; i < graph.ww.length; i++) {
      copy.ww[i] = graph.ww[i].clone();
      copy.wr[i] = graph.wr[i].clone();
      copy.rw[i] = graph.rw[i].clone();
      copy.process[i] = graph.process[i];
      copy.realTime[i] = graph.realTime[i];
    }
    return copy;
  }

  private static List<List<Long>> orders(List<Long> elements) {
    if (elements.isEmpty()) {
      return List.of(List.of());
    }
    List<List<Long>> out = new ArrayList<>();
    for (int i = 0; i < elements.size(); i++) {
      List<Long> rest = new ArrayList<>(elements);
      Long first = rest.remove(i);
      for (List<Long> tail : orders(rest)) {
        List<Long> order = new ArrayList<>(List.of(first));
        order.addAll(tail);
        out.add(order);
      }
    }
    return out;
  }

  /** Adds the edges of one key; false when a read does not fit: G1a, G1b, or another order. */
  private boolean addKey(long key, List<Long> order, boolean[] committed, Graph graph) {
    if (!keepsOwnOrders(order)) {
      return false;
    }
    for (int position = 0; position + 1 < order.size(); position++) {
      connect(graph.ww, writer(order.get(position)), writer(order.get(position + 1)));
    }
    for (int reader = 0; reader < committed.length; reader++) {
      Txn txn = all.get(reader);
      List<Long> seen =
          txn.outcome == EventType.OK && keys(txn).contains(key) ? external(txn, key) : null;
      if (seen == null) {
        continue;
      }
      for (Mop mop : txn.mops) {
        if (mop.isRead() && mop.key() == key && !isBeginning(mop.list(), order)) {
          return false;
        }
      }
      if (!seen.isEmpty()) {
        long last = seen.getLast();
        int writer = writer(last);
        if (writer == reader || !isFinal(writer, key, last)) {
          return false;
        }
        connect(graph.wr, writer, reader);
      }
      if (seen.size() < order.size()) {
        connect(graph.rw, reader, writer(order.get(seen.size())));
      }
    }
    return true;
  }

  /** Whether every transaction's elements stand in the order in which it appended them. */
  private boolean keepsOwnOrders(List<Long> order) {
    for (Txn txn : all) {
      int last = -1;
      for (Mop mop : txn.mops) {
        int position = mop.isRead() ? -1 : order.indexOf(mop.element());
        if (position >= 0 && position < last) {
          return false;
        }
        last = Math.max(last, position);
      }
    }
    return true;
  }

  private static boolean isBeginning(List<Long> list, List<Long> order) {
    return list.size() <= order.size() && order.subList(0, list.size()).equals(list);
  }

  private static void connect(boolean[][] relation, int from, int to) {
    if (from != to) {
      relation[from][to] = true;
    }
  }

  private int writer(long element) {
    for (int i = 0; i < all.size(); i++) {
      for (Mop mop : all.get(i).mops) {
        if (!mop.isRead() && mop.element() == element) {
          return i;
        }
      }
    }
    throw new IllegalStateException("nobody wrote " + element);
  }

  private boolean isFinal(int writer, long key, long element) {
    long last = element;
    for (Mop mop : all.get(writer).mops) {
      if (!mop.isRead() && mop.key() == key) {
        last = mop.element();
      }
    }
    return last == element;
  }

  /** The keys that the transaction read. */
  private static List<Long> keys(Txn txn) {
    return txn.mops.stream().filter(Mop::isRead).map(Mop::key).distinct().toList();
  }

  /**
   * What the transaction read of others on a key: its first read without what it had appended
   * before; null when its reads contradict each other or its own appends.
   */
  private static @Nullable List<Long> external(Txn txn, long key) {
    List<Long> own = new ArrayList<>();
    List<Long> known = null;
    for (Mop mop : txn.mops) {
      if (mop.key() != key) {
        continue;
      }
      if (!mop.isRead()) {
        own.add(mop.element());
        continue;
      }
      int others = mop.list().size() - own.size();
      if (others < 0 || !mop.list().subList(others, mop.list().size()).equals(own)) {
        return null;
      }
      List<Long> seen = mop.list().subList(0, others);
      if (known != null && !known.equals(seen)) {
        return null;
      }
      known = seen;
    }
    return known;
  }
}
