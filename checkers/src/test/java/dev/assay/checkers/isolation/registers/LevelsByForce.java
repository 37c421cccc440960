package dev.assay.checkers.isolation.registers;

import dev.assay.checkers.KeyOptions;
import dev.assay.checkers.isolation.registers.TinyRegisters.Txn;
import dev.assay.histories.EventType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

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

  private static final int NOTHING = -1;

  private final List<Txn> all;
  private final int keys;

  /** By transaction and key: what it read before it wrote, and what it wrote last. */
  private final int[][] seen;

  private final int[][] written;

  /** Those whose outcome is known. */
  private final int certain;

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
    seen = new int[all.size()][];
    written = new int[all.size()][];
    int known = 0;
    for (int txn = 0; txn < seen.length; txn++) {
      seen[txn] = byKey(isReadable ? seen(all.get(txn)) : Map.of());
      written[txn] = byKey(all.get(txn).written());
      known |= all.get(txn).outcome == EventType.OK ? 1 << txn : 0;
    }
    certain = known;
  }

  private int[] byKey(Map<Integer, Integer> values) {
    return IntStream.range(0, keys).map(key -> values.getOrDefault(key, NOTHING)).toArray();
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

  /** By transaction: those that must have come before it. */
  private int[] predecessors(Order order) {
    int[] before = new int[all.size()];
    for (int txn = 0; txn < before.length; txn++) {
      for (int other = 0; other < before.length; other++) {
        before[txn] |= precedes(all.get(other), all.get(txn), order) ? 1 << other : 0;
      }
    }
    return before;
  }

  private boolean isRead(int txn, int[] state) {
    for (int key = 0; key < keys; key++) {
      if (seen[txn][key] != NOTHING && seen[txn][key] != state[key]) {
        return false;
      }
    }
    return true;
  }

  private int[] after(int txn, int[] state) {
    int[] after = state.clone();
    for (int key = 0; key < keys; key++) {
      after[key] = written[txn][key] != NOTHING ? written[txn][key] : state[key];
    }
    return after;
  }

  private boolean isAllowed(int[] commits, int count) {
    return premises.allow(IntStream.range(0, count).mapToObj(i -> all.get(commits[i])).toList());
  }

  boolean isSerializable(Order order) {
    return isReadable
        && canSerialize(0, 0, new int[all.size()], new int[keys], predecessors(order));
  }

  /** Whether what is left can follow {@code count} transactions, which are {@code done}. */
  private boolean canSerialize(int done, int count, int[] commits, int[] state, int[] before) {
    if ((certain & ~done) == 0 && isAllowed(commits, count)) {
      return true;
    }
    for (int txn = 0; txn < before.length; txn++) {
      if ((done >> txn & 1) == 0 && isBeforeNone(txn, done, before) && isRead(txn, state)) {
        commits[count] = txn;
        if (canSerialize(done | 1 << txn, count + 1, commits, after(txn, state), before)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean isBeforeNone(int txn, int done, int[] before) {
    for (int other = 0; other < before.length; other++) {
      if ((done >> other & 1) == 1 && (before[other] >> txn & 1) == 1) {
        return false;
      }
    }
    return true;
  }

  boolean isSnapshotIsolated(Order order) {
    int[] commits = new int[all.size()];
    return isReadable
        && canRun(new int[all.size()], 0, 0, 0, commits, new int[keys], predecessors(order));
  }

  /**
   * Goes on moment by moment: some transaction begins or commits.
   *
   * @param since of open transactions, how many had committed when they began
   */
  private boolean canRun(
      int[] since, int open, int done, int count, int[] commits, int[] state, int[] before) {
    if (open == 0 && (certain & ~done) == 0 && isAllowed(commits, count)) {
      return true;
    }
    for (int txn = 0; txn < before.length; txn++) {
      int one = 1 << txn;
      if ((done & one) != 0) {
        continue;
      }
      if ((open & one) == 0) {
        if ((before[txn] & ~done) == 0 && isRead(txn, state)) {
          since[txn] = count;
          if (canRun(since, open | one, done, count, commits, state, before)) {
            return true;
          }
        }
      } else if (mayCommit(txn, since[txn], commits, count)) {
        commits[count] = txn;
        int[] after = after(txn, state);
        if (canRun(since, open & ~one, done | one, count + 1, commits, after, before)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether none that committed since has written what it writes. */
  private boolean mayCommit(int txn, int since, int[] commits, int count) {
    for (int i = since; i < count; i++) {
      for (int key = 0; key < keys; key++) {
        if (written[txn][key] != NOTHING && written[commits[i]][key] != NOTHING) {
          return false;
        }
      }
    }
    return true;
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
