package dev.assay.checkers.linearizability;

import org.jspecify.annotations.Nullable;

/**
 * Breadth first: all configurations that can be just after each return, return by return, thinned
 * to those that no other dominates. Decides most histories in time linear in their length.
 *
 * <p>The first return after which none is left ends the shortest prefix that no order explains.
 */
final class LayeredSearch implements Search {
  private static final int CHECK_EVERY = 256;
  private static final int COMPACT_ABOVE = 1 << 16;

  private final Expansion expansion;
  private final Shape shape;
  private final Timeline timeline;
  private final MoveLog log = new MoveLog();
  private final long[] scratch;
  private Antichain now;
  private Antichain next;
  private int entry;
  private int widest = 1;
  private int compactAbove = COMPACT_ABOVE;
  private long made;
  private State state = State.RUNNING;

  /**
   * Begins at the first return.
   *
   * @param starts the states from which an order may start
   */
  LayeredSearch(Expansion expansion, int... starts) {
    this.expansion = expansion;
    shape = expansion.shape;
    timeline = expansion.timeline;
    now = new Antichain(shape);
    next = new Antichain(shape);
    scratch = new long[shape.stride];
    for (int start : starts) {
      shape.setHead(scratch, 0, start, 0);
      int e = now.offer(scratch, 0, expansion.moment.generals());
      if (e >= 0) {
        now.setNode(e, MoveLog.NONE);
      }
    }
    if (timeline.returns() == 0) {
      state = State.YES;
      return;
    }
    expansion.moment.advance();
    settleAll();
  }

  @Override
  public @Nullable String run(long configurations, Limit limit) {
    long until = made + configurations;
    while (state == State.RUNNING && made < until) {
      String reached = finishLayer(until, limit);
      if (reached != null) {
        return reached;
      }
    }
    return null;
  }

  @Override
  public State state() {
    return state;
  }

  @Override
  public MoveLog.Moves moves() {
    for (int e = 0; e < now.size(); e++) {
      if (!now.isDead(e)) {
        return log.pathTo(now.node(e));
      }
    }
    throw new IllegalStateException("no configuration is left");
  }

  /** Hears of a configuration after the last return. */
  interface Ends {
    /**
     * One of them.
     *
     * @param used how many operations of each pending class took effect
     */
    void end(int state, int[] used);
  }

  /** Tells all ways in which it can end; only in state {@code YES}. */
  void forEachEnd(Ends ends) {
    int[] used = new int[timeline.pendingKind.length];
    for (int e = 0; e < now.size(); e++) {
      if (now.isDead(e)) {
        continue;
      }
      for (int p = 0; p < used.length; p++) {
        used[p] = shape.used(now.pool(), now.offset(e), p);
      }
      ends.end(shape.state(now.pool(), now.offset(e)), used);
    }
  }

  @Override
  public int deepest() {
    return expansion.moment.number();
  }

  @Override
  public int widest() {
    return widest;
  }

  @Override
  public long bytes() {
    return now.bytes() + next.bytes() + log.bytes() + expansion.steps.bytes();
  }

  /** Takes the entries of this layer, new ones among them, until they are done or it is time. */
  private @Nullable String finishLayer(long until, Limit limit) {
    if (entry == 0 && isPlain()) {
      clearSlot();
      if (made % CHECK_EVERY == 0 && limit.reached(0) != null) {
        return limit.reached(0);
      }
    } else {
      for (; entry < now.size(); entry++) {
        if (made % CHECK_EVERY == 0 || entry % CHECK_EVERY == 0) {
          String reached = limit.reached(bytes());
          if (reached != null) {
            return reached;
          }
        }
        if (made >= until) {
          return null;
        }
        if (!now.isDead(entry)) {
          take(entry);
        }
      }
      Antichain done = now;
      now = next;
      next = done;
      next.clear();
    }
    endLayer();
    return null;
  }

  private void endLayer() {
    entry = 0;
    widest = Math.max(widest, now.live());
    if (now.live() == 0) {
      state = State.NO;
      return;
    }
    if (expansion.moment.number() + 1 == timeline.returns()) {
      state = State.YES;
      return;
    }
    if (log.size() > compactAbove) {
      log.compact(now);
      compactAbove = Math.max(COMPACT_ABOVE, 2 * log.size());
    }
    expansion.moment.advance();
    settleAll();
  }

  /** Whether every order lets a returning observer go: then nothing has to be compared again. */
  private boolean isPlain() {
    if (!expansion.moment.returningObserves()) {
      return false;
    }
    for (int e = 0; e < now.size(); e++) {
      if (!now.isDead(e) && !expansion.canReturn(now.pool(), now.offset(e))) {
        return false;
      }
    }
    return true;
  }

  private void clearSlot() {
    int slot = expansion.moment.returningSlot();
    for (int e = 0; e < now.size(); e++) {
      shape.clear(now.pool(), now.offset(e), slot);
    }
    made++;
  }

  private void settleAll() {
    for (int e = 0; e < now.size(); e++) {
      if (!now.isDead(e)) {
        expansion.settle(now.pool(), now.offset(e));
      }
    }
  }

  private void take(int e) {
    if (expansion.canReturn(now.pool(), now.offset(e))) {
      System.arraycopy(now.pool(), now.offset(e), scratch, 0, shape.stride);
      emit(now.node(e));
    }
    if (!expansion.isWorthExpanding(now.pool(), now.offset(e))) {
      return;
    }
    for (int w = 0; w < shape.maskWords; w++) {
      long rest = expansion.candidates(now.pool(), now.offset(e), w);
      for (; rest != 0; rest &= rest - 1) {
        int slot = (w << 6) + Long.numberOfTrailingZeros(rest);
        if (expansion.apply(now.pool(), now.offset(e), slot, scratch, 0)) {
          arrive(e, expansion.moment.opOfSlot(slot));
        }
      }
    }
    for (int p = 0; p < timeline.pendingKind.length; p++) {
      if (expansion.applyPending(now.pool(), now.offset(e), p, scratch, 0)) {
        arrive(e, ~p);
      }
    }
  }

  /**
   * Keeps the successor in {@code scratch}: past the return if it may, here if there is more to do.
   */
  private void arrive(int from, int move) {
    made++;
    boolean returns = expansion.canReturn(scratch, 0);
    if (returns && !expansion.isWorthExpanding(scratch, 0)) {
      emit(log.add(now.node(from), move, expansion.moment.number()));
      return;
    }
    int added = now.offer(scratch, 0, expansion.moment.generals());
    if (added >= 0) {
      now.setNode(added, log.add(now.node(from), move, expansion.moment.number()));
    }
  }

  /** Lets {@code scratch} pass the return. */
  private void emit(int node) {
    made++;
    shape.clear(scratch, 0, expansion.moment.returningSlot());
    int added = next.offer(scratch, 0, expansion.moment.generals());
    if (added >= 0) {
      next.setNode(added, node);
    }
  }
}
