package dev.assay.checkers.isolation.registers;

import dev.assay.checkers.isolation.Transactions;

/**
 * Who read each version of each key: {@link Reads}, grouped the other way. A read has the number
 * that it has there. 4 bytes a version and 9 a read.
 */
final class Readers {
  private final Registers registers;
  private final Reads reads;
  private final int[] start;
  private final int[] read;
  private final int[] reader;
  private final boolean[] overwrites;

  Readers(Registers registers, Reads reads) {
    this.registers = registers;
    this.reads = reads;
    int transactions = registers.transactions().size();
    int groups = registers.versions() + registers.transactions().keys();
    start = new int[groups + 1];
    for (int at = 0; at < reads.end(transactions - 1); at++) {
      start[group(reads, at) + 1]++;
    }
    for (int group = 0; group < groups; group++) {
      start[group + 1] += start[group];
    }
    int[] next = start.clone();
    read = new int[start[groups]];
    reader = new int[read.length];
    overwrites = new boolean[read.length];
    for (int txn = 0; txn < transactions; txn++) {
      for (int at = reads.start(txn); at < reads.end(txn); at++) {
        int place = next[group(reads, at)]++;
        read[place] = at;
        reader[place] = txn;
        overwrites[place] =
            !registers.isPlain(txn) && isWritten(txn, registers.transactions().key(reads.mop(at)));
      }
    }
  }

  Reads reads() {
    return reads;
  }

  private boolean isWritten(int txn, int key) {
    Transactions transactions = registers.transactions();
    for (int m = transactions.start(txn); m < transactions.end(txn); m++) {
      if (registers.isWrite(m) && transactions.key(m) == key) {
        return true;
      }
    }
    return false;
  }

  private int group(Reads reads, int at) {
    int version = reads.version(at);
    return version >= 0 ? version : initial(registers.transactions().key(reads.mop(at)));
  }

  /** In place of a version: that of a key before the first write. */
  int initial(int key) {
    return registers.versions() + key;
  }

  /** The readers of a version are {@code start(version)} until {@code end(version)}. */
  int start(int version) {
    return start[version];
  }

  int end(int version) {
    return start[version + 1];
  }

  /** The transaction that read. */
  int reader(int place) {
    return reader[place];
  }

  /** Whether it also wrote the key. */
  boolean overwrites(int place) {
    return overwrites[place];
  }

  /** The number of its read. */
  int read(int place) {
    return read[place];
  }
}
