package dev.assay.checkers.isolation.predicates;

import dev.assay.checkers.isolation.ConsistencyModel;
import dev.assay.checkers.isolation.predicates.TinyPredicates.Mop;
import dev.assay.checkers.isolation.predicates.TinyPredicates.Txn;
import dev.assay.histories.EventType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Whether there are snapshots, by force: each transaction that may have committed does so or not,
 * in any order, each from any earlier state on since which nobody else has committed to a key that
 * it writes. All that have to be before it have committed when it begins.
 */
final class SnapshotsByForce {
  private final TinyPredicates history;
  private final ConsistencyModel model;

  SnapshotsByForce(TinyPredicates history, ConsistencyModel model) {
    this.history = history;
    this.model = model;
  }

  boolean isOne() {
    List<Txn> all = history.transactions();
    boolean isInit = !all.isEmpty() && all.get(0).isInit;
    return isOne(new ArrayList<>(isInit ? all.subList(0, 1) : List.of()));
  }

  /** Whether commits can go on so that all that completed have committed in the end. */
  private boolean isOne(List<Txn> commits) {
    boolean isWhole =
        history.transactions().stream()
            .allMatch(txn -> txn.outcome != EventType.OK || commits.contains(txn));
    if (isWhole) {
      return true;
    }
    for (Txn txn : history.transactions()) {
      if (txn.outcome != EventType.FAIL && !commits.contains(txn) && hasSnapshot(txn, commits)) {
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

  private boolean hasSnapshot(Txn txn, List<Txn> commits) {
    for (int begin = commits.size(); begin >= 0; begin--) {
      List<Txn> before = commits.subList(0, begin);
      boolean isInitThere = commits.isEmpty() || !commits.get(0).isInit || begin > 0;
      boolean isKept =
          history.transactions().stream()
              .allMatch(
                  other ->
                      before.contains(other)
                          || other == txn
                          || !PredicatesByForce.isOrdered(other, txn, model));
      if (isInitThere && isKept && PredicatesByForce.reads(txn, before)) {
        return true;
      }
      if (begin > 0 && overlap(txn, commits.get(begin - 1))) {
        return false;
      }
    }
    return false;
  }

  private static boolean overlap(Txn one, Txn other) {
    Set<Long> keys = new HashSet<>();
    one.mops.stream().filter(mop -> !mop.isRead()).map(Mop::key).forEach(keys::add);
    return other.mops.stream().anyMatch(mop -> !mop.isRead() && keys.contains(mop.key()));
  }
}
