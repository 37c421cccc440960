package dev.assay.checkers.isolation.solver;

import java.util.Arrays;

/**
 * A guess that takes stale reads into account: who reads a version begins before the next one is
 * there, where versions come in the order that is guessed of their writers, and before what known
 * edges lead to.
 *
 * <p>Of a store whose snapshots lag behind, as those of replicas, the order of commits is about
 * that of time, and only beginnings are not. Moved one by one, wherever a writer stands between, it
 * would often be nearer to move the writer instead, and all that follow him.
 */
final class StaleGuess {
  private StaleGuess() {}

  /**
   * Ranks that say the same but of those who only read at that moment, which may be lower. O((nodes
   * + versions) log (nodes + versions) + reads + edges).
   *
   * @param order any that the known edges agree with
   */
  static long[] ranks(Polygraph problem, TopologicalOrder order, long[] rank) {
    // Twice as much, so that there is room between two.
    long[] ranks = new long[problem.nodes()];
    Arrays.setAll(ranks, node -> problem.transactionOf(node) < 0 ? 0 : 2 * rank[node]);
    boolean[] isMovable = new boolean[problem.nodes()];
    Arrays.fill(isMovable, true);
    for (int txn = 0; txn < problem.transactions(); txn++) {
      isMovable[problem.commit(txn)] = problem.writtenStart(txn) == problem.writtenEnd(txn);
    }
    pullBeforeNextVersions(problem, ranks, isMovable);
    Digraph known = problem.known();
    for (int place = problem.nodes() - 1; place >= 0; place--) {
      int node = order.nodeAt(place);
      if (isMovable[node]) {
        long first = problem.transactionOf(node) < 0 ? Long.MAX_VALUE : ranks[node];
        for (int e = known.outStart(node); e < known.outEnd(node); e++) {
          first = Math.min(first, ranks[known.out(e)]);
        }
        ranks[node] = first;
      }
    }
    return ranks;
  }

  private static void pullBeforeNextVersions(Polygraph problem, long[] ranks, boolean[] isMovable) {
    int[] sorted = InitialOrder.of(Digraph.of(ranks.length, new IntList(1), new IntList(1)), ranks);
    int[] places = new int[sorted.length];
    for (int i = 0; i < sorted.length; i++) {
      places[sorted[i]] = i;
    }
    NextVersions next = new NextVersions(problem);
    next.sort(node -> places[node]);
    for (int txn = 0; txn < problem.transactions(); txn++) {
      int begin = problem.begin(txn);
      for (int i = problem.seenStart(txn); isMovable[begin] && i < problem.seenEnd(txn); i++) {
        int after = next.after(problem.seen(i));
        if (after != NextVersions.NONE && problem.writer(after) != txn) {
          long committed = ranks[problem.commit(problem.writer(after))];
          ranks[begin] = Math.min(ranks[begin], committed - 1);
        }
      }
    }
  }
}
