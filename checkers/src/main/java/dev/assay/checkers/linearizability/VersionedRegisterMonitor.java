package dev.assay.checkers.linearizability;

import dev.assay.checkers.linearizability.models.VersionedRegisterModel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides a register whose responses tell its version, O(n log n).
 *
 * <p>Versions order the changes, and a read comes after the change that made its version: {@link
 * RankedOrder}. This is the read-mapping case of Gibbons and Korach 1997, §4, with the write order
 * given. A version that nobody was told of is given to a pending change that made the value read
 * there, the one invoked first; what that does not explain the search decides.
 */
final class VersionedRegisterMonitor implements Monitor {
  private final VersionedRegisterModel model;

  VersionedRegisterMonitor(VersionedRegisterModel model) {
    this.model = model;
  }

  @Override
  public String name() {
    return "ranks";
  }

  @Override
  public @Nullable Answer decide(Problem problem) {
    return new Run(problem, model).decide();
  }

  private static final class Run {
    private static final int NONE = -1;

    private final Problem problem;
    private final boolean hasGaps;
    private final long[] versionOf;
    private final boolean[] isRead;
    private final boolean[] tellsNothing;

    /** The change that made each version. */
    private final Map<Long, Integer> changes = new HashMap<>();

    /** A value of each version that was read. */
    private final Map<Long, Object> seen = new HashMap<>();

    /** Changes of unknown outcome by the value they write, the one invoked first in front. */
    private final Map<Optional<Object>, Deque<Integer>> pending = new HashMap<>();

    Run(Problem problem, VersionedRegisterModel model) {
      this.problem = problem;
      hasGaps = model.hasGaps();
      versionOf = new long[problem.size()];
      isRead = new boolean[problem.size()];
      tellsNothing = new boolean[problem.size()];
    }

    @Nullable Answer decide() {
      for (int op = 0; op < problem.size(); op++) {
        Action action = problem.action(op);
        isRead[op] = action.f().equals("read");
        if (problem.isPending(op)) {
          pending.computeIfAbsent(made(action), v -> new ArrayDeque<>()).add(op);
          continue;
        }
        Long version = VersionedRegisterModel.version(action);
        Object value = VersionedRegisterModel.value(action);
        if (version == null && !(isRead[op] && value == null)) {
          return null;
        }
        tellsNothing[op] = version == null;
        if (version != null && !note(op, version, value)) {
          return no().with(new Pair(op, Objects.requireNonNull(changes.get(version))));
        }
      }
      RankedOrder told = order(Map.of());
      if (!told.exists()) {
        return no().with(told.clash());
      }
      Pair values = clashOfValues();
      if (values != null) {
        return no().with(values);
      }
      boolean isForced = pending.isEmpty();
      RankedOrder order = order(filled());
      Answer answer = order.exists() ? Replay.confirmed(problem, order.order()) : null;
      return answer == null && isForced ? no() : answer;
    }

    /** False when another change made the version. */
    private boolean note(int op, long version, @Nullable Object value) {
      versionOf[op] = version;
      if (!isRead[op]) {
        return changes.putIfAbsent(version, op) == null;
      }
      if (value != null) {
        seen.put(version, value);
      }
      return true;
    }

    /** Two operations of which one found what the other, by their versions, cannot have left. */
    private @Nullable Pair clashOfValues() {
      Map<Long, Integer> leaving = new HashMap<>();
      for (int op = 0; op < problem.size(); op++) {
        if (isTold(op) && VersionedRegisterModel.left(problem.action(op)) != null) {
          leaving.merge(versionOf[op], op, (one, other) -> isRead[one] ? other : one);
        }
      }
      for (int op = 0; op < problem.size(); op++) {
        if (isTold(op)) {
          long found = isRead[op] || hasGaps ? versionOf[op] : versionOf[op] - 1;
          Integer from = leaving.get(found);
          if (from != null && from != op && new Pair(from, op).clashes(problem)) {
            return new Pair(from, op);
          }
        }
      }
      return null;
    }

    private boolean isTold(int op) {
      return !problem.isPending(op) && !tellsNothing[op];
    }

    /** Pending changes for versions that need one. */
    private Map<Integer, Long> filled() {
      Map<Integer, Long> versions = new HashMap<>();
      List<Long> unseen = new ArrayList<>();
      for (long version : missing()) {
        Object value = seen.get(version);
        Deque<Integer> ops = value == null ? null : pending.get(Optional.of(value));
        if (ops != null && !ops.isEmpty()) {
          versions.put(ops.remove(), version);
        } else if (value == null) {
          unseen.add(version);
        }
      }
      List<Integer> left = new ArrayList<>();
      pending.values().forEach(left::addAll);
      Collections.sort(left);
      for (int i = 0; i < Math.min(left.size(), unseen.size()); i++) {
        versions.put(left.get(i), unseen.get(i));
      }
      return versions;
    }

    /** Versions, ascending, that were there but that no change was told of. */
    private List<Long> missing() {
      List<Long> missing = new ArrayList<>();
      if (!hasGaps) {
        long highest = 0;
        for (long version : versionOf) {
          highest = Math.max(highest, version);
        }
        for (long v = 1; v <= highest && missing.size() <= problem.size(); v++) {
          if (!changes.containsKey(v)) {
            missing.add(v);
          }
        }
        return missing;
      }
      for (int op = 0; op < problem.size(); op++) {
        long version = versionOf[op];
        if (isRead[op] && !tellsNothing[op] && version > 0 && !changes.containsKey(version)) {
          missing.add(version);
        }
      }
      return missing.stream().sorted().distinct().toList();
    }

    private RankedOrder order(Map<Integer, Long> filled) {
      long[] versions = Arrays.copyOf(versionOf, problem.size() + filled.size());
      int next = problem.size();
      for (long version : filled.values()) {
        versions[next++] = version;
      }
      long[] sorted = Arrays.stream(versions).sorted().distinct().toArray();
      RankedOrder order = new RankedOrder(problem);
      for (int op = 0; op < problem.size(); op++) {
        if (tellsNothing[op]) {
          order.between(op, NONE, RankedOrder.LAST);
          continue;
        }
        Long version = problem.isPending(op) ? filled.get(op) : (Long) versionOf[op];
        if (version != null) {
          order.put(op, 2 * Arrays.binarySearch(sorted, version) + (isRead[op] ? 1 : 0));
        }
      }
      return order;
    }

    private static Optional<Object> made(Action action) {
      Object value = VersionedRegisterModel.value(action);
      return Optional.ofNullable(
          action.f().equals("cas") && value instanceof List<?> change ? change.get(1) : value);
    }

    private Answer.No no() {
      return Answer.No.until(problem, problem.positions() - 1);
    }
  }
}
