package dev.assay.checkers.certificates;

import dev.assay.checkers.certificates.Certificate.CommitOrder;
import dev.assay.checkers.certificates.PredicateFacts.Mop;
import dev.assay.histories.EventType;
import dev.assay.histories.History;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Verifies an order of commits of transactions with predicate reads (Adya, Weak Consistency, 1999,
 * sections 4.2 and 4.3). Versions of a key come in the order of their writers, the init's first.
 *
 * <ul>
 *   <li>Read uncommitted (PL-1): reads may show anything that was ever written, by whomever, so
 *       they tell nothing of the order of versions.
 *   <li>Read committed (PL-2): what is read of a key, be it by a predicate read that shows it, is
 *       what somebody before finally wrote; of a key that a predicate read does not show there had
 *       been a version before that does not match. What a transaction wrote itself it may read.
 *   <li>Cursor stability (PL-CS): besides, what is read of a key that the transaction then writes
 *       is the last of these.
 *   <li>Repeatable read (PL-2.99): besides, what is read of a key is the last of these, and what a
 *       transaction wrote last itself it reads.
 * </ul>
 *
 * <p>Nobody reads what was there before the init. Bounded: a predicate read looks at all keys of
 * which the init's version matches.
 */
final class PredicateCommits {
  private static final long STEPS_MAX = 1_000_000_000L;
  private static final int FIRST = -1;

  /** What a key held from a place of the order on; null for nothing. */
  private record Version(int at, @Nullable Object value) {}

  private final History history;
  private final CommitOrder claim;
  private final String level;
  private final PredicateFacts facts;
  private final Map<Object, Object> initial;
  private final KeptOrder kept;
  private final Map<Integer, Integer> places = new LinkedHashMap<>();

  /** By key: all that was ever written. */
  private final Map<Object, Set<Optional<Object>>> written = new HashMap<>();

  /** By key: the versions of those that are placed, and the first place of each value. */
  private final Map<Object, List<Version>> versions = new HashMap<>();

  private final Map<Object, Map<Optional<Object>, Integer>> firstPlace = new HashMap<>();
  private long steps;

  /** What a transaction did until one of its reads: all that it wrote, by key. */
  private static final class Own {
    final int invocation;
    final int at;
    final Map<Object, List<Optional<Object>>> writes = new HashMap<>();

    Own(int invocation, int at) {
      this.invocation = invocation;
      this.at = at;
    }
  }

  PredicateCommits(History history, CommitOrder claim) {
    this.history = history;
    this.claim = claim;
    level = claim.consistency().replaceFirst("^strong-(session-)?", "");
    facts = new PredicateFacts(history);
    initial = facts.initial();
    kept = new KeptOrder(history, claim.consistency());
  }

  Verification verify() {
    if (!level.matches("read-uncommitted|read-committed|cursor-stability|repeatable-read")) {
      return Verification.giveUp("there is no rule for predicate reads at " + level);
    }
    for (int at = 0; at < claim.order().size(); at++) {
      int invocation = claim.order().get(at);
      String fault = place(invocation, at);
      if (fault != null) {
        return Verification.reject("transaction " + invocation + " " + fault);
      }
    }
    for (int event = 0; event < history.size(); event++) {
      if (facts.isTransaction(event) && !collect(event)) {
        return Verification.reject("transaction " + event + " is missing in the order");
      }
    }
    for (Map.Entry<Integer, Integer> one : places.entrySet()) {
      boolean isTold = history.outcome(one.getKey()) == EventType.OK && !facts.isInit(one.getKey());
      String fault = isTold ? fault(new Own(one.getKey(), one.getValue())) : null;
      if (fault != null) {
        return Verification.reject("transaction " + one.getKey() + " " + fault);
      }
      if (steps > STEPS_MAX) {
        return Verification.giveUp("too many versions to look at them all");
      }
    }
    return Verification.accept(
        "a " + claim.consistency() + " order of " + places.size() + " commits");
  }

  private @Nullable String place(int invocation, int at) {
    if (!facts.isTransaction(invocation)) {
      return "is none";
    }
    if (history.outcome(invocation) == EventType.FAIL || places.put(invocation, at) != null) {
      return "failed, or takes effect twice";
    }
    if (facts.isInit(invocation)) {
      return at == 0 ? kept.place(invocation) : "makes the initial state, but is not the first";
    }
    finals(invocation)
        .forEach(
            (key, value) -> {
              versions
                  .computeIfAbsent(key, k -> new ArrayList<>())
                  .add(new Version(at, value.orElse(null)));
              firstPlace.computeIfAbsent(key, k -> new HashMap<>()).putIfAbsent(value, at);
            });
    return kept.place(invocation);
  }

