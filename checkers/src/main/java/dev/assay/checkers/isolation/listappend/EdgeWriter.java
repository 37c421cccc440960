package dev.assay.checkers.isolation.listappend;

import dev.assay.checkers.isolation.DependencyGraph;
import dev.assay.checkers.isolation.Edge;
import dev.assay.checkers.isolation.MicroOpsByKey;
import dev.assay.checkers.isolation.Transactions;
import dev.assay.histories.MicroOps;
import java.util.Arrays;

/**
 * The dependencies that the version order of a key implies, between transactions that took effect.
 *
 * <p>An element that took effect and is not in the longest list was appended after all that are:
 * lists only grow. Such elements have no order among each other, so every reader of the last
 * version precedes each of their transactions. Two chains of virtual nodes, one that reaches all
 * before a transaction and one that reaches all behind it, say so in linear room and leave out that
 * a transaction precedes itself.
 */
final class EdgeWriter {
  private static final int NONE = KeyScan.NONE;

  private final KeyScan scan;
  private final Transactions transactions;
  private final MicroOpsByKey byKey;
  private final MicroOps microOps;
  private final boolean[] committed;
  private final DependencyGraph.Builder graph;

  /** By position: the last transaction at or before it that took effect, the next one from it. */
  private int[] writerUntil = new int[64];

  private int[] writerFrom = new int[65];

  /** Transactions that appended what the longest list does not hold, ascending. */
  private int[] unseen = new int[16];

  private int unseenSize;

  /** The first virtual nodes of the two chains, or {@link #NONE} while they are not needed. */
  private int before = NONE;

  private int behind = NONE;

  EdgeWriter(KeyScan scan, boolean[] committed, DependencyGraph.Builder graph) {
    this.scan = scan;
    this.committed = committed;
    this.graph = graph;
    transactions = scan.transactions;
    byKey = scan.byKey;
    microOps = scan.microOps;
  }

  /**
   * Adds the edges of the key that the scan has turned to.
   *
   * @param isRegular whether every list that was read is the beginning of the longest
   * @return how many of its transactions' appends have no known order
   */
  int write(boolean isRegular) {
    writeOrder();
    findUnseen();
    int key = scan.key();
    for (int at = byKey.start(key); at < byKey.end(key); at++) {
      int txn = byKey.txn(at);
      if (committed[txn] && scan.isObserved(txn, byKey.mop(at))) {
        writeRead(txn, byKey.mop(at), isRegular && transactions.isOk(txn));
      }
    }
    return unseenSize;
  }

  /** Each transaction that took effect overwrites the one before in the version order. */
  private void writeOrder() {
    int size = scan.orderSize();
    if (writerUntil.length < size) {
      writerUntil = new int[Math.max(size, writerUntil.length * 2)];
      writerFrom = new int[writerUntil.length + 1];
    }
    int last = NONE;
    for (int position = 0; position < size; position++) {
      int writer = scan.appender(scan.elementAt(position));
      if (writer != NONE && committed[writer]) {
        if (last != NONE) {
          graph.add(last, writer, Edge.WW);
        }
        last = writer;
        writerFrom[position] = writer;
      } else {
        writerFrom[position] = NONE;
      }
      writerUntil[position] = last;
    }
    writerFrom[size] = NONE;
    for (int position = size - 1; position >= 0; position--) {
      if (writerFrom[position] == NONE) {
        writerFrom[position] = writerFrom[position + 1];
      }
    }
  }

  private void findUnseen() {
    unseenSize = 0;
    before = NONE;
    behind = NONE;
    int key = scan.key();
    for (int at = byKey.start(key); at < byKey.end(key); at++) {
      int txn = byKey.txn(at);
      if (committed[txn]
          && microOps.kind(byKey.mop(at)) == MicroOps.APPEND
          && scan.position(microOps.value(byKey.mop(at))) == NONE
          && (unseenSize == 0 || unseen[unseenSize - 1] != txn)) {
        if (unseenSize == unseen.length) {
          unseen = Arrays.copyOf(unseen, unseenSize * 2);
        }
        unseen[unseenSize++] = txn;
      }
    }
    int size = scan.orderSize();
    int last = size == 0 ? NONE : writerUntil[size - 1];
    for (int i = 0; last != NONE && i < unseenSize; i++) {
      graph.add(last, unseen[i], Edge.WW);
    }
  }

  /** The reader follows who wrote what it saw, and precedes who wrote what comes next. */
  private void writeRead(int txn, int mop, boolean isRegular) {
    int element = scan.externalElement(txn, mop);
    int seen = NONE;
    if (element != NONE) {
      int last = scan.position(element);
      // Only a beginning of the longest list is sure to show what comes before its last element.
      int writer = last == NONE || !isRegular ? scan.appender(element) : writerUntil[last];
      if (writer != NONE && committed[writer]) {
        graph.add(writer, txn, Edge.WR);
      }
      seen = isRegular ? last : scan.furthest(mop);
      if (seen == NONE) {
        return;
      }
    }
    int next = writerFrom[seen + 1];
    if (next != NONE) {
      graph.add(txn, next, Edge.RW);
    } else if (unseenSize > 0 && isRegular) {
      // A list that is no beginning of the longest may hold some of what that does not.
      precedeUnseen(txn);
    }
  }

  /** A reader of the last known version precedes every transaction that appended behind it. */
  private void precedeUnseen(int txn) {
    if (unseenSize == 1) {
      graph.add(txn, unseen[0], Edge.RW);
      return;
    }
    int own = Arrays.binarySearch(unseen, 0, unseenSize, txn);
    if (own < 0) {
      graph.add(txn, chainBefore() + unseenSize - 1, Edge.RW);
      return;
    }
    if (own > 0) {
      graph.add(txn, chainBefore() + own - 1, Edge.RW);
    }
    if (own < unseenSize - 1) {
      graph.add(txn, chainBehind() + own + 1, Edge.RW);
    }
  }

  /** Node i of this chain leads to the unseen transactions up to the i-th. */
  private int chainBefore() {
    if (before == NONE) {
      before = graph.nodes();
      for (int i = 0; i < unseenSize; i++) {
        int node = graph.addNode();
        graph.add(node, unseen[i], Edge.FORWARD);
        if (i > 0) {
          graph.add(node, node - 1, Edge.FORWARD);
        }
      }
    }
    return before;
  }

  /** Node i of this chain leads to the unseen transactions from the i-th on. */
  private int chainBehind() {
    if (behind == NONE) {
      behind = graph.nodes();
      for (int i = 0; i < unseenSize; i++) {
        int node = graph.addNode();
        graph.add(node, unseen[i], Edge.FORWARD);
        if (i < unseenSize - 1) {
          graph.add(node, node + 1, Edge.FORWARD);
        }
      }
    }
    return behind;
  }
}
