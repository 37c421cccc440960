package dev.assay.checkers.linearizability;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Why an operation has no slot: elements that are certainly inside, one or another all the time.
 */
final class Cover {
  private Cover() {}

  /**
   * A small choice of elements that together are certainly inside in every slot of an interval; of
   * those that were taken by somebody who told so, if they will do. O(n log n).
   *
   * @param among the elements to choose from, which cover the interval
   */
  static int[] of(CollectionOps ops, int[] among, int from, int to) {
    int[] taken =
        ops.unknownRemovals == 0
            ? among
            : Arrays.stream(among).filter(e -> ops.remove[e] != CollectionOps.NONE).toArray();
    int[] some = choose(ops, taken, from, to);
    some = some == null && taken.length < among.length ? choose(ops, among, from, to) : some;
    if (some == null) {
      throw new IllegalStateException("the interval is not covered");
    }
    return some;
  }

  private static int @Nullable [] choose(CollectionOps ops, int[] among, int from, int to) {
    Integer[] byStart =
        Arrays.stream(among).filter(ops::isCertainlyInside).boxed().toArray(Integer[]::new);
    Arrays.sort(byStart, (a, b) -> Integer.compare(ops.inFrom(a), ops.inFrom(b)));
    int[] chain = new int[byStart.length];
    int length = 0;
    int next = 0;
    for (int covered = from; covered < to; ) {
      int best = -1;
      for (; next < byStart.length && ops.inFrom(byStart[next]) <= covered; next++) {
        if (best < 0 || ops.inTo(byStart[next]) > ops.inTo(best)) {
          best = byStart[next];
        }
      }
      if (best < 0 || ops.inTo(best) <= covered) {
        return null;
      }
      chain[length++] = best;
      covered = ops.inTo(best);
    }
    return Arrays.copyOf(chain, length);
  }
}
