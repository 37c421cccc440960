package dev.assay.checkers.isolation.registers;

import dev.assay.checkers.isolation.Transactions;
import dev.assay.checkers.isolation.UnfitHistoryException;
import dev.assay.histories.History;
import dev.assay.histories.MicroOps;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * The writes of a history as versions of keys, numbered so that those of a key come together, and
 * who took effect: transactions that completed, and others of which a completed one read a value.
 *
 * <p>A register holds nil before the first write. Linear in the micro-operations; 12 bytes each,
 * and 36 a write.
 */
public final class Registers {
  /** The version that a key has before the first write. */
  public static final int INITIAL = -1;

  /** In place of the version of a read: a value that nobody wrote. */
  public static final int GARBAGE = -2;

  /** In place of the version of a read: its transaction did not complete, so it tells nothing. */
  public static final int UNTOLD = -3;

  private final Transactions transactions;
  private final MicroOps microOps;
  private final int[] keyStart;
  private final int[] writer;
  private final int[] mop;
  private final long[] table;
  private final int[] versionAt;

  /** By micro-operation: the version that it wrote or read. */
  private final int[] versionOf;

  private final boolean[] committed;

  private Registers(Transactions transactions) {
    this.transactions = transactions;
    microOps = transactions.microOps();
    keyStart = countWrites();
    int writes = keyStart[transactions.keys()];
    writer = new int[writes];
    mop = new int[writes];
    int capacity = Integer.highestOneBit(Math.max(8, writes)) << 2;
    table = new long[capacity];
    versionAt = new int[capacity];
    versionOf = new int[microOps.size()];
    numberWrites();
    findVersionsRead();
    committed = new boolean[transactions.size()];
    findCommitted();
  }

  /**
   * Takes a history apart.
   *
   * @throws UnfitHistoryException when it is none of registers: an operation that neither reads nor
   *     writes a scalar, a value written twice to a key, a write of nil, or transactions on several
   *     objects
   */
  public static Registers of(History history) {
    Transactions transactions = Transactions.of(history);
    check(transactions);
    return new Registers(transactions);
  }

  public Transactions transactions() {
    return transactions;
  }

  /** Which transactions took effect. The array is the object's own. */
  public boolean[] committed() {
    return committed;
  }

  /** The versions of a key are {@code versionStart(key)} until {@code versionEnd(key)}. */
  int versionStart(int key) {
    return keyStart[key];
  }

  int versionEnd(int key) {
    return keyStart[key + 1];
  }

  int versions() {
    return writer.length;
  }

  /** The transaction that wrote a version, whatever became of it. */
  public int writer(int version) {
    return writer[version];
  }

  /** The micro-operation that wrote a version. */
  public int mop(int version) {
    return mop[version];
  }

  public boolean isWrite(int microOp) {
    return microOps.kind(microOp) == MicroOps.WRITE;
  }

  /** The version that a micro-operation wrote. */
  int written(int microOp) {
    return versionOf[microOp];
  }

  /** The version that a micro-operation of a transaction read, or one of the constants. */
  public int read(int txn, int microOp) {
    if (!transactions.isOk(txn)) {
      return UNTOLD;
    }
    return versionOf[microOp];
  }

  private int[] countWrites() {
    int[] start = new int[transactions.keys() + 1];
    for (int txn = 0; txn < transactions.size(); txn++) {
      for (int m = transactions.start(txn); m < transactions.end(txn); m++) {
        start[transactions.key(m) + 1] += isWrite(m) ? 1 : 0;
      }
    }
    for (int key = 0; key < transactions.keys(); key++) {
      start[key + 1] += start[key];
    }
    return start;
  }

  private void numberWrites() {
    int[] next = keyStart.clone();
    for (int txn = 0; txn < transactions.size(); txn++) {
      for (int m = transactions.start(txn); m < transactions.end(txn); m++) {
        if (isWrite(m)) {
          int version = next[transactions.key(m)]++;
          writer[version] = txn;
          mop[version] = m;
          enter(version, transactions.key(m), microOps.value(m));
          versionOf[m] = version;
        }
      }
    }
  }

