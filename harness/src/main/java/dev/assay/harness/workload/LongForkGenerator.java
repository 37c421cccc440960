package dev.assay.harness.workload;

import dev.assay.harness.Operation;
import dev.assay.harness.generator.Generator;
import dev.assay.histories.Keyword;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A write of the next key, or a read of the group that is being written or of the one before, in
 * any order of its keys. Two of three operations read: a fork takes two of them.
 *
 * @param group how many keys are read together
 * @param nextKey the next key to write
 */
record LongForkGenerator(int group, long nextKey) implements Generator {
  private static final Keyword WRITE = new Keyword("w");

  @Override
  public Step next(Context context) {
    SplittableRandom random = context.random();
    if (random.nextInt(3) == 0) {
      Operation write =
          new Operation(
              TransactionGenerator.F, null, List.of(List.of(WRITE, (Object) nextKey, 1L)));
      return new Step.Do(write, context.timeNanos(), new LongForkGenerator(group, nextKey + 1));
    }
    long which = Math.max(0, nextKey / group - random.nextInt(2));
    List<Object> keys = new ArrayList<>();
    for (int i = 0; i < group; i++) {
      keys.add(random.nextInt(i + 1), which * group + i);
    }
    return new Step.Do(TransactionGenerator.read(keys), context.timeNanos(), this);
  }
}
