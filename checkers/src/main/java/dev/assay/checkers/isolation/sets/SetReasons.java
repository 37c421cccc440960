package dev.assay.checkers.isolation.sets;

import dev.assay.checkers.certificates.CycleEdge;
import dev.assay.checkers.isolation.Edge;
import dev.assay.checkers.isolation.Transactions;
import java.util.Optional;

/** Finds again why two transactions depend on each other, for the few edges that are told. */
final class SetReasons {
  private final Transactions transactions;
  private final SetReads reads;

  SetReasons(Transactions transactions, SetReads reads) {
    this.transactions = transactions;
    this.reads = reads;
  }

  Optional<CycleEdge> reason(int from, int to, int kind) {
    int writer = kind == Edge.WR ? from : to;
    int reader = kind == Edge.WR ? to : from;
    for (int add = transactions.start(writer); add < transactions.end(writer); add++) {
      for (int read = transactions.start(reader); read < transactions.end(reader); read++) {
        boolean isOfOneKey =
            !reads.isRead(add)
                && reads.isRead(read)
                && transactions.key(add) == transactions.key(read);
        int element = transactions.microOps().value(add);
        if (isOfOneKey && reads.shows(read, element) == (kind == Edge.WR)) {
          return Optional.of(edge(from, to, kind, add, read));
        }
      }
    }
    return Optional.empty();
  }

  private CycleEdge edge(int from, int to, int kind, int add, int read) {
    boolean isRead = kind == Edge.WR;
    Object element = transactions.history().values().get(transactions.microOps().value(add));
    return new CycleEdge(
        Edge.name(kind),
        transactions.invocation(from),
        transactions.invocation(to),
        transactions.keyValue(transactions.key(add)),
        isRead ? element : null,
        element,
        transactions.ref(from, isRead ? add : read),
        transactions.ref(to, isRead ? read : add),
        null);
  }
}
