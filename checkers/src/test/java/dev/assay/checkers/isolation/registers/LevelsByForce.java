package dev.assay.checkers.isolation.registers;

import dev.assay.checkers.KeyOptions;
import dev.assay.checkers.isolation.registers.TinyRegisters.Txn;
import dev.assay.histories.EventType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The definitions of the strong levels, tried by force: is there an order, a choice of those whose
 * outcome is unknown, and choices of snapshots or of version orders, that explain every read?
 */
final class LevelsByForce {
  /** Which order between transactions a level asks for. */
  enum Order {
    ANY,
    SESSION,
    REAL_TIME
  }

  private final List<Txn> all;
  private final int keys;
  private final boolean isReadable;
  private final PremisesByForce premises;

  LevelsByForce(TinyRegisters history) {
    this(history, KeyOptions.NONE);
  }

  LevelsByForce(TinyRegisters history, KeyOptions options) {
    premises = new PremisesByForce(history, options);
    keys = history.keys();
    all = history.transactions().stream().filter(t -> t.outcome != EventType.FAIL).toList();
    isReadable = all.stream().allMatch(txn -> txn.seen() != null);
  }

  private static Map<Integer, Integer> seen(Txn txn) {
    return Objects.requireNonNull(txn.seen());
  }

  private static boolean precedes(Txn one, Txn other, Order order) {
    return one.outcome == EventType.OK
        && one.completed < other.invoked
        && switch (order) {
          case ANY -> false;
          case SESSION -> one.process == other.process;
          case REAL_TIME -> true;
        };
  }

  boolean isSerializable(Order order) {
    return isReadable && canSerialize(new ArrayList<>(), new HashMap<>(), order);
  }

  private boolean canSerialize(List<Txn> done, Map<Integer, Integer> state, Order order) {
    boolean isComplete =
        all.stream().allMatch(txn -> done.contains(txn) || txn.outcome != EventType.OK);
    if (isComplete && premises.allow(done)) {
      return true;
    }
    for (Txn txn : all) {
      boolean mayBeNext =
          !done.contains(txn)
              && done.stream().noneMatch(before -> precedes(txn, before, order))
              && seen(txn).entrySet().stream()
                  .allMatch(read -> state.getOrDefault(read.getKey(), 0).equals(read.getValue()));
      if (mayBeNext) {
        Map<Integer, Integer> after = new HashMap<>(state);
        after.putAll(txn.written());
        done.add(txn);
        if (canSerialize(done, after, order)) {
          return true;
        }
        done.removeLast();
      }
    }
    return false;
  }

  boolean isSnapshotIsolated(Order order) {
    return isReadable
        && canRun(new HashMap<>(), new ArrayList<>(), new ArrayList<>(), new HashMap<>(), order);
  }

  /**
   * Goes on moment by moment: some transaction begins or commits.
   *
   * @param begun open transactions, by how many had committed when they began
   */
  private boolean canRun(
      Map<Txn, Integer> begun,
      List<Txn> committed,
      List<Set<Integer>> commits,
      Map<Integer, Integer> state,
      Order order) {
    if (begun.isEmpty()
        && premises.allow(committed)
        && all.stream().allMatch(t -> committed.contains(t) || t.outcome != EventType.OK)) {
      return true;
    }
    for (Txn txn : all) {
      if (committed.contains(txn)) {
        continue;
      }
      Integer since = begun.get(txn);
      if (since == null && mayBegin(txn, committed, state, order)) {
        begun.put(txn, commits.size());
        if (canRun(begun, committed, commits, state, order)) {
          return true;
        }
        begun.remove(txn);
      } else if (since != null && mayCommit(txn, since, commits)) {
        begun.remove(txn);
        committed.add(txn);
        commits.add(txn.written().keySet());
        Map<Integer, Integer> after = new HashMap<>(state);
        after.putAll(txn.written());
        if (canRun(begun, committed, commits, after, order)) {
          return true;
        }
        commits.removeLast();
        committed.remove(txn);
        begun.put(txn, since);
      }
    }
    return false;
  }

  private boolean mayBegin(Txn txn, List<Txn> committed, Map<Integer, Integer> state, Order order) {
    return all.stream().noneMatch(t -> precedes(t, txn, order) && !committed.contains(t))
        && seen(txn).entrySet().stream()
            .allMatch(read -> state.getOrDefault(read.getKey(), 0).equals(read.getValue()));
  }

  private static boolean mayCommit(Txn txn, int since, List<Set<Integer>> commits) {
    return commits.subList(since, commits.size()).stream()
        .noneMatch(keys -> txn.written().keySet().stream().anyMatch(keys::contains));
  }

  /** Parallel snapshot isolation without sessions, over all choices and all version orders. */
  boolean isParallelSnapshotIsolated() {
    return hasOrder(LevelsByForce::isParallel);
  }

