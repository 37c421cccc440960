package dev.assay.checkers.isolation.registers;

import dev.assay.checkers.isolation.KeyBlocks;
import dev.assay.checkers.isolation.Transactions;
import dev.assay.checkers.isolation.UnfitHistoryException;
import dev.assay.checkers.isolation.Work;
import dev.assay.histories.History;
import dev.assay.histories.MicroOps;
import java.util.Arrays;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The writes of a history as versions of keys, numbered so that those of a key come together, and
 * who took effect: transactions that completed, and others of which a completed one read a value.
 *
 * <p>A register holds nil before the first write. Linear in the micro-operations; 8 bytes each, and
 * 4 a write.
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

  private static final int NOBODY = -1;

  private final Transactions transactions;
  private final MicroOps microOps;
  private final int[] keyStart;
  private final int[] writer;

  /**
   * By transaction: the place of its micro-operations in {@link #versionOf}, less their numbers.
   * Equal transactions have the same micro-operations, but each wrote versions of its own.
   */
  private final int[] shift;

  /**
   * By micro-operation of each transaction: the version that it wrote or read, and above it the
   * writer of the one that it read, who would be far away in memory.
   */
  private final long[] versionOf;

  private final int[] writesOf;

  private final boolean[] committed;
  private final boolean[] isPlain;

  /** Whether any transaction failed, or is of unknown outcome: else no writer has to be asked. */
  private final boolean isAnyFailed;

  private final boolean isAnyInfo;

  private final AtomicBoolean isAmbiguous = new AtomicBoolean();
  private int ambiguousReads;
  private int ambiguousReader;
  private int ambiguousMop;

  private Registers(Transactions transactions, int parts) {
    this.transactions = transactions;
    microOps = transactions.microOps();
    KeyBlocks blocks = new KeyBlocks(transactions, parts);
    keyStart = new int[transactions.keys() + 1];
    for (int key = 0; key < transactions.keys(); key++) {
      keyStart[key + 1] = keyStart[key] + blocks.writes(key);
    }
    writer = new int[keyStart[transactions.keys()]];
    shift = new int[transactions.size()];
    writesOf = blocks.writesOf();
    committed = new boolean[transactions.size()];
    isPlain = new boolean[transactions.size()];
    int size = 0;
    int failed = 0;
    int info = 0;
    for (int txn = 0; txn < transactions.size(); txn++) {
      shift[txn] = size - transactions.start(txn);
      size += transactions.end(txn) - transactions.start(txn);
      committed[txn] = transactions.isOk(txn);
      isPlain[txn] = committed[txn];
      failed += transactions.isFailed(txn) ? 1 : 0;
      info += transactions.isInfo(txn) ? 1 : 0;
    }
    isAnyFailed = failed > 0;
    isAnyInfo = info > 0;
    versionOf = new long[size];
    blocks.forEach(
        () -> {
          VersionTable table = new VersionTable(transactions, keyStart, writer);
          return block -> {
            numberWrites(blocks, block, table);
            findVersionsRead(blocks, block, table);
          };
        });
    if (isAmbiguous.get()) {
      countAmbiguous();
    }
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

  /**
   * Whether nothing about a transaction is odd: it completed, used no key twice, and read nothing
   * but nil and what others left there that may be read.
   */
  public boolean isPlain(int txn) {
    return isPlain[txn];
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

  /** How many reads all transactions have together, whatever became of them. */
  public int reads() {
    return versionOf.length - writer.length;
  }

  /** The transaction that wrote a version, whatever became of it. */
  public int writer(int version) {
    return writer[version];
  }

  /** The micro-operation that wrote a version. O(length of its transaction). */
  public int mop(int version) {
    int txn = writer[version];
    int found = transactions.start(txn);
    while (!isWrite(found) || written(txn, found) != version) {
      found++;
    }
    return found;
  }

  /** Whether the writer of a version of a key did not write the key again. */
  boolean isFinal(int key, int version) {
    return version + 1 == keyStart[key + 1] || writer[version + 1] != writer[version];
  }

  public boolean isWrite(int microOp) {
    return microOps.kind(microOp) == MicroOps.WRITE;
  }

  /** The version that a micro-operation of a transaction wrote. */
  int written(int txn, int microOp) {
    return (int) versionOf[shift[txn] + microOp];
  }

  /** The version that a micro-operation of a transaction read, or one of the constants. */
  public int read(int txn, int microOp) {
    if (!transactions.isOk(txn)) {
      return UNTOLD;
    }
    return Math.max((int) versionOf[shift[txn] + microOp], UNTOLD);
  }

  /** The writer of the version that was {@link #read}, or one of the constants. */
  public int from(int txn, int microOp) {
    int version = read(txn, microOp);
    return version < 0 ? version : (int) (versionOf[shift[txn] + microOp] >> Integer.SIZE);
  }

  /** Whether a transaction writes anything. */
  boolean writes(int txn) {
    return writesOf[txn] > 0;
  }

  /** How many writes a transaction has. */
  public int writesOf(int txn) {
    return writesOf[txn];
  }

  /** Whether it read a value that several transactions wrote, of which nobody knows which. */
  boolean isAmbiguous(int txn, int microOp) {
    return (int) versionOf[shift[txn] + microOp] == AMBIGUOUS;
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
      if (microOps.value(mop(v)) == value && count++ < 3) {
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

  private void numberWrites(KeyBlocks blocks, int block, VersionTable table) {
    int firstKey = blocks.firstKey(block);
    table.turnTo(firstKey, blocks.endKey(block));
    int[] next = Arrays.copyOfRange(keyStart, firstKey, blocks.endKey(block));
    int[] usedBy = new int[next.length];
    Arrays.fill(usedBy, NOBODY);
    for (int at = blocks.start(block); at < blocks.end(block); at++) {
      int txn = blocks.txn(at);
      int key = blocks.key(at);
      if (usedBy[key - firstKey] == txn) {
        isPlain[txn] = false;
      }
      usedBy[key - firstKey] = txn;
      if (blocks.isWrite(at)) {
        int version = next[key - firstKey]++;
        writer[version] = txn;
        table.enter(version, key, blocks.value(at));
        versionOf[shift[txn] + blocks.mop(at)] = version;
      }
    }
  }

  private void findVersionsRead(KeyBlocks blocks, int block, VersionTable table) {
    for (int at = blocks.start(block); at < blocks.end(block); at++) {
      if (blocks.isWrite(at) || !blocks.isOk(at)) {
        continue;
      }
      int txn = blocks.txn(at);
      int key = blocks.key(at);
      int value = blocks.value(at);
      int version = value == 0 ? INITIAL : versionRead(table.find(key, value));
      int from = version < 0 ? NOBODY : writer[version];
      versionOf[shift[txn] + blocks.mop(at)] =
          (long) from << Integer.SIZE | (version & 0xFFFFFFFFL);
      if (isAnyInfo && from >= 0 && transactions.isInfo(from)) {
        committed[from] = true;
      }
      if (!isPlainRead(txn, key, version, from)) {
        isPlain[txn] = false;
      }
    }
  }

  private int versionRead(int found) {
    if (found == VersionTable.SEVERAL) {
      isAmbiguous.set(true);
      return AMBIGUOUS;
    }
    return found == VersionTable.NONE ? GARBAGE : found;
  }

  private boolean isPlainRead(int txn, int key, int version, int from) {
    return version == INITIAL
        || (version >= 0
            && from != txn
            && !(isAnyFailed && transactions.isFailed(from))
            && isFinal(key, version));
  }

  private void countAmbiguous() {
    for (int txn = 0; txn < transactions.size(); txn++) {
      for (int m = transactions.start(txn);
          transactions.isOk(txn) && m < transactions.end(txn);
          m++) {
        if (!isWrite(m) && isAmbiguous(txn, m) && ambiguousReads++ == 0) {
          ambiguousReader = txn;
          ambiguousMop = m;
        }
      }
    }
  }

  /** Finds the versions of a key by their values. */
  VersionTable versionsOf(int key) {
    VersionTable table = new VersionTable(transactions, keyStart, writer);
    table.turnTo(key, key + 1);
    for (int version = keyStart[key]; version < keyStart[key + 1]; version++) {
      table.enter(version, key, microOps.value(mop(version)));
    }
    return table;
  }

  /**
   * Refuses operations that neither read nor write a scalar, writes of nil, and transactions on
   * several objects.
   *
   * @throws UnfitHistoryException with the first one
   */
  public static void requireFit(Transactions transactions) {
    Work.stretches(
        transactions.size(),
        transactions.microOps().size(),
        (first, end) -> requireFit(transactions, first, end));
  }

  private static void requireFit(Transactions transactions, int first, int end) {
    MicroOps microOps = transactions.microOps();
    for (int txn = first; txn < end; txn++) {
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
    if (transactions.start(txn) < transactions.end(txn)) {
      return;
    }
    @Nullable Object value = history.value(event);
    if (value != null && !(value instanceof Collection<?> all && all.isEmpty())) {
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
