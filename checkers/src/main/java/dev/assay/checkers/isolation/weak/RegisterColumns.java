package dev.assay.checkers.isolation.weak;

import dev.assay.checkers.isolation.Findings;
import dev.assay.checkers.isolation.Processes;
import dev.assay.checkers.isolation.Transactions;
import dev.assay.checkers.isolation.Work;
import dev.assay.checkers.isolation.registers.Registers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What the axioms need of a history, in columns: the reads of each transaction with whom they read
 * from, the keys that it wrote, and the transactions of each process.
 *
 * <p>Reads of a transaction's own writes are left out, and so are values that cannot be read at any
 * level. A transaction that took no effect has neither reads nor writes. Linear; 8 bytes a read, 4
 * a write, 20 a transaction.
 */
final class RegisterColumns {
  /** In place of the transaction that a read is from: nobody had written the key. */
  static final int INITIAL = -1;

  static final int NONE = -1;

  private final Registers registers;
  private final Transactions transactions;

  /** The reads of a transaction are {@code readStart[txn]} until {@code readStart[txn + 1]}. */
  final int[] readStart;

  final int[] readKey;
  final int[] readFrom;

  /** The keys that a transaction wrote, ascending, each once. */
  final int[] writeStart;

  final int[] writeKey;

  /** The transactions that took effect, process by process, each in its order. */
  final int[] byProcess;

  final int[] processStart;

  private final boolean areProcessesMixed;
  private int overlooked;
  private final List<int[]> overlookedReads = new ArrayList<>();

  /** The transaction of the same process that completed before, or {@link #NONE}. */
  final int[] previous;

  RegisterColumns(Registers registers) {
    this.registers = registers;
    transactions = registers.transactions();
    int size = transactions.size();
    readStart = new int[size + 1];
    writeStart = new int[size + 1];
    readKey = new int[registers.reads()];
    readFrom = new int[readKey.length];
    writeKey = new int[registers.versions()];
    int parts = Work.parts(transactions.microOps().size());
    scan(parts, false);
    Work.addUp(readStart);
    Work.addUp(writeStart);
    for (Scan scan : scan(parts, true)) {
      overlooked += scan.overlooked;
      scan.overlookedReads.stream()
          .limit(Findings.KEPT_MAX - overlookedReads.size())
          .forEach(overlookedReads::add);
    }
    previous = new int[size];
    Arrays.fill(previous, NONE);
    Processes processes = new Processes(transactions);
    processStart = new int[processes.count() + 1];
    byProcess = groupByProcess(processes);
    areProcessesMixed = processes.areMixed();
    linkProcesses();
  }

  /** How many reads saw something else than what the transaction itself had written last. */
  int overlooked() {
    return overlooked;
  }

  /** The first of them, each as a transaction, its read and its write before. */
  List<int[]> overlookedReads() {
    return overlookedReads;
  }

  /** {@link Processes#areMixed}. */
  boolean areProcessesMixed() {
    return areProcessesMixed;
  }

  Transactions transactions() {
    return transactions;
  }

  boolean tookEffect(int txn) {
    return registers.committed()[txn];
  }

  int size() {
    return transactions.size();
  }

  int keys() {
    return transactions.keys();
  }

  /** One of 64 bits, for small sets of keys that mostly do not have what is sought. */
  static long bit(int key) {
    return 1L << ((key * 0x9E3779B9) >>> 26);
  }

  /** Whether a transaction wrote a key. O(log writes). */
  boolean writes(int txn, int key) {
    int start = writeStart[txn];
    int end = writeStart[txn + 1];
    if (end - start > 16) {
      return Arrays.binarySearch(writeKey, start, end, key) >= 0;
    }
    for (int at = start; at < end; at++) {
      if (writeKey[at] == key) {
        return true;
      }
    }
    return false;
  }

  /** The micro-operation of a transaction that is one of its reads. O(length of it). */
  int readMop(int txn, int read) {
    int mop = transactions.start(txn);
    for (int left = read - readStart[txn]; ; mop++) {
      if (!registers.isWrite(mop) && counts(txn, registers.from(txn, mop)) && left-- == 0) {
        return mop;
      }
    }
  }

  /** Whether what a transaction read can be read: from another that took effect, or from nobody. */
  private boolean counts(int txn, int from) {
    return from == INITIAL || (from >= 0 && from != txn && registers.committed()[from]);
  }

