package dev.assay.checkers.certificates;

import dev.assay.checkers.certificates.Certificate.CommitOrder;
import dev.assay.checkers.certificates.PredicateFacts.Mop;
import dev.assay.histories.EventType;
import dev.assay.histories.History;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Verifies a consistent view of transactions with predicate reads (Adya, Weak Consistency, 1999,
 * PL-2+, sections 4.2.1 and 4.3.2): versions of a key come in the order of their writers, the
 * init's first, and each read is of the last of those before that it may be of. Then nobody leads
 * by dependencies to a transaction which does not see what they wrote.
 *
 * <p>All dependencies lead forward in the order, so that only those before a transaction are
 * followed that it does not see. Bounded: a predicate read looks at all versions.
 */
final class PredicateViews {
  private static final long STEPS_MAX = 1_000_000_000L;
  private static final int NOBODY = -1;

  /** What a key held from a place of the order on; null for nothing. */
  private record Version(int at, @Nullable Object value) {}

  private final History history;
  private final List<Integer> order;
  private final PredicateFacts facts;
  private final Map<Object, List<Version>> versions = new LinkedHashMap<>();
  private final Set<Integer> placed = new HashSet<>();

  /** By place: the places of those that directly depend on it. */
  private final List<List<Integer>> dependent = new ArrayList<>();

  /** Places of those before a reader, by its own, whose writes it does not see. */
  private final Map<Integer, Set<Integer>> unseen = new LinkedHashMap<>();

  private long steps;

  PredicateViews(History history, CommitOrder claim) {
    this.history = history;
    order = claim.order();
    facts = new PredicateFacts(history);
  }

  Verification verify() {
    facts.initial().forEach((key, value) -> versionsOf(key).set(0, new Version(NOBODY, value)));
    for (int at = 0; at < order.size(); at++) {
      String fault = place(order.get(at), at);
      if (fault != null) {
        return Verification.reject("transaction " + order.get(at) + " " + fault);
      }
    }
    for (int event = 0; event < history.size(); event++) {
      boolean isMissing =
          facts.isTransaction(event)
              && history.outcome(event) == EventType.OK
              && !placed.contains(event);
      if (isMissing) {
        return Verification.reject("transaction " + event + " is missing in the order");
      }
    }
    for (int at = 0; at < order.size() && steps <= STEPS_MAX; at++) {
      int invocation = order.get(at);
      boolean isTold = history.outcome(invocation) == EventType.OK && !facts.isInit(invocation);
      String fault = isTold ? read(invocation, at) : null;
      if (fault != null) {
        return Verification.reject("transaction " + invocation + " " + fault);
      }
    }
    for (Map.Entry<Integer, Set<Integer>> each : unseen.entrySet()) {
      if (steps <= STEPS_MAX && leads(each.getValue(), each.getKey())) {
        return Verification.reject(
            "transaction " + order.get(each.getKey()) + " does not see what it depends on");
      }
    }
    return steps > STEPS_MAX
        ? Verification.giveUp("too many versions and dependencies to look at them all")
        : Verification.accept("a consistent-view order of " + order.size() + " commits");
  }

  /** The versions of a key, that which was there at first among them. */
  private List<Version> versionsOf(Object key) {
    return versions.computeIfAbsent(key, k -> new ArrayList<>(List.of(new Version(NOBODY, null))));
  }

  private @Nullable String place(int invocation, int at) {
    if (!facts.isTransaction(invocation)) {
      return "is none";
    }
    if (history.outcome(invocation) == EventType.FAIL || !placed.add(invocation)) {
      return "failed, or takes effect twice";
    }
    dependent.add(new ArrayList<>());
    if (facts.isInit(invocation)) {
      return at == 0 ? null : "makes the initial state, but is not the first";
    }
    Map<Object, Version> last = new LinkedHashMap<>();
    for (Mop mop : facts.mops(invocation)) {
      if (!mop.isRead()) {
        last.put(Objects.requireNonNull(mop.key()), new Version(at, mop.value()));
      }
    }
    last.forEach(
        (key, version) -> {
          depend(versionsOf(key).getLast().at, at);
          versionsOf(key).add(version);
        });
    return null;
  }

