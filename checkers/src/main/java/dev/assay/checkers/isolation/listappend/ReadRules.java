package dev.assay.checkers.isolation.listappend;

import static dev.assay.checkers.isolation.AnomalyType.BACKWARD_READ;
import static dev.assay.checkers.isolation.AnomalyType.FRACTURED_READ;
import static dev.assay.checkers.isolation.AnomalyType.G_CURSOR;
import static dev.assay.checkers.isolation.AnomalyType.NON_MONOTONIC_READ;
import static dev.assay.checkers.isolation.AnomalyType.UNREAD_OWN_WRITE;

import dev.assay.checkers.certificates.CycleEdge;
import dev.assay.checkers.isolation.AnomalyType;
import dev.assay.checkers.isolation.Edge;
import dev.assay.checkers.isolation.Processes;
import dev.assay.checkers.isolation.Transactions;
import dev.assay.checkers.isolation.Work;
import dev.assay.histories.MicroOps;
import java.util.List;
import java.util.Map;

/**
 * What a transaction must not overlook in one or two steps, where versions have a known order:
 *
 * <ul>
 *   <li>what it read from before (monotonic atomic view), and what it reads from at all (read
 *       atomic): Biswas and Enea, OOPSLA 2019, figure 3, with versions for the order of commits;
 *   <li>what its process wrote and read before (read your writes, monotonic reads: Terry et al.,
 *       Session Guarantees, 1994);
 *   <li>what came between the version that it read of a key and the one that it wrote of it (cursor
 *       stability: Adya 1999, section 4.4.1).
 * </ul>
 *
 * Linear in the micro-operations. The first violation of each kind is kept.
 */
final class ReadRules {
  private static final int NONE = ListVersions.NONE;

  private final Transactions transactions;
  private final MicroOps microOps;
  private final ListVersions versions;
  private final boolean[] committed;
  private final ListEdges edges;
  private final Map<AnomalyType, List<CycleEdge>> found;

  /** By key, stamped with a transaction: the last of its reads. */
  private final int[] readStamp;

  private final int[] lastRead;

  /** By key, stamped with a process: the latest version that it wrote or read, and how. */
  private final int[] processStamp;

  private final int[] written;
  private final int[] writtenBy;
  private final int[] seen;
  private final int[] seenAt;
  private final int[] seenBy;
  private boolean missesItself;

  /**
   * @param found takes what is found, by kind
   */
  ReadRules(
      Transactions transactions,
      ListVersions versions,
      boolean[] committed,
      ListEdges edges,
      Map<AnomalyType, List<CycleEdge>> found) {
    this.transactions = transactions;
    this.versions = versions;
    this.committed = committed;
    this.edges = edges;
    this.found = found;
    microOps = transactions.microOps();
    int keys = transactions.keys();
    readStamp = new int[keys];
    lastRead = new int[keys];
    processStamp = new int[keys];
    written = new int[keys];
    writtenBy = new int[keys];
    seen = new int[keys];
    seenAt = new int[keys];
    seenBy = new int[keys];
  }

  /**
   * Whether a transaction read less than its process had read before, and that was its own write:
   * no cycle tells of it, and it may hide others.
   */
  boolean missesItself() {
    return missesItself;
  }

  void apply() {
    for (int txn = 0; txn < transactions.size(); txn++) {
      if (transactions.isOk(txn)) {
        atomicity(txn);
        cursors(txn);
      }
    }
    Processes processes = new Processes(transactions);
    int[] start = new int[processes.count() + 1];
    for (int txn = 0; txn < transactions.size(); txn++) {
      start[processes.of(txn) + 1]++;
    }
    Work.addUp(start);
    int[] next = start.clone();
    int[] grouped = new int[transactions.size()];
    for (int txn = 0; txn < transactions.size(); txn++) {
      grouped[next[processes.of(txn)]++] = txn;
    }
    for (int process = 0; process < processes.count(); process++) {
      for (int at = start[process]; at < start[process + 1]; at++) {
        session(process + 1, grouped[at]);
      }
    }
  }

