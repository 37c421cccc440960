package dev.assay.checkers.linearizability;

import dev.assay.checkers.linearizability.models.EtcdKvModel;
import dev.assay.checkers.linearizability.models.EtcdKvModel.Seen;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Goes through the revisions of an etcd store in their order and looks for what made each of them:
 * depth first, one candidate of unknown outcome after the other where nobody was told.
 */
final class RevisionWalk {
  private static final long STEPS_MAX = 20_000_000;
  private static final int NONE = -1;

  private final Problem problem;
  private final Model model;

  /** The last revision that anybody was told of; nothing after it was noticed. */
  private final int last;

  /** Operations of known outcome by the revision they were told. */
  private final List<List<Integer>> told = new ArrayList<>();

  /** The operation that made each revision; {@link #NONE} while unknown. */
  private final int[] maker;

  /** The first return of an operation at this or a later revision. */
  private final int[] deadline;

  /** What was shown of the change that made a revision: one of the keys it put. */
  private final Map<Long, Seen> seen = new HashMap<>();

  /** Transactions of unknown outcome by what they put, and all of them. */
  private final Map<Object, List<Integer>> byWrite = new HashMap<>();

  private final List<Integer> unknown = new ArrayList<>();
  private final Object[] states;
  private final boolean[] isUsed;
  private boolean isPossible = true;
  private long steps;

  RevisionWalk(Problem problem) {
    this.problem = problem;
    model = problem.model();
    int highest = 1;
    for (int op = 0; op < problem.size(); op++) {
      if (problem.isPending(op)) {
        unknown.add(op);
        index(op);
        continue;
      }
      long revision = EtcdKvModel.revision(problem.action(op));
      // More revisions than operations: some of them nobody can have made.
      isPossible &= revision >= 1 && revision <= problem.size() + 1L;
      highest = isPossible ? Math.max(highest, (int) revision) : highest;
    }
    last = highest;
    maker = new int[last + 2];
    Arrays.fill(maker, NONE);
    deadline = new int[last + 2];
    Arrays.fill(deadline, Integer.MAX_VALUE);
    states = new Object[last + 2];
    isUsed = new boolean[problem.size()];
    for (int r = 0; r <= last; r++) {
      told.add(new ArrayList<>());
    }
    if (isPossible) {
      note();
    }
  }

  private void index(int op) {
    Action action = problem.action(op);
    if (action.f().equals("txn")) {
      Set<Object> puts = new HashSet<>();
      for (List<?> write : EtcdKvModel.writes(action)) {
        if (write.size() > 2) {
          puts.add(List.of(write.get(1), write.get(2)));
        }
      }
      puts.forEach(put -> byWrite.computeIfAbsent(put, p -> new ArrayList<>()).add(op));
    }
  }

  private void note() {
    for (int op = 0; op < problem.size(); op++) {
      if (problem.isPending(op)) {
        continue;
      }
      Action action = problem.action(op);
      int revision = (int) EtcdKvModel.revision(action);
      told.get(revision).add(op);
      deadline[revision] = Math.min(deadline[revision], problem.ret()[op]);
      for (Seen one : EtcdKvModel.seen(action)) {
        isPossible &= one.revision() <= revision;
        seen.put(one.revision(), one);
      }
    }
    for (int r = last; r > 0; r--) {
      deadline[r] = Math.min(deadline[r], deadline[r + 1]);
    }
  }

  /** False when some revision cannot have been told. */
  boolean isPossible() {
    return isPossible;
  }

  /** Whether the operation made a revision in the walk. */
  boolean isChange(int op, long revision) {
    return maker[(int) revision] == op;
  }

  /** The revision of each operation, 0 for one that takes no part. */
  long[] revisions() {
    long[] revisions = new long[problem.size()];
    for (int r = 1; r <= last; r++) {
      for (int op : told.get(r)) {
        revisions[op] = r;
      }
      if (maker[r] != NONE) {
        revisions[maker[r]] = r;
      }
    }
    return revisions;
  }

  /** False when nothing was found; then nothing is there unless the steps ran out. */
  boolean walk() {
    states[1] = model.initial();
    if (!agree(1)) {
      return false;
    }
    List<List<Integer>> candidates = new ArrayList<>();
    int[] next = new int[last + 2];
    candidates.add(List.of());
    candidates.add(List.of());
    int revision = 2;
    while (revision > 1 && revision <= last && steps < STEPS_MAX) {
      if (candidates.size() == revision) {
        candidates.add(candidates(revision));
        next[revision] = 0;
      }
      if (advance(revision, candidates.get(revision), next)) {
        revision++;
      } else {
        candidates.remove(revision);
        revision--;
        undo(revision);
      }
    }
    return revision > last;
  }

  /** Whether all was tried in vain, when {@link #walk} found nothing. */
  boolean isExhausted() {
    return steps < STEPS_MAX;
  }

  /** Makes the revision by the next candidate that fits; false when none is left. */
  private boolean advance(int revision, List<Integer> candidates, int[] next) {
    while (next[revision] < candidates.size()) {
      int op = candidates.get(next[revision]++);
      Object after = step(states[revision - 1], op);
      if (after == null || EtcdKvModel.revision(after) != revision) {
        continue;
      }
      states[revision] = after;
      maker[revision] = op;
      isUsed[op] = true;
      if (agree(revision)) {
        return true;
      }
      undo(revision);
    }
    return false;
  }

  private void undo(int revision) {
    if (maker[revision] != NONE) {
      isUsed[maker[revision]] = false;
      maker[revision] = NONE;
    }
  }

  private @Nullable Object step(Object state, int op) {
    steps++;
    return model.step(state, problem.action(op));
  }

  /** Whether all others that were told the revision could take place there. */
  private boolean agree(int revision) {
    Object state = Objects.requireNonNull(states[revision]);
    Seen shown = seen.get((long) revision);
    if (shown != null && !EtcdKvModel.shows(state, shown)) {
      return false;
    }
    for (int op : told.get(revision)) {
      if (op != maker[revision]) {
        Object after = step(state, op);
        if (after == null || EtcdKvModel.revision(after) != revision) {
          return false;
        }
      }
    }
    return true;
  }

  /** What may have made a revision: whoever was told so, else what is of unknown outcome. */
  private List<Integer> candidates(int revision) {
    Object before = states[revision - 1];
    List<Integer> candidates = new ArrayList<>();
    for (int op : told.get(revision)) {
      Object after = step(before, op);
      if (after != null && EtcdKvModel.revision(after) == revision) {
        candidates.add(op);
      }
    }
    Seen shown = seen.get((long) revision);
    List<Integer> open =
        shown == null
            ? unknown
            : byWrite.getOrDefault(List.of(shown.key(), shown.value()), List.of());
    for (int op : open) {
      if (!isUsed[op] && problem.inv()[op] < deadline[revision]) {
        candidates.add(op);
      }
    }
    return candidates;
  }
}
