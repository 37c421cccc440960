package dev.assay.simulation;

import dev.assay.harness.generator.Generator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Operations that are written down, each at its time or, when its client is still busy then, as
 * soon as that is free.
 *
 * @param byThread the operations of each client, by time
 * @param next how many each has begun
 */
@SuppressWarnings("ArrayRecordComponent") // Scripts are never compared.
record Script(List<List<TimedOperation>> byThread, int[] next) implements Generator {
  static Script of(List<TimedOperation> operations, int concurrency) {
    List<List<TimedOperation>> byThread = new ArrayList<>();
    for (int thread = 0; thread < concurrency; thread++) {
      int own = thread;
      byThread.add(operations.stream().filter(each -> each.thread() == own).toList());
    }
    return new Script(byThread, new int[concurrency]);
  }

  @Override
  public Step next(Context context) {
    int thread = context.thread();
    if (next[thread] < byThread.get(thread).size()) {
      TimedOperation due = byThread.get(thread).get(next[thread]);
      int[] then = Arrays.copyOf(next, next.length);
      then[thread]++;
      return new Step.Do(due.operation(), due.timeNanos(), new Script(byThread, then));
    }
    for (int other = 0; other < next.length; other++) {
      if (next[other] < byThread.get(other).size()) {
        return new Step.Wait(Long.MAX_VALUE, this);
      }
    }
    return END;
  }
}