  /** Update serializability, over the same. */
  boolean isUpdateSerializable() {
    return hasOrder(LevelsByForce::isOfUpdates);
  }

  /** What is asked of direct dependencies, those of the one kind and the other. */
  private interface Rule {
    boolean allows(List<Txn> chosen, boolean[][] leads, boolean[][] anti);
  }

  private boolean hasOrder(Rule rule) {
    List<Txn> open = all.stream().filter(txn -> txn.outcome != EventType.OK).toList();
    for (int choice = 0; isReadable && choice < 1 << open.size(); choice++) {
      List<Txn> chosen = new ArrayList<>(all);
      for (int i = 0; i < open.size(); i++) {
        if ((choice >> i & 1) == 0) {
          chosen.remove(open.get(i));
        }
      }
      if (hasVersions(chosen) && canOrder(chosen, 0, new HashMap<>(), rule)) {
        return true;
      }
    }
    return false;
  }

  private static boolean hasVersions(List<Txn> chosen) {
    return chosen.stream()
        .allMatch(
            txn ->
                seen(txn).entrySet().stream()
                    .allMatch(
                        read ->
                            read.getValue() == 0
                                || chosen.stream()
                                    .anyMatch(
                                        t ->
                                            read.getValue()
                                                .equals(t.written().get(read.getKey())))));
  }

  private boolean canOrder(List<Txn> chosen, int key, Map<Integer, List<Txn>> versions, Rule rule) {
    if (key == keys) {
      return premises.allow(versions) && isAllowed(chosen, versions, rule);
    }
    List<Txn> writers = chosen.stream().filter(t -> t.written().containsKey(key)).toList();
    return canPermute(chosen, key, versions, writers, new ArrayList<>(), rule);
  }

  private boolean canPermute(
      List<Txn> chosen,
      int key,
      Map<Integer, List<Txn>> versions,
      List<Txn> writers,
      List<Txn> ordered,
      Rule rule) {
    if (ordered.size() == writers.size()) {
      versions.put(key, List.copyOf(ordered));
      return canOrder(chosen, key + 1, versions, rule);
    }
    for (Txn txn : writers) {
      if (!ordered.contains(txn)) {
        ordered.add(txn);
        if (canPermute(chosen, key, versions, writers, ordered, rule)) {
          return true;
        }
        ordered.removeLast();
      }
    }
    return false;
  }

  private static boolean isAllowed(List<Txn> chosen, Map<Integer, List<Txn>> versions, Rule rule) {
    int size = chosen.size();
    boolean[][] leads = new boolean[size][size];
    boolean[][] anti = new boolean[size][size];
    versions.forEach(
        (key, writers) -> {
          for (int i = 0; i < writers.size(); i++) {
            for (int j = i + 1; j < writers.size(); j++) {
              leads[chosen.indexOf(writers.get(i))][chosen.indexOf(writers.get(j))] = true;
            }
          }
          for (Txn reader : chosen) {
            Integer read = seen(reader).get(key);
            int from = -1;
            for (int i = 0; read != null && i < writers.size(); i++) {
              from = read.equals(writers.get(i).written().get(key)) ? i : from;
            }
            if (from >= 0) {
              leads[chosen.indexOf(writers.get(from))][chosen.indexOf(reader)] = true;
            }
            for (int i = from + 1; read != null && i < writers.size(); i++) {
              if (writers.get(i) != reader) {
                anti[chosen.indexOf(reader)][chosen.indexOf(writers.get(i))] = true;
              }
            }
          }
        });
    return rule.allows(chosen, leads, anti);
  }

  private static void close(boolean[][] leads) {
    int size = leads.length;
    for (int k = 0; k < size; k++) {
      for (int i = 0; i < size; i++) {
        for (int j = 0; j < size; j++) {
          leads[i][j] |= leads[i][k] && leads[k][j];
        }
      }
    }
  }

  /** Those that write, and any one that only reads, have no cycle together. */
  private static boolean isOfUpdates(List<Txn> chosen, boolean[][] leads, boolean[][] anti) {
    int size = chosen.size();
    for (int reader = 0; reader < size; reader++) {
      boolean[][] part = new boolean[size][size];
      for (int i = 0; i < size; i++) {
        for (int j = 0; j < size; j++) {
          boolean isIn =
              (i == reader || !chosen.get(i).written().isEmpty())
                  && (j == reader || !chosen.get(j).written().isEmpty());
          part[i][j] = isIn && (leads[i][j] || anti[i][j]);
        }
      }
      close(part);
      for (int i = 0; i < size; i++) {
        if (part[i][i]) {
          return false;
        }
      }
    }
    return true;
  }

  private static boolean isParallel(List<Txn> chosen, boolean[][] leads, boolean[][] anti) {
    int size = chosen.size();
    close(leads);
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        if (leads[i][i] || (anti[i][j] && leads[j][i])) {
          return false;
        }
      }
    }
    return true;
  }
}
