package dev.assay.checkers.isolation;

import dev.assay.checkers.Budget;
import java.util.Arrays;

/**
 * Answers for many pairs of nodes at once whether the first reaches the second.
 *
 * <p>Components are condensed; pairs are sorted by where they begin in topological order, and 64 of
 * them at a time are swept forward together, one bit each, from the first beginning to the last
 * end. O(nodes + edges) for a batch whose pairs span everything, and next to nothing for pairs that
 * are close to each other, as those of real histories are. 16 bytes a node.
 */
public final class Reachability {
  private static final int BATCH = 64;
  private static final int NODE_BITS = 27;
  private static final int PAIR_BITS = 31;

  private final DependencyGraph graph;
  private final int kinds;
  private final Components components;
  private final int[] order;

  /** By component: its first place in the order. */
  private final int[] firstOf;

  private final long[] bits;
  private boolean isComplete = true;

  public Reachability(DependencyGraph graph, int kinds) {
    this.graph = graph;
    this.kinds = kinds;
    components = Components.of(graph, kinds);
    order = components.topologicalOrder();
    firstOf = new int[components.count()];
    for (int i = order.length - 1; i >= 0; i--) {
      firstOf[components.of(order[i])] = i;
    }
    bits = new long[components.count()];
  }

  /**
   * Which of the pairs are connected.
   *
   * @return one answer a pair; where the budget ran out, {@code false}: see {@link #isComplete}
   */
  boolean[] connected(int[] from, int[] to, Budget budget) {
    boolean[] answers = new boolean[from.length];
    answer(from, to, answers, false, budget);
    return answers;
  }

  /** One of the pairs that are connected, or -1; the nearest are asked first. */
  public int firstConnected(int[] from, int[] to, Budget budget) {
    boolean[] answers = new boolean[from.length];
    answer(from, to, answers, true, budget);
    for (int pair = 0; pair < answers.length; pair++) {
      if (answers[pair]) {
        return pair;
      }
    }
    return -1;
  }

  private void answer(int[] from, int[] to, boolean[] answers, boolean oneIsEnough, Budget budget) {
    isComplete = true;
    boolean isAny = false;
    int[] open = open(from, to, answers);
    for (boolean answer : answers) {
      isAny |= answer;
    }
    for (int begin = 0; begin < open.length && !(isAny && oneIsEnough); begin += BATCH) {
      if (budget.isSpent()) {
        isComplete = false;
        return;
      }
      int end = Math.min(begin + BATCH, open.length);
      sweep(Arrays.copyOfRange(open, begin, end), from, to, answers);
      for (int i = begin; i < end; i++) {
        isAny |= answers[open[i]];
      }
    }
  }

  /**
   * The pairs that the numbers of their components do not answer, those that are about as far apart
   * together, so that few sweeps are long, and of these the nearest to each other.
   */
  private int[] open(int[] from, int[] to, boolean[] answers) {
    long[] sorted = new long[from.length];
    int size = 0;
    for (int pair = 0; pair < from.length; pair++) {
      int begin = components.of(from[pair]);
      int distance = begin - components.of(to[pair]);
      answers[pair] = distance == 0;
      if (distance > 0) {
        long magnitude = (long) Integer.SIZE - Integer.numberOfLeadingZeros(distance);
        sorted[size++] = (magnitude << NODE_BITS | begin) << PAIR_BITS | pair;
      }
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

  private void sweep(int[] batch, int[] from, int[] to, boolean[] answers) {
    int high = 0;
    int low = Integer.MAX_VALUE;
    for (int i = 0; i < batch.length; i++) {
      bits[components.of(from[batch[i]])] |= 1L << i;
      high = Math.max(high, components.of(from[batch[i]]));
      low = Math.min(low, components.of(to[batch[i]]));
    }
    int end = low == 0 ? order.length : firstOf[low - 1];
    for (int at = firstOf[high]; at < end; at++) {
      int node = order[at];
      long mine = bits[components.of(node)];
      if (mine == 0) {
        continue;
      }
      for (int edge = graph.start(node); edge < graph.end(node); edge++) {
        int target = components.of(graph.target(edge));
        if (target >= low && Edge.has(kinds, graph.kind(edge))) {
          bits[target] |= mine;
        }
      }
    }
    for (int i = 0; i < batch.length; i++) {
      answers[batch[i]] = (bits[components.of(to[batch[i]])] >> i & 1) != 0;
    }
    Arrays.fill(bits, low, high + 1, 0);
  }
}
