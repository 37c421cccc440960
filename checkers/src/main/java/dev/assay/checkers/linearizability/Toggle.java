package dev.assay.checkers.linearizability;

import java.util.Arrays;

/**
 * Something that is on or off, such as a lock or whether an element is in a set: operations turn it
 * on or off, or see which it is. O(n log n).
 *
 * <p>Lazily and by earliest deadline: what sees a state takes effect as soon as it is that; what
 * turns it waits for its return, or until something that returns needs the other state, and then
 * the one that returns first goes first. An exchange argument as for unit tasks (Jackson 1955): any
 * legal order becomes this one by swapping equal turns and moving turns later in pairs. Those that
 * never return go only where nothing else can.
 */
final class Toggle {
  static final byte TURN_OFF = 0;
  static final byte TURN_ON = 1;
  static final byte SEE_OFF = 2;
  static final byte SEE_ON = 3;

  private final Problem problem;
  private final byte[] what;
  private final boolean[] isPlaced;
  private final Placement placement;
  private final Heap[] turns;
  private final int[][] watchers = {new int[8], new int[8]};
  private final int[] watching = {0, 0};
  private int state;

  /** Told of each operation that takes effect, at the event that is being looked at. */
  interface Placement {
    void place(int op);
  }

  /**
   * @param what one of the constants for each operation
   */
  Toggle(Problem problem, byte[] what, Placement placement) {
    this.problem = problem;
    this.what = what;
    this.placement = placement;
    isPlaced = new boolean[problem.size()];
    turns = new Heap[] {new Heap(), new Heap()};
  }

  /** Off again, with nothing open. */
  void reset() {
    state = 0;
    for (int q = 0; q < 2; q++) {
      turns[q].size = 0;
      watching[q] = 0;
    }
  }

  void invoke(int op) {
    int q = what[op] & 1;
    if (what[op] < SEE_OFF) {
      turns[q].add(op);
    } else if (q == state) {
      place(op);
    } else {
      if (watching[q] == watchers[q].length) {
        watchers[q] = Arrays.copyOf(watchers[q], 2 * watching[q]);
      }
      watchers[q][watching[q]++] = op;
    }
  }

  /** False when the operation cannot have taken effect. */
  boolean giveBack(int op) {
    if (isPlaced[op]) {
      return true;
    }
    int q = what[op] & 1;
    if (what[op] < SEE_OFF && q == state && !turn(1 - q)) {
      return false;
    }
    return turn(q);
  }

  private boolean turn(int q) {
    if (turns[q].size == 0) {
      return false;
    }
    state = q;
    place(turns[q].poll());
    for (int i = 0; i < watching[q]; i++) {
      place(watchers[q][i]);
    }
    watching[q] = 0;
    return true;
  }

  private void place(int op) {
    isPlaced[op] = true;
    placement.place(op);
  }

  /** Operations, the one that returns first on top. */
  private final class Heap {
    private int[] ops = new int[8];
    private int size;

    void add(int op) {
      if (size == ops.length) {
        ops = Arrays.copyOf(ops, 2 * size);
      }
      int at = size++;
      for (; at > 0 && isSooner(op, ops[(at - 1) / 2]); at = (at - 1) / 2) {
        ops[at] = ops[(at - 1) / 2];
      }
      ops[at] = op;
    }

    int poll() {
      int top = ops[0];
      int moved = ops[--size];
      int at = 0;
      while (2 * at + 1 < size) {
        int child = 2 * at + 1;
        child += child + 1 < size && isSooner(ops[child + 1], ops[child]) ? 1 : 0;
        if (!isSooner(ops[child], moved)) {
          break;
        }
        ops[at] = ops[child];
        at = child;
      }
      ops[at] = moved;
      return top;
    }

    private boolean isSooner(int one, int other) {
      return problem.ret()[one] < problem.ret()[other];
    }
  }
}
