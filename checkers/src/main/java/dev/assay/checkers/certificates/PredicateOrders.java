package dev.assay.checkers.certificates;

import dev.assay.checkers.certificates.Certificate.OrderRefutation;
import dev.assay.checkers.certificates.Certificate.PartRefutation;
import dev.assay.checkers.certificates.PredicateFacts.Mop;
import dev.assay.histories.EventType;
import dev.assay.histories.History;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

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
  private final String consistency;
  private final PredicateFacts facts;
  private final boolean ofSnapshots;
  private final List<Integer> transactions = new ArrayList<>();
  private final List<List<Mop>> mops = new ArrayList<>();
  private final List<Set<Object>> written = new ArrayList<>();

  /** By transaction: those that have to be before it. */
  private final List<Long> before = new ArrayList<>();

  private long completed;

  private record State(long done, long begun, Map<Object, Object> held) {}

  private PredicateOrders(
      History history, String consistency, PredicateFacts facts, List<Integer> transactions) {
    this.history = history;
    this.consistency = consistency;
    this.facts = facts;
    ofSnapshots = consistency.endsWith("snapshot-isolation");
    for (int event : transactions) {
      if (history.outcome(event) == EventType.OK && this.transactions.size() < Long.SIZE) {
        completed |= 1L << this.transactions.size();
      }
      this.transactions.add(event);
      mops.add(facts.mops(event));
      written.add(writes(facts.mops(event)));
    }
  }

  private static Set<Object> writes(List<Mop> mops) {
    return mops.stream()
        .filter(mop -> !mop.isRead())
        .map(mop -> Objects.requireNonNull(mop.key()))
        .collect(Collectors.toSet());
  }

  /** Whether no order explains all transactions. */
  static Verification verify(History history, OrderRefutation claim) {
    PredicateFacts facts = new PredicateFacts(history);
    return claim.cases().isEmpty()
        ? new PredicateOrders(history, claim.consistency(), facts, mayCommit(history, facts))
            .verify()
        : Verification.reject("there is no rule what cases show of predicate reads");
  }

  /** Whether no order explains what some transactions did to some keys. */
  static Verification verify(History history, PartRefutation claim) {
    if (!claim.workload().equals("closed-predicate")) {
      return Verification.giveUp("there are no rules to verify parts of " + claim.workload());
    }
    PredicateFacts facts = new PredicateFacts(history, Set.copyOf(claim.keys()));
    Set<Integer> kept = new LinkedHashSet<>(claim.transactions());
    for (int event : mayCommit(history, facts)) {
      if (!kept.contains(event) && !writes(facts.mops(event)).isEmpty()) {
        return Verification.reject("transaction " + event + " may have written these keys, too");
      }
    }
    return mayCommit(history, facts).containsAll(kept)
        ? new PredicateOrders(history, claim.consistency(), facts, List.copyOf(kept)).verify()
        : Verification.reject("some of these are no transactions, or failed");
  }

  private static List<Integer> mayCommit(History history, PredicateFacts facts) {
    return IntStream.range(0, history.size())
        .filter(facts::isTransaction)
        .filter(event -> history.outcome(event) != EventType.FAIL && !facts.isInit(event))
        .boxed()
        .toList();
  }

  private Verification verify() {
    boolean isKnown =
        consistency.matches(
            "(strict-|strong-session-|)serializable|(strong-(session-)?)?snapshot-isolation");
    boolean isToldTime = history.isRealTime() || !KeptOrder.ofRealTime(consistency);
    if (!isKnown || !isToldTime) {
      return Verification.reject("there is no rule to refute orders of " + consistency);
    }
    if (transactions.size() >= Long.SIZE) {
      return Verification.giveUp("too many transactions to try all orders");
    }
    for (int i = 0; i < transactions.size(); i++) {
      before.add(earlier(i));
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
          PredicateState.apply(mops.get(i), held);
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
   * The state in which all have begun on snapshots that can, and those have ended that only read:
   * in a serial order, too, for it is as good a place for them as any.
   */
  private State begun(State state) {
    State now = state;
    for (int i = 0; i < transactions.size(); i++) {
      long bit = 1L << i;
      boolean onlyReads = written.get(i).isEmpty();
      if (((now.done() | now.begun()) & bit) == 0
          && (ofSnapshots || onlyReads)
          && mayBegin(i, now)) {
        long done = now.done() | (onlyReads ? bit : 0);
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
    return (before.get(i) & ~state.done()) == 0
        && ((completed >>> i & 1) == 0 || PredicateState.fault(mops.get(i), state.held()) == null);
  }

  /** Those that have to be before one. */
  private long earlier(int i) {
    long found = 0;
    for (int j = 0; j < transactions.size(); j++) {
      found |= isBefore(transactions.get(j), transactions.get(i)) ? 1L << j : 0;
    }
    return found;
  }

  private boolean isBefore(int earlier, int later) {
    boolean isKept =
        KeptOrder.ofRealTime(consistency)
            || (KeptOrder.ofProcesses(consistency)
                && history.process(earlier) == history.process(later));
    return isKept && history.outcome(earlier) == EventType.OK && history.pair(earlier) < later;
  }
}
