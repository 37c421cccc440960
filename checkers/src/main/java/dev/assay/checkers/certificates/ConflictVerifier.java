package dev.assay.checkers.certificates;

import dev.assay.checkers.certificates.Certificate.ConflictingOperations;
import dev.assay.checkers.certificates.ListAppendFacts.Element;
import dev.assay.histories.EventType;
import dev.assay.histories.History;
import dev.assay.histories.MicroOps;
import java.util.ArrayList;
import java.util.List;

/**
 * Verifies the anomalies of list-append that a few micro-operations show, each by its definition.
 * Linear in the history.
 */
final class ConflictVerifier {
  private final History history;
  private final ConflictingOperations claim;
  private final ListAppendFacts facts;
  private final MicroOps microOps;
  private final List<MicroOpRef> refs;
  private final List<Integer> mops = new ArrayList<>();

  private ConflictVerifier(History history, ConflictingOperations claim) {
    this.history = history;
    this.claim = claim;
    refs = claim.microOps();
    facts = new ListAppendFacts(history);
    microOps = facts.microOps();
  }

  static Verification verify(History history, ConflictingOperations claim) {
    if (TimestampVerifier.knows(claim.anomaly())) {
      return TimestampVerifier.verify(history, claim);
    }
    if (claim.workload().equals("rw-register")) {
      return RegisterConflictVerifier.verify(history, claim);
    }
    if (claim.workload().equals("set-add")) {
      return new SetAddRules(history).verify(claim);
    }
    if (claim.workload().equals("counter-inc")) {
      return CounterRules.verify(history, claim);
    }
    if (claim.workload().equals("closed-predicate")) {
      return new PredicateRules(history).verify(claim);
    }
    if (!claim.workload().equals("list-append")) {
      return Verification.giveUp("there are no rules to verify " + claim.workload());
    }
    return new ConflictVerifier(history, claim).verify();
  }

  private Verification verify() {
    int key = history.values().find(claim.key());
    for (MicroOpRef ref : refs) {
      int mop = facts.mop(ref);
      if (mop < 0 || microOps.key(mop) != key) {
        return Verification.reject("there is no such micro-operation on the key: " + ref);
      }
      mops.add(mop);
    }
    int element = claim.element() == null ? -1 : history.values().find(claim.element());
    if (element >= 0) {
      facts.want(new Element(key, element));
    }
    for (int i = 0; i < mops.size(); i++) {
      if (facts.isAppend(refs.get(i))) {
        facts.want(facts.elementOf(mops.get(i)));
      }
    }
    facts.collect();
    boolean holds =
        !mops.isEmpty()
            && facts.isRead(refs.get(0))
            && switch (claim.anomaly()) {
              case "garbage-read" ->
                  sees(element) && facts.hasNoAppender(new Element(key, element));
              case "G1a" -> isCount(2) && sees(element) && isAppend(1, element) && isFailed(1);
              case "G1b" -> isCount(3) && isIntermediate(element);
              case "dirty-update" -> isCount(3) && isDirty(element);
              case "duplicate-elements" -> isRepeated();
              case "incompatible-order" ->
                  (isCount(2) && isRead(1) && !isPrefix(0, 1) && !isPrefix(1, 0))
                      || (isCount(3) && isOutOfOwnOrder(element));
              case "future-read" ->
                  isCount(2)
                      && sees(element)
                      && isAppend(1, element)
                      && isSame(0, 1)
                      && refs.get(0).index() < refs.get(1).index();
              case "lost-update" -> isCount(2) && isLostUpdate();
              case "internal" -> isCount(2) && isSame(0, 1) && isUnexpected();
              default -> false;
            };
    return holds
        ? Verification.accept("micro-operations that show " + claim.anomaly())
        : Verification.reject("the micro-operations do not show " + claim.anomaly());
  }

  private boolean isCount(int count) {
    return mops.size() == count;
  }

  /** Whether the first read shows the element. */
  private boolean sees(int element) {
    return element >= 0 && facts.indexIn(mops.get(0), element) >= 0;
  }

  private boolean isSame(int i, int j) {
    return refs.get(i).transaction() == refs.get(j).transaction();
  }

  private boolean isRead(int i) {
    return facts.isRead(refs.get(i));
  }

  /** Whether it is the only append of the element. */
  private boolean isAppend(int i, int element) {
    return facts.isAppend(refs.get(i))
        && microOps.value(mops.get(i)) == element
        && facts.isOnlyAppender(facts.elementOf(mops.get(i)), refs.get(i).transaction());
  }

  private boolean isFailed(int i) {
    return history.outcome(refs.get(i).transaction()) == EventType.FAIL;
  }

