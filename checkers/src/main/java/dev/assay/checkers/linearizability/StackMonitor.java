package dev.assay.checkers.linearizability;

import dev.assay.checkers.linearizability.models.CollectionModel;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Decides a stack to which no element is pushed twice; near-linear on histories as they occur.
 *
 * <p>Lee and Mathur, "Efficient decrease-and-conquer linearizability monitoring" (OOPSLA 2025): an
 * element of which every operation has a slot in which no other element is certainly inside can lie
 * at the bottom, below all others, and be left out. The history is linearizable when all elements
 * go that way. An element that can be pushed and popped at one moment can always go.
 *
 * <p>Elements are tried by their first certain slot, so that what lies below goes first; a history
 * that takes very many rounds is left to the search.
 */
final class StackMonitor implements Monitor {
  private static final int NONE = CollectionOps.NONE;
  private static final int ROUNDS_MAX = 100;

  private final CollectionModel model;

  StackMonitor(CollectionModel model) {
    this.model = model;
  }

  @Override
  public String name() {
    return "bottom elements";
  }

  @Override
  public @Nullable Answer decide(Problem problem) {
    CollectionOps ops = CollectionOps.of(problem, model);
    if (ops == null) {
      return null;
    }
    if (ops.culprit() != NONE) {
      return Answer.No.among(problem, ops.names(ops.culprit()));
    }
    return new Run(ops).decide();
  }

  /** One history. */
  private static final class Run {
    private final CollectionOps ops;
    private final CoverTree cover;
    private final SlotOrder order = new SlotOrder();
    private final int n;

    Run(CollectionOps ops) {
      this.ops = ops;
      n = ops.elements;
      cover = new CoverTree(ops.end);
    }

    @Nullable Answer decide() {
      int[] left = new int[n];
      int count = 0;
      for (int e = 0; e < n; e++) {
        if (ops.isCertainlyInside(e)) {
          left[count++] = e;
          cover.add(ops.inFrom(e), ops.inTo(e), 1);
        } else if (ops.isIncluded(e)) {
          addAtOnce(e);
        }
      }
      int[] all = Sorted.by(ops::inFrom, Arrays.copyOf(left, count));
      for (int empty : ops.empties) {
        int slot = cover.first(ops.from[empty], ops.to[empty], 0);
        if (slot < 0) {
          int[] chain = Cover.of(ops, all, ops.from[empty], ops.to[empty]);
          return no(chain);
        }
        order.add(empty, slot, 2 * n + 3);
      }
      return clear(all);
    }

    /** Lets elements go from the bottom until none is left. */
    private @Nullable Answer clear(int[] all) {
      int[] left = all.clone();
      int count = left.length;
      int cleared = 0;
      for (int round = 0; count > 0; round++) {
        int kept = 0;
        for (int i = 0; i < count; i++) {
          if (!isPlaced(left[i], cleared)) {
            left[kept++] = left[i];
            continue;
          }
          cleared++;
          cover.add(ops.inFrom(left[i]), ops.inTo(left[i]), -1);
        }
        if (kept == count) {
          return no(Arrays.copyOf(left, count));
        }
        if (round == ROUNDS_MAX) {
          return null;
        }
        count = kept;
      }
      int[] found = order.order();
      return CollectionReplay.isStack(ops, found) ? new Answer.Yes(found) : null;
    }

    /** Finds slots for all operations of an element, if there are any below all others. */
    private boolean isPlaced(int element, int rank) {
      int in = ops.insert[element];
      int out = ops.remove[element];
      int inSlot = cover.last(ops.from[in], ops.to[in], 0);
      int outSlot = out == NONE ? ops.end : cover.first(ops.from[out], ops.to[out], 0);
      if (inSlot < 0 || outSlot < 0) {
        return false;
      }
      for (int look = ops.firstLook[element]; look != NONE; look = ops.nextLook[look]) {
        if (lookSlot(look, element, inSlot, outSlot) < 0) {
          return false;
        }
      }
      order.add(in, inSlot, rankOfComing(rank));
      for (int look = ops.firstLook[element]; look != NONE; look = ops.nextLook[look]) {
        int slot = lookSlot(look, element, inSlot, outSlot);
        order.add(
            look,
            slot,
            slot == inSlot
                ? rankOfComing(rank)
                : slot == outSlot ? rankOfLeaving(rank) : 2 * n + 2);
      }
      if (out != NONE) {
        order.add(out, outSlot, rankOfLeaving(rank));
      }
      return true;
    }

    private int lookSlot(int look, int element, int inSlot, int outSlot) {
      if (isIn(inSlot, look)) {
        return inSlot;
      }
      if (isIn(outSlot, look)) {
        return outSlot;
      }
      int from = Math.max(ops.from[look], ops.inFrom(element));
      int to = Math.min(ops.to[look], ops.inTo(element));
      return cover.first(from, to, 1);
    }

    private boolean isIn(int slot, int op) {
      return ops.from[op] <= slot && slot < ops.to[op];
    }

    /** An element that is pushed and popped at one moment disturbs nobody. */
    private void addAtOnce(int element) {
      int slot = ops.from[ops.remove[element]];
      int rank = n + 1 + element;
      order.add(ops.insert[element], slot, rank);
      for (int look = ops.firstLook[element]; look != NONE; look = ops.nextLook[look]) {
        order.add(look, slot, rank);
      }
      order.add(ops.remove[element], slot, rank);
    }

    /** What lies higher leaves before what lies lower. */
    private int rankOfLeaving(int rank) {
      return n - rank;
    }

    /** What lies lower comes before what lies higher, and after all that leaves. */
    private int rankOfComing(int rank) {
      return 2 * n + 4 + rank;
    }

    private @Nullable Answer no(int[] elements) {
      return ops.isCertainOf(elements) ? Answer.No.among(ops.problem, ops.names(elements)) : null;
    }
  }
}
