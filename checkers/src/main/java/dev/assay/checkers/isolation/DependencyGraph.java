package dev.assay.checkers.isolation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Which transaction must come before which, and why, in compressed sparse rows.
 *
 * <p>Nodes {@code 0} to {@code transactions() - 1} are transactions, the others are virtual: they
 * stand for "everything invoked after this moment" and the like, so that the graph stays linear in
 * the history where its closure would be quadratic. An edge into a virtual node means one to every
 * transaction that {@link Edge#FORWARD} edges reach from there.
 *
 * <p>4 bytes a node and 4 bytes an edge; the builder takes 8 bytes an edge besides. Immutable.
 */
public final class DependencyGraph {
  private static final int KIND_BITS = 4;
  private static final int KIND_MASK = (1 << KIND_BITS) - 1;

  /** How many nodes a graph can have. */
  public static final int NODES_MAX = 1 << (31 - KIND_BITS);

  private final int transactions;
  private final int nodes;
  private final int[] start;
  private final int[] edges;

  private DependencyGraph(int transactions, int nodes, int[] start, int[] edges) {
    this.transactions = transactions;
    this.nodes = nodes;
    this.start = start;
    this.edges = edges;
  }

  /** A builder of a graph on so many transactions. */
  public static Builder builder(int transactions) {
    return new Builder(transactions);
  }

  public int transactions() {
    return transactions;
  }

  /** Transactions and virtual nodes together. */
  public int nodes() {
    return nodes;
  }

  public int edges() {
    return start[nodes];
  }

  public boolean isVirtual(int node) {
    return node >= transactions;
  }

  /** The edges out of the node are {@code start(node)} until {@code end(node)}. */
  public int start(int node) {
    return start[node];
  }

  public int end(int node) {
    return start[node + 1];
  }

  /** The node that an edge leads to. */
  public int target(int edge) {
    return edges[edge] >>> KIND_BITS;
  }

  /** What kind of {@link Edge} it is. */
  public int kind(int edge) {
    return edges[edge] & KIND_MASK;
  }

  /** The same graph with every edge turned round. O(nodes + edges). */
  public DependencyGraph reversed() {
    int[] first = new int[nodes + 1];
    for (int edge : edges) {
      first[(edge >>> KIND_BITS) + 1]++;
    }
    Work.addUp(first);
    int[] next = Arrays.copyOf(first, nodes);
    int[] turned = new int[edges.length];
    for (int node = 0; node < nodes; node++) {
      for (int edge = start[node]; edge < start[node + 1]; edge++) {
        turned[next[target(edge)]++] = node << KIND_BITS | kind(edge);
      }
    }
    return new DependencyGraph(transactions, nodes, first, turned);
  }

  /** Whether some edge is of one of these kinds. */
  public boolean has(int kinds) {
    for (int edge : edges) {
      if (Edge.has(kinds, edge & KIND_MASK)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Every node twice: its copy, {@link #nodes} further on, is what anti-dependencies lead to, and
   * none of them leads on from there. O(nodes + edges).
   *
   * @param dependencies the other edges that are wanted, a mask of kinds
   */
  DependencyGraph doubled(int dependencies) {
    if (2L * nodes > NODES_MAX) {
      throw new IllegalStateException("more than " + NODES_MAX + " nodes");
    }
    int[] first = new int[2 * nodes + 1];
    int[] kept = new int[2 * edges.length];
    int at = 0;
    for (int i = 0; i < 2 * nodes; i++) {
      int shift = i < nodes ? 0 : nodes << KIND_BITS;
      int node = i < nodes ? i : i - nodes;
      for (int edge = start[node]; edge < start[node + 1]; edge++) {
        int kind = kind(edge);
        if (kind == Edge.FORWARD) {
          kept[at++] = edges[edge] + shift;
        } else if (Edge.has(dependencies, kind)) {
          kept[at++] = edges[edge];
        } else if (i < nodes && Edge.has(Edge.ANTI_DEPENDENCIES, kind)) {
          kept[at++] = edges[edge] + (nodes << KIND_BITS);
        }
      }
      first[i + 1] = at;
    }
    return new DependencyGraph(transactions, 2 * nodes, first, Arrays.copyOf(kept, at));
  }

  /** Which edges of a graph are meant. */
  interface EdgeTest {
    boolean test(int source, int edge);
  }

  /** The same graph with some of its edges. O(nodes + edges). */
  DependencyGraph only(EdgeTest isKept) {
    int[] first = new int[nodes + 1];
    int[] kept = new int[edges.length];
    int at = 0;
    for (int node = 0; node < nodes; node++) {
      for (int edge = start[node]; edge < start[node + 1]; edge++) {
        if (isKept.test(node, edge)) {
          kept[at++] = edges[edge];
        }
      }
      first[node + 1] = at;
    }
    return new DependencyGraph(transactions, nodes, first, Arrays.copyOf(kept, at));
  }

  /** The numbers of some edges, ascending. */
  int[] edges(EdgeTest isMeant) {
    int[] found = new int[64];
    int size = 0;
    for (int node = 0; node < nodes; node++) {
      for (int edge = start[node]; edge < start[node + 1]; edge++) {
        if (isMeant.test(node, edge)) {
          if (size == found.length) {
            found = Arrays.copyOf(found, 2 * size);
          }
          found[size++] = edge;
        }
      }
    }
    return Arrays.copyOf(found, size);
  }

  /**
   * The nodes that edges lead from. O(nodes + edges).
   *
   * @param some numbers of edges, ascending
   */
  int[] sources(int[] some) {
    int[] sources = new int[some.length];
    int node = 0;
    for (int i = 0; i < some.length; i++) {
      while (end(node) <= some[i]) {
        node++;
      }
      sources[i] = node;
    }
    return sources;
  }

  /**
   * The graph on some nodes with some of the edges between them, numbered by their places.
   *
   * @param part the nodes, ascending
   * @param some the edges, ascending
   * @param placeOf of each of the nodes its place
   */
  DependencyGraph part(int[] part, int[] some, int[] placeOf) {
    int partTransactions = 0;
    int[] first = new int[part.length + 1];
    int[] kept = new int[some.length];
    int at = 0;
    for (int i = 0; i < part.length; i++) {
      partTransactions += part[i] < transactions ? 1 : 0;
      for (; at < some.length && some[at] < start[part[i] + 1]; at++) {
        kept[at] = placeOf[target(some[at])] << KIND_BITS | kind(some[at]);
      }
      first[i + 1] = at;
    }
    return new DependencyGraph(partTransactions, part.length, first, kept);
  }

  /**
   * The graph on these nodes alone, numbered by their place in the array.
   *
   * @param part ascending, so that transactions come before virtual nodes
   * @param placeOf scratch of {@link #nodes} zeros, left as it was found
   */
  public DependencyGraph induced(int[] part, int[] placeOf) {
    int partTransactions = 0;
    for (int i = 0; i < part.length; i++) {
      placeOf[part[i]] = i + 1;
      partTransactions += part[i] < transactions ? 1 : 0;
    }
    int[] first = new int[part.length + 1];
    long steps = 4L * part.length;
    Work.stretches(part.length, steps, (begin, end) -> countKept(part, placeOf, first, begin, end));
    Work.addUp(first);
    int[] kept = new int[first[part.length]];
    Work.stretches(
        part.length, steps, (begin, end) -> keep(part, placeOf, first, kept, begin, end));
    for (int node : part) {
      placeOf[node] = 0;
    }
    return new DependencyGraph(partTransactions, part.length, first, kept);
  }

  private void countKept(int[] part, int[] placeOf, int[] first, int begin, int end) {
    for (int i = begin; i < end; i++) {
      for (int edge = start(part[i]); edge < end(part[i]); edge++) {
        first[i + 1] += placeOf[target(edge)] > 0 ? 1 : 0;
      }
    }
  }

  private void keep(int[] part, int[] placeOf, int[] first, int[] kept, int begin, int end) {
    int at = first[begin];
    for (int i = begin; i < end; i++) {
      for (int edge = start(part[i]); edge < end(part[i]); edge++) {
        int place = placeOf[target(edge)];
        if (place > 0) {
          kept[at++] = (place - 1) << KIND_BITS | kind(edge);
        }
      }
    }
  }

  /** Collects edges in any order. Not safe for use by two threads. */
  public static final class Builder {
    private static final int SEGMENT_MIN = 1 << 8;
    private static final int SEGMENT_MAX = 1 << 22;

    private final int transactions;
    private int nodes;
    private int size;
    private final List<Segment> segments = new ArrayList<>();
    private Segment last = new Segment(SEGMENT_MIN);

    /** Some edges in the order in which they were added. */
    private static final class Segment {
      final int[] from;
      final int[] to;
      int size;

      Segment(int length) {
        from = new int[length];
        to = new int[length];
      }
    }

    private Builder(int transactions) {
      if (transactions > NODES_MAX) {
        throw new IllegalArgumentException(
            "expected at most " + NODES_MAX + " transactions, got " + transactions);
      }
      this.transactions = transactions;
      nodes = transactions;
      segments.add(last);
    }

    /** Adds a virtual node. */
    public int addNode() {
      if (nodes == NODES_MAX) {
        throw new IllegalStateException("more than " + NODES_MAX + " nodes");
      }
      return nodes++;
    }

    public int nodes() {
      return nodes;
    }

    public int edges() {
      return size;
    }

    /** Adds an edge of a kind of {@link Edge}; one from a node to itself is left out. */
    public void add(int source, int target, int kind) {
      if (source == target) {
        return;
      }
      if (last.size == last.from.length) {
        last = new Segment(Math.min(SEGMENT_MAX, 2 * last.size));
        segments.add(last);
      }
      last.from[last.size] = source;
      last.to[last.size++] = target << KIND_BITS | kind;
      size++;
    }

    /**
     * Takes over all edges and virtual nodes of a builder on the same transactions, which is of no
     * use afterwards. Its virtual nodes get new numbers.
     */
    public void addAll(Builder other) {
      if (other.transactions != transactions) {
        throw new IllegalArgumentException("only edges between the same transactions can be added");
      }
      int shift = nodes - transactions;
      if ((long) nodes + other.nodes - transactions > NODES_MAX) {
        throw new IllegalStateException("more than " + NODES_MAX + " nodes");
      }
      if (shift > 0 && other.nodes > transactions) {
        other.segments.forEach(segment -> shiftVirtual(segment, shift));
      }
      nodes += other.nodes - transactions;
      size += other.size;
      segments.addAll(other.segments);
      last = new Segment(SEGMENT_MIN);
      segments.add(last);
    }

    private void shiftVirtual(Segment segment, int shift) {
      for (int i = 0; i < segment.size; i++) {
        if (segment.from[i] >= transactions) {
          segment.from[i] += shift;
        }
        if (segment.to[i] >>> KIND_BITS >= transactions) {
          segment.to[i] += shift << KIND_BITS;
        }
      }
    }

    /** The graph; edges of a node keep the order in which they were added. */
    public DependencyGraph build() {
      return build(Work.parts(size));
    }

    /** The same, with the work done in so many parts. */
    DependencyGraph build(int parts) {
      int[] first = new int[nodes + 1];
      int[] edges = new int[size];
      // Each part writes what begins at its nodes, so the parts need not wait for each other.
      Work.run(parts, part -> count(first, part, parts));
      for (int node = 0; node < nodes; node++) {
        first[node + 1] += first[node];
      }
      int[] next = Arrays.copyOf(first, nodes);
      Work.run(parts, part -> fill(next, edges, part, parts));
      return new DependencyGraph(transactions, nodes, first, edges);
    }

    private void count(int[] first, int part, int parts) {
      int begin = Work.begin(nodes, part, parts);
      int end = Work.begin(nodes, part + 1, parts);
      for (Segment segment : segments) {
        for (int i = 0; i < segment.size; i++) {
          int source = segment.from[i];
          if (source >= begin && source < end) {
            first[source + 1]++;
          }
        }
      }
    }

    private void fill(int[] next, int[] edges, int part, int parts) {
      int begin = Work.begin(nodes, part, parts);
      int end = Work.begin(nodes, part + 1, parts);
      for (Segment segment : segments) {
        for (int i = 0; i < segment.size; i++) {
          int source = segment.from[i];
          if (source >= begin && source < end) {
            edges[next[source]++] = segment.to[i];
          }
        }
      }
    }
  }
}
