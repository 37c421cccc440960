package dev.assay.checkers.isolation.timestamps;

import dev.assay.checkers.isolation.timestamps.TinyTimestamps.Mop;
import dev.assay.checkers.isolation.timestamps.TinyTimestamps.Txn;
import dev.assay.histories.EventType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Whether the timestamps of a few transactions are an order that explains them, by trying all
 * orders of the moments that agree with the timestamps: those of unknown outcome in or out, those
 * of unknown timestamp anywhere.
 */
final class TimestampsByForce {
  /** Which transactions keep the order in which they were invoked after others had completed. */
  enum Kept {
    NOTHING,
    PROCESSES,
    REAL_TIME
  }

  /** A transaction begins, commits, or both. */
  private record Moment(Txn txn, boolean begins, boolean commits, @Nullable Integer place) {}

  private final TinyTimestamps one;
  private final boolean ofSnapshots;
  private final Kept kept;

  TimestampsByForce(TinyTimestamps one, boolean ofSnapshots, Kept kept) {
    this.one = one;
    this.ofSnapshots = ofSnapshots;
    this.kept = kept;
  }

  /** Whether every completed transaction tells the timestamps that it needs. */
  boolean isComplete() {
    return one.transactions().stream()
        .filter(txn -> txn.outcome == EventType.OK)
        .allMatch(
            txn -> {
              boolean hasReads = txn.start != null || (!ofSnapshots && txn.commit != null);
              boolean hasWrites = txn.commit != null;
              return ofSnapshots
                  ? (hasReads || !txn.reads()) && (hasWrites || !txn.writes())
                  : txn.writes() ? hasWrites : hasReads;
            });
  }

  boolean isExplained() {
    List<Moment> moments = new ArrayList<>();
    for (Txn txn : one.transactions()) {
      if (txn.outcome != EventType.FAIL && !addMoments(txn, moments)) {
        return false;
      }
    }
    return search(moments, new State());
  }

  /** False when a transaction that completed contradicts itself. */
  private boolean addMoments(Txn txn, List<Moment> moments) {
    Integer commit = txn.commit;
    Integer start = txn.start;
    boolean needsCommit = txn.writes() || (!ofSnapshots && start == null);
    boolean needsStart = ofSnapshots && !txn.writes();
    if ((needsCommit && commit == null) || (needsStart && start == null)) {
      // Of unknown outcome, and at an unknown moment.
      moments.add(new Moment(txn, true, true, null));
    } else if (!ofSnapshots) {
      moments.add(new Moment(txn, true, true, commit == null ? place(start, 2) : place(commit, 1)));
    } else if (start != null && commit != null && commit < start) {
      return txn.outcome == EventType.INFO;
    } else if (!txn.writes()) {
      moments.add(new Moment(txn, true, true, place(start, 2)));
    } else if (start == null || start.equals(commit)) {
      moments.add(new Moment(txn, true, true, place(commit, 1)));
    } else {
      moments.add(new Moment(txn, true, false, place(start, 2)));
      moments.add(new Moment(txn, false, true, place(commit, 0)));
    }
    return true;
  }

  private static @Nullable Integer place(@Nullable Integer timestamp, int kind) {
    return timestamp == null ? null : timestamp * 3 + kind;
  }

  /** What was there after some moments. */
  private static final class State {
    final Map<Integer, List<Integer>> values;
    final Map<Integer, Integer> committedAt;
    final Map<Txn, Integer> begun;
    final int moment;

    State() {
      this(new TreeMap<>(), new TreeMap<>(), new HashMap<>(), 0);
    }

    private State(
        Map<Integer, List<Integer>> values,
        Map<Integer, Integer> committedAt,
        Map<Txn, Integer> begun,
        int moment) {
      this.values = values;
      this.committedAt = committedAt;
      this.begun = begun;
      this.moment = moment;
    }

    State next() {
      return new State(
          new TreeMap<>(values), new TreeMap<>(committedAt), new HashMap<>(begun), moment + 1);
    }
  }

  private boolean search(List<Moment> left, State state) {
    if (left.isEmpty()) {
      return true;
    }
    int least =
        left.stream()
            .filter(moment -> moment.place() != null)
            .mapToInt(Moment::place)
            .min()
            .orElse(0);
    for (Moment moment : left) {
      boolean isInfo = moment.txn().outcome == EventType.INFO;
      if (isInfo && !state.begun.containsKey(moment.txn())) {
        // Leaving it out altogether.
        if (search(left.stream().filter(m -> m.txn() != moment.txn()).toList(), state)) {
          return true;
        }
      }
      if (moment.place() != null && moment.place() != least) {
        continue;
      }
      State next = state.next();
      if (isLegal(moment, next)) {
        List<Moment> rest = new ArrayList<>(left);
        rest.remove(moment);
        if (search(rest, next)) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean isLegal(Moment moment, State state) {
    Txn txn = moment.txn();
    if (moment.begins()) {
      state.begun.put(txn, state.moment);
      Map<Integer, List<Integer>> view = new TreeMap<>(state.values);
      for (Mop mop : txn.mops) {
        List<Integer> now = view.getOrDefault(mop.key(), List.of());
        if (!mop.isRead()) {
          view.put(mop.key(), one.written(now, mop));
        } else if (txn.outcome == EventType.OK && !now.equals(mop.values())) {
          return false;
        }
      }
    }
    if (!moment.commits()) {
      return true;
    }
    Integer begun = state.begun.get(txn);
    if (begun == null) {
      return false;
    }
    for (Txn other : state.begun.keySet()) {
      boolean isOrdered =
          kept == Kept.REAL_TIME || (kept == Kept.PROCESSES && txn.process == other.process);
      if (isOrdered && txn.outcome == EventType.OK && txn.completed < other.invoked) {
        return false;
      }
    }
    for (Mop mop : txn.mops) {
      if (!mop.isRead()) {
        int last = state.committedAt.getOrDefault(mop.key(), -1);
        if (last > begun && last != state.moment) {
          return false;
        }
        state.committedAt.put(mop.key(), state.moment);
        List<Integer> now = state.values.getOrDefault(mop.key(), List.of());
        state.values.put(mop.key(), one.written(now, mop));
      }
    }
    return true;
  }
}
