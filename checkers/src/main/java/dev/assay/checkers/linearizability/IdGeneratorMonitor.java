package dev.assay.checkers.linearizability;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Decides a generator of growing ids: their order is the only one, see {@link RankedOrder}. */
final class IdGeneratorMonitor implements Monitor {
  @Override
  public String name() {
    return "ranks";
  }

  @Override
  public @Nullable Answer decide(Problem problem) {
    int n = problem.size();
    long[] ids = new long[n];
    for (int op = 0; op < n; op++) {
      ids[op] = (Long) Objects.requireNonNull(problem.action(op).result());
    }
    long[] sorted = ids.clone();
    Arrays.sort(sorted);
    for (int i = 0; i + 1 < n; i++) {
      if (sorted[i] == sorted[i + 1]) {
        long id = sorted[i];
        int[] both = IntStream.range(0, n).filter(op -> ids[op] == id).toArray();
        return Answer.No.among(problem, Set.of(id)).with(new Pair(both[0], both[1]));
      }
    }
    RankedOrder order = new RankedOrder(problem);
    for (int op = 0; op < n; op++) {
      order.put(op, Arrays.binarySearch(sorted, ids[op]));
    }
    return order.exists()
        ? Replay.confirmed(problem, order.order())
        : Answer.No.among(
                problem,
                new LinkedHashSet<>(Arrays.asList(ids[order.earlier()], ids[order.later()])))
            .with(order.clash());
  }
}
