package dev.assay.checkers.isolation.weak;

import dev.assay.checkers.certificates.CommitEdge;
import dev.assay.checkers.certificates.CycleEdge;
import dev.assay.checkers.isolation.AnomalyType;
import dev.assay.checkers.isolation.Transactions;
import dev.assay.checkers.isolation.registers.Registers;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says by which operations of a process a promise puts one writer of a key before another. */
final class PromiseReasons {
  private static final int NONE = -1;

  private final RegisterColumns columns;
  private final Registers registers;
  private final Transactions transactions;

  PromiseReasons(RegisterColumns columns, Registers registers) {
    this.columns = columns;
    this.registers = registers;
    transactions = registers.transactions();
  }

  /**
   * Why the first committed before the second, or before everything, if the promise says so. Linear
   * in the history.
   */
  Optional<CommitEdge> edge(AnomalyType promise, int from, int to) {
    boolean isOfWrites = promise == AnomalyType.G0_PROCESS;
    boolean isOrder = isOfWrites || promise == AnomalyType.NO_PRAM_ORDER;
    if (isOrder && to != RegisterColumns.INITIAL && isBefore(from, to)) {
      return Optional.of(new CommitEdge(process(from, to), List.of()));
    }
    for (int txn = 0; !isOfWrites && txn < columns.size(); txn++) {
      for (int read = columns.readStart[txn]; read < columns.readStart[txn + 1]; read++) {
        if (columns.readFrom[read] == to) {
          List<CycleEdge> path =
              promise == AnomalyType.BACKWARD_READ ? List.of() : ownWrite(from, txn, read);
          if (path.isEmpty() && promise != AnomalyType.UNREAD_OWN_WRITE) {
            path = ownRead(from, txn, read);
          }
          if (!path.isEmpty()) {
            return Optional.of(edge(from, to, txn, read, path));
          }
        }
      }
    }
    return Optional.empty();
  }

  private List<CycleEdge> ownWrite(int from, int txn, int read) {
    return isBefore(from, txn) && columns.writes(from, columns.readKey[read])
        ? List.of(process(from, txn))
        : List.of();
  }

  private List<CycleEdge> ownRead(int from, int txn, int read) {
    for (int before = columns.previous[txn]; before != NONE; before = columns.previous[before]) {
      for (int at = columns.readStart[before]; at < columns.readStart[before + 1]; at++) {
        if (columns.readFrom[at] == from && columns.readKey[at] == columns.readKey[read]) {
          return List.of(readsFrom(from, before, at), process(before, txn));
        }
      }
    }
    return List.of();
  }

  private boolean isBefore(int one, int other) {
    return transactions.process(one) == transactions.process(other)
        && transactions.isOk(one)
        && one < other;
  }

  private CommitEdge edge(int from, int to, int txn, int read, List<CycleEdge> path) {
    int key = columns.readKey[read];
    int mop = columns.readMop(txn, read);
    int version = registers.read(txn, mop);
    int write = write(from, key);
    return new CommitEdge(
        new CycleEdge(
            "commit",
            transactions.invocation(from),
            to == RegisterColumns.INITIAL ? CommitEdge.INITIAL : transactions.invocation(to),
            transactions.keyValue(key),
            value(write),
            value(mop),
            transactions.ref(from, write),
            version < 0 ? null : transactions.ref(to, registers.mop(version)),
            transactions.ref(txn, mop)),
        path);
  }

  private CycleEdge readsFrom(int from, int to, int read) {
    int mop = columns.readMop(to, read);
    return new CycleEdge(
        "wr",
        transactions.invocation(from),
        transactions.invocation(to),
        transactions.keyValue(columns.readKey[read]),
        value(mop),
        value(mop),
        transactions.ref(from, registers.mop(registers.read(to, mop))),
        transactions.ref(to, mop),
        null);
  }

  private CycleEdge process(int from, int to) {
    return CycleEdge.ofEvents(
        "process", transactions.invocation(from), transactions.invocation(to));
  }

  private int write(int txn, int key) {
    for (int mop = transactions.end(txn) - 1; mop >= transactions.start(txn); mop--) {
      if (registers.isWrite(mop) && transactions.key(mop) == key) {
        return mop;
      }
    }
    throw new IllegalStateException("transaction " + txn + " did not write the key " + key);
  }

  private @Nullable Object value(int mop) {
    return transactions.history().values().get(transactions.microOps().value(mop));
  }
}
