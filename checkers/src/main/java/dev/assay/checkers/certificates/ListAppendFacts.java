package dev.assay.checkers.certificates;

import dev.assay.histories.EventType;
import dev.assay.histories.History;
import dev.assay.histories.MicroOps;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a history says of a few elements of its lists: who appended them, and which transactions of
 * unknown outcome took effect because completed ones read what they appended.
 *
 * <p>First the elements are named, then one pass over the history collects: linear.
 */
final class ListAppendFacts {
  /** An element of the list at a key, both as value ids. */
  record Element(int key, int value) {}

  private static final int SEVERAL = -2;

  private final History history;
  private final MicroOps microOps;
  private final Map<Element, Integer> appender = new HashMap<>();
  private final Set<Element> readByCompleted = new HashSet<>();
  private boolean isCollected;

  ListAppendFacts(History history) {
    this.history = history;
    microOps = history.microOps();
  }

  MicroOps microOps() {
    return microOps;
  }

  /** Asks for the facts of an element. */
  void want(Element element) {
    if (isCollected) {
      throw new IllegalStateException("the facts are collected already");
    }
    appender.putIfAbsent(element, History.NONE);
  }

  /** Asks for the facts of everything that a transaction appended. */
  void wantAppendsOf(int invocation) {
    int event = Told.event(history, invocation);
    for (int mop = microOps.start(event); mop < microOps.end(event); mop++) {
      if (microOps.kind(mop) == MicroOps.APPEND) {
        want(new Element(microOps.key(mop), microOps.value(mop)));
      }
    }
  }

  void collect() {
    isCollected = true;
    for (int event = 0; event < history.size(); event++) {
      if (!history.isClientInvocation(event)) {
        continue;
      }
      int appends = Told.event(history, event);
      for (int mop = microOps.start(appends); mop < microOps.end(appends); mop++) {
        if (microOps.kind(mop) == MicroOps.APPEND) {
          int by = event;
          appender.computeIfPresent(
              new Element(microOps.key(mop), microOps.value(mop)),
              (element, known) -> known == History.NONE ? by : SEVERAL);
        }
      }
      if (history.outcome(event) == EventType.OK) {
        collectReads(history.pair(event));
      }
    }
  }

  private void collectReads(int completion) {
    for (int mop = microOps.start(completion); mop < microOps.end(completion); mop++) {
      for (int at = microOps.listStart(mop); at < microOps.listEnd(mop); at++) {
        Element element = new Element(microOps.key(mop), microOps.element(at));
        if (microOps.kind(mop) == MicroOps.READ && appender.containsKey(element)) {
          readByCompleted.add(element);
        }
      }
    }
  }

  /** The invocation of the only transaction that appended the element, whatever became of it. */
  boolean isOnlyAppender(Element element, int invocation) {
    Integer known = appender.get(element);
    return known != null && known == invocation;
  }

  boolean hasNoAppender(Element element) {
    Integer known = appender.get(element);
    return known != null && known == History.NONE;
  }

  /** Whether the transaction took effect: it completed, or a completed one read its element. */
  boolean tookEffect(int invocation) {
    EventType outcome = history.outcome(invocation);
    if (outcome != EventType.INFO) {
      return outcome == EventType.OK;
    }
    int event = Told.event(history, invocation);
    for (int mop = microOps.start(event); mop < microOps.end(event); mop++) {
      Element element = new Element(microOps.key(mop), microOps.value(mop));
      if (microOps.kind(mop) == MicroOps.APPEND
          && readByCompleted.contains(element)
          && isOnlyAppender(element, invocation)) {
        return true;
      }
    }
    return false;
  }

  /** Whether the transaction appends anything. */
  boolean appends(int invocation) {
    int event = Told.event(history, invocation);
    for (int mop = microOps.start(event); mop < microOps.end(event); mop++) {
      if (microOps.kind(mop) == MicroOps.APPEND) {
        return true;
      }
    }
    return false;
  }

  /** The micro-operation that a reference names, or -1 when it names none. */
  int mop(@Nullable MicroOpRef ref) {
    if (ref == null || !isTransaction(ref.transaction())) {
      return -1;
    }
    boolean isOwn =
        ref.event() == ref.transaction()
            || (ref.event() >= 0 && ref.event() == history.pair(ref.transaction()));
    int mop = isOwn ? microOps.start(ref.event()) + ref.index() : -1;
    return isOwn && ref.index() >= 0 && mop < microOps.end(ref.event()) ? mop : -1;
  }

  boolean isTransaction(int invocation) {
    return invocation >= 0 && invocation < history.size() && history.isClientInvocation(invocation);
  }

  /** Whether the reference names an append, and by the event that counts. */
  boolean isAppend(@Nullable MicroOpRef ref) {
    int mop = mop(ref);
    return mop >= 0
        && ref != null
        && microOps.kind(mop) == MicroOps.APPEND
        && ref.event() == Told.event(history, ref.transaction());
  }

  /** Whether the reference names a read of a completed transaction. */
  boolean isRead(@Nullable MicroOpRef ref) {
    int mop = mop(ref);
    return mop >= 0
        && ref != null
        && microOps.kind(mop) == MicroOps.READ
        && ref.event() == history.pair(ref.transaction())
        && history.outcome(ref.transaction()) == EventType.OK;
  }

  /** Where the value is in the list that was read, or -1. */
  int indexIn(int read, int value) {
    for (int at = microOps.listStart(read); at < microOps.listEnd(read); at++) {
      if (microOps.element(at) == value) {
        return at - microOps.listStart(read);
      }
    }
    return -1;
  }

  Element elementOf(int append) {
    return new Element(microOps.key(append), microOps.value(append));
  }
}