  private Map<Object, Optional<Object>> finals(int invocation) {
    Map<Object, Optional<Object>> last = new LinkedHashMap<>();
    for (Mop mop : facts.mops(invocation)) {
      if (!mop.isRead()) {
        last.put(Objects.requireNonNull(mop.key()), Optional.ofNullable(mop.value()));
      }
    }
    return last;
  }

  /** Takes up what was written; whether it is placed, if it completed. */
  private boolean collect(int invocation) {
    for (Mop mop : facts.mops(invocation)) {
      if (!mop.isRead()) {
        written
            .computeIfAbsent(Objects.requireNonNull(mop.key()), key -> new HashSet<>())
            .add(Optional.ofNullable(mop.value()));
      }
    }
    return history.outcome(invocation) != EventType.OK || places.containsKey(invocation);
  }

  /** What is wrong with the reads of a transaction, or null. */
  private @Nullable String fault(Own own) {
    for (Mop mop : facts.ofEvent(history.pair(own.invocation))) {
      String fault = null;
      if (mop.shown() != null) {
        fault = predicateFault(own, mop, mop.shown());
      } else if (mop.isRead()) {
        fault = itemFault(own, Objects.requireNonNull(mop.key()), mop.value());
      } else {
        own.writes
            .computeIfAbsent(Objects.requireNonNull(mop.key()), k -> new ArrayList<>())
            .add(Optional.ofNullable(mop.value()));
      }
      if (fault != null) {
        return fault;
      }
    }
    return null;
  }

  private @Nullable String predicateFault(Own own, Mop read, Map<Object, Object> shown) {
    for (Map.Entry<Object, Object> each : shown.entrySet()) {
      if (!isUncommitted() && !PredicateFacts.matches(read.predicate(), each.getValue())) {
        return "shows what does not match its predicate";
      }
      String fault = itemFault(own, each.getKey(), each.getValue());
      if (fault != null) {
        return fault;
      }
    }
    if (isUncommitted()) {
      return null;
    }
    for (Map.Entry<Object, Object> first : initial.entrySet()) {
      steps++;
      boolean isMissed =
          PredicateFacts.matches(read.predicate(), first.getValue())
              && !shown.containsKey(first.getKey())
              && !own.writes.containsKey(first.getKey());
      if (isMissed && !hadOther(own, first.getKey(), read.predicate())) {
        return "does not see what always matched its predicate";
      }
    }
    for (Map.Entry<Object, List<Optional<Object>>> mine : own.writes.entrySet()) {
      boolean isHidden =
          !shown.containsKey(mine.getKey())
              && PredicateFacts.matches(read.predicate(), mine.getValue().getLast().orElse(null));
      if (isHidden && isRepeatable()) {
        return "does not see what it wrote itself";
      }
    }
    return null;
  }

  /** Whether a key had a version before that does not match. */
  private boolean hadOther(Own own, Object key, @Nullable Object predicate) {
    for (Map.Entry<Optional<Object>, Integer> each :
        firstPlace.getOrDefault(key, Map.of()).entrySet()) {
      steps++;
      if (each.getValue() < own.at
          && !PredicateFacts.matches(predicate, each.getKey().orElse(null))) {
        return true;
      }
    }
    return false;
  }

  private @Nullable String itemFault(Own own, Object key, @Nullable Object value) {
    Optional<Object> read = Optional.ofNullable(value);
    if (isUncommitted()) {
      return value == null
              || value.equals(initial.get(key))
              || written.getOrDefault(key, Set.of()).contains(read)
          ? null
          : "reads what nobody wrote";
    }
    List<Optional<Object>> mine = own.writes.getOrDefault(key, List.of());
    if (isRepeatable() ? !mine.isEmpty() : mine.contains(read)) {
      return mine.getLast().equals(read) || !isRepeatable()
          ? null
          : "does not read what it wrote itself";
    }
    if (isRepeatable() || (level.equals("cursor-stability") && writes(own, key))) {
      Version last = new Version(FIRST, initial.get(key));
      for (Version version : versions.getOrDefault(key, List.of())) {
        steps++;
        last = version.at < own.at ? version : last;
      }
      return Objects.equals(last.value, value) ? null : "does not read what was written last";
    }
    boolean isBefore =
        firstPlace.getOrDefault(key, Map.of()).getOrDefault(read, Integer.MAX_VALUE) < own.at
            || Objects.equals(initial.get(key), value);
    return isBefore ? null : "reads what nobody before finally wrote";
  }

  private boolean writes(Own own, Object key) {
    return versions.getOrDefault(key, List.of()).stream().anyMatch(version -> version.at == own.at);
  }

  private boolean isUncommitted() {
    return level.equals("read-uncommitted");
  }

  private boolean isRepeatable() {
    return level.equals("repeatable-read");
  }
}
