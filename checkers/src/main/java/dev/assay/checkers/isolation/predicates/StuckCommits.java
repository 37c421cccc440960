package dev.assay.checkers.isolation.predicates;

import dev.assay.checkers.Budget;
import dev.assay.checkers.certificates.CommitWait;
import dev.assay.checkers.isolation.CycleForm;
import dev.assay.checkers.isolation.Transactions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Seeks few transactions none of which can be the first of them to commit, among those that no
 * order of commits has room for: each waits for what only others of them left behind, or for one of
 * them that had completed before.
 *
 * <p>A value that nobody else left behind is nothing to wait for: it is an anomaly by itself. Nor
 * is one that very many left behind.
 *
 * <p>First of all that one may wait for the least is taken, and followed from everyone: O(waits ·
 * those found). Then one after the other is left out, as long as some are stuck without it.
 */
final class StuckCommits {
  /** From how many it is tried to find few. */
  private static final int TRIED_MAX = 1_000;

  /** For how many others one is said to wait: for more nobody would read it. */
  private static final int WRITERS_MAX = 1_000;

  /** Of how many one after the other is left out. */
  private static final int REDUCED_MAX = 300;

  private final Columns columns;
  private final Transactions transactions;
  private final Versions versions;
  private final CycleForm form;
  private final Budget budget;

  /** By transaction that is left: the sets of others, one of each of which comes before it. */
  private final Map<Integer, List<Need>> needs = new HashMap<>();

  /**
   * By first write of a value, and by key and predicate: who left it behind, or what not matches.
   */
  private final Map<Integer, int[]> ofValue = new HashMap<>();

  private final Map<Long, int[]> ofMissing = new HashMap<>();

  /** What one read waits for, one of whose writers commits before. */
  private static final class Need {
    final int mop;
    final int key;
    final boolean isAbsence;
    final int[] writers;

    Need(int mop, int key, boolean isAbsence, int[] writers) {
      this.mop = mop;
      this.key = key;
      this.isAbsence = isAbsence;
      this.writers = writers;
    }
  }

  /**
   * @param left those that an order of commits has no room for
   */
  StuckCommits(Columns columns, Versions versions, CycleForm form, int[] left, Budget budget) {
    this.budget = budget;
    this.columns = columns;
    this.versions = versions;
    this.form = form;
    transactions = columns.transactions();
    CommitNeeds all = new CommitNeeds(columns, versions);
    for (int txn : left) {
      List<Need> found = new ArrayList<>();
      if (transactions.isOk(txn)) {
        all.of(txn, taker(txn, found));
      }
      found.sort(Comparator.comparingInt(need -> need.writers.length));
      needs.put(txn, found);
    }
  }

  private CommitNeeds.Taker taker(int txn, List<Need> found) {
    return new CommitNeeds.Taker() {
      @Override
      public void value(int mop, int key, int value) {
        int first = versions.firstOf(key, value);
        add(mop, key, false, ofValue.computeIfAbsent(first, w -> writersOf(w)));
      }

      @Override
      public void other(int mop, int key, int predicate) {
        long pair = (long) key << 32 | predicate;
        add(mop, key, true, ofMissing.computeIfAbsent(pair, p -> others(key, predicate)));
      }

      private void add(int mop, int key, boolean isAbsence, int[] all) {
        int[] writers = Arrays.stream(all).filter(writer -> writer != txn).toArray();
        if (writers.length > 0 && writers.length <= WRITERS_MAX) {
          found.add(new Need(mop, key, isAbsence, writers));
        }
      }
    };
  }

  private int[] writersOf(int first) {
    return writers(IntStream.iterate(first, w -> w >= 0, versions::nextOf));
  }

  private int[] others(int key, int predicate) {
    return writers(
        Arrays.stream(versions.all(), versions.startOf(key), versions.endOf(key))
            .filter(w -> !columns.matches(predicate, versions.value(w))));
  }

  /** Who left these behind, without the init; a few more than are told, if there are so many. */
  private int[] writers(IntStream writes) {
    return writes
        .filter(w -> versions.isVersion(w) && !versions.isRoot(w))
        .map(versions::txn)
        .distinct()
        .limit(WRITERS_MAX + 2L)
        .sorted()
        .toArray();
  }

