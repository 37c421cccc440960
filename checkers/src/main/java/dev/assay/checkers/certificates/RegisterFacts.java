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
 * What a history says of a few values of its registers: who wrote them, and which transactions of
 * unknown outcome took effect because completed ones read what they wrote.
 *
 * <p>First the values are named, then one pass over the history collects: linear.
 */
final class RegisterFacts {
  /** A value of the register at a key, both as value ids. */
  record Version(int key, int value) {}

  private static final int SEVERAL = -2;
  private static final int SEVERAL_FAILED = -3;

  private final History history;
  private final MicroOps microOps;
  private final Map<Version, Integer> writer = new HashMap<>();
  private final Set<Version> readByCompleted = new HashSet<>();

  RegisterFacts(History history) {
    this.history = history;
    microOps = history.microOps();
  }

  MicroOps microOps() {
    return microOps;
  }

  /** Asks for the facts of a value. */
  void want(Version version) {
    writer.putIfAbsent(version, History.NONE);
  }

  /** Asks for the facts of the values that an edge speaks of, and of its transactions. */
  void want(CycleEdge edge) {
    want(edge.first());
    want(edge.second());
    wantWritesOf(edge.from());
    wantWritesOf(edge.to());
    KeyPremise premise = edge.premise();
    if (premise != null) {
      wantAllOf(premise.earlier().transaction());
      wantAllOf(premise.later().transaction());
    }
  }

  private void want(@Nullable MicroOpRef ref) {
    int mop = mop(ref);
    if (mop >= 0) {
      want(versionOf(mop));
    }
  }

  private void wantWritesOf(int invocation) {
    want(invocation, false);
  }

  /** Asks for the facts of all values that a transaction read or wrote. */
  void wantAllOf(int invocation) {
    want(invocation, true);
  }

  private void want(int invocation, boolean alsoReads) {
    if (invocation < 0 || invocation >= history.size() || !history.isClientInvocation(invocation)) {
      return;
    }
    int event = event(invocation);
    for (int mop = microOps.start(event); mop < microOps.end(event); mop++) {
      if (alsoReads || microOps.kind(mop) == MicroOps.WRITE) {
        want(versionOf(mop));
      }
    }
  }

  void collect() {
    for (int invocation = 0; invocation < history.size(); invocation++) {
      if (!history.isClientInvocation(invocation)) {
        continue;
      }
      int by = invocation;
      int event = event(invocation);
      boolean isCompleted = history.outcome(invocation) == EventType.OK;
      for (int mop = microOps.start(event); mop < microOps.end(event); mop++) {
        Version version = versionOf(mop);
        if (microOps.kind(mop) == MicroOps.WRITE) {
          writer.computeIfPresent(version, (v, known) -> together(known, by));
        } else if (isCompleted && writer.containsKey(version)) {
          readByCompleted.add(version);
        }
      }
    }
  }

  /** The writer of a value that one more wrote: of several, one that failed is none. */
  private int together(int known, int by) {
    if (known == History.NONE) {
      return by;
    }
    boolean isFailed = history.outcome(by) == EventType.FAIL;
    boolean isKnownFailed =
        known == SEVERAL_FAILED || (known >= 0 && history.outcome(known) == EventType.FAIL);
    if (isKnownFailed != isFailed) {
      return isFailed ? known : by;
    }
    return isFailed ? SEVERAL_FAILED : SEVERAL;
  }

  Version versionOf(int mop) {
    return new Version(microOps.key(mop), microOps.value(mop));
  }

  /**
   * The invocation of the only transaction that wrote the value, or a negative number. Where one
   * did not fail, those that failed do not count.
   */
  int onlyWriter(Version version) {
    return writer.getOrDefault(version, SEVERAL);
  }

  boolean hasNoWriter(Version version) {
    return onlyWriter(version) == History.NONE;
  }

  /** Whether the transaction took effect: it completed, or a completed one read a value of it. */
  boolean tookEffect(int invocation) {
    EventType outcome = history.outcome(invocation);
    if (outcome != EventType.INFO) {
      return outcome == EventType.OK;
    }
    int event = event(invocation);
    for (int mop = microOps.start(event); mop < microOps.end(event); mop++) {
      if (microOps.kind(mop) == MicroOps.WRITE
          && readByCompleted.contains(versionOf(mop))
          && onlyWriter(versionOf(mop)) == invocation) {
        return true;
      }
    }
    return false;
  }

  /** The event that tells what a transaction did or tried to. */
  int event(int invocation) {
    return Told.event(history, invocation);
  }

  /** The micro-operation of a reference, or -1 when there is none. */
  int mop(@Nullable MicroOpRef ref) {
    if (ref == null
        || ref.transaction() < 0
        || ref.transaction() >= history.size()
        || !history.isClientInvocation(ref.transaction())
        || ref.event() != event(ref.transaction())
        || ref.index() < 0) {
      return -1;
    }
    int mop = microOps.start(ref.event()) + ref.index();
    return mop < microOps.end(ref.event()) ? mop : -1;
  }

  /** Whether it is a read that completed. */
  boolean isRead(@Nullable MicroOpRef ref) {
    int mop = mop(ref);
    return mop >= 0
        && ref != null
        && microOps.kind(mop) == MicroOps.READ
        && history.outcome(ref.transaction()) == EventType.OK;
  }

  boolean isWrite(@Nullable MicroOpRef ref) {
    int mop = mop(ref);
    return mop >= 0 && microOps.kind(mop) == MicroOps.WRITE;
  }
}
