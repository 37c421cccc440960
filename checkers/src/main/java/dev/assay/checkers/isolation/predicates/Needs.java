package dev.assay.checkers.isolation.predicates;

import dev.assay.checkers.isolation.Transactions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Which values transactions read of others and leave behind, by the first write of each value, and
 * how many have still to read and to write it. O(micro-operations and what predicate reads show).
 */
final class Needs {
  private final Columns columns;
  private final Transactions transactions;
  private final Versions versions;
  private final int[][] reads;
  private final int[][] writes;
  private final int[] readersLeft;
  private final int[] writersLeft;

  /** By key: one more than the last transaction that was marked and writes it. */
  private final int[] markedBy;

  Needs(Columns columns, Versions versions) {
    this.columns = columns;
    this.versions = versions;
    transactions = columns.transactions();
    reads = new int[transactions.size()][0];
    writes = new int[transactions.size()][0];
    markedBy = new int[columns.keys()];
    readersLeft = new int[versions.size()];
    writersLeft = new int[versions.size()];
    for (int t = 0; t < reads.length; t++) {
      if (!transactions.isFailed(t)) {
        reads[t] = transactions.isOk(t) ? readsOf(t) : reads[t];
        writes[t] = writesOf(t);
        count(readersLeft, reads[t], 1);
        count(writersLeft, writes[t], 1);
      }
    }
  }

  private int[] readsOf(int t) {
    Set<Integer> keys = new HashSet<>();
    List<Integer> found = new ArrayList<>();
    for (int m = transactions.start(t); t != columns.init() && m < transactions.end(t); m++) {
      if (columns.kind(m) == Columns.PREDICATE_READ) {
        for (int at = columns.shownStart(m); at < columns.shownEnd(m); at++) {
          if (keys.add(columns.shownKey(at))) {
            found.add(versions.firstOf(columns.shownKey(at), columns.shownValue(at)));
          }
        }
      } else if (keys.add(columns.key(m)) && columns.kind(m) == Columns.READ) {
        found.add(versions.firstOf(columns.key(m), columns.value(m)));
      }
    }
    return found.stream().filter(write -> write >= 0).mapToInt(write -> write).toArray();
  }

  private int[] writesOf(int t) {
    return IntStream.range(versions.writeStart(t), versions.writeStart(t + 1))
        .filter(versions::isVersion)
        .map(write -> versions.firstOf(versions.key(write), versions.value(write)))
        .toArray();
  }

  private static void count(int[] counts, int[] which, int by) {
    for (int one : which) {
      counts[one] += by;
    }
  }

  /** Not to be changed. */
  int[] reads(int t) {
    return reads[t];
  }

  /** What it leaves behind, each key once; not to be changed. */
  int[] writes(int t) {
    return writes[t];
  }

  void addReads(int t, int by) {
    count(readersLeft, reads[t], by);
  }

  void addWrites(int t, int by) {
    count(writersLeft, writes[t], by);
  }

  int readersLeft(int write) {
    return readersLeft[write];
  }

  int writersLeft(int write) {
    return writersLeft[write];
  }

  boolean doesRead(int t, int write) {
    return Arrays.stream(reads[t]).anyMatch(read -> read == write);
  }

  /** Marks the keys that one writes, until others are marked. */
  void markWrites(int t) {
    for (int write : writes[t]) {
      markedBy[versions.key(write)] = t + 1;
    }
  }

  boolean isMarked(int key, int t) {
    return markedBy[key] == t + 1;
  }

  /** Whether one writes a key that another one writes, which was marked. */
  boolean writesWhatIsMarked(int u, int t) {
    for (int write : writes[u]) {
      if (isMarked(versions.key(write), t)) {
        return true;
      }
    }
    return false;
  }
}
