package dev.assay.checkers.isolation.solver;

import java.util.Arrays;

/**
 * Transactions that only read, beside a {@link Polygraph} of those that write: each may have its
 * own order of the others. Some 8 bytes a read.
 */
public final class Observers {
  private final long[] reads;
  private final int size;

  private Observers(IntList txns, IntList what) {
    size = txns.size();
    reads = new long[size];
    for (int i = 0; i < size; i++) {
      reads[i] = (long) txns.get(i) << 32 | (what.get(i) & 0xffffffffL);
    }
    Arrays.sort(reads);
  }

  /** How many reads there are; those of one transaction stand together. */
  int reads() {
    return size;
  }

  int transaction(int read) {
    return (int) (reads[read] >>> 32);
  }

  /** The version that was read; or {@link NextVersions#NONE}: what was there before all. */
  int version(int read) {
    return Math.max(NextVersions.NONE, (int) reads[read]);
  }

  /** The key of a read of what was there before all. */
  int initialKey(int read) {
    return -2 - (int) reads[read];
  }

  /** Collects reads in any order. */
  public static final class Builder {
    private final IntList txns = new IntList(16);
    private final IntList what = new IntList(16);

    /** Says that a transaction read a version of the problem, by its number there. */
    public Builder read(int txn, int version) {
      txns.add(txn);
      what.add(version);
      return this;
    }

    /** Says that a transaction read a key that nobody had written. */
    public Builder readInitial(int txn, int key) {
      txns.add(txn);
      what.add(-2 - key);
      return this;
    }

    public Observers build() {
      return new Observers(txns, what);
    }
  }
}
