package dev.assay.harness.workload;

import dev.assay.harness.Operation;
import dev.assay.harness.generator.Generator;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Two inserts of every key, one right after the other so that they meet: {@code insert [key [id
 * nil]]} into the first table and {@code insert [key [nil id]]} into the second. {@code read [key
 * nil]} reads the rows of a key in both.
 *
 * @param isSecond whether the first insert of the key was made
 */
record G2Generator(long key, boolean isSecond) implements Generator {
  static Operation read(long key) {
    return new Operation("read", null, pair(key, null));
  }

  @Override
  public Step next(Context context) {
    long id = 2 * key + (isSecond ? 2 : 1);
    Object rows = isSecond ? pair(null, id) : pair(id, null);
    return new Step.Do(
        new Operation("insert", null, pair(key, rows)),
        context.timeNanos(),
        new G2Generator(isSecond ? key + 1 : key, !isSecond));
  }

  private static List<@Nullable Object> pair(@Nullable Object first, @Nullable Object second) {
    List<@Nullable Object> pair = new ArrayList<>();
    pair.add(first);
    pair.add(second);
    return Collections.unmodifiableList(pair);
  }
}
