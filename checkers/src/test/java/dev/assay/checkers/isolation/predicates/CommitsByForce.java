package dev.assay.checkers.isolation.predicates;

import dev.assay.checkers.isolation.ConsistencyModel;
import dev.assay.checkers.isolation.predicates.TinyPredicates.Mop;
import dev.assay.checkers.isolation.predicates.TinyPredicates.Txn;
import dev.assay.histories.EventType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Whether there is an order of commits at read committed, by force: each transaction that may have
 * committed does so or not, in any order that time allows, after all that it needs.
 *
 * <p>Where a key of the init is missing that nobody else can have changed so, either what was there
 * before the init was seen, which read committed does not forbid, or what nobody wrote: open.
 */
final class CommitsByForce {
  private final TinyPredicates history;
  private final ConsistencyModel model;
  private final boolean isBeforeInitSeen;
  private final Set<Set<Txn>> tried = new HashSet<>();

  private CommitsByForce(TinyPredicates history, ConsistencyModel model, boolean isBeforeInitSeen) {
    this.history = history;
    this.model = model;
    this.isBeforeInitSeen = isBeforeInitSeen;
  }

  /** Whether there is one; empty where there is one only if what was before the init was seen. */
  static Optional<Boolean> isOne(TinyPredicates history, ConsistencyModel model) {
    boolean isOne = new CommitsByForce(history, model, false).isOne(new ArrayList<>());
    boolean mayBeOne = new CommitsByForce(history, model, true).isOne(new ArrayList<>());
    return isOne == mayBeOne ? Optional.of(isOne) : Optional.empty();
  }

  private boolean isOne(List<Txn> commits) {
    boolean isWhole =
        history.transactions().stream()
            .allMatch(txn -> txn.outcome != EventType.OK || commits.contains(txn));
    if (isWhole) {
      return true;
    }
    if (!tried.add(Set.copyOf(commits))) {
      return false;
    }
    for (Txn txn : history.transactions()) {
      boolean isNext =
          txn.outcome != EventType.FAIL
              && !commits.contains(txn)
              && history.transactions().stream()
                  .noneMatch(other -> !commits.contains(other) && isBefore(other, txn))
              && reads(txn, commits);
      if (isNext) {
        commits.add(txn);
        boolean isOne = isOne(commits);
        commits.removeLast();
        if (isOne) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean isBefore(Txn first, Txn second) {
    boolean isKept =
        switch (model) {
          case STRONG_READ_COMMITTED -> true;
          case STRONG_SESSION_READ_COMMITTED -> first.process == second.process;
          default -> false;
        };
    return first != second
        && first.outcome == EventType.OK
        && (first.isInit || (isKept && first.completed < second.invoked));
  }

  private boolean reads(Txn txn, List<Txn> commits) {
    Map<Long, List<Long>> own = new TreeMap<>();
    for (Mop mop : txn.outcome == EventType.OK && !txn.isInit ? txn.mops : List.<Mop>of()) {
      if (!mop.isRead()) {
        own.computeIfAbsent(mop.key(), key -> new ArrayList<>()).add(mop.value());
      } else if (!mop.isPredicate()) {
        if (!reads(txn, mop.key(), mop.value(), own, commits)) {
          return false;
        }
      } else {
        for (Map.Entry<Long, Long> shown : mop.shown().entrySet()) {
          if (!reads(txn, shown.getKey(), shown.getValue(), own, commits)) {
            return false;
          }
        }
        for (Map.Entry<Long, Long> first : initial().entrySet()) {
          long key = first.getKey();
          boolean isMissing =
              Objects.requireNonNull(mop.asked()).matches(first.getValue())
                  && !mop.shown().containsKey(key)
                  && !own.containsKey(key);
          if (isMissing
              && !leaves(txn, key, mop, commits)
              && (!isBeforeInitSeen || leaves(txn, key, mop, history.transactions()))) {
            return false;
          }
        }
      }
    }
    return true;
  }

  private boolean reads(
      Txn txn, long key, @Nullable Long value, Map<Long, List<Long>> own, List<Txn> commits) {
    return Objects.equals(initial().get(key), value)
        || own.getOrDefault(key, new ArrayList<>()).contains(value)
        || leaves(txn, key, value, commits)
        || (isBeforeInitSeen && value == null && !leaves(txn, key, value, history.transactions()));
  }

  private Map<Long, Long> initial() {
    Map<Long, Long> initial = new TreeMap<>();
    Txn first = history.transactions().get(0);
    if (first.isInit) {
      first.mops.forEach(mop -> TinyPredicates.write(mop, initial));
    }
    return initial;
  }

  /** Whether one of some others leaves a value behind. */
  private static boolean leaves(Txn reader, long key, @Nullable Long value, List<Txn> some) {
    return some.stream()
        .anyMatch(txn -> isOther(txn, reader, key) && Objects.equals(last(txn, key), value));
  }

  /** Whether one of some others leaves behind what does not match. */
  private static boolean leaves(Txn reader, long key, Mop read, List<Txn> some) {
    return some.stream()
        .anyMatch(
            txn ->
                isOther(txn, reader, key)
                    && !Objects.requireNonNull(read.asked()).matches(last(txn, key)));
  }

  private static boolean isOther(Txn txn, Txn reader, long key) {
    return txn != reader
        && txn.outcome != EventType.FAIL
        && !txn.isInit
        && txn.mops.stream().anyMatch(mop -> !mop.isRead() && mop.key() == key);
  }

  private static @Nullable Long last(Txn txn, long key) {
    Long value = null;
    for (Mop mop : txn.mops) {
      value = !mop.isRead() && mop.key() == key ? mop.value() : value;
    }
    return value;
  }
}
