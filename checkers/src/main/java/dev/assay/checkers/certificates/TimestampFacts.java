package dev.assay.checkers.certificates;

import dev.assay.histories.History;
import dev.assay.histories.MicroOps;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The timestamps that a history tells of its transactions, and what they say of who sees whom: that
 * of a commit alone, or those of snapshots that began at one timestamp and committed at another.
 *
 * <p>Where two timestamps are the same, most of it is open: then neither of two opposite questions
 * is answered with yes.
 */
final class TimestampFacts {
  private final History history;
  private final boolean ofSnapshots;

  /**
   * @param ofSnapshots whether transactions read at their start timestamps, not where they commit
   */
  TimestampFacts(History history, boolean ofSnapshots) {
    this.history = history;
    this.ofSnapshots = ofSnapshots;
  }

  /** The transaction's {@code start-ts}, or null when the history tells none. */
  @Nullable List<Long> start(int invocation) {
    return timestamp(invocation, "start-ts");
  }

  /** The transaction's {@code commit-ts}, or null. */
  @Nullable List<Long> commit(int invocation) {
    return timestamp(invocation, "commit-ts");
  }

  private @Nullable List<Long> timestamp(int invocation, String name) {
    int completion = history.pair(invocation);
    Object told = completion == History.NONE ? null : history.extra(completion).get(name);
    Object value = told != null ? told : history.extra(invocation).get(name);
    if (value instanceof Long one) {
      return List.of(one);
    }
    return value instanceof List<?> all && all.stream().allMatch(Long.class::isInstance)
        ? all.stream().map(Long.class::cast).toList()
        : null;
  }

  static int compare(List<Long> one, List<Long> other) {
    for (int i = 0; i < Math.min(one.size(), other.size()); i++) {
      if (!one.get(i).equals(other.get(i))) {
        return one.get(i).compareTo(other.get(i));
      }
    }
    return Integer.compare(one.size(), other.size());
  }

  /** Where a transaction's reads are, or null. */
  @Nullable List<Long> reads(int invocation) {
    List<Long> commit = commit(invocation);
    boolean hasStart = start(invocation) != null;
    return hasStart && (ofSnapshots || (commit == null && !writes(invocation)))
        ? start(invocation)
        : commit;
  }

  /** Where a transaction's writes are; one that only reads is nowhere else. Or null. */
  @Nullable List<Long> takesEffect(int invocation) {
    return writes(invocation) ? commit(invocation) : reads(invocation);
  }

  /**
   * Whether a transaction reads at a single timestamp all that was committed until then, that
   * timestamp included: a snapshot, or one that only reads and tells no more than its start.
   */
  private boolean isInclusive(int invocation) {
    List<Long> start = start(invocation);
    List<Long> commit = commit(invocation);
    return start != null
        && (ofSnapshots
            ? !writes(invocation) || commit == null || compare(start, commit) != 0
            : commit == null && !writes(invocation));
  }

  /** Whether it begins and commits at once, as all do where only commits count. */
  private boolean isAtOnce(int invocation) {
    List<Long> start = start(invocation);
    List<Long> commit = commit(invocation);
    return writes(invocation) && (!ofSnapshots || start == null || start.equals(commit));
  }

  /** Whether the reader's snapshot certainly has what the writer wrote. */
  boolean isVisible(int writer, int reader) {
    List<Long> at = commit(writer);
    List<Long> until = reads(reader);
    if (at == null || until == null) {
      return false;
    }
    int order = compare(at, until);
    return order < 0 || (order == 0 && (isInclusive(reader) || !isAtOnce(writer)));
  }

  /** Whether the reader's snapshot certainly has nothing that the writer wrote. */
  boolean isInvisible(int writer, int reader) {
    List<Long> at = commit(writer);
    List<Long> until = reads(reader);
    return at != null && until != null && compare(at, until) > 0;
  }

  /** Whether one certainly commits before the other. */
  boolean isBefore(int one, int other) {
    List<Long> first = commit(one);
    List<Long> second = commit(other);
    return first != null && second != null && compare(first, second) < 0;
  }

  /** Whether one certainly takes effect only after the other has begun. */
  boolean isAfterBeginOf(int one, int other) {
    List<Long> late = takesEffect(one);
    List<Long> begin = begin(other);
    if (late == null || begin == null) {
      return false;
    }
    int order = compare(late, begin);
    return order > 0 || (order == 0 && !ofSnapshots && isInclusive(one) && !isInclusive(other));
  }

  /** When a transaction began, at the latest: one that tells no start began as it committed. */
  @Nullable List<Long> begin(int invocation) {
    List<Long> start = ofSnapshots ? start(invocation) : reads(invocation);
    return start != null ? start : commit(invocation);
  }

  /** Whether both certainly were under way at the same time. */
  boolean isOverlapping(int one, int other) {
    List<Long> begin = begin(one);
    List<Long> otherBegin = begin(other);
    List<Long> end = commit(one);
    List<Long> otherEnd = commit(other);
    return begin != null
        && otherBegin != null
        && end != null
        && otherEnd != null
        && compare(begin, otherEnd) < 0
        && compare(otherBegin, end) < 0;
  }

  /** Whether it writes or appends anything. */
  private boolean writes(int invocation) {
    MicroOps microOps = history.microOps();
    int event = Told.event(history, invocation);
    for (int mop = microOps.start(event); mop < microOps.end(event); mop++) {
      if (microOps.kind(mop) != MicroOps.READ) {
        return true;
      }
    }
    return false;
  }
}
