package dev.assay.checkers.isolation.registers;

import dev.assay.checkers.isolation.MicroOpsByKey;
import dev.assay.checkers.isolation.Transactions;
import java.util.Arrays;

/**
 * Of one key at a time: which transactions used it, what each saw or left first, and what last, in
 * the order of their invocations. Versions of one transaction count as its last one.
 */
final class KeyAccesses {
  private final Registers registers;
  private final Transactions transactions;
  private final MicroOpsByKey byKey;
  private final int[] installed;
  private int size;
  private int[] txn = new int[16];
  private int[] first = new int[16];
  private int[] last = new int[16];

  KeyAccesses(Registers registers) {
    this.registers = registers;
    transactions = registers.transactions();
    byKey = new MicroOpsByKey(transactions);
    installed = new int[registers.versions()];
    for (int key = 0; key < transactions.keys(); key++) {
      int end = registers.versionEnd(key);
      for (int v = end - 1; v >= registers.versionStart(key); v--) {
        boolean isLast = v + 1 == end || registers.writer(v + 1) != registers.writer(v);
        installed[v] = isLast ? v : installed[v + 1];
      }
    }
  }

  /** The version of a key that the writer of a version left. */
  int installed(int version) {
    return installed[version];
  }

  /** Turns to a key. */
  void scan(int key) {
    size = 0;
    int end = byKey.end(key);
    for (int at = byKey.start(key); at < end; ) {
      int next = at + 1;
      while (next < end && byKey.txn(next) == byKey.txn(at)) {
        next++;
      }
      if (registers.committed()[byKey.txn(at)]) {
        add(at, next);
      }
      at = next;
    }
  }

  /**
   * Adds what a transaction did; reads of what it wrote itself, or should not have seen, do not.
   */
  private void add(int from, int until) {
    int its = byKey.txn(from);
    int begin = Registers.UNTOLD;
    int end = Registers.UNTOLD;
    for (int at = from; at < until; at++) {
      int mop = byKey.mop(at);
      boolean isWrite = registers.isWrite(mop);
      int version = isWrite ? installed[registers.written(its, mop)] : seen(its, mop);
      if (version == Registers.UNTOLD) {
        continue;
      }
      begin = begin == Registers.UNTOLD ? version : begin;
      end = isWrite || end == Registers.UNTOLD ? version : end;
    }
    if (begin == Registers.UNTOLD) {
      return;
    }
    if (size == txn.length) {
      txn = Arrays.copyOf(txn, 2 * size);
      first = Arrays.copyOf(first, 2 * size);
      last = Arrays.copyOf(last, 2 * size);
    }
    txn[size] = its;
    first[size] = begin;
    last[size++] = end;
  }

  private int seen(int its, int mop) {
    int version = registers.read(its, mop);
    if (version < 0) {
      return version == Registers.INITIAL ? version : Registers.UNTOLD;
    }
    int writer = registers.writer(version);
    return writer == its || !registers.committed()[writer] ? Registers.UNTOLD : installed[version];
  }

  int size() {
    return size;
  }

  int txn(int access) {
    return txn[access];
  }

  /** The version that it read before it wrote, or else the one that it wrote. */
  int first(int access) {
    return first[access];
  }

  /** The version that it wrote, or else the one that it read. */
  int last(int access) {
    return last[access];
  }

  /** When it was invoked, as a position in the history. */
  int begin(int access) {
    return transactions.invocation(txn[access]);
  }

  /** When it completed; at the end of time when nobody knows. */
  int end(int access) {
    return transactions.isOk(txn[access])
        ? transactions.completion(txn[access])
        : Integer.MAX_VALUE;
  }

  /** The accesses of known end, by that: the end in the upper half, the access in the lower. */
  long[] byEnd() {
    long[] ends = new long[size];
    int count = 0;
    for (int access = 0; access < size; access++) {
      if (end(access) != Integer.MAX_VALUE) {
        ends[count++] = (long) end(access) << 32 | access;
      }
    }
    long[] sorted = Arrays.copyOf(ends, count);
    Arrays.sort(sorted);
    return sorted;
  }

  /** Whether the history tells which access was over before another began. */
  boolean isRealTime() {
    return transactions.history().isRealTime();
  }
}
