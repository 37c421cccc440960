package dev.assay.checkers.isolation;

import java.util.Arrays;

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
    Arrays.parallelPrefix(first, Integer::sum);
    int[] next = Arrays.copyOf(first, nodes);
    int[] turned = new int[edges.length];
    for (int node = 0; node < nodes; node++) {
      for (int edge = start[node]; edge < start[node + 1]; edge++) {
        turned[next[target(edge)]++] = node << KIND_BITS | kind(edge);
      }
    }
    return new DependencyGraph(transactions, nodes, first, turned);
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
    for (int i = 0; i < part.length; i++) {
      first[i + 1] = first[i];
      for (int edge = start(part[i]); edge < end(part[i]); edge++) {
        first[i + 1] += placeOf[target(edge)] > 0 ? 1 : 0;
      }
    }
    int[] kept = new int[first[part.length]];
    int at = 0;
    for (int node : part) {
      for (int edge = start(node); edge < end(node); edge++) {
        int place = placeOf[target(edge)];
        if (place > 0) {
          kept[at++] = (place - 1) << KIND_BITS | kind(edge);
        }
      }
    }
    for (int node : part) {
      placeOf[node] = 0;
    }
    return new DependencyGraph(partTransactions, part.length, first, kept);
  }

  /** Collects edges in any order. Not safe for use by two threads. */
  public static final class Builder {
    private static final int CHUNK_BITS = 16;
    private static final int CHUNK = 1 << CHUNK_BITS;

    private final int transactions;
    private int nodes;
    private int size;
    private int[][] from = new int[16][];
    private int[][] to = new int[16][];

    private Builder(int transactions) {
      if (transactions > NODES_MAX) {
        throw new IllegalArgumentException(
            "expected at most " + NODES_MAX + " transactions, got " + transactions);
      }
      this.transactions = transactions;
      nodes = transactions;
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
      int chunk = size >>> CHUNK_BITS;
      if ((size & (CHUNK - 1)) == 0) {
        if (chunk == from.length) {
          from = Arrays.copyOf(from, chunk * 2);
          to = Arrays.copyOf(to, chunk * 2);
        }
        from[chunk] = new int[CHUNK];
        to[chunk] = new int[CHUNK];
      }
      from[chunk][size & (CHUNK - 1)] = source;
      to[chunk][size & (CHUNK - 1)] = target << KIND_BITS | kind;
      size++;
    }

    /** Adds all edges of a builder on the same transactions that added no virtual node. */
    public void addAll(Builder other) {
      if (other.nodes != other.transactions || other.transactions != transactions) {
        throw new IllegalArgumentException("only edges between the same transactions can be added");
      }
      for (int i = 0; i < other.size; i++) {
        int packed = other.to[i >>> CHUNK_BITS][i & (CHUNK - 1)];
        add(
            other.from[i >>> CHUNK_BITS][i & (CHUNK - 1)],
            packed >>> KIND_BITS,
            packed & KIND_MASK);
      }
    }

    /** The graph; edges of a node keep the order in which they were added. */
    public DependencyGraph build() {
      int[] first = new int[nodes + 1];
      for (int i = 0; i < size; i++) {
        first[from[i >>> CHUNK_BITS][i & (CHUNK - 1)] + 1]++;
      }
      for (int node = 0; node < nodes; node++) {
        first[node + 1] += first[node];
      }
      int[] next = Arrays.copyOf(first, nodes);
      int[] edges = new int[size];
      for (int i = 0; i < size; i++) {
        int source = from[i >>> CHUNK_BITS][i & (CHUNK - 1)];
        edges[next[source]++] = to[i >>> CHUNK_BITS][i & (CHUNK - 1)];
      }
      return new DependencyGraph(transactions, nodes, first, edges);
    }
  }
}
