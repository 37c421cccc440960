package dev.assay.checkers.linearizability;

import dev.assay.checkers.linearizability.models.PriorityQueueModel;
import java.util.Arrays;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * Decides a priority queue in which no element is inserted twice, O(n log n).
 *
 * <p>Bouajjani, Enea and Wang, "Checking linearizability of concurrent priority queues" (CONCUR
 * 2017): it is linearizable when every poll and look has a slot in which no greater element is
 * certainly inside, and every operation that found nothing a slot in which none is. The order puts
 * polls as early and insertions as late as that allows.
 */
final class PriorityQueueMonitor implements Monitor {
  private static final int NONE = CollectionOps.NONE;

  private final PriorityQueueModel model;

  PriorityQueueMonitor(PriorityQueueModel model) {
    this.model = model;
  }

  @Override
  public String name() {
    return "slots";
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
    return new Run(ops, model).decide();
  }

  /** One history. */
  private static final class Run {
    private final CollectionOps ops;
    private final int[] byPriority;
    private final FreeSlots free;
    private final SlotOrder order = new SlotOrder();

    Run(CollectionOps ops, PriorityQueueModel model) {
      this.ops = ops;
      byPriority = byPriority(ops, model);
      free = new FreeSlots(ops.end);
    }

    @Nullable Answer decide() {
      for (int rank = 0; rank < byPriority.length; rank++) {
        int element = byPriority[rank];
        int stuck = place(element, rank);
        if (stuck != NONE) {
          return no(stuck, rank);
        }
        if (ops.isCertainlyInside(element)) {
          free.take(ops.inFrom(element), ops.inTo(element));
        }
      }
      for (int empty : ops.empties) {
        int slot = free.firstFrom(ops.from[empty]);
        if (slot >= ops.to[empty]) {
          return no(empty, byPriority.length);
        }
        order.add(empty, slot, byPriority.length);
      }
      int[] found = order.order();
      int[] rankOf = new int[ops.elements];
      for (int rank = 0; rank < byPriority.length; rank++) {
        rankOf[byPriority[rank]] = rank;
      }
      return CollectionReplay.isPriorityQueue(ops, rankOf, found) ? new Answer.Yes(found) : null;
    }

    /** Finds the slots of all operations on an element; one that has none, else {@link #NONE}. */
    private int place(int element, int rank) {
      int in = ops.insert[element];
      int out = ops.remove[element];
      int outSlot = ops.end;
      if (out != NONE) {
        outSlot = free.firstFrom(ops.from[out]);
        if (outSlot >= ops.to[out]) {
          return out;
        }
      }
      int inSlot = Math.min(ops.to[in] - 1, outSlot);
      int late = inSlot;
      for (int look = ops.firstLook[element]; look != NONE; look = ops.nextLook[look]) {
        int slot = lookSlot(look, late, outSlot);
        if (slot < ops.from[look]) {
          return look;
        }
        inSlot = Math.min(inSlot, slot);
      }
      add(in, inSlot, inSlot, outSlot, rank);
      for (int look = ops.firstLook[element]; look != NONE; look = ops.nextLook[look]) {
        add(look, lookSlot(look, late, outSlot), inSlot, outSlot, rank);
      }
      if (out != NONE) {
        add(out, outSlot, inSlot, outSlot, rank);
      }
      return NONE;
    }

    /** Between insertion and removal if it can be, else as late as it can be before. */
    private int lookSlot(int look, int inSlot, int outSlot) {
      int slot = free.firstFrom(Math.max(ops.from[look], inSlot));
      return slot < ops.to[look] && slot <= outSlot
          ? slot
          : free.lastUpTo(Math.min(ops.to[look] - 1, outSlot));
    }

    /**
     * Within a slot first what leaves, the greatest first, then what found nothing, then what
     * comes, the least first.
     */
    private void add(int op, int slot, int inSlot, int outSlot, int rank) {
      boolean isComing = slot == inSlot && slot < outSlot;
      order.add(op, slot, isComing ? 2 * byPriority.length - rank : rank);
    }

    private @Nullable Answer no(int stuck, int greaterThanRank) {
      int[] greater = Arrays.copyOf(byPriority, greaterThanRank);
      int[] chain = Cover.of(ops, greater, ops.from[stuck], ops.to[stuck]);
      if (!ops.isCertainOf(chain)) {
        return null;
      }
      if (greaterThanRank == byPriority.length) {
        return Answer.No.among(ops.problem, ops.names(chain));
      }
      int[] all = Arrays.copyOf(chain, chain.length + 1);
      all[chain.length] = byPriority[greaterThanRank];
      return Answer.No.among(ops.problem, ops.names(all));
    }

    private static int[] byPriority(CollectionOps ops, PriorityQueueModel model) {
      Comparator<Integer> ascending = Comparator.comparingLong(e -> (Long) ops.name(e));
      Integer[] sorted = new Integer[ops.elements];
      int count = 0;
      for (int e = 0; e < ops.elements; e++) {
        if (ops.isIncluded(e)) {
          sorted[count++] = e;
        }
      }
      Arrays.sort(sorted, 0, count, model.isGreatestFirst() ? ascending.reversed() : ascending);
      int[] order = new int[count];
      for (int i = 0; i < count; i++) {
        order[i] = sorted[i];
      }
      return order;
    }
  }
}
