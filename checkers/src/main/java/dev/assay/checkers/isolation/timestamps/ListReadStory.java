package dev.assay.checkers.isolation.timestamps;

import dev.assay.checkers.isolation.AnomalyType;
import dev.assay.checkers.isolation.Evidence;
import dev.assay.checkers.isolation.Transactions;
import dev.assay.checkers.isolation.Writes;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads of lists that do not show all that was appended before, in its order. */
final class ListReadStory extends ReadStory {
  private final ListVersions versions;

  ListReadStory(
      Transactions transactions, Timeline timeline, ListVersions versions, boolean ofSnapshots) {
    super(transactions, timeline, ofSnapshots);
    this.versions = versions;
  }

  @Override
  boolean isConsequence(int txn, int mop) {
    int earlier = earlierRead(txn, mop);
    return earlier != NONE && follows(txn, earlier, mop);
  }

  @Override
  @Nullable Evidence tell(int txn, int mop) {
    int earlier = earlierRead(txn, mop);
    if (earlier != NONE) {
      return evidence(AnomalyType.INTERNAL, txn, mop, NONE, txn, earlier);
    }
    Evidence alone = ofElements(txn, mop);
    if (alone != null) {
      return alone;
    }
    int firstAppend = firstAppend(txn, mop);
    if (firstAppend != NONE && !endsWithOwn(txn, mop)) {
      return evidence(AnomalyType.INTERNAL, txn, mop, NONE, txn, firstAppend);
    }
    Evidence outOfOrder = ofOrder(txn, mop);
    return outOfOrder != null ? outOfOrder : missing(txn, mop);
  }

  /** The last read of the key before this one in the transaction. */
  private int earlierRead(int txn, int mop) {
    int earlier = previous(txn, mop);
    while (earlier != NONE && !isRead(earlier)) {
      earlier = previous(txn, earlier);
    }
    return earlier;
  }

  private int firstAppend(int txn, int mop) {
    int first = NONE;
    for (int m = previous(txn, mop); m != NONE; m = previous(txn, m)) {
      first = m;
    }
    return first;
  }

  /** Whether the later read shows the earlier one and what the transaction appended since. */
  private boolean follows(int txn, int earlier, int later) {
    int at = microOps.listStart(later);
    int end = microOps.listEnd(later);
    for (int i = microOps.listStart(earlier); i < microOps.listEnd(earlier); i++) {
      if (at == end || microOps.element(at++) != microOps.element(i)) {
        return false;
      }
    }
    for (int m = earlier + 1; m < later; m++) {
      if (microOps.key(m) == microOps.key(later)
          && (at == end || microOps.element(at++) != microOps.value(m))) {
        return false;
      }
    }
    return at == end && transactions.start(txn) <= earlier;
  }

  private boolean endsWithOwn(int txn, int mop) {
    int at = microOps.listEnd(mop);
    for (int m = previous(txn, mop); m != NONE; m = previous(txn, m)) {
      if (at == microOps.listStart(mop) || microOps.element(--at) != microOps.value(m)) {
        return false;
      }
    }
    return true;
  }

  /** What single elements show. */
  private @Nullable Evidence ofElements(int txn, int mop) {
    Set<Integer> seen = new HashSet<>();
    for (int at = microOps.listStart(mop); at < microOps.listEnd(mop); at++) {
      int element = microOps.element(at);
      if (!seen.add(element)) {
        return evidence(AnomalyType.DUPLICATE_ELEMENTS, txn, mop, element);
      }
      int any = writes().first(microOps.key(mop), element);
      if (any == Writes.NONE) {
        return evidence(AnomalyType.GARBAGE_READ, txn, mop, element);
      }
      int write = writes().only(microOps.key(mop), element);
      if (write == Writes.NONE) {
        boolean isFailed = !writes().isPossible(any) && writes().next(any) == Writes.NONE;
        if (isFailed) {
          return of(AnomalyType.G1A, txn, mop, element, any);
        }
        continue;
      }
      int by = writes().txn(write);
      if (by == txn && writes().mop(write) > mop) {
        return of(AnomalyType.FUTURE_READ, txn, mop, element, write);
      }
      if (by != txn && isInvisible(by, txn)) {
        return of(future(), txn, mop, element, write);
      }
    }
    return null;
  }

  private Evidence of(AnomalyType type, int txn, int mop, int element, int write) {
    return evidence(type, txn, mop, element, writes().txn(write), writes().mop(write));
  }

  /** What two elements show, the one right behind the other. */
  private @Nullable Evidence ofOrder(int txn, int mop) {
    for (int at = microOps.listStart(mop) + 1; at < microOps.listEnd(mop); at++) {
      int first = writes().only(microOps.key(mop), microOps.element(at - 1));
      int second = writes().only(microOps.key(mop), microOps.element(at));
      if (first == Writes.NONE || second == Writes.NONE) {
        continue;
      }
      int one = writes().txn(first);
      int other = writes().txn(second);
      if (one == txn || other == txn) {
        continue;
      }
      if (one == other && writes().mop(first) > writes().mop(second)) {
        return evidence(
            AnomalyType.INCOMPATIBLE_ORDER,
            txn,
            mop,
            microOps.element(at - 1),
            one,
            writes().mop(second),
            one,
            writes().mop(first));
      }
      if (one != other && isBefore(other, one)) {
        return evidence(
            AnomalyType.OUT_OF_TIMESTAMP_ORDER,
            txn,
            mop,
            microOps.element(at - 1),
            one,
            writes().mop(first),
            other,
            writes().mop(second));
      }
    }
    return null;
  }

  /** An element that is there, but not in the read. */
  private @Nullable Evidence missing(int txn, int mop) {
    Set<Integer> read = new HashSet<>();
    for (int at = microOps.listStart(mop); at < microOps.listEnd(mop); at++) {
      read.add(microOps.element(at));
    }
    int key = transactions.key(mop);
    for (int at = 0; at < versions.size(key); at++) {
      int element = versions.element(key, at);
      int write = read.contains(element) ? Writes.NONE : writes().only(microOps.key(mop), element);
      if (write != Writes.NONE
          && writes().txn(write) != txn
          && isVisible(writes().txn(write), txn)) {
        return of(stale(), txn, mop, element, write);
      }
    }
    return null;
  }
}
