package dev.assay.checkers.isolation.registers;

import dev.assay.checkers.isolation.Transactions;
import dev.assay.checkers.isolation.UnfitHistoryException;
import dev.assay.checkers.isolation.Work;
import dev.assay.histories.History;
import dev.assay.histories.MicroOps;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The writes of a history as versions of keys, numbered so that those of a key come together, and
 * who took effect: transactions that completed, and others of which a completed one read a value.
 *
 * <p>A register holds nil before the first write. Linear in the micro-operations; 12 bytes each,
 * and 24 a write.
 */
public final class Registers {
  /** The version that a key has before the first write. */
  public static final int INITIAL = -1;

  /** In place of the version of a read: a value that nobody wrote. */
  public static final int GARBAGE = -2;

  /**
   * In place of the version of a read: its transaction did not complete, or several wrote the value
   * that it read, so it tells nothing.
   */
  public static final int UNTOLD = -3;

  /** In place of the version of a micro-operation that read a value which several wrote. */
  private static final int AMBIGUOUS = -4;

  /** In the table, in place of a version: several wrote the value, or several failed to. */
  private static final int SEVERAL = -1;

  private static final int SEVERAL_FAILED = -2;

  private final Transactions transactions;
  private final int parts;
  private final MicroOps microOps;
  private final int[] keyStart;
  private final int[] writer;
  private final int[] mop;

  /**
   * Open addressing, each key in a stretch of its own, twice as long as it has versions, so that a
   * search stays in one place of memory: a value's id above one more than its version, or above one
   * of the constants. Nobody writes nil, whose id is 0, so an empty slot holds 0.
   */
  private final long[] table;

  /** By micro-operation: the last version that it wrote, or the one that it read. */
  private final int[] versionOf;

  private final boolean[] committed;

  /** Nothing reads it; without it {@link #touchVersionsRead} would be optimised away. */
  @SuppressWarnings("UnusedVariable")
  private long touched;

  private final AtomicBoolean isAmbiguous = new AtomicBoolean();
  private int ambiguousReads;
  private int ambiguousReader;
  private int ambiguousMop;