  private void enter(int version, int key, int value) {
    int slot = slot(key, value);
    if (versionAt[slot] != 0) {
      throw new UnfitHistoryException(
          "rw-register needs a different value for every write to a key, but "
              + where(transactions, writer[versionAt[slot] - 1])
              + " and "
              + where(transactions, writer[version])
              + " write the same one to the same key: "
              + transactions.keyValue(key)
              + " "
              + transactions.history().values().get(value));
    }
    table[slot] = pair(key, value);
    versionAt[slot] = version + 1;
  }

  /** Looks every read up once: the table is large, and its memory far away. */
  private void findVersionsRead() {
    for (int txn = 0; txn < transactions.size(); txn++) {
      for (int m = transactions.start(txn);
          transactions.isOk(txn) && m < transactions.end(txn);
          m++) {
        int value = microOps.value(m);
        if (isWrite(m)) {
          continue;
        }
        int version = value == 0 ? 0 : versionAt[slot(transactions.key(m), value)];
        versionOf[m] = value == 0 ? INITIAL : version == 0 ? GARBAGE : version - 1;
      }
    }
  }

  /** The version of a key with this value, by its id; or one of the constants. */
  int version(int key, int value) {
    int version = value <= 0 ? 0 : versionAt[slot(key, value)];
    return version == 0 ? GARBAGE : version - 1;
  }

  private int slot(int key, int value) {
    long pair = pair(key, value);
    int slot = (int) ((pair * 0x9E3779B97F4A7C15L) >>> 32) & (table.length - 1);
    while (versionAt[slot] != 0 && table[slot] != pair) {
      slot = (slot + 1) & (table.length - 1);
    }
    return slot;
  }

  private static long pair(int key, int value) {
    return (long) key << 32 | value;
  }

  private void findCommitted() {
    for (int txn = 0; txn < committed.length; txn++) {
      if (!transactions.isOk(txn)) {
        continue;
      }
      committed[txn] = true;
      for (int m = transactions.start(txn); m < transactions.end(txn); m++) {
        int version = isWrite(m) ? INITIAL : read(txn, m);
        if (version >= 0 && transactions.isInfo(writer[version])) {
          committed[writer[version]] = true;
        }
      }
    }
  }

  private static void check(Transactions transactions) {
    MicroOps microOps = transactions.microOps();
    for (int txn = 0; txn < transactions.size(); txn++) {
      checkShape(transactions, txn);
      for (int m = transactions.start(txn); m < transactions.end(txn); m++) {
        int kind = microOps.kind(m);
        int value = microOps.value(m);
        String fault =
            kind != MicroOps.READ && kind != MicroOps.WRITE
                ? "[:" + microOps.name(kind) + " …]"
                : value == MicroOps.LIST
                    ? "a list"
                    : kind == MicroOps.WRITE && value == 0 ? "a write of nil" : "";
        if (!fault.isEmpty()) {
          throw new UnfitHistoryException(
              "rw-register has operations [:r key value] and [:w key value] of single values, nil"
                  + " only where nothing was written, but "
                  + where(transactions, txn)
                  + " has "
                  + fault
                  + " in place "
                  + (m - transactions.start(txn)));
        }
      }
    }
  }

  private static void checkShape(Transactions transactions, int txn) {
    History history = transactions.history();
    int event = transactions.event(txn);
    if (history.keyId(event) != History.NONE) {
      throw new UnfitHistoryException(
          "rw-register has one database, but "
              + where(transactions, txn)
              + " is on one object of many: check each object's transactions by themselves");
    }
    @Nullable Object value = history.value(event);
    boolean isEmpty = value == null || (value instanceof Collection<?> all && all.isEmpty());
    if (transactions.start(txn) == transactions.end(txn) && !isEmpty) {
      throw new UnfitHistoryException(
          "rw-register has transactions of [:r key value] and [:w key value], but "
              + where(transactions, txn)
              + " is none");
    }
  }

  private static String where(Transactions transactions, int txn) {
    return "the operation of index "
        + transactions.history().index(transactions.event(txn))
        + " (process "
        + transactions.process(txn)
        + ")";
  }
}
