package dev.assay.checkers.certificates;

import dev.assay.checkers.certificates.Certificate.ConflictingOperations;
import dev.assay.histories.EventType;
import dev.assay.histories.History;
import dev.assay.histories.MicroOps;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Verifies that timestamps are not the order that they are claimed to be: what two or three
 * operations did contradicts the timestamps of their transactions. Linear in the history.
 *
 * <p>The anomalies, with their micro-operations:
 *
 * <ul>
 *   <li>{@code stale-at-commit-timestamp}, {@code stale-at-start-timestamp}: a read, and a write
 *       committed before the timestamp at which it was read, that the read does not show though
 *       nothing that it shows is later;
 *   <li>{@code future-at-commit-timestamp}, {@code future-at-start-timestamp}: a read, and a write
 *       that it shows though it was committed after;
 *   <li>{@code out-of-timestamp-order}: a read of a list that shows one append before another that
 *       was committed earlier;
 *   <li>{@code overlapping-writers}: writes of one key by transactions each of which began before
 *       the other committed;
 *   <li>{@code commit-before-start}: any micro-operation of a transaction whose timestamps say so;
 *   <li>{@code commit-timestamp-process}, {@code commit-timestamp-realtime}: of a transaction that
 *       had completed when the other was invoked, of its process or of any, though it took effect
 *       later; {@code start-timestamp-process}, {@code start-timestamp-realtime}: though it took
 *       effect after the start of the other.
 * </ul>
 */
final class TimestampVerifier {
  private static final Set<String> ANOMALIES =
      Set.of(
          "stale-at-commit-timestamp",
          "stale-at-start-timestamp",
          "future-at-commit-timestamp",
          "future-at-start-timestamp",
          "out-of-timestamp-order",
          "overlapping-writers",
          "commit-before-start",
          "commit-timestamp-process",
          "commit-timestamp-realtime",
          "start-timestamp-process",
          "start-timestamp-realtime");

  private final History history;
  private final MicroOps microOps;
  private final List<MicroOpRef> refs;
  private final String anomaly;
  private final TimestampFacts times;
  private final boolean ofLists;

  private TimestampVerifier(History history, ConflictingOperations claim) {
    this.history = history;
    microOps = history.microOps();
    refs = claim.microOps();
    anomaly = claim.anomaly();
    times =
        new TimestampFacts(
            history, anomaly.contains("start-timestamp") || anomaly.equals("overlapping-writers"));
    ofLists = claim.workload().equals("list-append");
  }

  /** Whether the anomaly is one of timestamps. */
  static boolean knows(String anomaly) {
    return ANOMALIES.contains(anomaly);
  }

  static Verification verify(History history, ConflictingOperations claim) {
    return new TimestampVerifier(history, claim).verify();
  }

  private Verification verify() {
    for (MicroOpRef ref : refs) {
      if (!isOne(ref)) {
        return Verification.reject("there is no such micro-operation: " + ref);
      }
    }
    boolean holds =
        switch (anomaly) {
          case "stale-at-commit-timestamp", "stale-at-start-timestamp" ->
              isOfRead(2) && times.isVisible(txn(1), txn(0)) && isStale();
          case "future-at-commit-timestamp", "future-at-start-timestamp" ->
              isOfRead(2) && isFuture();
          case "out-of-timestamp-order" -> ofLists && isOfRead(3) && isOutOfOrder();
          case "overlapping-writers" ->
              refs.size() == 2
                  && txn(0) != txn(1)
                  && key(0) == key(1)
                  && isWrite(0)
                  && isWrite(1)
                  && tookEffect(txn(0))
                  && tookEffect(txn(1))
                  && times.isOverlapping(txn(0), txn(1));
          case "commit-before-start" -> refs.size() == 1 && isCommitBeforeStart();
          case "commit-timestamp-realtime", "start-timestamp-realtime" ->
              history.isRealTime() && isAgainstOrder();
          default -> isAgainstOrder() && history.process(txn(0)) == history.process(txn(1));
        };
    return holds
        ? Verification.accept("micro-operations that show " + anomaly)
        : Verification.reject("the micro-operations do not show " + anomaly);
  }

  private boolean isCommitBeforeStart() {
    List<Long> start = times.start(txn(0));
    List<Long> commit = times.commit(txn(0));
    return tookEffect(txn(0))
        && start != null
        && commit != null
        && TimestampFacts.compare(commit, start) < 0;
  }

  private boolean isAgainstOrder() {
    return refs.size() == 2
        && history.outcome(txn(0)) == EventType.OK
        && tookEffect(txn(1))
        && history.pair(txn(0)) < txn(1)
        && times.isAfterBeginOf(txn(0), txn(1));
  }

  /** A read that completed, of a key that others, which the other references name, wrote. */
  private boolean isOfRead(int count) {
    if (refs.size() != count
        || microOps.kind(mop(0)) != MicroOps.READ
        || history.outcome(txn(0)) != EventType.OK) {
      return false;
    }
    for (int i = 1; i < count; i++) {
      if (!isWrite(i) || key(i) != key(0) || txn(i) == txn(0)) {
        return false;
      }
    }
    return true;
  }

  private boolean isStale() {
    if (!tookEffect(txn(1))) {
      return false;
    }
    int value = microOps.value(mop(1));
    if (ofLists) {
      return indexInRead(value) < 0;
    }
    return value != microOps.value(mop(0))
        && isFinal(1)
        && isExternal()
        && noWriter(writer -> times.isBefore(writer, txn(1)) || times.isInvisible(writer, txn(0)));
  }

