package dev.assay.checkers.isolation.solver;

import dev.assay.checkers.isolation.Processes;
import dev.assay.checkers.isolation.Transactions;
import java.util.function.IntUnaryOperator;

/**
 * A guess of when transactions took effect: in the middle of each one's time, or where one begins
 * and commits at two moments, at what parts its time into three; where the history tells no time,
 * by how far each process was. 8 bytes a transaction, where there is no time.
 */
public final class GuessedMoments {
  private final Transactions transactions;
  private final boolean isRealTime;
  private final long[] progress;

  public GuessedMoments(Transactions transactions) {
    this.transactions = transactions;
    isRealTime = transactions.history().isRealTime();
    progress = isRealTime ? new long[0] : progress(transactions);
  }

  /**
   * One a node of a problem, lower ones for what comes first; nodes of no transaction come before
   * all.
   *
   * @param transactionOf the transaction of a node, or a negative number
   */
  public long[] ranks(Polygraph problem, IntUnaryOperator transactionOf) {
    long[] ranks = new long[problem.nodes()];
    for (int node = 0; node < ranks.length; node++) {
      int txn = transactionOf.applyAsInt(node);
      if (txn < 0) {
        ranks[node] = Long.MIN_VALUE;
      } else if (!isRealTime) {
        ranks[node] = progress[txn];
      } else {
        boolean isCommit = problem.isSplit() && node == problem.commit(txn);
        ranks[node] = moment(txn, problem.isSplit() ? isCommit ? 4 : 2 : 3);
      }
    }
    return ranks;
  }

  /**
   * A moment of an operation's time, in sixths of an event; its begin if it may never have ended.
   */
  private long moment(int txn, int sixths) {
    long begin = transactions.invocation(txn);
    long end = transactions.isOk(txn) ? transactions.completion(txn) : begin;
    return 6 * begin + sixths * (end - begin);
  }

  private static long[] progress(Transactions transactions) {
    Processes processes = new Processes(transactions);
    int[] size = new int[processes.count()];
    long[] ranks = new long[transactions.size()];
    for (int txn = 0; txn < ranks.length; txn++) {
      ranks[txn] = processes.areMixed() ? txn : size[processes.of(txn)]++;
    }
    for (int txn = 0; txn < ranks.length && !processes.areMixed(); txn++) {
      ranks[txn] = ((2 * ranks[txn] + 1) << 30) / size[processes.of(txn)];
    }
    return ranks;
  }
}
