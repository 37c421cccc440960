package dev.assay.checkers.isolation.timestamps;

import dev.assay.checkers.isolation.Transactions;
import dev.assay.histories.MicroOps;

/** Registers: each holds the value id that was written last. */
final class RegisterVersions extends Versions {
  private final int[] value;
  private final int[] own;
  private final int[] ownOf;
  private int reader;

  RegisterVersions(Transactions transactions) {
    super(transactions);
    value = new int[transactions.keys()];
    own = new int[value.length];
    ownOf = new int[value.length];
  }

  @Override
  void read(int txn, Mismatch mismatch) {
    reader++;
    for (int mop = transactions.start(txn); mop < transactions.end(txn); mop++) {
      int key = transactions.key(mop);
      if (microOps.kind(mop) == MicroOps.WRITE) {
        own[key] = microOps.value(mop);
        ownOf[key] = reader;
      } else if (transactions.isOk(txn)
          && microOps.value(mop) != (ownOf[key] == reader ? own[key] : value[key])) {
        mismatch.found(txn, mop);
      }
    }
  }

  @Override
  boolean isReadAfter(int mop, int other) {
    int last = -1;
    for (int m = transactions.start(other); m < transactions.end(other); m++) {
      if (microOps.kind(m) == MicroOps.WRITE && microOps.key(m) == microOps.key(mop)) {
        last = microOps.value(m);
      }
    }
    return last == microOps.value(mop);
  }

  @Override
  void write(int key, int mop) {
    value[key] = microOps.value(mop);
  }
}
