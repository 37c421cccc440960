package dev.assay.checkers.isolation.timestamps;

import dev.assay.checkers.certificates.MicroOpRef;
import dev.assay.checkers.isolation.AnomalyType;
import dev.assay.checkers.isolation.Evidence;
import dev.assay.checkers.isolation.Findings;
import dev.assay.checkers.isolation.Transactions;
import dev.assay.histories.MicroOps;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What contradicts the timestamps, with the operations that show it. Where it is not certain,
 * because timestamps are the same or missing, the reason is kept instead.
 */
final class Contradictions {
  private final Transactions transactions;
  private final Timeline timeline;
  private final boolean ofSnapshots;
  private final Findings findings = new Findings();
  private final ReadStory story;

  /** Keys of which not every version has a known place, and why not. */
  private final Map<Integer, String> tainted = new HashMap<>();

  /** Keys of which older versions are not known at all, so that reads of them prove nothing. */
  private final Map<Integer, String> unknown = new HashMap<>();

  private @Nullable String undecided;

  Contradictions(
      Transactions transactions, Timeline timeline, Versions versions, boolean ofSnapshots) {
    this.transactions = transactions;
    this.timeline = timeline;
    this.ofSnapshots = ofSnapshots;
    story =
        versions instanceof ListVersions lists
            ? new ListReadStory(transactions, timeline, lists, ofSnapshots)
            : new RegisterReadStory(transactions, timeline, versions, ofSnapshots);
  }

  Findings findings() {
    return findings;
  }

  /** Why something is open, as the end of a sentence; null when all was decided. */
  @Nullable String undecided() {
    return undecided;
  }

  void undecided(String reason) {
    if (undecided == null) {
      undecided = reason;
    }
  }

  /** What contradicts on this key from now on proves nothing. */
  void taint(int key, String reason) {
    tainted.putIfAbsent(key, reason);
  }

  /** Nothing that a read of this key shows proves anything. */
  void leaveOpen(int key, String reason) {
    unknown.put(key, reason);
    taint(key, reason);
  }

  /** A read that does not show what is there. */
  void read(int txn, int mop) {
    String why = unknown.get(transactions.key(mop));
    if (why != null) {
      undecided(why);
      return;
    }
    if (story.isConsequence(txn, mop)) {
      return;
    }
    Evidence evidence = transactions.isOk(txn) ? story.tell(txn, mop) : null;
    String open = tainted.get(transactions.key(mop));
    if (evidence != null && (open == null || !ReadStory.isOfTimestamps(evidence.type()))) {
      add(evidence);
    } else {
      undecided(open != null ? open : story.whyOpen(txn, mop));
    }
  }

  /** Two that were under way at the same time wrote the same key. */
  void overlap(int earlier, int txn, int mop) {
    int key = transactions.key(mop);
    String open = tainted.get(key);
    if (open != null) {
      undecided(open);
      return;
    }
    boolean isCertain =
        Timeline.rank(timeline.begin(earlier)) < Timeline.rank(timeline.effect(txn))
            && Timeline.rank(timeline.begin(txn)) < Timeline.rank(timeline.effect(earlier));
    if (!isCertain) {
      // One of the two tells that it committed before it started, which is counted already.
      return;
    }
    int other = lastWrite(earlier, key);
    add(
        new Evidence(
            AnomalyType.OVERLAPPING_WRITERS,
            transactions.keyValue(key),
            null,
            List.of(transactions.ref(earlier, other), transactions.ref(txn, mop))));
  }

  /** One takes effect after the begin of one that was invoked when it had completed. */
  void order(int txn, int late, AnomalyType type) {
    int place = timeline.effect(txn);
    int begin = timeline.begin(late);
    boolean isCertain =
        begin != Timeline.NOWHERE
            && (ofSnapshots ? Timeline.rank(place) > Timeline.rank(begin) : place > begin);
    MicroOpRef first = firstOf(txn);
    MicroOpRef second = firstOf(late);
    if (!isCertain || first == null || second == null) {
      undecided(
          "the timestamps do not tell whether the operation of index "
              + transactions.history().index(transactions.completion(txn))
              + " took effect before one that was invoked later, as it must");
      return;
    }
    add(new Evidence(ofSnapshots ? ofStart(type) : type, null, null, List.of(first, second)));
  }

  /** A transaction that tells it committed before it started. */
  void inverted(int txn) {
    MicroOpRef first = firstOf(txn);
    if (first != null) {
      add(new Evidence(AnomalyType.COMMIT_BEFORE_START, null, null, List.of(first)));
    }
  }

  private static AnomalyType ofStart(AnomalyType type) {
    return type == AnomalyType.COMMIT_TIMESTAMP_REALTIME
        ? AnomalyType.START_TIMESTAMP_REALTIME
        : AnomalyType.START_TIMESTAMP_PROCESS;
  }

  private @Nullable MicroOpRef firstOf(int txn) {
    int start = transactions.start(txn);
    return start == transactions.end(txn) ? null : transactions.ref(txn, start);
  }

  private int lastWrite(int txn, int key) {
    for (int mop = transactions.end(txn) - 1; mop >= transactions.start(txn); mop--) {
      if (transactions.key(mop) == key && transactions.microOps().kind(mop) != MicroOps.READ) {
        return mop;
      }
    }
    throw new IllegalStateException("transaction " + txn + " does not write key " + key);
  }

  private void add(Evidence evidence) {
    if (findings.count(evidence.type())) {
      findings.keep(evidence);
    }
  }
}
