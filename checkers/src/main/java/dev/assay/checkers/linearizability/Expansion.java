package dev.assay.checkers.linearizability;

/**
 * The successors of a configuration at one return: what it becomes when one more operation takes
 * effect before that return. Both searches are loops around this.
 */
final class Expansion {
  final Timeline timeline;
  final StepTable steps;
  final Shape shape;
  final Moment moment;

  Expansion(Timeline timeline, StepTable steps) {
    this.timeline = timeline;
    this.steps = steps;
    shape = new Shape(timeline);
    moment = new Moment(timeline, steps, shape.maskWords);
  }

  /** Frees the open operations that change nothing in the configuration's state. */
  void settle(long[] a, int at) {
    int state = shape.state(a, at);
    for (int w = 0; w < shape.maskWords; w++) {
      a[at + 1 + w] |= moment.idle(state, w);
    }
  }

  /** Word {@code w} of the mask of open operations that could take effect next and matter. */
  long candidates(long[] a, int at, int w) {
    return moment.active(shape.state(a, at), w) & ~a[at + 1 + shape.maskWords + w];
  }

  /** Whether the operation that returns may do so from this configuration. */
  boolean canReturn(long[] a, int at) {
    return shape.isFree(a, at, moment.returningSlot());
  }

  /**
   * Whether it makes sense to let more take effect before the return: not if the returning
   * operation has nothing left to do.
   */
  boolean isWorthExpanding(long[] a, int at) {
    int slot = moment.returningSlot();
    return !shape.isFree(a, at, slot)
        || (!moment.returningObserves() && !shape.isSpent(a, at, slot));
  }

  /**
   * Makes the successor in which the open operation of a slot takes effect.
   *
   * @return false when no order needs this successor, see {@link #isUseless}
   */
  boolean apply(long[] from, int fromAt, int slot, long[] to, int toAt) {
    copy(from, fromAt, to, toAt);
    shape.spend(to, toAt, slot);
    int before = shape.state(from, fromAt);
    int after = steps.step(before, moment.kindOfSlot(slot));
    boolean overwrites = timeline.isOverwriter(moment.opOfSlot(slot));
    arrive(to, toAt, after, overwrites);
    return slot == moment.returningSlot()
        || !overwrites
        || !isUseless(from, fromAt, to, toAt, after);
  }

  /** The same for one more pending operation; false also when none is left or it does nothing. */
  boolean applyPending(long[] from, int fromAt, int pendingClass, long[] to, int toAt) {
    if (shape.used(from, fromAt, pendingClass) >= moment.available(pendingClass)) {
      return false;
    }
    int before = shape.state(from, fromAt);
    int after = steps.step(before, timeline.pendingKind[pendingClass]);
    boolean overwrites = timeline.isPendingOverwriter(pendingClass);
    if (after == StepTable.ILLEGAL || (after == before && !overwrites)) {
      return false;
    }
    copy(from, fromAt, to, toAt);
    shape.use(to, toAt, pendingClass);
    arrive(to, toAt, after, overwrites);
    return !overwrites || !isUseless(from, fromAt, to, toAt, after);
  }

  private void copy(long[] from, int fromAt, long[] to, int toAt) {
    System.arraycopy(from, fromAt, to, toAt, shape.stride);
  }

  /** An overwriting operation hides every open overwriting one: it may come just before. */
  private void arrive(long[] to, int toAt, int state, boolean overwritten) {
    shape.setHead(to, toAt, state, shape.tag(to, toAt));
    for (int w = 0; w < shape.maskWords; w++) {
      long hidden = overwritten ? moment.overwriters()[w] : 0;
      to[toAt + 1 + w] |= hidden | moment.idle(state, w);
    }
  }

  /**
   * Whether an overwriting operation took effect for nothing: it is not the one that returns, frees
   * nothing but other overwriting ones, and no operation that depends on the state can follow.
   *
   * <p>Then what follows before this return is another overwriting operation, which is as well off
   * without this one; or the return, which an overwritten operation reaches also by taking effect
   * itself, after which this one can still take effect.
   */
  private boolean isUseless(long[] from, int fromAt, long[] to, int toAt, int state) {
    for (int w = 0; w < shape.maskWords; w++) {
      long freed = to[toAt + 1 + w] & ~from[fromAt + 1 + w] & ~moment.overwriters()[w];
      long following = candidates(to, toAt, w) & ~moment.overwriters()[w];
      if ((freed | following) != 0) {
        return false;
      }
    }
    for (int p = 0; p < timeline.pendingKind.length; p++) {
      if (!timeline.isPendingOverwriter(p)
          && shape.used(to, toAt, p) < moment.available(p)
          && isActive(state, timeline.pendingKind[p])) {
        return false;
      }
    }
    return true;
  }

  private boolean isActive(int state, int kind) {
    int after = steps.step(state, kind);
    return after != StepTable.ILLEGAL && after != state;
  }
}