  /** The last element that the reader did not append itself was overwritten by its own writer. */
  private boolean isIntermediate(int element) {
    if (!isAppend(1, element)
        || !isSame(1, 2)
        || isSame(0, 1)
        || isFailed(1)
        || !isAppend(2, microOps.value(mops.get(2)))
        || refs.get(1).index() >= refs.get(2).index()
        || sees(microOps.value(mops.get(2)))) {
      return false;
    }
    int end = microOps.listStart(mops.get(0)) + facts.indexIn(mops.get(0), element) + 1;
    for (int at = end; at < microOps.listEnd(mops.get(0)); at++) {
      if (!appends(refs.get(0), microOps.element(at))) {
        return false;
      }
    }
    return sees(element);
  }

  /** The read shows the second append of a transaction without, or before, its first one. */
  private boolean isOutOfOwnOrder(int element) {
    int earlier = microOps.value(mops.get(1));
    if (!isAppend(1, earlier)
        || !isAppend(2, element)
        || !isSame(1, 2)
        || isFailed(1)
        || refs.get(1).index() >= refs.get(2).index()) {
      return false;
    }
    int before = facts.indexIn(mops.get(0), earlier);
    return sees(element) && (before < 0 || before > facts.indexIn(mops.get(0), element));
  }

  /** Whether the transaction of a reference appends the value to the key. */
  private boolean appends(MicroOpRef ref, int value) {
    int start = microOps.start(ref.event());
    for (int mop = start; mop < microOps.end(ref.event()); mop++) {
      if (microOps.kind(mop) == MicroOps.APPEND
          && microOps.key(mop) == microOps.key(mops.get(0))
          && microOps.value(mop) == value) {
        return true;
      }
    }
    return false;
  }

  /** A list with an element of a failed transaction before one of a transaction that completed. */
  private boolean isDirty(int element) {
    int later = microOps.value(mops.get(2));
    return isAppend(1, element)
        && isFailed(1)
        && isAppend(2, later)
        && history.outcome(refs.get(2).transaction()) == EventType.OK
        && sees(element)
        && facts.indexIn(mops.get(0), element) < facts.indexIn(mops.get(0), later);
  }

  private boolean isRepeated() {
    int read = mops.get(0);
    for (int at = microOps.listStart(read); at < microOps.listEnd(read); at++) {
      if (facts.indexIn(read, microOps.element(at)) < at - microOps.listStart(read)) {
        return true;
      }
    }
    return false;
  }

  private boolean isPrefix(int i, int j) {
    int mine = mops.get(i);
    int size = size(mine);
    return size <= size(mops.get(j)) && isEqual(mine, mops.get(j), size);
  }

  private int size(int read) {
    return microOps.listEnd(read) - microOps.listStart(read);
  }

  private boolean isEqual(int one, int other, int size) {
    for (int i = 0; i < size; i++) {
      if (microOps.element(microOps.listStart(one) + i)
          != microOps.element(microOps.listStart(other) + i)) {
        return false;
      }
    }
    return true;
  }

  /** Two transactions whose first operation on the key read the same list, and that append. */
  private boolean isLostUpdate() {
    return !isSame(0, 1)
        && isRead(1)
        && size(mops.get(0)) == size(mops.get(1))
        && isEqual(mops.get(0), mops.get(1), size(mops.get(0)))
        && isFirstAndUpdates(0)
        && isFirstAndUpdates(1);
  }

  private boolean isFirstAndUpdates(int i) {
    MicroOpRef ref = refs.get(i);
    boolean updates = false;
    for (int mop = microOps.start(ref.event()); mop < microOps.end(ref.event()); mop++) {
      if (microOps.key(mop) == microOps.key(mops.get(0))) {
        if (mop < mops.get(i)) {
          return false;
        }
        updates |= microOps.kind(mop) == MicroOps.APPEND;
      }
    }
    return updates;
  }

  /**
   * The first reference is a read; the second an operation of the same transaction before it, since
   * when the transaction appended what lies between. The read is not what follows from that.
   */
  private boolean isUnexpected() {
    MicroOpRef read = refs.get(0);
    int from = mops.get(1);
    if (refs.get(1).index() >= read.index()) {
      return false;
    }
    boolean isKnown = microOps.kind(from) == MicroOps.READ;
    List<Integer> expected = new ArrayList<>();
    if (isKnown) {
      for (int at = microOps.listStart(from); at < microOps.listEnd(from); at++) {
        expected.add(microOps.element(at));
      }
    }
    int first = isKnown ? from : microOps.start(read.event());
    for (int mop = first; mop < mops.get(0); mop++) {
      if (microOps.key(mop) != microOps.key(from)) {
        continue;
      }
      if (microOps.kind(mop) == MicroOps.APPEND) {
        expected.add(microOps.value(mop));
      } else if (mop != from) {
        return false;
      }
    }
    int size = size(mops.get(0));
    if (isKnown ? size != expected.size() : size < expected.size()) {
      return true;
    }
    int skipped = size - expected.size();
    for (int i = 0; i < expected.size(); i++) {
      if (microOps.element(microOps.listStart(mops.get(0)) + skipped + i) != expected.get(i)) {
        return true;
      }
    }
    return false;
  }
}
