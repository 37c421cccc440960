package dev.assay.checkers.certificates;

import dev.assay.checkers.certificates.Certificate.OrderRefutation;
import dev.assay.histories.EventType;
import dev.assay.histories.History;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Verifies that no serial order explains transactions with predicate reads: tries all, for a few.
 * What comes next depends on who has taken effect and on what all keys hold, so each such state is
 * gone on from once.
 */
final class PredicateOrders {
  private static final int STATES_MAX = 200_000;

  private final History history;
  private final OrderRefutation claim;
  private final PredicateFacts facts;
  private final List<Integer> transactions = new ArrayList<>();
  private long completed;

  private record State(long done, Map<Object, Object> held) {}

  PredicateOrders(History history, OrderRefutation claim) {
    this.history = history;
    this.claim = claim;
    facts = new PredicateFacts(history);
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
      }
    }
  }

  Verification verify() {
    boolean isKnown = claim.consistency().matches("(strict-|strong-session-|)serializable");
    boolean isToldTime = history.isRealTime() || !claim.consistency().startsWith("strict-");
    if (!isKnown || !claim.cases().isEmpty() || !isToldTime) {
      return Verification.reject("there is no rule to refute orders of " + claim.consistency());
    }
    if (transactions.size() >= Long.SIZE) {
      return Verification.giveUp("too many transactions to try all orders");
    }
    State begin = new State(0, facts.initial());
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
          State next = new State(state.done() | 1L << i, held);
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

  /** Whether its reads are right and nobody is missing who has to be before. */
  private boolean mayFollow(int i, State state) {
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
        switch (claim.consistency()) {
          case "strict-serializable" -> true;
          case "strong-session-serializable" -> history.process(earlier) == history.process(later);
          default -> false;
        };
    return isKept && history.outcome(earlier) == EventType.OK && history.pair(earlier) < later;
  }
}
