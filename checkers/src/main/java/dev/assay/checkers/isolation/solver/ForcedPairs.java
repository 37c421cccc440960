package dev.assay.checkers.isolation.solver;

import dev.assay.checkers.Budget;
import dev.assay.checkers.isolation.Work;
import java.util.Arrays;

/**
 * Which of two writers of a key can only come first, because the other already leads to who read
 * what the one wrote, or to that one itself: one step of saturation, by the edges that there are in
 * a {@link TopologicalOrder}.
 *
 * <p>Writers are taken 256 at a time, one bit each, and their bits swept forward over all edges.
 * O(n (nodes + edges) / 256) for n writers, and for every key the square of its versions, of which
 * very many are left out; 32 bytes a node for each processor.
 */
final class ForcedPairs {
  /** What is told of each pair. */
  static final int COLUMNS = 3;

  /** Keys of more versions are not looked at. */
  private static final int VERSIONS_MAX = 1 << 10;

  private static final int WORDS = 4;

  /** So many are looked at together. */
  static final int BATCH = WORDS * Long.SIZE;

  private static final int NONE = -1;

  private final Polygraph problem;
  private final TopologicalOrder order;
  private final Budget budget;
  private final int[] writers;

  ForcedPairs(Polygraph problem, TopologicalOrder order, Budget budget) {
    this.problem = problem;
    this.order = order;
    this.budget = budget;
    int[] sorted = new int[problem.transactions()];
    int size = 0;
    for (int place = 0; place < problem.nodes(); place++) {
      int node = order.nodeAt(place);
      int txn = problem.transactionOf(node);
      if (txn >= 0
          && problem.commit(txn) == node
          && problem.writtenStart(txn) < problem.writtenEnd(txn)) {
        sorted[size++] = txn;
      }
    }
    writers = Arrays.copyOf(sorted, size);
  }

  /** How many pairs are looked at, each both ways round. */
  static long pairs(Polygraph problem) {
    long pairs = 0;
    for (int key = 0; key < problem.keys(); key++) {
      long versions = (long) problem.keyEnd(key) - problem.keyStart(key);
      pairs += versions <= VERSIONS_MAX ? versions * (versions - 1) : 0;
    }
    return pairs;
  }

  /**
   * The orders that are forced, also those that are known already: who comes first, before whom,
   * and the node of that one or of a reader of his to which the first leads. All that could be
   * found in the time.
   */
  IntList find() {
    int batches = Math.ceilDiv(writers.length, BATCH);
    // Of two writers that must not overlap the one begins after the other, and so after others.
    boolean beginsApart = problem.isSplit() && !problem.mayOverlap();
    int parts = Math.max(1, Math.min(Work.parts((long) WORDS * problem.nodes()), batches));
    IntList[] found = new IntList[parts];
    Work.run(
        parts,
        part -> {
          found[part] = new IntList(64);
          long[] bits = new long[Math.multiplyExact(WORDS, problem.nodes())];
          for (int batch = part; batch < batches && !budget.isSpent(); batch += parts) {
            int end = Math.min(writers.length, (batch + 1) * BATCH);
            sweep(batch * BATCH, end, bits, false);
            look(batch * BATCH, end, bits, found[part], true, !beginsApart);
            if (beginsApart) {
              sweep(batch * BATCH, end, bits, true);
              look(batch * BATCH, end, bits, found[part], false, true);
            }
          }
        });
    for (int part = 1; part < parts; part++) {
      for (int i = 0; i < found[part].size(); i++) {
        found[0].add(found[part].get(i));
      }
    }
    return found[0];
  }

  private void sweep(int begin, int end, long[] bits, boolean areBeginnings) {
    int first = problem.nodes();
    Arrays.fill(bits, 0);
    for (int i = begin; i < end; i++) {
      int node = areBeginnings ? problem.begin(writers[i]) : problem.commit(writers[i]);
      bits[WORDS * node + (i - begin) / Long.SIZE] |= 1L << (i - begin);
      first = Math.min(first, order.place(node));
    }
    Digraph known = order.known();
    for (int place = first; place < problem.nodes(); place++) {
      int node = order.nodeAt(place);
      int mine = WORDS * node;
      if ((bits[mine] | bits[mine + 1] | bits[mine + 2] | bits[mine + 3]) == 0) {
        continue;
      }
      for (int e = known.outStart(node); e < known.outEnd(node); e++) {
        pass(bits, mine, WORDS * known.out(e));
      }
      for (int e = order.firstOut(node); e >= 0; e = order.nextOut(e)) {
        pass(bits, mine, WORDS * order.to(e));
      }
    }
  }

  private static void pass(long[] bits, int from, int to) {
    for (int word = 0; word < WORDS; word++) {
      bits[to + word] |= bits[from + word];
    }
  }

  private void look(
      int begin, int end, long[] bits, IntList found, boolean ofReaders, boolean ofWriters) {
    for (int i = begin; i < end; i++) {
      int late = writers[i];
      for (int w = problem.writtenStart(late); w < problem.writtenEnd(late); w++) {
        int key = problem.keyOf(problem.written(w));
        int last = problem.keyEnd(key);
        boolean isLooked = last - problem.keyStart(key) <= VERSIONS_MAX;
        for (int version = problem.keyStart(key); isLooked && version < last; version++) {
          int writer = problem.commit(problem.writer(version));
          int target = NONE;
          if (ofWriters && isReached(writer, bits, i - begin)) {
            target = writer;
          } else if (ofReaders) {
            target = reader(version, late, bits, i - begin);
          }
          if (target != NONE && problem.writer(version) != late) {
            found.add(late);
            found.add(problem.writer(version));
            found.add(target);
          }
        }
      }
    }
  }

  /** Another who read a version and to whom the writer leads, as a node; or -1. */
  private int reader(int version, int late, long[] bits, int index) {
    for (int read = problem.readStart(version); read < problem.readEnd(version); read++) {
      int reader = problem.begin(problem.reader(read));
      if (problem.reader(read) != late && isReached(reader, bits, index)) {
        return reader;
      }
    }
    return NONE;
  }

  private static boolean isReached(int node, long[] bits, int index) {
    return (bits[WORDS * node + index / Long.SIZE] >> index & 1) != 0;
  }
}
