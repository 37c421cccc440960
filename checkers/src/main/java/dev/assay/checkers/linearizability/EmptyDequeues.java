package dev.assay.checkers.linearizability;

import dev.assay.checkers.linearizability.models.UnorderedQueueModel;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Decides an unordered queue of distinct elements, of which dequeues may have found it empty; near
 * linear.
 *
 * <p>An element need be inside only between the return of its enqueue and the invocation of its
 * dequeue. One that nobody is known to have taken stays, unless a dequeue of unknown outcome takes
 * it: it can be any of those that were invoked by then. So the queue can be empty in a slot in
 * which no element that was taken is certainly inside, and by which at least as many dequeues of
 * unknown outcome were invoked as enqueues of elements that stay had returned:
 *
 * <pre>
 * enqueue 1 |--|                        1 stays; by the end of the last operation
 * dequeue         |------------ …       somebody may have taken it
 * dequeue → empty       |---|
 * </pre>
 *
 * <p>Whether a slot will do does not depend on the others: those dequeues are as good for an early
 * slot as for a later one, and each slot counts all before it (Hall 1935, for nested sets). The
 * history is linearizable when every dequeue that found nothing has such a slot.
 */
final class EmptyDequeues {
  private static final int NONE = CollectionOps.NONE;

  /** The order within a slot: what is in and out at once and what leaves, nothing, what comes. */
  private static final int AT_ONCE = 0;

  private static final int LEAVING = 1;
  private static final int UNKNOWN = 2;
  private static final int EMPTY = 3;
  private static final int COMING = 4;

  private final CollectionOps ops;

  /** Elements that are known to have been taken, and those that are not, by enqueue's return. */
  private final int[] taken;

  private final int[] staying;

  /** Dequeues of unknown outcome, by invocation. */
  private final int[] unknown;

  /** In each slot: how many elements stay by then, less the unknown dequeues for them. */
  private final int[] excess;

  private final SlotOrder order = new SlotOrder();

  private EmptyDequeues(CollectionOps ops) {
    this.ops = ops;
    int[] all = IntStream.range(0, ops.elements).filter(ops::isIncluded).toArray();
    taken = Arrays.stream(all).filter(e -> ops.remove[e] != NONE).toArray();
    int[] rest = Arrays.stream(all).filter(e -> ops.remove[e] == NONE).toArray();
    staying = Sorted.by(ops::inFrom, rest);
    unknown = ops.unknownRemovals();
    excess = new int[ops.end + 1];
    for (int e : staying) {
      excess[ops.inFrom(e)]++;
    }
    for (int op : unknown) {
      excess[ops.from[op]]--;
    }
    for (int slot = 1; slot < excess.length; slot++) {
      excess[slot] += excess[slot - 1];
    }
  }

  /** Null when some element was enqueued twice. */
  static @Nullable Answer decide(Problem problem) {
    CollectionOps ops = CollectionOps.of(problem, UnorderedQueueModel::role);
    if (ops == null) {
      return null;
    }
    return ops.culprit() == NONE
        ? new EmptyDequeues(ops).decide()
        : Answer.No.among(problem, ops.names(ops.culprit()));
  }

  private @Nullable Answer decide() {
    FreeSlots free = new FreeSlots(ops.end);
    for (int e : taken) {
      if (ops.isCertainlyInside(e)) {
        free.take(ops.inFrom(e), ops.inTo(e));
      }
    }
    for (int slot = 0; slot < ops.end; slot++) {
      if (excess[slot] > 0) {
        free.take(slot, slot + 1);
      }
    }
    int[] slots = new int[ops.empties.length];
    for (int i = 0; i < slots.length; i++) {
      int empty = ops.empties[i];
      slots[i] = free.firstFrom(ops.from[empty]);
      if (slots[i] >= ops.to[empty]) {
        return Answer.No.among(ops.problem, ops.names(reasons(empty)));
      }
      order.add(empty, slots[i], EMPTY);
    }
    placeTaken();
    placeStaying(slots);
    int[] found = order.order();
    return isLegal(found) ? new Answer.Yes(found) : null;
  }

  private void placeTaken() {
    for (int e : taken) {
      int in = ops.insert[e];
      int out = ops.remove[e];
      boolean isAtOnce = ops.from[out] < ops.to[in];
      order.add(in, isAtOnce ? ops.from[out] : ops.to[in] - 1, isAtOnce ? AT_ONCE : COMING);
      order.add(out, ops.from[out], LEAVING);
    }
  }

  /** Each time nothing was found, what stays otherwise is taken just before. */
  private void placeStaying(int[] emptySlots) {
    for (int e : staying) {
      order.add(ops.insert[e], ops.to[ops.insert[e]] - 1, COMING);
    }
    int gone = 0;
    for (int slot : Arrays.stream(emptySlots).sorted().toArray()) {
      for (; gone < staying.length && ops.inFrom(staying[gone]) <= slot; gone++) {
        order.add(unknown[gone], slot, UNKNOWN);
      }
    }
  }

  /** Elements of which one or another is certainly inside all the time. */
  private int[] reasons(int empty) {
    int from = ops.from[empty];
    int to = ops.to[empty];
    int invoked = (int) Arrays.stream(unknown).filter(op -> ops.from[op] < to).count();
    int[] some = Arrays.copyOf(staying, Math.min(staying.length, invoked + 1));
    IntStream reasons = Arrays.stream(some).filter(e -> ops.inFrom(e) < to);
    for (int begin = from; begin < to; ) {
      int slot = begin;
      while (slot < to && excess[slot] <= 0) {
        slot++;
      }
      if (begin < slot) {
        reasons = IntStream.concat(reasons, Arrays.stream(Cover.of(ops, taken, begin, slot)));
      }
      begin = slot + 1;
    }
    return reasons.distinct().toArray();
  }

  /** Looks again at the order: a mistake in it costs time, never a verdict. */
  private boolean isLegal(int[] found) {
    int[] elementOf = new int[ops.problem.size()];
    Arrays.fill(elementOf, NONE);
    for (int e : staying) {
      elementOf[ops.insert[e]] = e;
    }
    for (int e : taken) {
      elementOf[ops.insert[e]] = e;
      elementOf[ops.remove[e]] = e;
    }
    boolean[] isInside = new boolean[ops.elements];
    boolean[] isPlaced = new boolean[ops.problem.size()];
    int inside = 0;
    int insideToStay = 0;
    int latest = -1;
    for (int op : found) {
      int e = elementOf[op];
      if (isPlaced[op] || ops.problem.ret()[op] < latest) {
        return false;
      }
      isPlaced[op] = true;
      latest = Math.max(latest, ops.problem.inv()[op]);
      if (e == NONE) {
        boolean takes = ops.isUnknownRemoval(op);
        if (takes ? insideToStay-- == 0 : inside > 0) {
          return false;
        }
        inside -= takes ? 1 : 0;
      } else if (op == ops.insert[e]) {
        isInside[e] = true;
        inside++;
        insideToStay += ops.remove[e] == NONE ? 1 : 0;
      } else if (isInside[e]) {
        inside--;
      } else {
        return false;
      }
    }
    return IntStream.range(0, isPlaced.length)
        .allMatch(op -> isPlaced[op] || ops.problem.isPending(op));
  }
}