  private boolean isFuture() {
    int value = microOps.value(mop(1));
    if (ofLists) {
      return indexInRead(value) >= 0 && noWriterBut(1) && times.isInvisible(txn(1), txn(0));
    }
    return value == microOps.value(mop(0))
        && isExternal()
        && times.isInvisible(txn(1), txn(0))
        && noWriter(writer -> times.isInvisible(writer, txn(0)));
  }

  private boolean isOutOfOrder() {
    int first = indexInRead(microOps.value(mop(1)));
    int second = indexInRead(microOps.value(mop(2)));
    return first >= 0
        && first < second
        && noWriterBut(1)
        && noWriterBut(2)
        && times.isBefore(txn(2), txn(1));
  }

  private int indexInRead(int element) {
    for (int at = microOps.listStart(mop(0)); at < microOps.listEnd(mop(0)); at++) {
      if (microOps.element(at) == element) {
        return at - microOps.listStart(mop(0));
      }
    }
    return -1;
  }

  /** Whether the reader did not write the key before it read. */
  private boolean isExternal() {
    for (int mop = microOps.start(refs.get(0).event()); mop < mop(0); mop++) {
      if (microOps.kind(mop) != MicroOps.READ && microOps.key(mop) == key(0)) {
        return false;
      }
    }
    return true;
  }

  private boolean isFinal(int i) {
    for (int mop = mop(i) + 1; mop < microOps.end(refs.get(i).event()); mop++) {
      if (microOps.kind(mop) != MicroOps.READ && microOps.key(mop) == key(i)) {
        return false;
      }
    }
    return true;
  }

  /** Something that is true of a transaction. */
  private interface Rule {
    boolean holds(int invocation);
  }

  /** Whether nobody can have written what the read shows, but those of whom the rule is true. */
  private boolean noWriter(Rule excluded) {
    int value = microOps.value(mop(0));
    for (int txn = 0; txn < history.size(); txn++) {
      if (history.isClientInvocation(txn)
          && txn != txn(0)
          && history.outcome(txn) != EventType.FAIL
          && writes(txn, value)
          && !excluded.holds(txn)) {
        return false;
      }
    }
    return true;
  }

  /** Whether nobody but the transaction of a reference wrote its value. */
  private boolean noWriterBut(int i) {
    int value = microOps.value(mop(i));
    for (int txn = 0; txn < history.size(); txn++) {
      if (history.isClientInvocation(txn)
          && txn != txn(i)
          && history.outcome(txn) != EventType.FAIL
          && writes(txn, value)) {
        return false;
      }
    }
    return true;
  }

  /** Whether a transaction writes a value to the key that was read. */
  private boolean writes(int invocation, int value) {
    int event = Told.event(history, invocation);
    for (int mop = microOps.start(event); mop < microOps.end(event); mop++) {
      if (microOps.kind(mop) != MicroOps.READ
          && microOps.key(mop) == key(0)
          && microOps.value(mop) == value) {
        return true;
      }
    }
    return false;
  }

  /** Whether it completed, or a completed one read what only it can have written. */
  private boolean tookEffect(int invocation) {
    EventType outcome = history.outcome(invocation);
    if (outcome != EventType.INFO) {
      return outcome == EventType.OK;
    }
    Set<List<Integer>> written = new HashSet<>();
    Set<List<Integer>> read = new HashSet<>();
    int event = Told.event(history, invocation);
    for (int mop = microOps.start(event); mop < microOps.end(event); mop++) {
      if (microOps.kind(mop) != MicroOps.READ) {
        written.add(List.of(microOps.key(mop), microOps.value(mop)));
      }
    }
    for (int txn = 0; txn < history.size(); txn++) {
      if (!history.isClientInvocation(txn)
          || txn == invocation
          || history.outcome(txn) == EventType.FAIL) {
        continue;
      }
      int told = Told.event(history, txn);
      for (int mop = microOps.start(told); mop < microOps.end(told); mop++) {
        if (microOps.kind(mop) != MicroOps.READ) {
          written.remove(List.of(microOps.key(mop), microOps.value(mop)));
        } else if (history.outcome(txn) == EventType.OK) {
          addRead(mop, read);
        }
      }
    }
    return written.stream().anyMatch(read::contains);
  }

  private void addRead(int mop, Set<List<Integer>> read) {
    if (!ofLists) {
      read.add(List.of(microOps.key(mop), microOps.value(mop)));
      return;
    }
    for (int at = microOps.listStart(mop); at < microOps.listEnd(mop); at++) {
      read.add(List.of(microOps.key(mop), microOps.element(at)));
    }
  }

  private int txn(int i) {
    return refs.get(i).transaction();
  }

  private int mop(int i) {
    return microOps.start(refs.get(i).event()) + refs.get(i).index();
  }

  private int key(int i) {
    return microOps.key(mop(i));
  }

  private boolean isWrite(int i) {
    return microOps.kind(mop(i)) == (ofLists ? MicroOps.APPEND : MicroOps.WRITE);
  }

  /** Whether it names a micro-operation, by the event that tells it. */
  private boolean isOne(@Nullable MicroOpRef ref) {
    return ref != null
        && ref.transaction() >= 0
        && ref.transaction() < history.size()
        && history.isClientInvocation(ref.transaction())
        && ref.event() == Told.event(history, ref.transaction())
        && ref.index() >= 0
        && microOps.start(ref.event()) + ref.index() < microOps.end(ref.event());
  }
}
