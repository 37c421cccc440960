package dev.assay.checkers.isolation;

import dev.assay.histories.History;
import java.util.Arrays;

/** Adds the orders that do not come from data: that of each process, and that of real time. */
public final class SessionOrder {
  private SessionOrder() {}

  /**
   * Adds an edge of kind {@link Edge#PROCESS} from every transaction that completed {@code ok} to
   * the next one of its process. One of unknown outcome follows its process but precedes nothing:
   * it may take effect later.
   *
   * @param committed which transactions took effect, as far as is known; the others get no edge
   */
  public static void addProcesses(
      Transactions transactions, boolean[] committed, DependencyGraph.Builder graph) {
    Processes processes = new Processes(transactions);
    int[] last = new int[processes.count()];
    Arrays.fill(last, -1);
    for (int txn = 0; txn < transactions.size(); txn++) {
      if (!committed[txn]) {
        continue;
      }
      int process = processes.of(txn);
      if (last[process] >= 0) {
        graph.add(last[process], txn, Edge.PROCESS);
      }
      if (transactions.isOk(txn)) {
        last[process] = txn;
      }
    }
  }

  /**
   * Adds real time as a line of virtual nodes, exact and linear: an {@code ok} completion leads
   * into the line by an edge of kind {@link Edge#REALTIME}, and the line leads to every later
   * invocation. Adds nothing when the history tells no real time.
   *
   * @param committed which transactions took effect, as far as is known; the others get no edge
   */
  public static void addRealTime(
      Transactions transactions, boolean[] committed, DependencyGraph.Builder graph) {
    History history = transactions.history();
    if (!history.isRealTime()) {
      return;
    }
    int[] completedAt = new int[history.size()];
    for (int txn = 0; txn < transactions.size(); txn++) {
      if (committed[txn] && transactions.isOk(txn)) {
        completedAt[transactions.completion(txn)] = txn + 1;
      }
    }
    int line = -1;
    boolean isLeft = false;
    int next = 0;
    for (int event = 0; event < completedAt.length; event++) {
      if (completedAt[event] > 0) {
        if (line < 0 || isLeft) {
          int newer = graph.addNode();
          if (line >= 0) {
            graph.add(line, newer, Edge.FORWARD);
          }
          line = newer;
          isLeft = false;
        }
        graph.add(completedAt[event] - 1, line, Edge.REALTIME);
      } else if (next < transactions.size() && transactions.invocation(next) == event) {
        if (line >= 0 && committed[next]) {
          graph.add(line, next, Edge.FORWARD);
          isLeft = true;
        }
        next++;
      }
    }
  }
}
