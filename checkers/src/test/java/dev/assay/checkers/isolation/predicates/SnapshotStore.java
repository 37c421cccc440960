package dev.assay.checkers.isolation.predicates;

import dev.assay.histories.History;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Histories of any length of a store of snapshots, some of which are a little old, where the first
 * committer wins: half of the keys are inserted and left alone, the others written until they are
 * deleted, and their values are small, so that little tells which versions reads are of.
 */
final class SnapshotStore {
  private static final int PROCESSES = 6;
  private static final int SLOTS = 5;

  private final SplittableRandom random;
  private final int oldest;
  private final boolean spoils;
  private final StringBuilder edn = new StringBuilder();
  private final List<Map<Long, Long>> states = new ArrayList<>(List.of(new TreeMap<>()));

  /** By key: the number of the state that its last commit made. */
  private final Map<Long, Integer> committedAt = new TreeMap<>();

  private final long[] slots = new long[SLOTS];
  private final int[] writes = new int[SLOTS];
  private long nextKey;

  /** After how many transactions one read is false; negative once one is. */
  private int spoiledAfter = -1;

  private int done;
  private @Nullable Open[] open = new Open[PROCESSES];

  /** A transaction that is under way: its snapshot, and what it tells. */
  private static final class Open {
    final int begunAt;
    final Map<Long, Long> state;
    final Map<Long, @Nullable Long> written = new TreeMap<>();
    final StringBuilder told = new StringBuilder("[");

    Open(int begunAt, Map<Long, Long> state) {
      this.begunAt = begunAt;
      this.state = new TreeMap<>(state);
    }
  }

  /**
   * @param oldest how many commits a snapshot may miss that came before
   * @param spoils whether one read is false
   */
  SnapshotStore(SplittableRandom random, int oldest, boolean spoils) {
    this.random = random;
    this.oldest = oldest;
    this.spoils = spoils;
    for (int slot = 0; slot < SLOTS; slot++) {
      replace(slot);
    }
  }

  private void replace(int slot) {
    slots[slot] = nextKey++;
    writes[slot] = random.nextBoolean() ? -1 : 0;
  }

  /** A history of so many transactions, not counting those that are under way in the end. */
  History history(int transactions) {
    spoiledAfter = spoils ? transactions / 2 : -1;
    while (done < transactions) {
      int process = random.nextInt(PROCESSES);
      Open txn = open[process];
      if (txn == null) {
        begin(process);
      } else {
        end(process, txn);
        done++;
      }
    }
    return PredicateHistories.read(edn.toString());
  }

  private void begin(int process) {
    int begunAt = Math.max(0, states.size() - 1 - random.nextInt(oldest + 1));
    Open txn = new Open(begunAt, states.get(begunAt));
    StringBuilder asked = new StringBuilder("[");
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      step(txn, asked);
    }
    open[process] = txn;
    tell(process, ":invoke", asked.append(']'));
  }

  private void step(Open txn, StringBuilder asked) {
    int slot = random.nextInt(SLOTS);
    long key = slots[slot];
    switch (random.nextInt(4)) {
      case 0 -> {
        asked.append("[:r ").append(key).append(" nil]");
        txn.told.append("[:r ").append(key).append(' ');
        txn.told.append(txn.state.containsKey(key) ? txn.state.get(key) : "nil").append(']');
      }
      case 1 -> {
        long modulus = 1 + random.nextLong(3);
        String predicate = modulus == 1 ? ":true" : "[:mod " + modulus + " 1]";
        asked.append("[:rp ").append(predicate).append(" nil]");
        txn.told.append("[:rp ").append(predicate).append(" {");
        matches(txn.state, value -> modulus == 1 || value % modulus == 1, txn.told);
        txn.told.append("}]");
      }
      default -> {
        boolean isOnce = writes[slot] < 0;
        boolean isLast = writes[slot] == 3;
        long value = isOnce ? 1 + random.nextLong(4) : 1 + writes[slot];
        String write = isLast ? "[:delete " + key + "]" : "[:w " + key + " " + value + "]";
        asked.append(write);
        txn.told.append(write);
        txn.written.put(key, isLast ? null : (Long) value);
        if (isLast) {
          txn.state.remove(key);
        } else {
          txn.state.put(key, value);
        }
        writes[slot]++;
        if (isOnce || isLast) {
          replace(slot);
        }
      }
    }
  }

  private void matches(Map<Long, Long> state, LongPredicate predicate, StringBuilder out) {
    state.forEach(
        (key, value) -> {
          if (predicate.test(value) && spoiledAfter >= 0 && spoiledAfter < done) {
            spoiledAfter = -1;
          } else if (predicate.test(value)) {
            out.append(key).append(' ').append(value).append(' ');
          }
        });
  }

  private void end(int process, Open txn) {
    open[process] = null;
    boolean isLate =
        txn.written.keySet().stream()
            .anyMatch(key -> committedAt.getOrDefault(key, 0) > txn.begunAt);
    if (!isLate && !txn.written.isEmpty()) {
      Map<Long, Long> after = new TreeMap<>(states.getLast());
      txn.written.forEach(
          (key, value) -> {
            if (value == null) {
              after.remove(key);
            } else {
              after.put(key, value);
            }
          });
      states.add(after);
      txn.written.keySet().forEach(key -> committedAt.put(key, states.size() - 1));
    }
    tell(process, isLate ? ":fail" : ":ok", txn.told.append(']'));
  }

  private void tell(int process, String type, StringBuilder value) {
    edn.append("{:process ").append(process).append(", :type ").append(type);
    edn.append(", :f :txn, :value ").append(value).append("}\n");
  }
}
