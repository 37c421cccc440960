package dev.assay.checkers.isolation.timestamps;

import dev.assay.checkers.isolation.Transactions;
import dev.assay.histories.MicroOps;
import java.util.Arrays;

/** Lists: each holds the ids of all elements that were appended, in their order. */
final class ListVersions extends Versions {
  private final int[][] elements;
  private final int[] size;

  ListVersions(Transactions transactions) {
    super(transactions);
    elements = new int[transactions.keys()][];
    size = new int[elements.length];
    Arrays.fill(elements, new int[0]);
  }

  /** The transaction's own appends are in the lists while it is looked at, and gone afterwards. */
  @Override
  void read(int txn, Mismatch mismatch) {
    for (int mop = transactions.start(txn); mop < transactions.end(txn); mop++) {
      if (microOps.kind(mop) == MicroOps.APPEND) {
        write(transactions.key(mop), mop);
      } else if (transactions.isOk(txn) && !isRead(mop)) {
        mismatch.found(txn, mop);
      }
    }
    remove(txn);
  }

  @Override
  boolean isReadAfter(int mop, int other) {
    for (int m = transactions.start(other); m < transactions.end(other); m++) {
      if (microOps.kind(m) == MicroOps.APPEND) {
        write(transactions.key(m), m);
      }
    }
    boolean is = isRead(mop);
    remove(other);
    return is;
  }

  private void remove(int txn) {
    for (int mop = transactions.start(txn); mop < transactions.end(txn); mop++) {
      size[transactions.key(mop)] -= microOps.kind(mop) == MicroOps.APPEND ? 1 : 0;
    }
  }

  @Override
  void write(int key, int mop) {
    if (size[key] == elements[key].length) {
      elements[key] = Arrays.copyOf(elements[key], Math.max(4, size[key] * 2));
    }
    elements[key][size[key]++] = microOps.value(mop);
  }

  int size(int key) {
    return size[key];
  }

  int element(int key, int at) {
    return elements[key][at];
  }

  private boolean isRead(int mop) {
    int key = transactions.key(mop);
    int start = microOps.listStart(mop);
    int end = microOps.listEnd(mop);
    if (end - start != size[key]) {
      return false;
    }
    for (int i = 0; i < end - start; i++) {
      if (microOps.element(start + i) != elements[key][i]) {
        return false;
      }
    }
    return true;
  }
}