  private Registers(Transactions transactions, int parts) {
    this.transactions = transactions;
    this.parts = parts;
    microOps = transactions.microOps();
    keyStart = countWrites();
    int writes = keyStart[transactions.keys()];
    writer = new int[writes];
    mop = new int[writes];
    table = new long[Math.multiplyExact(writes, 2)];
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
   *     writes a scalar, a write of nil, or transactions on several objects
   */
  public static Registers of(History history) {
    Transactions transactions = Transactions.of(history);
    requireFit(transactions);
    return new Registers(transactions, Work.parts(transactions.microOps().size()));
  }

  /** The same of a history that is one, in so many parts. */
  static Registers of(History history, int parts) {
    return new Registers(Transactions.of(history), parts);
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

  /** How many there are of all keys. */
  public int versions() {
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

  /**
   * The version that a micro-operation of a transaction wrote. Transactions that are the same in
   * everything share their micro-operations, so one may have written several versions.
   */
  int written(int txn, int microOp) {
    int high = versionOf[microOp];
    int low = writer[high] == txn ? high : keyStart[transactions.key(microOp)];
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (writer[middle] < txn || (writer[middle] == txn && mop[middle] < microOp)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** The version that a micro-operation of a transaction read, or one of the constants. */
  public int read(int txn, int microOp) {
    if (!transactions.isOk(txn)) {
      return UNTOLD;
    }
    return Math.max(versionOf[microOp], UNTOLD);
  }

  /** Whether a transaction writes anything. */
  boolean writes(int txn) {
    for (int m = transactions.start(txn); m < transactions.end(txn); m++) {
      if (isWrite(m)) {
        return true;
      }
    }
    return false;
  }

  /** Whether it read a value that several transactions wrote, of which nobody knows which. */
  boolean isAmbiguous(int microOp) {
    return versionOf[microOp] == AMBIGUOUS;
  }

  /**
   * Why it is not known of a read from whom it is, if there is such a read, as the end of a
   * sentence; else null.
   */
  public @Nullable String ambiguity() {
    if (ambiguousReads == 0) {
      return null;
    }
    StringBuilder writers = new StringBuilder();
    int count = 0;
    int key = transactions.key(ambiguousMop);
    int value = microOps.value(ambiguousMop);
    for (int v = keyStart[key]; v < keyStart[key + 1]; v++) {
      if (microOps.value(mop[v]) == value && count++ < 3) {
        writers.append(count > 1 ? " and " : "").append(where(transactions, writer[v]));
      }
    }
    return "it is not known from which writer "
        + where(transactions, ambiguousReader)
        + " read "
        + transactions.history().values().get(value)
        + " of key "
        + transactions.keyValue(key)
        + ", which "
        + writers
        + (count > 3 ? " and others" : "")
        + " wrote"
        + (ambiguousReads > 1 ? " (and so with " + (ambiguousReads - 1) + " more reads)" : "")
        + ": write a different value every time";
  }

  /** What to do with a write. */
  private interface EachWrite {
    void accept(int txn, int microOp, int key);
  }

  /** Goes through all writes, those of a key in their order: of many keys on all processors. */
  private void forEachWrite(EachWrite each) {
    Work.run(
        parts,
        part -> {
          for (int txn = 0; txn < transactions.size(); txn++) {
            for (int m = transactions.start(txn); m < transactions.end(txn); m++) {
              int key = transactions.key(m);
              // Neighbours stay together, or processors would write to the same cache lines.
              if ((key >>> 4) % parts == part && isWrite(m)) {
                each.accept(txn, m, key);
              }
            }
          }
        });
  }

  /** Goes through all transactions, on all processors. */
  private void forEachTransaction(IntConsumer each) {
    int size = transactions.size();
    Work.run(
        parts,
        part -> {
          int end = Work.begin(size, part + 1, parts);
          for (int txn = Work.begin(size, part, parts); txn < end; txn++) {
            each.accept(txn);
          }
        });
  }

  private int[] countWrites() {
    int[] start = new int[transactions.keys() + 1];
    forEachWrite((txn, m, key) -> start[key + 1]++);
    for (int key = 0; key < transactions.keys(); key++) {
      start[key + 1] += start[key];
    }
    return start;
  }

  private void numberWrites() {
    int[] next = keyStart.clone();
    forEachWrite(
        (txn, m, key) -> {
          int version = next[key]++;
          writer[version] = txn;
          mop[version] = m;
          enter(version, key, microOps.value(m));
          versionOf[m] = version;
        });
  }

  /** Of several writers of a value, one that failed is none: what it wrote cannot be read. */
  private void enter(int version, int key, int value) {
    int slot = slot(key, value);
    int known = (int) table[slot];
    boolean isFailed = transactions.isFailed(writer[version]);
    boolean isKnownFailed =
        known == SEVERAL_FAILED || (known > 0 && transactions.isFailed(writer[known - 1]));
    if (known == 0 || (isKnownFailed && !isFailed)) {
      table[slot] = entry(value, version + 1);
    } else if (isKnownFailed || !isFailed) {
      table[slot] = entry(value, isKnownFailed ? SEVERAL_FAILED : SEVERAL);
    }
  }

  /** Looks every read up once: the table is large, and its memory far away. */
  private void findVersionsRead() {
    forEachTransaction(
        txn -> {
          if (transactions.isOk(txn)) {
            findVersionsRead(txn);
          }
        });
    if (isAmbiguous.get()) {
      countAmbiguous();
    }
  }

  private void findVersionsRead(int txn) {
    touchVersionsRead(txn);
    for (int m = transactions.start(txn); m < transactions.end(txn); m++) {
      if (isWrite(m)) {
        continue;
      }
      int value = microOps.value(m);
      int version = value == 0 ? 0 : find(transactions.key(m), value);
      versionOf[m] =
          value == 0 ? INITIAL : version == 0 ? GARBAGE : version < 0 ? AMBIGUOUS : version - 1;
      if (version < 0) {
        isAmbiguous.set(true);
      }
    }
  }

  /** Looks at all places at once: one after the other each look would wait for memory. */
  private void touchVersionsRead(int txn) {
    long seen = 0;
    for (int m = transactions.start(txn); m < transactions.end(txn); m++) {
      int key = transactions.key(m);
      if (keyStart[key] < keyStart[key + 1]) {
        seen += table[home(key, microOps.value(m))];
      }
    }
    touched = seen;
  }

  private void countAmbiguous() {
    for (int txn = 0; txn < transactions.size(); txn++) {
      for (int m = transactions.start(txn);
          transactions.isOk(txn) && m < transactions.end(txn);
          m++) {
        if (!isWrite(m) && versionOf[m] == AMBIGUOUS && ambiguousReads++ == 0) {
          ambiguousReader = txn;
          ambiguousMop = m;
        }
      }
    }
  }

  /** The version of a key with this value, by its id; or one of the constants. */
  int version(int key, int value) {
    int version = value <= 0 ? 0 : find(key, value);
    return version <= 0 ? GARBAGE : version - 1;
  }

  /** One more than the version of a key with this value, a constant, or 0 for none. */
  private int find(int key, int value) {
    return keyStart[key] == keyStart[key + 1] ? 0 : (int) table[slot(key, value)];
  }

  /** Of a key that somebody wrote: where the value is, or where it belongs. */
  private int slot(int key, int value) {
    int end = 2 * keyStart[key + 1];
    int slot = home(key, value);
    while (table[slot] != 0 && (int) (table[slot] >>> 32) != value) {
      slot = slot + 1 == end ? 2 * keyStart[key] : slot + 1;
    }
    return slot;
  }

  /** Where a search for the value begins. */
  private int home(int key, int value) {
    int start = 2 * keyStart[key];
    int length = 2 * keyStart[key + 1] - start;
    long hash = (value * 0x9E3779B97F4A7C15L) >>> 32;
    return start + (int) ((hash * length) >>> 32);
  }

  private static long entry(int value, int version) {
    return (long) value << 32 | (version & 0xFFFFFFFFL);
  }

  private void findCommitted() {
    forEachTransaction(
        txn -> {
          if (transactions.isOk(txn)) {
            committed[txn] = true;
          }
          for (int m = transactions.start(txn); m < transactions.end(txn); m++) {
            int version = isWrite(m) ? INITIAL : read(txn, m);
            if (version >= 0 && transactions.isInfo(writer[version])) {
              committed[writer[version]] = true;
            }
          }
        });
  }

  /**
   * Refuses operations that neither read nor write a scalar, writes of nil, and transactions on
   * several objects.
   *
   * @throws UnfitHistoryException with the first one
   */
  public static void requireFit(Transactions transactions) {
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
