package dev.assay.checkers.isolation.registers;

import dev.assay.checkers.isolation.Transactions;
import java.util.Arrays;

/**
 * Finds the versions of keys by their values, for some neighbouring keys at a time, so that it
 * stays in the processor's cache. 16 bytes a version of these keys.
 */
final class VersionTable {
  /** In place of a version: several wrote the value. */
  static final int SEVERAL = -1;

  /** In place of a version: several wrote the value, and all of them failed. */
  private static final int SEVERAL_FAILED = -2;

  /** In place of a version: nobody wrote the value. */
  static final int NONE = -3;

  private final Transactions transactions;
  private final int[] keyStart;
  private final int[] writer;

  /**
   * Open addressing, each key in a stretch of its own, twice as long as it has versions: a value's
   * id above its version, or above one of the constants. Nobody writes nil, whose id is 0, so an
   * empty slot holds 0.
   */
  private long[] table = {};

  private int firstVersion;

  /**
   * Makes one for versions numbered by key.
   *
   * @param keyStart the versions of a key are {@code keyStart[key]} until {@code keyStart[key + 1]}
   * @param writer who wrote each version, known at the latest when it is entered
   */
  VersionTable(Transactions transactions, int[] keyStart, int[] writer) {
    this.transactions = transactions;
    this.keyStart = keyStart;
    this.writer = writer;
  }

  /** Turns to other keys, of which nothing is entered as yet. */
  void turnTo(int firstKey, int endKey) {
    firstVersion = keyStart[firstKey];
    int size = Math.multiplyExact(2, keyStart[endKey] - firstVersion);
    if (size > table.length) {
      table = new long[size];
    } else {
      Arrays.fill(table, 0, size, 0);
    }
  }

  /** Of several writers of a value, one that failed is none: what it wrote cannot be read. */
  void enter(int version, int key, int value) {
    int slot = slot(key, value);
    if (table[slot] == 0) {
      table[slot] = entry(value, version);
      return;
    }
    int known = (int) table[slot];
    boolean isFailed = transactions.isFailed(writer[version]);
    boolean isKnownFailed =
        known == SEVERAL_FAILED || (known >= 0 && transactions.isFailed(writer[known]));
    if (isKnownFailed && !isFailed) {
      table[slot] = entry(value, version);
    } else if (isKnownFailed || !isFailed) {
      table[slot] = entry(value, isKnownFailed ? SEVERAL_FAILED : SEVERAL);
    }
  }

  /** The version of a key with this value, which is not nil; or one of the constants. */
  int find(int key, int value) {
    if (keyStart[key] == keyStart[key + 1]) {
      return NONE;
    }
    long entry = table[slot(key, value)];
    int version = (int) entry;
    return entry == 0 ? NONE : version == SEVERAL_FAILED ? SEVERAL : version;
  }

  /** Of a key that somebody wrote: where the value is, or where it belongs. */
  private int slot(int key, int value) {
    int start = 2 * (keyStart[key] - firstVersion);
    int end = 2 * (keyStart[key + 1] - firstVersion);
    long hash = (value * 0x9E3779B97F4A7C15L) >>> Integer.SIZE;
    int slot = start + (int) ((hash * (end - start)) >>> Integer.SIZE);
    while (table[slot] != 0 && (int) (table[slot] >>> Integer.SIZE) != value) {
      slot = slot + 1 == end ? start : slot + 1;
    }
    return slot;
  }

  private static long entry(int value, int version) {
    return (long) value << Integer.SIZE | (version & 0xFFFFFFFFL);
  }
}
