package dev.assay.checkers.isolation.listappend;

import dev.assay.checkers.isolation.MicroOpsByKey;
import dev.assay.checkers.isolation.Transactions;
import dev.assay.histories.MicroOps;
import java.util.Arrays;

/**
 * Which version each micro-operation of a transaction that took effect wrote or read, where every
 * read is of the beginning of one list. Versions that nobody read come after all others.
 *
 * <p>Version {@code i} of a key is the list of its first {@code i} elements; an append writes one,
 * a read reads the one that the transaction's own appends do not count in. 4 bytes a
 * micro-operation, 4 an element.
 */
final class ListVersions {
  static final int NONE = -1;

  private final int[] version;
  private final int[] known;
  private final int[] start;
  private final int[] writer;
  private final int[] append;

  ListVersions(KeyScan scan, boolean[] committed) {
    Transactions transactions = scan.transactions;
    MicroOps microOps = scan.microOps;
    MicroOpsByKey byKey = scan.byKey;
    version = new int[microOps.size()];
    Arrays.fill(version, NONE);
    known = new int[transactions.keys()];
    start = new int[transactions.keys() + 1];
    int[] writers = new int[64];
    int[] appends = new int[64];
    for (int key = 0; key < transactions.keys(); key++) {
      scan.turnTo(key);
      int first = start[key];
      int last = first + scan.orderSize();
      known[key] = scan.orderSize();
      for (int at = byKey.start(key); at < byKey.end(key); at++) {
        int txn = byKey.txn(at);
        int mop = byKey.mop(at);
        if (microOps.kind(mop) == MicroOps.APPEND && committed[txn]) {
          int position = scan.position(microOps.value(mop));
          int place = position == KeyScan.NONE ? last++ : first + position;
          if (place >= writers.length) {
            int length = place + (place >> 1) + 64;
            writers = Arrays.copyOf(writers, length);
            appends = Arrays.copyOf(appends, length);
          }
          writers[place] = txn;
          appends[place] = mop;
          version[mop] = place - first + 1;
        } else if (microOps.kind(mop) == MicroOps.READ && transactions.isOk(txn)) {
          int element = scan.externalElement(txn, mop);
          version[mop] = element == KeyScan.NONE ? 0 : scan.position(element) + 1;
        }
      }
      start[key + 1] = last;
    }
    writer = Arrays.copyOf(writers, start[transactions.keys()]);
    append = Arrays.copyOf(appends, writer.length);
  }

  /** The version that a micro-operation wrote or read, or {@link #NONE}: it counts for nothing. */
  int version(int mop) {
    return version[mop];
  }

  /**
   * Whether somebody read the version or a later one: the others have no order among each other.
   */
  boolean isKnown(int key, int version) {
    return version <= known[key];
  }

  /** The last version of a key that somebody read, or 0. */
  int known(int key) {
    return known[key];
  }

  /** How many versions a key has, the empty list left out. */
  int count(int key) {
    return start[key + 1] - start[key];
  }

  /** All versions of all keys have places; those of a key follow version 1, which is here. */
  int place(int key, int version) {
    return start[key] + version - 1;
  }

  /** How many versions there are of all keys. */
  int places() {
    return writer.length;
  }

  /** The transaction that wrote a version, 1 or above. */
  int writer(int key, int version) {
    return writer[place(key, version)];
  }

  /** The micro-operation that wrote it. */
  int append(int key, int version) {
    return append[place(key, version)];
  }

  /** The transaction that wrote the version at a {@link #place}. */
  int writerAt(int place) {
    return writer[place];
  }
}