  private Scan[] scan(int parts, boolean isFilling) {
    Scan[] scans = new Scan[parts];
    Work.run(
        parts,
        part -> {
          scans[part] = new Scan(isFilling);
          scans[part].run(Work.begin(size(), part, parts), Work.begin(size(), part + 1, parts));
        });
    return scans;
  }

  /** Goes through some of the transactions: once to count, once more to fill the columns. */
  private final class Scan {
    private final boolean isFilling;

    /** By key: who wrote it last, and by which micro-operation; made when somebody needs it. */
    private int[] lastWrite = {};

    private int overlooked;
    private final List<int[]> overlookedReads = new ArrayList<>();
    private int reads;
    private int writes;

    Scan(boolean isFilling) {
      this.isFilling = isFilling;
    }

    void run(int first, int end) {
      reads = readStart[first];
      writes = writeStart[first];
      for (int txn = first; txn < end; txn++) {
        int readsBefore = reads;
        int writesBefore = writes;
        if (registers.isPlain(txn)) {
          takePlain(txn);
        } else if (registers.committed()[txn]) {
          takeOdd(txn);
        }
        if (isFilling) {
          Arrays.sort(writeKey, writesBefore, writes);
        } else {
          readStart[txn + 1] = reads - readsBefore;
          writeStart[txn + 1] = writes - writesBefore;
        }
      }
    }

    private void takePlain(int txn) {
      if (!isFilling) {
        writes += registers.writesOf(txn);
        reads += transactions.end(txn) - transactions.start(txn) - registers.writesOf(txn);
        return;
      }
      for (int mop = transactions.start(txn); mop < transactions.end(txn); mop++) {
        if (registers.isWrite(mop)) {
          addWrite(transactions.key(mop));
        } else {
          addRead(txn, mop);
        }
      }
    }

    private void takeOdd(int txn) {
      if (lastWrite.length == 0) {
        lastWrite = new int[Math.multiplyExact(transactions.keys(), 2)];
        Arrays.fill(lastWrite, NONE);
      }
      for (int mop = transactions.start(txn); mop < transactions.end(txn); mop++) {
        int key = transactions.key(mop);
        if (registers.isWrite(mop)) {
          if (lastWrite[2 * key] != txn) {
            lastWrite[2 * key] = txn;
            addWrite(key);
          }
          lastWrite[2 * key + 1] = mop;
        } else if (transactions.isOk(txn)) {
          if (lastWrite[2 * key] == txn && !isSameValue(mop, lastWrite[2 * key + 1])) {
            overlook(txn, mop, lastWrite[2 * key + 1]);
          }
          if (counts(txn, registers.from(txn, mop))) {
            addRead(txn, mop);
          }
        }
      }
    }

    private void addWrite(int key) {
      if (isFilling) {
        writeKey[writes] = key;
      }
      writes++;
    }

    private void addRead(int txn, int mop) {
      if (isFilling) {
        readKey[reads] = transactions.key(mop);
        readFrom[reads] = registers.from(txn, mop);
      }
      reads++;
    }

    private void overlook(int txn, int read, int write) {
      if (overlooked++ < Findings.KEPT_MAX) {
        overlookedReads.add(new int[] {txn, read, write});
      }
    }
  }

  private boolean isSameValue(int mop, int other) {
    return transactions.microOps().value(mop) == transactions.microOps().value(other);
  }

  private int[] groupByProcess(Processes processes) {
    for (int txn = 0; txn < size(); txn++) {
      processStart[processes.of(txn) + 1] += tookEffect(txn) ? 1 : 0;
    }
    Work.addUp(processStart);
    int[] next = processStart.clone();
    int[] grouped = new int[processStart[processes.count()]];
    for (int txn = 0; txn < size(); txn++) {
      if (tookEffect(txn)) {
        grouped[next[processes.of(txn)]++] = txn;
      }
    }
    return grouped;
  }

  private void linkProcesses() {
    for (int process = 0; process + 1 < processStart.length; process++) {
      int last = NONE;
      for (int at = processStart[process]; at < processStart[process + 1]; at++) {
        int txn = byProcess[at];
        previous[txn] = last;
        // One of unknown outcome may take effect later than what its process does next.
        last = transactions.isOk(txn) ? txn : last;
      }
    }
  }
}
