package dev.assay.checkers.isolation.timestamps;

import dev.assay.checkers.isolation.Transactions;
import dev.assay.checkers.isolation.UnfitHistoryException;
import dev.assay.histories.MicroOps;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * Which transactions took effect: those that completed, and of those of unknown outcome the ones
 * whose writes a completed one read. To leave out the others contradicts least, for nobody saw
 * them.
 */
final class Observed {
  private static final int SEVERAL = -1;

  private final Transactions transactions;
  private final MicroOps microOps;
  private final boolean[] committed;

  /** By key and value: who of unknown outcome wrote it. */
  private final Map<Long, Integer> uncertain = new HashMap<>();

  /** By key and element of a list: who of unknown outcome appended the one that is before it. */
  private final Map<Long, Integer> before = new HashMap<>();

  /**
   * @throws UnfitHistoryException when a value was read that is of unknown outcome for one writer,
   *     and that another wrote too
   */
  Observed(Transactions transactions) {
    this.transactions = transactions;
    microOps = transactions.microOps();
    committed = new boolean[transactions.size()];
    for (int txn = 0; txn < committed.length; txn++) {
      committed[txn] = transactions.isOk(txn);
      if (transactions.isInfo(txn)) {
        int by = txn;
        eachWrite(txn, mop -> enter(pair(microOps.key(mop), microOps.value(mop)), by));
      }
    }
    if (uncertain.isEmpty()) {
      return;
    }
    for (int txn = 0; txn < committed.length; txn++) {
      if (transactions.isOk(txn)) {
        eachWrite(
            txn,
            mop ->
                uncertain.computeIfPresent(
                    pair(microOps.key(mop), microOps.value(mop)), (pair, known) -> SEVERAL));
      }
    }
    for (int txn = 0; txn < committed.length; txn++) {
      if (transactions.isOk(txn)) {
        int reader = txn;
        eachWriterRead(txn, writer -> observe(writer, reader));
        findNeighbours(txn);
      }
    }
  }

  private void findNeighbours(int txn) {
    for (int mop = transactions.start(txn); mop < transactions.end(txn); mop++) {
      if (microOps.kind(mop) == MicroOps.READ) {
        for (int at = microOps.listStart(mop); at + 1 < microOps.listEnd(mop); at++) {
          Integer writer = uncertain.get(pair(microOps.key(mop), microOps.element(at)));
          if (writer != null) {
            before.put(pair(microOps.key(mop), microOps.element(at + 1)), writer);
          }
        }
      }
    }
  }

  private void enter(long pair, int txn) {
    uncertain.merge(pair, txn, (known, now) -> known.equals(now) ? known : SEVERAL);
  }

  private void observe(int writer, int reader) {
    if (writer == SEVERAL) {
      throw new UnfitHistoryException(
          "the operation of index "
              + transactions.history().index(transactions.completion(reader))
              + " (process "
              + transactions.process(reader)
              + ") read what several transactions wrote, one of them of unknown outcome: whether"
              + " that took effect, nobody can tell. Write a different value every time");
    }
    committed[writer] = true;
  }

  /** Which took effect. The array is the object's own. */
  boolean[] committed() {
    return committed;
  }

  /** Whether a transaction of unknown outcome wrote anything. */
  boolean isAnyUncertain() {
    return !uncertain.isEmpty();
  }

  /** Who of unknown outcome wrote what a completed transaction read, one after the other. */
  void eachWriterRead(int txn, IntConsumer action) {
    for (int mop = transactions.start(txn);
        !uncertain.isEmpty() && mop < transactions.end(txn);
        mop++) {
      if (microOps.kind(mop) == MicroOps.READ) {
        tell(mop, microOps.value(mop), action);
        for (int at = microOps.listStart(mop); at < microOps.listEnd(mop); at++) {
          tell(mop, microOps.element(at), action);
        }
      }
    }
  }

  /**
   * Who of unknown outcome took effect before this one: whose writes it read, or appended after, as
   * lists show.
   */
  void eachUncertainBefore(int txn, IntConsumer action) {
    // Of what several wrote nobody knows whose it is: only one of unknown outcome has read that.
    eachWriterRead(
        txn,
        writer -> {
          if (writer != SEVERAL) {
            action.accept(writer);
          }
        });
    if (!before.isEmpty()) {
      eachWrite(
          txn,
          mop -> {
            Integer writer = before.get(pair(microOps.key(mop), microOps.value(mop)));
            if (writer != null && writer != txn) {
              action.accept(writer);
            }
          });
    }
  }

  private void tell(int mop, int value, IntConsumer action) {
    Integer writer = value < 0 ? null : uncertain.get(pair(microOps.key(mop), value));
    if (writer != null) {
      action.accept(writer);
    }
  }

  private void eachWrite(int txn, IntConsumer action) {
    for (int mop = transactions.start(txn); mop < transactions.end(txn); mop++) {
      if (microOps.kind(mop) != MicroOps.READ) {
        action.accept(mop);
      }
    }
  }

  private static long pair(int key, int value) {
    return (long) key << 32 | value;
  }
}
