package dev.assay.checkers.isolation.registers;

import dev.assay.checkers.certificates.MicroOpRef;
import dev.assay.checkers.isolation.AnomalyType;
import dev.assay.checkers.isolation.Evidence;
import dev.assay.checkers.isolation.Findings;
import dev.assay.checkers.isolation.Transactions;
import dev.assay.histories.MicroOps;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What each transaction read from others, its final writes, and what is wrong with its reads alone.
 *
 * <p>Of each key, the first read of a transaction counts, unless the transaction wrote the key
 * before; all others must see what it read or wrote itself. Linear; 8 bytes a read that counts.
 */
final class Reads {
  private static final int NONE = -1;

  /** A read that its transaction should not have seen, of a version that took effect. */
  record Repeat(int txn, int mop, int version) {}

  private final Registers registers;
  private final Transactions transactions;
  private final MicroOps microOps;
  private final Findings findings;
  private final boolean isKept;

  private final List<Repeat> repeats = new ArrayList<>();

  /**
   * By key, next to each other in memory: the last transaction that saw or wrote it, the version
   * that this transaction must see, and by which micro-operation it knows.
   */
  private final int[] known;

  private static final int SEEN_BY = 0;
  private static final int EXPECTED = 1;
  private static final int SINCE = 2;
  private static final int COLUMNS = 3;

  /** The reads that count, in the order of their transactions. */
  private final int[] mop;

  private final int[] version;
  private int size;
  private final int[] start;

  private Reads(Registers registers, Findings findings, boolean isKept) {
    this.registers = registers;
    this.findings = findings;
    this.isKept = isKept;
    transactions = registers.transactions();
    microOps = transactions.microOps();
    mop = new int[isKept ? registers.reads() : 0];
    version = new int[mop.length];
    known = new int[Math.multiplyExact(transactions.keys(), COLUMNS)];
    Arrays.fill(known, NONE);
    start = new int[transactions.size() + 1];
    for (int txn = 0; txn < transactions.size(); txn++) {
      if (!registers.isPlain(txn)) {
        scan(txn);
      } else if (isKept) {
        takePlain(txn);
      }
      start[txn + 1] = size;
    }
  }

  /** All reads, and what is wrong with them. */
  static Reads of(Registers registers, Findings findings) {
    return new Reads(registers, findings, true);
  }

  /** Only finds what is wrong with reads. */
  static void check(Registers registers, Findings findings) {
    new Reads(registers, findings, false);
  }

  /** The reads of other values than their transactions themselves read or wrote before. */
  List<Repeat> repeats() {
    return repeats;
  }

  /** What is wrong with the reads alone. */
  Findings findings() {
    return findings;
  }

  /** The reads of a transaction that count are {@code start(txn)} until {@code end(txn)}. */
  int start(int txn) {
    return start[txn];
  }

  int end(int txn) {
    return start[txn + 1];
  }

  int mop(int at) {
    return mop[at];
  }

  /** The version that was read: {@link Registers#INITIAL}, or one that took effect. */
  int version(int at) {
    return version[at];
  }

  private void takePlain(int txn) {
    for (int m = transactions.start(txn); m < transactions.end(txn); m++) {
      if (!registers.isWrite(m)) {
        add(m, registers.read(txn, m));
      }
    }
  }

  private void scan(int txn) {
    for (int m = transactions.start(txn); m < transactions.end(txn); m++) {
      int at = transactions.key(m) * COLUMNS;
      boolean isFirst = known[at + SEEN_BY] != txn;
      if (registers.isWrite(m)) {
        int mine = registers.written(txn, m);
        expect(txn, at, mine, m);
        continue;
      }
      int found = registers.read(txn, m);
      if (found == Registers.UNTOLD) {
        if (transactions.isOk(txn) && registers.isAmbiguous(txn, m)) {
          ambiguous(txn, at, m, isFirst);
        }
        continue;
      }
      if (isFirst) {
        external(txn, m, found);
      } else if (found != known[at + EXPECTED]) {
        report(AnomalyType.INTERNAL, txn, m, known[at + SINCE], txn);
        repeated(txn, m, found);
      }
      expect(txn, at, found, m);
    }
  }

  /** A read from nobody knows whom: it must be of the value that its transaction knows, if any. */
  private void ambiguous(int txn, int at, int m, boolean isFirst) {
    if (!isFirst && microOps.value(known[at + SINCE]) == microOps.value(m)) {
      known[at + SINCE] = m;
      return;
    }
    if (!isFirst) {
      report(AnomalyType.INTERNAL, txn, m, known[at + SINCE], txn);
    }
    expect(txn, at, Registers.UNTOLD, m);
  }

  private void expect(int txn, int at, int versionOfKey, int by) {
    known[at + SEEN_BY] = txn;
    known[at + EXPECTED] = versionOfKey;
    known[at + SINCE] = by;
  }

  /** Whether a read is from a transaction that took effect, or of nil. */
  private boolean isOfCommitted(int txn, int m, int found) {
    if (found == Registers.GARBAGE) {
      if (findings.count(AnomalyType.GARBAGE_READ)) {
        keep(AnomalyType.GARBAGE_READ, txn, m, List.of());
      }
      return false;
    }
    if (found >= 0 && registers.writer(found) == txn) {
      if (registers.mop(found) > m) {
        report(AnomalyType.FUTURE_READ, txn, m, registers.mop(found), txn);
      }
      return false;
    }
    if (found >= 0 && !registers.committed()[registers.writer(found)]) {
      report(AnomalyType.G1A, txn, m, registers.mop(found), registers.writer(found));
      return false;
    }
    return true;
  }

  /** A read of another value than the transaction itself read or wrote before. */
  private void repeated(int txn, int m, int found) {
    if (isOfCommitted(txn, m, found) && found >= 0) {
      checkIntermediate(txn, m, found);
      if (isKept) {
        repeats.add(new Repeat(txn, m, found));
      }
    }
  }

  private void external(int txn, int m, int found) {
    if (isOfCommitted(txn, m, found)) {
      checkIntermediate(txn, m, found);
      if (isKept) {
        add(m, found);
      }
    }
  }

  private void add(int m, int found) {
    mop[size] = m;
    version[size++] = found;
  }

  private void checkIntermediate(int txn, int m, int read) {
    if (read < 0
        || registers.isFinal(transactions.key(m), read)
        || !findings.count(AnomalyType.G1B)) {
      return;
    }
    int writer = registers.writer(read);
    int later = registers.mop(read) + 1;
    while (!registers.isWrite(later)
        || transactions.key(later) != transactions.key(registers.mop(read))) {
      later++;
    }
    keep(
        AnomalyType.G1B,
        txn,
        m,
        List.of(transactions.ref(writer, registers.mop(read)), transactions.ref(writer, later)));
  }

  private void report(AnomalyType type, int txn, int m, int other, int otherTxn) {
    if (findings.count(type)) {
      keep(type, txn, m, List.of(transactions.ref(otherTxn, other)));
    }
  }

  private void keep(AnomalyType type, int txn, int m, List<MicroOpRef> others) {
    List<MicroOpRef> refs = new ArrayList<>();
    refs.add(transactions.ref(txn, m));
    refs.addAll(others);
    findings.keep(
        new Evidence(
            type,
            transactions.keyValue(transactions.key(m)),
            transactions.history().values().get(microOps.value(m)),
            List.copyOf(refs)));
  }
}