  /** All that the transaction reads from, against all that it reads. */
  private void atomicity(int txn) {
    for (int mop = transactions.start(txn); mop < transactions.end(txn); mop++) {
      if (isRead(mop)) {
        readStamp[transactions.key(mop)] = txn + 1;
        lastRead[transactions.key(mop)] = mop;
      }
    }
    for (int mop = transactions.start(txn); mop < transactions.end(txn); mop++) {
      int source = isRead(mop) && versions.version(mop) > 0 ? source(mop) : NONE;
      if (source == NONE || source == txn) {
        continue;
      }
      for (int append = transactions.start(source); append < transactions.end(source); append++) {
        int key = transactions.key(append);
        if (microOps.kind(append) != MicroOps.APPEND || readStamp[key] != txn + 1) {
          continue;
        }
        int read = lastRead[key];
        if (versions.version(append) > versions.version(read)) {
          CycleEdge back = edges.read(source, txn, mop);
          CycleEdge missed = edges.overwrite(txn, read, source, append);
          found.putIfAbsent(FRACTURED_READ, List.of(missed, back));
          if (mop < read) {
            found.putIfAbsent(NON_MONOTONIC_READ, List.of(missed, back));
          }
        }
      }
    }
  }

  private int source(int read) {
    return versions.writer(transactions.key(read), versions.version(read));
  }

  private boolean isRead(int mop) {
    return microOps.kind(mop) == MicroOps.READ && versions.version(mop) != NONE;
  }

  /** A version of another between the one read of a key and the one written of it. */
  private void cursors(int txn) {
    for (int mop = transactions.start(txn); mop < transactions.end(txn); mop++) {
      int key = transactions.key(mop);
      if (microOps.kind(mop) != MicroOps.APPEND || readStamp[key] != txn + 1) {
        continue;
      }
      int read = lastRead[key];
      int next = versions.version(read) + 1;
      boolean isBetween = versions.isKnown(key, next) && next < versions.version(mop);
      if (isBetween && versions.writer(key, next) != txn) {
        int other = versions.writer(key, next);
        found.putIfAbsent(
            G_CURSOR,
            List.of(
                edges.overwrite(txn, read, other, versions.append(key, next)),
                edges.order(other, versions.append(key, next), txn, mop)));
      }
    }
  }

  /** What the process wrote and read before, against what the transaction reads. */
  private void session(int process, int txn) {
    if (!committed[txn]) {
      return;
    }
    for (int mop = transactions.start(txn); mop < transactions.end(txn); mop++) {
      int key = transactions.key(mop);
      if (isRead(mop) && processStamp[key] == process) {
        if (written[key] != NONE && versions.version(written[key]) > versions.version(mop)) {
          List<CycleEdge> cycle =
              List.of(
                  edges.overwrite(txn, mop, writtenBy[key], written[key]),
                  edges.ofEvents(Edge.PROCESS, writtenBy[key], txn));
          found.putIfAbsent(UNREAD_OWN_WRITE, cycle);
        }
        if (seenAt[key] != NONE && seen[key] > versions.version(mop)) {
          backwardRead(txn, mop, key);
        }
      }
    }
    // One of unknown outcome may take effect later than what its process does next.
    for (int mop = transactions.start(txn);
        transactions.isOk(txn) && mop < transactions.end(txn);
        mop++) {
      note(process, txn, mop);
    }
  }

  private void backwardRead(int txn, int read, int key) {
    int writer = versions.writer(key, seen[key]);
    if (writer == txn || writer == seenBy[key]) {
      missesItself |= writer == txn;
      return;
    }
    found.putIfAbsent(
        BACKWARD_READ,
        List.of(
            edges.overwrite(txn, read, writer, versions.append(key, seen[key])),
            edges.read(writer, seenBy[key], seenAt[key]),
            edges.ofEvents(Edge.PROCESS, seenBy[key], txn)));
  }

  private void note(int process, int txn, int mop) {
    int key = transactions.key(mop);
    if (versions.version(mop) == NONE) {
      return;
    }
    if (processStamp[key] != process) {
      processStamp[key] = process;
      written[key] = NONE;
      seenAt[key] = NONE;
    }
    if (microOps.kind(mop) == MicroOps.APPEND) {
      if (written[key] == NONE || versions.version(written[key]) < versions.version(mop)) {
        written[key] = mop;
        writtenBy[key] = txn;
      }
    } else if (seenAt[key] == NONE || seen[key] < versions.version(mop)) {
      seen[key] = versions.version(mop);
      seenAt[key] = mop;
      seenBy[key] = txn;
    }
  }
}
