package dev.assay.checkers.linearizability;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.PriorityQueue;
import java.util.Queue;

/**
 * Goes through an order that a monitor made: a monitor says yes only to an order that is legal and
 * respects time, so a mistake in it costs time, never a verdict.
 */
final class CollectionReplay {
  private static final int NONE = CollectionOps.NONE;

  private final CollectionOps ops;
  private final Contents contents;

  /** What is inside, by numbers of elements. */
  private interface Contents {
    void insert(int element);

    /** The element that would be removed; {@link #NONE} when there is none. */
    int next();

    void remove();
  }

  private CollectionReplay(CollectionOps ops, Contents contents) {
    this.ops = ops;
    this.contents = contents;
  }

  static boolean isQueue(CollectionOps ops, int[] order) {
    return new CollectionReplay(ops, new Line(new ArrayDeque<>(), false)).accepts(order);
  }

  static boolean isStack(CollectionOps ops, int[] order) {
    return new CollectionReplay(ops, new Line(new ArrayDeque<>(), true)).accepts(order);
  }

  /**
   * Whether it is an order of a priority queue.
   *
   * @param rank of each element: less is removed first
   */
  static boolean isPriorityQueue(CollectionOps ops, int[] rank, int[] order) {
    return new CollectionReplay(ops, new Heap(rank)).accepts(order);
  }

  private boolean accepts(int[] order) {
    int latest = -1;
    boolean[] isPlaced = new boolean[ops.problem.size()];
    int[] elementOf = elementOf();
    for (int op : order) {
      if (isPlaced[op] || ops.problem.ret()[op] < latest || !isLegal(op, elementOf[op])) {
        return false;
      }
      isPlaced[op] = true;
      latest = Math.max(latest, ops.problem.inv()[op]);
    }
    for (int op = 0; op < isPlaced.length; op++) {
      if (!isPlaced[op] && !ops.problem.isPending(op)) {
        return false;
      }
    }
    return true;
  }

  private boolean isLegal(int op, int element) {
    if (element != NONE && ops.insert[element] == op) {
      contents.insert(element);
      return true;
    }
    if (contents.next() != element) {
      return false;
    }
    if (element != NONE && ops.remove[element] == op) {
      contents.remove();
    }
    return true;
  }

  /** Of operations that found nothing: {@link #NONE}. */
  private int[] elementOf() {
    int[] elementOf = new int[ops.problem.size()];
    Arrays.fill(elementOf, NONE);
    for (int e = 0; e < ops.elements; e++) {
      if (ops.isIncluded(e)) {
        elementOf[ops.insert[e]] = e;
        if (ops.remove[e] != NONE) {
          elementOf[ops.remove[e]] = e;
        }
        for (int look = ops.firstLook[e]; look != NONE; look = ops.nextLook[look]) {
          elementOf[look] = e;
        }
      }
    }
    return elementOf;
  }

  private record Line(Deque<Integer> deque, boolean isStack) implements Contents {
    @Override
    public void insert(int element) {
      if (isStack) {
        deque.addFirst(element);
      } else {
        deque.addLast(element);
      }
    }

    @Override
    public int next() {
      return deque.isEmpty() ? NONE : deque.peekFirst();
    }

    @Override
    public void remove() {
      deque.removeFirst();
    }
  }

  private static final class Heap implements Contents {
    private final Queue<Integer> heap;

    Heap(int[] rank) {
      heap = new PriorityQueue<>((a, b) -> Integer.compare(rank[a], rank[b]));
    }

    @Override
    public void insert(int element) {
      heap.add(element);
    }

    @Override
    public int next() {
      return heap.isEmpty() ? NONE : heap.peek();
    }

    @Override
    public void remove() {
      heap.remove();
    }
  }
}
