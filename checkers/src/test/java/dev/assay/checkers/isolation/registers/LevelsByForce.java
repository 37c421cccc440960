package dev.assay.checkers.isolation.registers;

import dev.assay.checkers.KeyOptions;
import dev.assay.checkers.isolation.registers.TinyRegisters.Txn;
import dev.assay.histories.EventType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntPredicate;
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

  static boolean precedes(Txn one, Txn other, Order order) {
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
    boolean allows(LevelsByForce levels, boolean[][] leads, boolean[][] anti);
  }

  private boolean hasOrder(Rule rule) {
    int open = (1 << all.size()) - 1 & ~certain;
    // All subsets of those whose outcome is unknown.
    for (int choice = open; isReadable; choice = choice - 1 & open) {
      if (hasVersions(certain | choice) && canOrder(certain | choice, 0, new int[keys][], rule)) {
        return true;
      }
      if (choice == 0) {
        return false;
      }
    }
    return false;
  }

  private boolean hasVersions(int chosen) {
    for (int txn = 0; txn < all.size(); txn++) {
      for (int key = 0; key < keys; key++) {
        int value = (chosen >> txn & 1) == 0 ? NOTHING : seen[txn][key];
        if (value > 0 && !writers(chosen, key).anyMatch(isWrittenBy(key, value))) {
          return false;
        }
      }
    }
    return true;
  }

  private IntPredicate isWrittenBy(int key, int value) {
    return txn -> written[txn][key] == value;
  }

  private IntStream writers(int chosen, int key) {
    return IntStream.range(0, all.size())
        .filter(txn -> (chosen >> txn & 1) == 1 && written[txn][key] != NOTHING);
  }

  private boolean canOrder(int chosen, int key, int[][] versions, Rule rule) {
    if (key == keys) {
      return isAllowed(versions) && isAllowed(chosen, versions, rule);
    }
    versions[key] = writers(chosen, key).toArray();
    return canPermute(chosen, key, versions, 0, rule);
  }

  private boolean isAllowed(int[][] versions) {
    Map<Integer, List<Txn>> orders = new HashMap<>();
    for (int key = 0; key < keys; key++) {
      orders.put(key, IntStream.of(versions[key]).mapToObj(all::get).toList());
    }
    return premises.allow(orders);
  }

  /** Whether the versions of the key, from one on in any order, and those of later keys will do. */
  private boolean canPermute(int chosen, int key, int[][] versions, int from, Rule rule) {
    if (from == versions[key].length) {
      return canOrder(chosen, key + 1, versions, rule);
    }
    for (int i = from; i < versions[key].length; i++) {
      swap(versions[key], from, i);
      if (canPermute(chosen, key, versions, from + 1, rule)) {
        return true;
      }
      swap(versions[key], from, i);
    }
    return false;
  }

  private static void swap(int[] array, int i, int j) {
    int kept = array[i];
    array[i] = array[j];
    array[j] = kept;
  }

  private boolean isAllowed(int chosen, int[][] versions, Rule rule) {
    int size = all.size();
    boolean[][] leads = new boolean[size][size];
    boolean[][] anti = new boolean[size][size];
    for (int key = 0; key < keys; key++) {
      int[] writers = versions[key];
      for (int i = 0; i < writers.length; i++) {
        for (int j = i + 1; j < writers.length; j++) {
          leads[writers[i]][writers[j]] = true;
        }
      }
      for (int reader = 0; reader < size; reader++) {
        int read = (chosen >> reader & 1) == 0 ? NOTHING : seen[reader][key];
        int from = -1;
        for (int i = 0; read != NOTHING && i < writers.length; i++) {
          from = written[writers[i]][key] == read ? i : from;
        }
        if (from >= 0) {
          leads[writers[from]][reader] = true;
        }
        for (int i = from + 1; read != NOTHING && i < writers.length; i++) {
          anti[reader][writers[i]] |= writers[i] != reader;
        }
      }
    }
    return rule.allows(this, leads, anti);
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
  private boolean isOfUpdates(boolean[][] leads, boolean[][] anti) {
    int size = leads.length;
    for (int reader = 0; reader < size; reader++) {
      boolean[][] part = new boolean[size][size];
      for (int i = 0; i < size; i++) {
        for (int j = 0; j < size; j++) {
          boolean isIn = (i == reader || isUpdate(i)) && (j == reader || isUpdate(j));
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

  private boolean isUpdate(int txn) {
    return IntStream.of(written[txn]).anyMatch(value -> value != NOTHING);
  }

  private boolean isParallel(boolean[][] leads, boolean[][] anti) {
    int size = leads.length;
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
