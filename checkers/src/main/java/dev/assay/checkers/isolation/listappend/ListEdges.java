package dev.assay.checkers.isolation.listappend;

import dev.assay.checkers.certificates.CycleEdge;
import dev.assay.checkers.isolation.Edge;
import dev.assay.checkers.isolation.Transactions;
import org.jspecify.annotations.Nullable;

/** Edges of which the micro-operations are known, in the words of certificates. */
final class ListEdges {
  private final KeyScan scan;
  private final Transactions transactions;

  ListEdges(KeyScan scan) {
    this.scan = scan;
    transactions = scan.transactions;
  }

  /** A transaction reads what another appended last. */
  synchronized CycleEdge read(int writer, int reader, int read) {
    turnTo(read);
    int element = scan.externalElement(reader, read);
    int place = scan.placeOfAppend(element);
    return edge(Edge.WR, writer, reader, element, element, scan.byKey.mop(place), read, false);
  }

  /** A transaction reads a key without what another appended. */
  synchronized CycleEdge overwrite(int reader, int read, int writer, int append) {
    turnTo(read);
    int element = scan.externalElement(reader, read);
    int after = scan.microOps.value(append);
    return edge(Edge.RW, reader, writer, element, after, read, append, true);
  }

  /** A transaction appended to a key before another did. */
  synchronized CycleEdge order(int first, int append, int second, int laterAppend) {
    turnTo(append);
    int before = scan.microOps.value(append);
    int after = scan.microOps.value(laterAppend);
    return edge(Edge.WW, first, second, before, after, append, laterAppend, true);
  }

  /** Both appended to a key, in an order that no read shows. */
  synchronized CycleEdge supposedOrder(int first, int append, int second, int laterAppend) {
    turnTo(append);
    int before = scan.microOps.value(append);
    int after = scan.microOps.value(laterAppend);
    return edge(Edge.WW, first, second, before, after, append, laterAppend, false);
  }

  CycleEdge ofEvents(int kind, int first, int second) {
    return CycleEdge.ofEvents(
        Edge.name(kind), transactions.invocation(first), transactions.invocation(second));
  }

  private void turnTo(int mop) {
    int key = transactions.key(mop);
    if (scan.key() != key) {
      scan.turnTo(key);
    }
  }

  private CycleEdge edge(
      int kind, int from, int to, int before, int after, int first, int second, boolean witnessed) {
    return new CycleEdge(
        Edge.name(kind),
        transactions.invocation(from),
        transactions.invocation(to),
        transactions.keyValue(scan.key()),
        value(before),
        value(after),
        transactions.ref(from, first),
        transactions.ref(to, second),
        !witnessed || scan.longest() == KeyScan.NONE
            ? null
            : transactions.ref(scan.byKey.txn(scan.longest()), scan.byKey.mop(scan.longest())));
  }

  private @Nullable Object value(int element) {
    return element == KeyScan.NONE ? null : transactions.history().values().get(element);
  }
}
