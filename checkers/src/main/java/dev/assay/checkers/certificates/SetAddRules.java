package dev.assay.checkers.certificates;

import dev.assay.checkers.certificates.Certificate.ConflictingOperations;
import dev.assay.histories.EventType;
import dev.assay.histories.History;
import dev.assay.histories.MicroOps;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Verifies dependencies and conflicts of transactions on sets that only grow: a read shows exactly
 * what was added before it. Each rule looks through the history: linear for a piece of evidence.
 */
final class SetAddRules {
  private final History history;
  private final MicroOps microOps;

  SetAddRules(History history) {
    this.history = history;
    microOps = history.microOps();
  }

  /** Verifies the edges of a cycle, whose shape has been looked at. */
  Verification verify(List<CycleEdge> edges) {
    return DependencyEdges.verify(history, edges, this::tookEffect, this::isDependency);
  }

  private boolean isDependency(CycleEdge edge) {
    return switch (edge.kind()) {
      case "wr" ->
          isAbout(edge, edge.first())
              && isRelated(edge.first(), edge.from(), edge.second(), edge.to(), true);
      case "rw" ->
          isAbout(edge, edge.second())
              && isRelated(edge.second(), edge.to(), edge.first(), edge.from(), false);
      default -> false;
    };
  }

  /** Whether the edge tells of the key and the element that are added here. */
  private boolean isAbout(CycleEdge edge, @Nullable MicroOpRef add) {
    return add != null
        && isAdd(add)
        && key(add) == history.values().find(edge.key())
        && value(add) == history.values().find(edge.after());
  }

  /** Whether a read of one does, or does not, show what the other and nobody else added. */
  private boolean isRelated(
      @Nullable MicroOpRef add, int writer, @Nullable MicroOpRef read, int reader, boolean shows) {
    return add != null
        && read != null
        && add.transaction() == writer
        && read.transaction() == reader
        && isRead(read)
        && key(add) == key(read)
        && isOnlyBy(add)
        && shows(read, value(add)) == shows;
  }

  /** Verifies what a few micro-operations show: the first is always a read that completed. */
  Verification verify(ConflictingOperations claim) {
    List<MicroOpRef> refs = claim.microOps();
    int key = history.values().find(claim.key());
    boolean isFit = !refs.isEmpty() && isRead(refs.get(0)) && key(refs.get(0)) == key;
    for (int i = 1; i < refs.size(); i++) {
      isFit &= isOne(refs.get(i)) && key(refs.get(i)) == key;
    }
    boolean holds = isFit && holds(claim, refs, history.values().find(claim.element()));
    return holds
        ? Verification.accept("micro-operations that show " + claim.anomaly())
        : Verification.reject("the micro-operations do not show " + claim.anomaly());
  }

  private boolean holds(ConflictingOperations claim, List<MicroOpRef> refs, int element) {
    MicroOpRef read = refs.get(0);
    return switch (claim.anomaly()) {
      case "garbage-read" -> refs.size() == 1 && showsGarbage(read, claim.element(), element);
      case "duplicate-elements" -> refs.size() == 1 && count(read, element) > 1;
      case "G1a" ->
          refs.size() == 2
              && isAddOf(refs.get(1), read, element)
              && history.outcome(refs.get(1).transaction()) == EventType.FAIL
              && hasNoOtherAdder(key(read), element, -1);
      case "future-read" ->
          refs.size() == 2
              && isAddOf(refs.get(1), read, element)
              && isOnlyBy(refs.get(1))
              && isSame(read, refs.get(1))
              && read.index() < refs.get(1).index();
      case "G1b" ->
          refs.size() == 3
              && isAddOf(refs.get(1), read, element)
              && isOnlyBy(refs.get(1))
              && !isSame(read, refs.get(1))
              && isSame(refs.get(1), refs.get(2))
              && refs.get(1).index() < refs.get(2).index()
              && isAdd(refs.get(2))
              && !shows(read, value(refs.get(2)));
      case "internal" -> refs.size() == 2 && isUnexpected(read, refs.get(1));
      default -> false;
    };
  }

  private boolean showsGarbage(MicroOpRef read, @Nullable Object garbage, int element) {
    if (element >= 0) {
      return shows(read, element) && hasNoAdder(key(read), element);
    }
    return value(read) > 0
        && history.values().get(value(read)) instanceof Set<?> set
        && Shapes.has(set, garbage);
  }

