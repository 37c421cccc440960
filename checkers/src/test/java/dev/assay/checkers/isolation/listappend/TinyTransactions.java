package dev.assay.checkers.isolation.listappend;

import dev.assay.histories.EventType;
import dev.assay.histories.History;
import dev.assay.histories.Keyword;
import dev.assay.histories.LongVector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A few transactions on a few lists, and the definitions of the strong levels, tried by force: is
 * there an order, a choice of those whose outcome is unknown, and for snapshot isolation a choice
 * of snapshots, that explain every read?
 */
final class TinyTransactions {
  private static final Keyword READ = new Keyword("r");
  private static final Keyword APPEND = new Keyword("append");

  /**
   * One micro-operation; {@code list} is what a read returned, {@code element} what was appended.
   */
  record Mop(boolean isRead, long key, long element, List<Long> list) {}

  /** One transaction with the events at which it was invoked and completed. */
  static final class Txn {
    final List<Mop> mops = new ArrayList<>();
    EventType outcome = EventType.OK;
    int process;
    int invoked;
    int completed = Integer.MAX_VALUE;

    Set<Long> written() {
      Set<Long> keys = new HashSet<>();
      mops.stream().filter(mop -> !mop.isRead()).forEach(mop -> keys.add(mop.key()));
      return keys;
    }

    /** Its effect on a state, or null when it cannot have read what it read there. */
    @Nullable Map<Long, List<Long>> after(Map<Long, List<Long>> before, boolean checksReads) {
      Map<Long, List<Long>> state = new HashMap<>(before);
      for (Mop mop : mops) {
        List<Long> now = state.getOrDefault(mop.key(), List.of());
        if (!mop.isRead()) {
          List<Long> longer = new ArrayList<>(now);
          longer.add(mop.element());
          state.put(mop.key(), longer);
        } else if (checksReads && outcome == EventType.OK && !now.equals(mop.list())) {
          return null;
        }
      }
      return state;
    }
  }

  private final List<Txn> all = new ArrayList<>();
  private final History history;

  /** A random run: a simulated store, half of the time one that forgets to isolate. */
  TinyTransactions(SplittableRandom random) {
    this(random, false);
  }

  /**
   * A random run of a store that shows beginnings of its lists, of one key more than of another:
   * much of what was appended is never read.
   */
  static TinyTransactions withTails(SplittableRandom random) {
    return new TinyTransactions(random, true);
  }

  private TinyTransactions(SplittableRandom random, boolean hasTails) {
    int count = 2 + random.nextInt(4);
    int keys = 1 + random.nextInt(2);
    int processes = 1 + random.nextInt(4);
    History.Builder builder = History.builder();
    Map<Long, List<Long>> store = new HashMap<>();
    Map<Long, List<Long>> old = new HashMap<>();
    Map<Integer, Txn> open = new HashMap<>();
    long next = 1;
    int started = 0;
    int freshProcess = processes;
    List<Integer> threads = new ArrayList<>();
    for (int i = 0; i < processes; i++) {
      threads.add(i);
    }
    boolean isCareless = !hasTails && random.nextBoolean();
    while (started < count || !open.isEmpty()) {
      int thread = random.nextInt(processes);
      int process = threads.get(thread);
      Txn txn = open.get(process);
      if (txn == null && started < count) {
        txn = new Txn();
        txn.process = process;
        txn.invoked = builder.size();
        int length = 1 + random.nextInt(3);
        for (int i = 0; i < length; i++) {
          boolean reads = hasTails ? random.nextInt(3) == 0 : random.nextBoolean();
          txn.mops.add(new Mop(reads, 1 + random.nextInt(keys), reads ? 0 : next++, List.of()));
        }
        builder.add(EventType.INVOKE, process, "txn", value(txn, false));
        open.put(process, txn);
        all.add(txn);
        started++;
      } else if (txn != null) {
        open.remove(process);
        Map<Long, List<Long>> seen =
            hasTails
                ? beginnings(store, random)
                : isCareless && random.nextInt(3) == 0 ? old : store;
        run(txn, store, seen, random, isCareless);
        if (random.nextInt(4) == 0) {
          old = copy(store);
        }
        if (txn.outcome != EventType.INFO || random.nextBoolean()) {
          txn.completed = builder.size();
          boolean isTold =
              txn.outcome == EventType.OK
                  || (txn.outcome == EventType.INFO && random.nextBoolean());
          builder.add(txn.outcome, process, "txn", value(txn, isTold));
        }
        if (txn.outcome == EventType.INFO) {
          threads.set(thread, freshProcess++);
        }
      }
    }
    history = builder.build();
  }

  private static void run(
      Txn txn,
      Map<Long, List<Long>> store,
      Map<Long, List<Long>> seen,
      SplittableRandom random,
      boolean isCareless) {
    int fate = random.nextInt(8);
    txn.outcome = fate == 0 ? EventType.FAIL : fate == 1 ? EventType.INFO : EventType.OK;
    boolean takesEffect =
        txn.outcome == EventType.OK
            || (txn.outcome == EventType.INFO && random.nextBoolean())
            || (txn.outcome == EventType.FAIL && isCareless && random.nextInt(3) == 0);
    boolean lies = isCareless && random.nextInt(8) == 0;
    Map<Long, List<Long>> view = copy(seen);
    for (int i = 0; i < txn.mops.size(); i++) {
      Mop mop = txn.mops.get(i);
      List<Long> now = view.computeIfAbsent(mop.key(), k -> new ArrayList<>());
      if (mop.isRead()) {
        List<Long> told = lies ? changed(now, random) : List.copyOf(now);
        txn.mops.set(i, new Mop(true, mop.key(), 0, told));
      } else {
        now.add(mop.element());
        if (takesEffect && !(isCareless && random.nextInt(12) == 0)) {
          store.computeIfAbsent(mop.key(), k -> new ArrayList<>()).add(mop.element());
        }
      }
    }
  }

