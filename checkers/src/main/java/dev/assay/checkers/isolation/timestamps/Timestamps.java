package dev.assay.checkers.isolation.timestamps;

import dev.assay.checkers.isolation.Transactions;
import dev.assay.checkers.isolation.UnfitHistoryException;
import dev.assay.histories.History;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The timestamps of transactions as ranks: 0 for the earliest of the history, the same for the
 * same.
 *
 * <p>{@code start-ts} and {@code commit-ts} of a completion, or else of an invocation, are an
 * integer or a vector of integers, such as the physical and the logical part of a hybrid logical
 * clock. O(n log n).
 */
final class Timestamps {
  /** The rank of a timestamp that was not told. */
  static final int NONE = -1;

  private static final int PARTS_MAX = 8;

  private final int[] start;
  private final int[] commit;

  /**
   * @throws UnfitHistoryException when a timestamp is none, or two have different shapes
   */
  Timestamps(Transactions transactions) {
    int size = transactions.size();
    Reader reader = new Reader(transactions, size * 2);
    start = new int[size];
    commit = new int[size];
    for (int txn = 0; txn < size; txn++) {
      start[txn] = reader.read(txn, "start-ts");
      commit[txn] = reader.read(txn, "commit-ts");
    }
    int[] ranks = reader.ranks();
    for (int txn = 0; txn < size; txn++) {
      start[txn] = start[txn] == NONE ? NONE : ranks[start[txn]];
      commit[txn] = commit[txn] == NONE ? NONE : ranks[commit[txn]];
    }
  }

  int start(int txn) {
    return start[txn];
  }

  int commit(int txn) {
    return commit[txn];
  }

  /** Collects the parts of all timestamps in columns, the first part of all in the first. */
  private static final class Reader {
    private final Transactions transactions;
    private final History history;
    private final int capacity;
    private long[][] parts = {};
    private int count;

    Reader(Transactions transactions, int capacity) {
      this.transactions = transactions;
      this.capacity = capacity;
      history = transactions.history();
    }

    /** The number of the timestamp in the order of reading, or {@link #NONE}. */
    int read(int txn, String name) {
      @Nullable Object told = told(txn, name);
      if (told == null) {
        return NONE;
      }
      int length = told instanceof List<?> all ? all.size() : 1;
      if (count == 0) {
        parts = new long[length <= PARTS_MAX ? length : 0][capacity];
      }
      boolean isOne = length == parts.length && length > 0;
      for (int i = 0; i < length && isOne; i++) {
        Object part = told instanceof List<?> all ? all.get(i) : told;
        isOne = part instanceof Long;
        parts[i][count] = part instanceof Long number ? number : 0;
      }
      if (!isOne) {
        throw new UnfitHistoryException(
            "a timestamp is an integer, or a vector of at most "
                + PARTS_MAX
                + " integers, as many in every one of a history, but the operation of index "
                + history.index(transactions.invocation(txn))
                + " (process "
                + transactions.process(txn)
                + ") has :"
                + name
                + " "
                + told);
      }
      return count++;
    }

    private @Nullable Object told(int txn, String name) {
      int completion = transactions.completion(txn);
      if (completion != History.NONE) {
        Map<String, @Nullable Object> extra = history.extra(completion);
        if (extra.get(name) != null) {
          return extra.get(name);
        }
      }
      return history.extra(transactions.invocation(txn)).get(name);
    }

    /** The ranks of all timestamps: by the first part, among equals by the next, and so on. */
    int[] ranks() {
      int[] ranks = new int[count];
      for (long[] part : parts) {
        int[] ofPart = ranks(Arrays.copyOf(part, count));
        long[] both = new long[count];
        for (int i = 0; i < count; i++) {
          both[i] = (long) ranks[i] << 32 | ofPart[i];
        }
        ranks = ranks(both);
      }
      return ranks;
    }

    private static int[] ranks(long[] values) {
      long[] sorted = values.clone();
      Arrays.parallelSort(sorted);
      int distinct = 0;
      for (int i = 0; i < sorted.length; i++) {
        if (i == 0 || sorted[i] != sorted[i - 1]) {
          sorted[distinct++] = sorted[i];
        }
      }
      int[] ranks = new int[values.length];
      for (int i = 0; i < values.length; i++) {
        ranks[i] = Arrays.binarySearch(sorted, 0, distinct, values[i]);
      }
      return ranks;
    }
  }
}
