package dev.assay.checkers.isolation.sets;

import dev.assay.checkers.isolation.DependencyGraph;
import dev.assay.checkers.isolation.Edge;
import dev.assay.checkers.isolation.MicroOpsByKey;
import dev.assay.checkers.isolation.Transactions;
import dev.assay.checkers.isolation.UnfitHistoryException;
import dev.assay.checkers.isolation.Writes;
import dev.assay.histories.MicroOps;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Writes the dependencies of sets, key by key: from whose adds a read shows, and to whose adds it
 * does not show.
 *
 * <p>Mostly each read of a key shows all that a smaller one shows. Such reads share a chain of
 * virtual nodes, which leads to the adds that the next larger read shows for the first time, and
 * on; so the edges are linear in the elements that were read. Other reads, and those of
 * transactions that add to the key themselves, get an edge each to all that they miss.
 */
final class SetEdges {
  /** How many edges there may be to adds that single reads miss. */
  private static final long MISSED_MAX = 50_000_000;

  private static final int NONE = -1;

  private final Transactions transactions;
  private final MicroOps microOps;
  private final SetReads reads;
  private final Writes writes;
  private final boolean[] committed;
  private final DependencyGraph.Builder graph;
  private final MicroOpsByKey byKey;

  /** By value id: in which read in the chain of the key the element is first, of which key. */
  private final int[] rank;

  private final int[] rankOf;

  /** By value id: the last read that showed the element. */
  private final int[] shownIn;

  /** By transaction: the last read with an edge from it or to it. */
  private final int[] linkedBy;

  private int read;
  private long missed;

  private record Read(int txn, int mop) {}

  SetEdges(
      Transactions transactions,
      SetReads reads,
      Writes writes,
      boolean[] committed,
      DependencyGraph.Builder graph) {
    this.transactions = transactions;
    microOps = transactions.microOps();
    this.reads = reads;
    this.writes = writes;
    this.committed = committed;
    this.graph = graph;
    byKey = new MicroOpsByKey(transactions, 1);
    int values = transactions.history().values().size();
    rank = new int[values];
    rankOf = new int[values];
    Arrays.fill(rankOf, NONE);
    shownIn = new int[values];
    linkedBy = new int[transactions.size()];
  }

  void write(SetReadChecks checks) {
    for (int key = 0; key < transactions.keys(); key++) {
      List<Read> telling = new ArrayList<>();
      for (int at = byKey.start(key); at < byKey.end(key); at++) {
        Read one = new Read(byKey.txn(at), byKey.mop(at));
        if (transactions.isOk(one.txn)
            && reads.isRead(one.mop)
            && checks.isTelling(one.txn, one.mop)) {
          addShown(one);
          telling.add(one);
        }
      }
      telling.sort(Comparator.comparingInt(one -> reads.end(one.mop) - reads.start(one.mop)));
      write(key, telling);
    }
  }

  private void write(int key, List<Read> telling) {
    List<Read> chained = new ArrayList<>();
    List<Integer> places = new ArrayList<>();
    int size = 0;
    int ranks = 0;
    for (Read one : telling) {
      int known = 0;
      boolean isFit = !adds(one.txn, key);
      for (int at = reads.start(one.mop); at < reads.end(one.mop) && isFit; at++) {
        int element = reads.element(at);
        isFit = element != SetReads.UNKNOWN;
        known += isFit && rankOf[element] == key ? 1 : 0;
      }
      if (!isFit || known != size) {
        addMissed(key, one);
        continue;
      }
      int shown = reads.end(one.mop) - reads.start(one.mop);
      for (int at = reads.start(one.mop); at < reads.end(one.mop) && shown > size; at++) {
        if (rankOf[reads.element(at)] != key) {
          rankOf[reads.element(at)] = key;
          rank[reads.element(at)] = ranks;
        }
      }
      ranks += shown > size ? 1 : 0;
      size = shown;
      chained.add(one);
      places.add(ranks);
    }
    if (!chained.isEmpty()) {
      addChain(key, chained, places, ranks);
    }
  }

  /**
   * A node for the adds of each rank, which leads on to the next; the last for those never seen.
   */
  private void addChain(int key, List<Read> chained, List<Integer> places, int ranks) {
    int first = graph.nodes();
    for (int i = 0; i <= ranks; i++) {
      graph.addNode();
      if (i > 0) {
        graph.add(first + i - 1, first + i, Edge.FORWARD);
      }
    }
    for (int at = byKey.start(key); at < byKey.end(key); at++) {
      int add = byKey.mop(at);
      if (!reads.isRead(add) && committed[byKey.txn(at)]) {
        int element = microOps.value(add);
        int place = rankOf[element] == key ? rank[element] : ranks;
        graph.add(first + place, byKey.txn(at), Edge.FORWARD);
      }
    }
    for (int i = 0; i < chained.size(); i++) {
      graph.add(chained.get(i).txn, first + places.get(i), Edge.RW);
    }
  }

  private boolean adds(int txn, int key) {
    for (int mop = transactions.start(txn); mop < transactions.end(txn); mop++) {
      if (!reads.isRead(mop) && transactions.key(mop) == key) {
        return true;
      }
    }
    return false;
  }

  private void addShown(Read one) {
    read++;
    for (int at = reads.start(one.mop); at < reads.end(one.mop); at++) {
      int write = writes.only(microOps.key(one.mop), reads.element(at));
      if (write != Writes.NONE) {
        link(writes.txn(write), one.txn, Edge.WR);
      }
    }
  }

  private void addMissed(int key, Read one) {
    read++;
    for (int at = reads.start(one.mop); at < reads.end(one.mop); at++) {
      if (reads.element(at) != SetReads.UNKNOWN) {
        shownIn[reads.element(at)] = read;
      }
    }
    for (int at = byKey.start(key); at < byKey.end(key); at++) {
      int add = byKey.mop(at);
      boolean isMissed =
          !reads.isRead(add) && committed[byKey.txn(at)] && shownIn[microOps.value(add)] != read;
      if (isMissed) {
        link(one.txn, byKey.txn(at), Edge.RW);
      }
    }
    missed += byKey.end(key) - byKey.start(key);
    if (missed > MISSED_MAX) {
      throw new UnfitHistoryException(
          "too many reads of sets show neither all that others show nor a part of it: of key "
              + transactions.keyValue(key)
              + " and those before, that makes more than "
              + MISSED_MAX
              + " pairs with what they miss. Add to more keys, each for a shorter time");
    }
  }

  /** An edge, unless the same read gave it already. */
  private void link(int from, int to, int kind) {
    int other = kind == Edge.WR ? from : to;
    if (from != to && linkedBy[other] != read) {
      linkedBy[other] = read;
      graph.add(from, to, kind);
    }
  }
}