  /**
   * A list that no store of ours ever held: repeated, exchanged, cut, or with a value of nobody.
   */
  private static List<Long> changed(List<Long> list, SplittableRandom random) {
    List<Long> changed = new ArrayList<>(list);
    int at = list.isEmpty() ? 0 : random.nextInt(list.size());
    switch (list.isEmpty() ? 0 : random.nextInt(4)) {
      case 0 -> changed.add(at, 99L);
      case 1 -> changed.add(changed.get(at));
      case 2 -> changed.remove(at);
      default -> Collections.swap(changed, at, random.nextInt(list.size()));
    }
    return List.copyOf(changed);
  }

  private static Map<Long, List<Long>> beginnings(
      Map<Long, List<Long>> store, SplittableRandom random) {
    Map<Long, List<Long>> seen = new HashMap<>();
    store.forEach(
        (key, list) -> {
          int size = random.nextInt(3) == 0 ? list.size() : random.nextInt(list.size() + 1);
          seen.put(key, new ArrayList<>(list.subList(0, size)));
        });
    return seen;
  }

  private static Map<Long, List<Long>> copy(Map<Long, List<Long>> store) {
    Map<Long, List<Long>> copy = new HashMap<>();
    store.forEach((key, list) -> copy.put(key, new ArrayList<>(list)));
    return copy;
  }

  private static List<Object> value(Txn txn, boolean isTold) {
    List<Object> value = new ArrayList<>();
    for (Mop mop : txn.mops) {
      Object told =
          !mop.isRead()
              ? (Object) mop.element()
              : isTold
                  ? LongVector.copyOf(
                      mop.list().stream().mapToLong(Long::longValue).toArray(), mop.list().size())
                  : null;
      value.add(Arrays.<@Nullable Object>asList(mop.isRead() ? READ : APPEND, mop.key(), told));
    }
    return List.copyOf(value);
  }

  History history() {
    return history;
  }

  /** In the order of their invocations. */
  List<Txn> transactions() {
    return all;
  }

  /** Which order between transactions a level asks for. */
  enum Order {
    ANY,
    SESSION,
    REAL_TIME
  }

  boolean isSerializable(Order order) {
    return canGoOn(new boolean[all.size()], new HashMap<>(), order);
  }

  private boolean canGoOn(boolean[] done, Map<Long, List<Long>> state, Order order) {
    boolean isComplete = true;
    for (int i = 0; i < done.length; i++) {
      isComplete &= done[i] || all.get(i).outcome != EventType.OK;
    }
    if (isComplete) {
      return true;
    }
    for (int i = 0; i < done.length; i++) {
      Txn txn = all.get(i);
      if (done[i] || txn.outcome == EventType.FAIL || !mayBeNext(i, done, order)) {
        continue;
      }
      Map<Long, List<Long>> after = txn.after(state, true);
      if (after != null) {
        done[i] = true;
        if (canGoOn(done, after, order)) {
          return true;
        }
        done[i] = false;
      }
    }
    return false;
  }

  /** Whether nothing that has to come before is left. */
  private boolean mayBeNext(int i, boolean[] done, Order order) {
    Txn txn = all.get(i);
    for (int j = 0; j < done.length; j++) {
      Txn other = all.get(j);
      if (done[j] || j == i || other.outcome != EventType.OK) {
        continue;
      }
      boolean isBefore =
          switch (order) {
            case ANY -> false;
            case SESSION -> other.process == txn.process && other.completed < txn.invoked;
            case REAL_TIME -> other.completed < txn.invoked;
          };
      if (isBefore) {
        return false;
      }
    }
    return true;
  }

  /** Snapshot isolation (Berenson et al. 1995; Adya's PL-SI), sessions and real time aside. */
  boolean isSnapshotIsolated() {
    return canCommit(new ArrayList<>(), new boolean[all.size()]);
  }

  private boolean canCommit(List<Txn> committed, boolean[] done) {
    boolean isComplete = true;
    for (int i = 0; i < done.length; i++) {
      isComplete &= done[i] || all.get(i).outcome != EventType.OK;
    }
    if (isComplete) {
      return true;
    }
    for (int i = 0; i < done.length; i++) {
      Txn txn = all.get(i);
      if (!done[i] && txn.outcome != EventType.FAIL && hasSnapshot(txn, committed)) {
        done[i] = true;
        committed.add(txn);
        if (canCommit(committed, done)) {
          return true;
        }
        committed.removeLast();
        done[i] = false;
      }
    }
    return false;
  }

  /** Whether some state of before explains the reads, with no conflicting commit since. */
  private static boolean hasSnapshot(Txn txn, List<Txn> committed) {
    for (int length = committed.size(); length >= 0; length--) {
      if (length < committed.size()) {
        Set<Long> both = committed.get(length).written();
        both.retainAll(txn.written());
        if (!both.isEmpty()) {
          return false;
        }
      }
      Map<Long, List<Long>> state = new HashMap<>();
      for (Txn before : committed.subList(0, length)) {
        state = Objects.requireNonNull(before.after(state, false));
      }
      if (txn.after(state, true) != null) {
        return true;
      }
    }
    return false;
  }

  @Override
  public String toString() {
    StringBuilder out = new StringBuilder();
    for (int e = 0; e < history.size(); e++) {
      out.append('\n').append(e).append(": process ").append(history.process(e)).append(' ');
      out.append(history.type(e)).append(' ').append(history.value(e));
    }
    return out.toString();
  }
}
