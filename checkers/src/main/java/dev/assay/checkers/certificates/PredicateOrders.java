package dev.assay.checkers.certificates;

import dev.assay.checkers.certificates.Certificate.OrderRefutation;
import dev.assay.histories.EventType;
import dev.assay.histories.History;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Verifies that no order explains transactions with predicate reads, no serial one or none of
 * snapshots: tries all, for a few. What comes next depends on who has taken effect and on what all
 * keys hold, so each such state is gone on from once.
 *
 * <p>On snapshots it depends on who has begun besides, until somebody else commits to a key that
 * the transaction writes. Each begins as soon as it can, and then commits at once if it only reads:
 * whatever follows in another order follows in this one, too.
 */
final class PredicateOrders {
  private static final int STATES_MAX = 200_000;

  private final History history;
  private final OrderRefutation claim;
  private final PredicateFacts facts;
  private final boolean ofSnapshots;
  private final List<Integer> transactions = new ArrayList<>();
  private final List<Set<Object>> written = new ArrayList<>();
  private long completed;

  private record State(long done, long begun, Map<Object, Object> held) {}

  PredicateOrders(History history, OrderRefutation claim) {
    this.history = history;
    this.claim = claim;
    facts = new PredicateFacts(history);
    ofSnapshots = claim.consistency().endsWith("snapshot-isolation");
    for (int event = 0; event < history.size(); event++) {
      boolean isOne =
          history.isClientInvocation(event)
              && history.outcome(event) != EventType.FAIL
              && !facts.isInit(event);
      if (isOne) {
        if (history.outcome(event) == EventType.OK && transactions.size() < Long.SIZE) {
          completed |= 1L << transactions.size();
        }
        transactions.add(event);
        written.add(writtenBy(event));
      }
    }
  }

  private Set<Object> writtenBy(int event) {
    return facts.mops(event).stream()
        .filter(mop -> !mop.isRead())
        .map(mop -> Objects.requireNonNull(mop.key()))
        .collect(Collectors.toSet());
  }

  Verification verify() {
    boolean isKnown =
        claim
            .consistency()
            .matches(
                "(strict-|strong-session-|)serializable|(strong-(session-)?)?snapshot-isolation");
    boolean isToldTime = history.isRealTime() || !KeptOrder.ofRealTime(claim.consistency());
    if (!isKnown || !claim.cases().isEmpty() || !isToldTime) {
      return Verification.reject("there is no rule to refute orders of " + claim.consistency());
    }
    if (transactions.size() >= Long.SIZE) {
      return Verification.giveUp("too many transactions to try all orders");
    }
    State begin = begun(new State(0, 0, facts.initial()));
    Set<State> known = new HashSet<>(Set.of(begin));
    Deque<State> open = new ArrayDeque<>(known);
    while (!open.isEmpty()) {
      State state = open.pop();
      if ((state.done() & completed) == completed) {
        return Verification.reject("there is an order that explains all reads");
      }
      for (int i = 0; i < transactions.size(); i++) {
        if ((state.done() >>> i & 1) == 0 && mayFollow(i, state)) {
          Map<Object, Object> held = new HashMap<>(state.held());
          PredicateState.apply(facts, Told.event(history, transactions.get(i)), held);
          long begun = state.begun() & ~overlapping(i);
          State next = begun(new State(state.done() | 1L << i, begun, held));
          if (known.add(next)) {
            open.push(next);
          }
        }
      }
      if (known.size() > STATES_MAX) {
        return Verification.giveUp("too many states to try all orders");
      }
    }
    return Verification.accept("no order of " + transactions.size() + " transactions, all tried");
  }

  /** Those that write what one writes. */
  private long overlapping(int i) {
    long found = 0;
    for (int j = 0; j < transactions.size(); j++) {
      found |= Collections.disjoint(written.get(i), written.get(j)) ? 0 : 1L << j;
    }
    return found;
  }

  /**
   * The state in which all have begun on snapshots that can, and those have ended that only read.
   */
  private State begun(State state) {
    State now = state;
    for (int i = 0; ofSnapshots && i < transactions.size(); i++) {
      long bit = 1L << i;
      if (((now.done() | now.begun()) & bit) == 0 && mayBegin(i, now)) {
        long done = now.done() | (written.get(i).isEmpty() ? bit : 0);
        now = new State(done, now.begun() | bit, now.held());
        i = -1; // others may have waited for it
      }
    }
    return now;
  }

  private boolean mayFollow(int i, State state) {
    return ofSnapshots ? (state.begun() >>> i & 1) == 1 : mayBegin(i, state);
  }

  /** Whether its reads are right and nobody is missing who has to be before. */
  private boolean mayBegin(int i, State state) {
    int invocation = transactions.get(i);
    for (int j = 0; j < transactions.size(); j++) {
      if ((state.done() >>> j & 1) == 0 && isBefore(transactions.get(j), invocation)) {
        return false;
      }
    }
    return history.outcome(invocation) != EventType.OK
        || PredicateState.fault(facts, history.pair(invocation), state.held()) == null;
  }

  private boolean isBefore(int earlier, int later) {
    boolean isKept =
        KeptOrder.ofRealTime(claim.consistency())
            || (KeptOrder.ofProcesses(claim.consistency())
                && history.process(earlier) == history.process(later));
    return isKept && history.outcome(earlier) == EventType.OK && history.pair(earlier) < later;
  }
}
