package dev.assay.checkers.certificates;

import dev.assay.checkers.certificates.Certificate.CircularWait;
import dev.assay.checkers.certificates.PredicateFacts.Mop;
import dev.assay.histories.EventType;
import dev.assay.histories.History;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Verifies that none of some transactions with predicate reads can be the first of them to commit
 * (Adya, Weak Consistency, 1999, PL-2): each waits for one that it read from, which are all of
 * them, or for one of them that had completed before. What {@link PredicateCommits} asks of orders
 * of commits.
 *
 * <p>Linear in the history, and for each of them in the versions of the key that it waits for.
 */
final class CircularWaitVerifier {
  private final History history;
  private final CircularWait claim;
  private final PredicateFacts facts;
  private final Map<Object, Object> initial;
  private final Set<Integer> waiting = new HashSet<>();

  /** By key that somebody waits for: what each left behind who did not fail. */
  private final Map<Object, Map<Integer, Optional<Object>>> left = new HashMap<>();

  private CircularWaitVerifier(History history, CircularWait claim) {
    this.history = history;
    this.claim = claim;
    facts = new PredicateFacts(history);
    initial = facts.initial();
  }

  static Verification verify(History history, CircularWait claim) {
    if (!claim.workload().equals("closed-predicate")) {
      return Verification.giveUp("there are no rules to verify commits of " + claim.workload());
    }
    return new CircularWaitVerifier(history, claim).verify();
  }

  private Verification verify() {
    if (!claim.consistency().matches("(strong-(session-)?)?read-committed")) {
      return Verification.reject("there is no rule who waits for whom at " + claim.consistency());
    }
    boolean hasOne = false;
    for (CommitWait each : claim.waits()) {
      int txn = each.transaction();
      boolean isOne =
          facts.isTransaction(txn)
              && history.outcome(txn) != EventType.FAIL
              && !facts.isInit(txn)
              && waiting.add(txn);
      if (!isOne) {
        return Verification.reject(
            "transaction " + txn + " is none that commits, or is there twice");
      }
      hasOne |= history.outcome(txn) == EventType.OK;
      if (each.key() != null) {
        left.put(each.key(), new LinkedHashMap<>());
      }
    }
    if (!hasOne) {
      return Verification.reject("none of them is known to have committed");
    }
    collect();
    for (CommitWait each : claim.waits()) {
      String fault = fault(each);
      if (fault != null) {
        return Verification.reject("transaction " + each.transaction() + " " + fault);
      }
    }
    return Verification.accept(
        "none of " + claim.waits().size() + " transactions can be the first to commit");
  }

  private void collect() {
    for (int event = 0; event < history.size(); event++) {
      if (facts.isTransaction(event) && history.outcome(event) != EventType.FAIL) {
        for (Mop mop : facts.mops(event)) {
          Map<Integer, Optional<Object>> ofKey = mop.isRead() ? null : left.get(mop.key());
          if (ofKey != null) {
            ofKey.put(event, Optional.ofNullable(mop.value()));
          }
        }
      }
    }
  }

  private @Nullable String fault(CommitWait wait) {
    List<Integer> before =
        switch (wait.kind()) {
          case "wr", "wrp" -> writers(wait);
          case "process", "realtime" -> isDoneBefore(wait) ? wait.earlier() : List.of();
          default -> List.of();
        };
    return before.isEmpty() || !Set.copyOf(before).equals(Set.copyOf(wait.earlier()))
        ? "does not wait for those, or not for those alone"
        : waiting.containsAll(before) ? null : "waits for others than those, too";
  }

  /** Whether one had completed before, which the model keeps. */
  private boolean isDoneBefore(CommitWait wait) {
    if (wait.earlier().size() != 1 || wait.key() != null) {
      return false;
    }
    int earlier = wait.earlier().get(0);
    boolean isKept =
        wait.kind().equals("process")
            ? KeptOrder.ofProcesses(claim.consistency())
                && facts.isTransaction(earlier)
                && history.process(earlier) == history.process(wait.transaction())
            : KeptOrder.ofRealTime(claim.consistency()) && history.isRealTime();
    return isKept
        && waiting.contains(earlier)
        && history.outcome(earlier) == EventType.OK
        && history.pair(earlier) < wait.transaction();
  }

  /** Who may have left behind what a transaction read; none where it need not be of anybody. */
  private List<Integer> writers(CommitWait wait) {
    MicroOpRef ref = wait.read();
    Object key = wait.key();
    int txn = wait.transaction();
    boolean isOne =
        history.outcome(txn) == EventType.OK
            && ref != null
            && ref.transaction() == txn
            && ref.event() == history.pair(txn)
            && ref.index() >= 0
            && ref.index() < facts.mops(txn).size();
    return isOne && ref != null && key != null
        ? writers(wait.kind(), txn, ref.index(), key)
        : List.of();
  }

  private List<Integer> writers(String kind, int txn, int place, Object key) {
    Mop read = facts.mops(txn).get(place);
    Set<Optional<Object>> own = new HashSet<>();
    for (Mop mop : facts.mops(txn).subList(0, place)) {
      if (mop.isWriteOf(key)) {
        own.add(Optional.ofNullable(mop.value()));
      }
    }
    if (kind.equals("wr")) {
      Optional<Object> value = Optional.ofNullable(read.observed(key));
      boolean isOfOthers =
          read.observes(key)
              && !Optional.ofNullable(initial.get(key)).equals(value)
              && !own.contains(value);
      return isOfOthers ? writers(txn, key, value::equals) : List.of();
    }
    boolean isMissing =
        read.isPredicate()
            && !read.observes(key)
            && own.isEmpty()
            && PredicateFacts.matches(read.predicate(), initial.get(key));
    return isMissing
        ? writers(txn, key, value -> !PredicateFacts.matches(read.predicate(), value.orElse(null)))
        : List.of();
  }

  private List<Integer> writers(int reader, Object key, Predicate<Optional<Object>> isOne) {
    return left.getOrDefault(key, Map.of()).entrySet().stream()
        .filter(each -> each.getKey() != reader && isOne.test(each.getValue()))
        .map(Map.Entry::getKey)
        .toList();
  }
}
