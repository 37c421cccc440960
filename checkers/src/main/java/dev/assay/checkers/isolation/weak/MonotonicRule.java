package dev.assay.checkers.isolation.weak;

import java.util.Arrays;

/**
 * What {@link Axiom#MONOTONIC} forces (AWDIT, algorithm 1). A read from a writer counts against the
 * next reads of the keys that it wrote; only the nearest of each key, for that one counts against
 * the next. Of writer and reader, the one with fewer keys is gone through: O(n√n).
 */
final class MonotonicRule {
  private final RegisterColumns columns;

  private final FirstReads firsts;

  /** By key: the transaction that read it above its nearest read behind. */
  private final long[] nearest;

  /** By key: the nearest read behind from somebody else than {@link #nearest}. */
  private final int[] other;

  private int[] keysBehind = new int[16];

  /** Of every key behind a bit; most others have one that is not set, and need not be looked up. */
  private long behind;

  MonotonicRule(RegisterColumns columns) {
    this.columns = columns;
    firsts = new FirstReads(columns);
    nearest = new long[columns.keys()];
    Arrays.fill(nearest, RegisterColumns.NONE);
    other = new int[columns.keys()];
  }

  /** Tells what the reads of a transaction force. */
  void apply(int txn, Forced forced) {
    int start = columns.readStart[txn];
    int end = columns.readStart[txn + 1];
    if (end - start < 2) {
      return;
    }
    firsts.turnTo(txn);
    int keys = 0;
    behind = 0;
    for (int read = end - 1; read >= start; read--) {
      if (keys > 0 && firsts.isFirst(read)) {
        applyRead(txn, columns.readFrom[read], keys, forced);
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
        if ((behind & RegisterColumns.bit(key)) != 0 && isBehind(key, txn)) {
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

  private boolean isBehind(int key, int txn) {
    return (int) (nearest[key] >> Integer.SIZE) == txn;
  }

  private void applyKey(int txn, int writer, int key, Forced forced) {
    int read = columns.readFrom[(int) nearest[key]] == writer ? other[key] : (int) nearest[key];
    if (read >= 0) {
      forced.force(writer, columns.readFrom[read], txn, read);
    }
  }

  private int remember(int txn, int read, int keys) {
    int key = columns.readKey[read];
    if ((behind & RegisterColumns.bit(key)) != 0 && isBehind(key, txn)) {
      int before = (int) nearest[key];
      if (columns.readFrom[before] != columns.readFrom[read]) {
        other[key] = before;
      }
      nearest[key] = (long) txn << Integer.SIZE | read;
      return keys;
    }
    behind |= RegisterColumns.bit(key);
    nearest[key] = (long) txn << Integer.SIZE | read;
    other[key] = RegisterColumns.NONE;
    if (keys == keysBehind.length) {
      keysBehind = Arrays.copyOf(keysBehind, keys * 2);
    }
    keysBehind[keys] = key;
    return keys + 1;
  }
}