  /**
   * What each of them waits for, or nothing where what is wrong is something else, or the time is
   * over.
   */
  List<CommitWait> find() {
    BitSet stuck = new BitSet();
    needs.keySet().forEach(stuck::set);
    stuck = stuckAmong(stuck);
    if (stuck.isEmpty()) {
      return List.of();
    }
    stuck = fewest(stuck);
    for (int txn = stuck.length() - 1; txn >= 0 && stuck.cardinality() <= REDUCED_MAX; txn--) {
      if (stuck.get(txn)) {
        BitSet others = (BitSet) stuck.clone();
        others.clear(txn);
        others = stuckAmong(others);
        stuck = others.isEmpty() ? stuck : others;
      }
    }
    BitSet found = stuck;
    return found.stream().mapToObj(txn -> wait(txn, found)).toList();
  }

  /** All of some that wait for others of them, over and over; none where the time is over. */
  private BitSet stuckAmong(BitSet some) {
    BitSet stuck = some;
    while (true) {
      if (budget.isSpent()) {
        return new BitSet();
      }
      Map<Integer, Integer> first = firstToComplete(stuck);
      BitSet now = stuck;
      BitSet next = new BitSet();
      stuck.stream()
          .filter(txn -> need(txn, now) != null || earlier(txn, first) >= 0)
          .forEach(next::set);
      if (next.cardinality() == stuck.cardinality()) {
        return stuck;
      }
      stuck = next;
    }
  }

  /** The transactions that are found by following from one what it waits for, the fewest. */
  private BitSet fewest(BitSet stuck) {
    Map<Integer, Integer> first = firstToComplete(stuck);
    BitSet best = stuck;
    int tried = 0;
    for (int txn = stuck.nextSetBit(0);
        txn >= 0 && tried++ < TRIED_MAX;
        txn = stuck.nextSetBit(txn + 1)) {
      BitSet reached = new BitSet();
      List<Integer> open = new ArrayList<>(List.of(txn));
      reached.set(txn);
      int size = 1;
      while (!open.isEmpty() && size < best.cardinality()) {
        for (int earlier : waitsFor(open.removeLast(), stuck, first)) {
          if (!reached.get(earlier)) {
            reached.set(earlier);
            open.add(earlier);
            size++;
          }
        }
      }
      best = open.isEmpty() && size < best.cardinality() ? reached : best;
    }
    return best;
  }

  private int[] waitsFor(int txn, BitSet stuck, Map<Integer, Integer> first) {
    Need need = need(txn, stuck);
    return need == null ? new int[] {earlier(txn, first)} : need.writers;
  }

  /** What one reads that only some of these have left behind, the fewest; null for nothing. */
  private @Nullable Need need(int txn, BitSet stuck) {
    for (Need need : needs.getOrDefault(txn, List.of())) {
      if (Arrays.stream(need.writers).allMatch(stuck::get)) {
        return need;
      }
    }
    return null;
  }

  /** Of each process, or of all where time counts, who completed first. */
  private Map<Integer, Integer> firstToComplete(BitSet stuck) {
    Map<Integer, Integer> first = new HashMap<>();
    if (form != CycleForm.PLAIN) {
      stuck.stream()
          .filter(transactions::isOk)
          .forEach(
              txn ->
                  first.merge(
                      line(txn),
                      txn,
                      (one, other) ->
                          transactions.completion(one) < transactions.completion(other)
                              ? one
                              : other));
    }
    return first;
  }

  private int line(int txn) {
    return form == CycleForm.REALTIME ? 0 : transactions.process(txn);
  }

  /** One of these that had completed when another one was invoked; negative for none. */
  private int earlier(int txn, Map<Integer, Integer> first) {
    int earlier = first.getOrDefault(line(txn), -1);
    return earlier >= 0 && transactions.completion(earlier) < transactions.invocation(txn)
        ? earlier
        : -1;
  }

  private CommitWait wait(int txn, BitSet stuck) {
    int invocation = transactions.invocation(txn);
    Need need = need(txn, stuck);
    if (need == null) {
      int earlier = earlier(txn, firstToComplete(stuck));
      String kind = form == CycleForm.REALTIME ? "realtime" : "process";
      return new CommitWait(
          invocation, kind, null, null, List.of(transactions.invocation(earlier)));
    }
    return new CommitWait(
        invocation,
        need.isAbsence ? "wrp" : "wr",
        columns.keyValue(need.key),
        transactions.ref(txn, need.mop),
        Arrays.stream(need.writers).mapToObj(transactions::invocation).toList());
  }
}
