package dev.assay.checkers.isolation.weak;

import java.util.Arrays;

/**
 * What {@link Axiom#MONOTONIC} forces (AWDIT, algorithm 1). A read from a writer counts against the
 * next reads of the keys that it wrote; only the nearest of each key, for that one counts against
 * the next. Of writer and reader, the one with fewer keys is gone through: O(n√n).
 */
final class MonotonicRule {
  private final RegisterColumns columns;
  private final int[] seenFrom;
  private final int[] firstRead;

  /** By key: the nearest read behind, and the nearest one from somebody else than that. */
  private final int[] stamp;

  private final int[] nearest;
  private final int[] other;
  private int[] keysBehind = new int[16];

  MonotonicRule(RegisterColumns columns) {
    this.columns = columns;
    seenFrom = new int[columns.size()];
    Arrays.fill(seenFrom, RegisterColumns.NONE);
    firstRead = new int[columns.size()];
    stamp = new int[columns.keys()];
    Arrays.fill(stamp, RegisterColumns.NONE);
    nearest = new int[columns.keys()];
    other = new int[columns.keys()];
  }

  /** Tells what the reads of a transaction force. */
  void apply(int txn, Forced forced) {
    int start = columns.readStart[txn];
    int end = columns.readStart[txn + 1];
    if (end - start < 2) {
      return;
    }
    for (int read = start; read < end; read++) {
      int from = columns.readFrom[read];
      if (from >= 0 && seenFrom[from] != txn) {
        seenFrom[from] = txn;
        firstRead[from] = read;
      }
    }
    int keys = 0;
    for (int read = end - 1; read >= start; read--) {
      int from = columns.readFrom[read];
      if (from >= 0 && firstRead[from] == read && keys > 0) {
        applyRead(txn, from, keys, forced);
      }
      keys = remember(txn, read, keys);
    }
  }

  private void applyRead(int txn, int writer, int keys, Forced forced) {
    int start = columns.writeStart[writer];
    int end = columns.writeStart[writer + 1];
    if (end - start <= keys) {
      for (int at = start; at < end; at++) {
        int key = columns.writeKey[at];
        if (stamp[key] == txn) {
          applyKey(txn, writer, key, forced);
        }
      }
      return;
    }
    for (int i = 0; i < keys; i++) {
      if (columns.writes(writer, keysBehind[i])) {
        applyKey(txn, writer, keysBehind[i], forced);
      }
    }
  }

  private void applyKey(int txn, int writer, int key, Forced forced) {
    int read = columns.readFrom[nearest[key]] == writer ? other[key] : nearest[key];
    if (read >= 0) {
      forced.force(writer, columns.readFrom[read], txn, read);
    }
  }

  private int remember(int txn, int read, int keys) {
    int key = columns.readKey[read];
    if (stamp[key] != txn) {
      stamp[key] = txn;
      nearest[key] = read;
      other[key] = RegisterColumns.NONE;
      if (keys == keysBehind.length) {
        keysBehind = Arrays.copyOf(keysBehind, keys * 2);
      }
      keysBehind[keys] = key;
      return keys + 1;
    }
    if (columns.readFrom[nearest[key]] != columns.readFrom[read]) {
      other[key] = nearest[key];
    }
    nearest[key] = read;
    return keys;
  }
}
