package dev.assay.checkers.isolation.timestamps;

import dev.assay.checkers.isolation.Transactions;
import dev.assay.histories.MicroOps;
import java.util.Arrays;

/** What every object holds while transactions are replayed. */
abstract class Versions {
  /** No transaction. */
  static final int NONE = -1;

  final Transactions transactions;
  final MicroOps microOps;
  private final int[] writer;

  Versions(Transactions transactions) {
    this.transactions = transactions;
    microOps = transactions.microOps();
    writer = new int[transactions.keys()];
    Arrays.fill(writer, NONE);
  }

  /** Hears of a read of a transaction that does not show what is there. */
  interface Mismatch {
    void found(int txn, int mop);
  }

  /** Compares what a transaction that begins now read with what is there and what it wrote. */
  abstract void read(int txn, Mismatch mismatch);

  /** Whether a read shows what is there, were the writer's writes there too. */
  abstract boolean isReadAfter(int mop, int other);

  /** A write of a transaction is there from now on. */
  abstract void write(int key, int mop);

  final void install(int txn) {
    for (int mop = transactions.start(txn); mop < transactions.end(txn); mop++) {
      if (microOps.kind(mop) != MicroOps.READ) {
        writer[transactions.key(mop)] = txn;
        write(transactions.key(mop), mop);
      }
    }
  }

  /** Who wrote the key last, or {@link #NONE}. */
  final int writer(int key) {
    return writer[key];
  }
}