  private int count(MicroOpRef read, int element) {
    int count = 0;
    for (int at = microOps.listStart(mop(read)); at < microOps.listEnd(mop(read)); at++) {
      count += microOps.element(at) == element ? 1 : 0;
    }
    return count;
  }

  private boolean isAddOf(MicroOpRef add, MicroOpRef read, int element) {
    return element >= 0 && isAdd(add) && value(add) == element && shows(read, element);
  }

  /** A read without what the transaction added or read before, or with more than it read. */
  private boolean isUnexpected(MicroOpRef read, MicroOpRef earlier) {
    if (!isSame(read, earlier) || earlier.index() >= read.index()) {
      return false;
    }
    if (isAdd(earlier)) {
      return !shows(read, value(earlier));
    }
    Set<Integer> expected = SetState.elements(history, mop(earlier));
    for (int mop = mop(earlier) + 1; mop < mop(read); mop++) {
      if (microOps.kind(mop) != MicroOps.READ && microOps.key(mop) == key(read)) {
        expected.add(microOps.value(mop));
      }
    }
    return !expected.equals(SetState.elements(history, mop(read)));
  }

  private boolean shows(MicroOpRef read, int element) {
    return SetState.elements(history, mop(read)).contains(element);
  }

  private static boolean isSame(MicroOpRef one, MicroOpRef other) {
    return one.transaction() == other.transaction();
  }

  private boolean isOnlyBy(MicroOpRef add) {
    return hasNoOtherAdder(key(add), value(add), add.transaction());
  }

  private boolean hasNoAdder(int key, int element) {
    for (int txn = 0; txn < history.size(); txn++) {
      if (isTransaction(txn) && adds(txn, key, element)) {
        return false;
      }
    }
    return true;
  }

  /** Whether nobody else that did not fail added the element. */
  private boolean hasNoOtherAdder(int key, int element, int adder) {
    for (int txn = 0; txn < history.size(); txn++) {
      if (isTransaction(txn)
          && txn != adder
          && history.outcome(txn) != EventType.FAIL
          && adds(txn, key, element)) {
        return false;
      }
    }
    return true;
  }

  private boolean adds(int invocation, int key, int element) {
    int event = Told.event(history, invocation);
    for (int mop = microOps.start(event); mop < microOps.end(event); mop++) {
      if (microOps.kind(mop) != MicroOps.READ
          && microOps.key(mop) == key
          && microOps.value(mop) == element) {
        return true;
      }
    }
    return false;
  }

  /** Whether it completed, or a completed one read what it and nobody else added. */
  private boolean tookEffect(int invocation) {
    EventType outcome = history.outcome(invocation);
    if (outcome != EventType.INFO) {
      return outcome == EventType.OK;
    }
    int event = Told.event(history, invocation);
    for (int add = microOps.start(event); add < microOps.end(event); add++) {
      if (microOps.kind(add) != MicroOps.READ
          && hasNoOtherAdder(microOps.key(add), microOps.value(add), invocation)
          && isSeen(microOps.key(add), microOps.value(add))) {
        return true;
      }
    }
    return false;
  }

  private boolean isSeen(int key, int element) {
    for (int txn = 0; txn < history.size(); txn++) {
      if (!isTransaction(txn) || history.outcome(txn) != EventType.OK) {
        continue;
      }
      int event = Told.event(history, txn);
      for (int mop = microOps.start(event); mop < microOps.end(event); mop++) {
        if (microOps.kind(mop) == MicroOps.READ
            && microOps.key(mop) == key
            && SetState.elements(history, mop).contains(element)) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean isTransaction(int event) {
    return event >= 0 && event < history.size() && history.isClientInvocation(event);
  }

  private boolean isAdd(MicroOpRef ref) {
    return isOne(ref) && microOps.name(microOps.kind(mop(ref))).equals("add");
  }

  /** Whether it names a read that completed. */
  private boolean isRead(MicroOpRef ref) {
    return isOne(ref)
        && microOps.kind(mop(ref)) == MicroOps.READ
        && history.outcome(ref.transaction()) == EventType.OK;
  }

  private boolean isOne(MicroOpRef ref) {
    return isTransaction(ref.transaction())
        && ref.event() == Told.event(history, ref.transaction())
        && ref.index() >= 0
        && mop(ref) < microOps.end(ref.event());
  }

  private int mop(MicroOpRef ref) {
    return microOps.start(ref.event()) + ref.index();
  }

  private int key(MicroOpRef ref) {
    return microOps.key(mop(ref));
  }

  private int value(MicroOpRef ref) {
    return microOps.value(mop(ref));
  }
}
