package dev.assay.checkers.isolation;

import dev.assay.checkers.Budget;
import java.util.Arrays;

/**
 * Answers for many pairs of nodes at once whether the first reaches the second.
 *
 * <p>Components are condensed; pairs are sorted by where they begin in topological order, and 256
 * of them at a time are swept forward together, one bit each, from the first beginning to the last
 * end: a node's bits are in one line of the cache, so that as many cost hardly more than one.
 * O(nodes + edges) for a batch whose pairs span everything, and for pairs that are close to each
 * other, as those of real histories are, about as much for all batches together. Processors take
 * batches in turn. 12 bytes a node, and for each processor 32 a component.
 */
public final class Reachability {
  private static final int WORDS = 4;
  private static final int BATCH = WORDS * Long.SIZE;
  private static final int NODE_BITS = 27;
  private static final int PAIR_BITS = 31;

  private final DependencyGraph graph;
  private final int kinds;
  private final Components components;
  private final int[] order;

  /** By component: its first place in the order. */
  private final int[] firstOf;

  private volatile boolean isComplete = true;

  public Reachability(DependencyGraph graph, int kinds) {
    this(graph, kinds, Components.of(graph, kinds));
  }

  /**
   * @param components of these kinds of edges
   */
  Reachability(DependencyGraph graph, int kinds, Components components) {
    this.graph = graph;
    this.kinds = kinds;
    this.components = components;
    order = components.topologicalOrder();
    firstOf = new int[components.count()];
    for (int i = order.length - 1; i >= 0; i--) {
      firstOf[components.of(order[i])] = i;
    }
  }

  /**
   * Which of the pairs are connected.
   *
   * @return one answer a pair; where the budget ran out, {@code false}: see {@link #isComplete}
   */
  boolean[] connected(int[] from, int[] to, Budget budget) {
    boolean[] answers = new boolean[from.length];
    int[] open = open(from, to, answers);
    isComplete = true;
    int parts = Math.min(Work.parts(graph.edges()), batches(open));
    Work.run(
        parts,
        part -> {
          Sweep sweep = new Sweep(from, to, answers);
          for (int batch = part; batch < batches(open); batch += parts) {
            if (budget.isSpent()) {
              isComplete = false;
              return;
            }
            sweep.run(batch(open, batch));
          }
        });
    return answers;
  }

  /** One of the pairs that are connected, or -1; the nearest are asked first. */
  public int firstConnected(int[] from, int[] to, Budget budget) {
    boolean[] answers = new boolean[from.length];
    int[] open = open(from, to, answers);
    isComplete = true;
    int first = first(answers);
    Sweep sweep = new Sweep(from, to, answers);
    for (int batch = 0; batch < batches(open) && first < 0; batch++) {
      if (budget.isSpent()) {
        isComplete = false;
        return -1;
      }
      sweep.run(batch(open, batch));
      first = first(answers);
    }
    return first;
  }

  private static int first(boolean[] answers) {
    for (int pair = 0; pair < answers.length; pair++) {
      if (answers[pair]) {
        return pair;
      }
    }
    return -1;
  }

  private static int batches(int[] open) {
    return Math.ceilDiv(open.length, BATCH);
  }

  private static int[] batch(int[] open, int batch) {
    return Arrays.copyOfRange(open, batch * BATCH, Math.min((batch + 1) * BATCH, open.length));
  }

  /**
   * The pairs that the numbers of their components do not answer, sorted by where they begin: first
   * those that lead no further than the beginnings of a batch are apart, then those that lead up to
   * twice as far, and so on, so that a batch looks at few nodes that only one of its pairs needs.
   */
  private int[] open(int[] from, int[] to, boolean[] answers) {
    long[] sorted = new long[from.length];
    int size = 0;
    for (int pair = 0; pair < from.length; pair++) {
      int begin = components.of(from[pair]);
      int distance = begin - components.of(to[pair]);
      answers[pair] = distance == 0;
      if (distance > 0) {
        sorted[size++] = (long) begin << PAIR_BITS | pair;
      }
    }
    int span = (int) Math.ceilDiv((long) BATCH * components.count(), Math.max(size, 1));
    for (int i = 0; i < size; i++) {
      int pair = (int) sorted[i] & Integer.MAX_VALUE;
      int distance = components.of(from[pair]) - components.of(to[pair]);
      long magnitude = (long) Integer.SIZE - Integer.numberOfLeadingZeros((distance - 1) / span);
      sorted[i] |= magnitude << (NODE_BITS + PAIR_BITS);
    }
    Arrays.sort(sorted, 0, size);
    int[] open = new int[size];
    for (int i = 0; i < size; i++) {
      open[i] = (int) sorted[i] & Integer.MAX_VALUE;
    }
    return open;
  }

  /** Whether the last call answered all pairs. */
  public boolean isComplete() {
    return isComplete;
  }

  /** Answers a batch at a time. */
  private final class Sweep {
    private final int[] from;
    private final int[] to;
    private final boolean[] answers;

    /** By component, {@link #WORDS} each: which of the batch have reached it. */
    private final long[] bits = new long[Math.multiplyExact(WORDS, components.count())];

    Sweep(int[] from, int[] to, boolean[] answers) {
      this.from = from;
      this.to = to;
      this.answers = answers;
    }

    /** Answers pairs, those together whose ways overlap. */
    void run(int[] batch) {
      int end = batch.length;
      while (end > 0) {
        int first = end - 1;
        int low = components.of(to[batch[first]]);
        while (first > 0 && isBetween(batch[first - 1], low, batch[first])) {
          first--;
          low = Math.min(low, components.of(to[batch[first]]));
        }
        run(batch, first, end, low);
        end = first;
      }
    }

    /**
     * Whether it begins on the way: not behind it, and not before it, as pairs of more reach do.
     */
    private boolean isBetween(int pair, int low, int highest) {
      int begin = components.of(from[pair]);
      return begin >= low && begin <= components.of(from[highest]);
    }

    private void run(int[] batch, int first, int end, int low) {
      for (int i = first; i < end; i++) {
        bits[word(components.of(from[batch[i]]), i)] |= 1L << i;
      }
      int high = components.of(from[batch[end - 1]]);
      int last = low == 0 ? order.length : firstOf[low - 1];
      for (int at = firstOf[high]; at < last; at++) {
        pass(order[at], low);
      }
      for (int i = first; i < end; i++) {
        answers[batch[i]] = (bits[word(components.of(to[batch[i]]), i)] >> i & 1) != 0;
      }
      Arrays.fill(bits, WORDS * low, WORDS * (high + 1), 0);
    }

    /** What has reached a node reaches those that its edges lead to. */
    private void pass(int node, int low) {
      int mine = WORDS * components.of(node);
      long first = bits[mine];
      long second = bits[mine + 1];
      long third = bits[mine + 2];
      long fourth = bits[mine + 3];
      if ((first | second | third | fourth) == 0) {
        return;
      }
      for (int edge = graph.start(node); edge < graph.end(node); edge++) {
        int component = components.of(graph.target(edge));
        if (component >= low && Edge.has(kinds, graph.kind(edge))) {
          int its = WORDS * component;
          bits[its] |= first;
          bits[its + 1] |= second;
          bits[its + 2] |= third;
          bits[its + 3] |= fourth;
        }
      }
    }

    private int word(int component, int i) {
      return WORDS * component + i / Long.SIZE;
    }
  }
}