  private void depend(int earlier, int at) {
    if (earlier != NOBODY) {
      dependent.get(earlier).add(at);
    }
  }

  /** What is wrong with the reads of a transaction, or null. */
  private @Nullable String read(int invocation, int at) {
    Map<Object, Mop> own = new HashMap<>();
    for (Mop mop : facts.ofEvent(history.pair(invocation))) {
      if (!mop.isRead()) {
        own.put(Objects.requireNonNull(mop.key()), mop);
        continue;
      }
      Set<Object> keys = new LinkedHashSet<>();
      if (mop.isPredicate()) {
        keys.addAll(versions.keySet());
        keys.addAll(Objects.requireNonNull(mop.shown()).keySet());
        keys.addAll(own.keySet());
      } else {
        keys.add(Objects.requireNonNull(mop.key()));
      }
      for (Object key : keys) {
        Mop write = own.get(key);
        boolean isRight = write == null ? read(mop, key, at) : isOwn(mop, key, write.value());
        if (!isRight) {
          return "reads of " + key + " what it cannot have seen";
        }
      }
    }
    return null;
  }

  private static boolean isOwn(Mop read, Object key, @Nullable Object value) {
    boolean isToBeShown = !read.isPredicate() || PredicateFacts.matches(read.predicate(), value);
    return isToBeShown
        ? read.observes(key) && Objects.equals(read.observed(key), value)
        : !read.observes(key);
  }

  /** Takes up what a read of a key tells; whether it may be of any version before. */
  private boolean read(Mop read, Object key, int at) {
    List<Version> others = versionsOf(key).stream().filter(version -> version.at != at).toList();
    steps += others.size();
    int seen = others.size() - 1;
    while (seen >= 0 && !(others.get(seen).at < at && mayBe(read, key, others.get(seen)))) {
      seen--;
    }
    if (seen < 0) {
      return false;
    }
    if (read.observes(key)) {
      depend(others.get(seen).at, at);
      List<Version> all = versionsOf(key);
      int next = all.indexOf(others.get(seen)) + 1;
      if (next < all.size()) {
        miss(all.get(next).at, at);
      }
      return true;
    }
    // Who changed the matches last before what was seen comes before, who did so later is missed.
    int changed = 0;
    for (int i = 1; i < others.size(); i++) {
      boolean changes =
          PredicateFacts.matches(read.predicate(), others.get(i - 1).value)
              != PredicateFacts.matches(read.predicate(), others.get(i).value);
      changed = changes && i <= seen ? i : changed;
      if (changes && i > seen) {
        miss(others.get(i).at, at);
      }
    }
    depend(others.get(changed).at, at);
    return true;
  }

  private static boolean mayBe(Mop read, Object key, Version version) {
    boolean isMatch =
        !read.isPredicate() || PredicateFacts.matches(read.predicate(), version.value);
    return read.observes(key)
        ? isMatch && Objects.equals(version.value, read.observed(key))
        : !isMatch;
  }

  private void miss(int overwriter, int at) {
    if (overwriter < at) {
      unseen.computeIfAbsent(at, reader -> new LinkedHashSet<>()).add(overwriter);
    }
  }

  /** Whether one of some leads to one by dependencies. */
  private boolean leads(Set<Integer> from, int to) {
    Set<Integer> known = new HashSet<>(from);
    Deque<Integer> open = new ArrayDeque<>(from);
    while (!open.isEmpty()) {
      for (int next : dependent.get(open.remove())) {
        steps++;
        if (next == to) {
          return true;
        }
        if (next < to && known.add(next)) {
          open.add(next);
        }
      }
    }
    return false;
  }
}
