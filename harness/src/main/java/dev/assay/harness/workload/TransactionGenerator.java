package dev.assay.harness.workload;

import dev.assay.harness.Operation;
import dev.assay.harness.generator.Generator;
import dev.assay.histories.Keyword;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Random transactions, for ever, as Elle's generators make them: keys are in use until they were
 * written so many times, and every write of a key has its own value, 1, 2, 3 …
 *
 * @param write how a key is written
 * @param slots the keys in use
 * @param nextKey the next fresh one
 * @param keyOdds how likely each slot is
 */
record TransactionGenerator(
    TransactionOptions options, Write write, List<Slot> slots, long nextKey, Odds keyOdds)
    implements Generator {
  static final String F = "txn";
  private static final Keyword READ = new Keyword("r");

  /** Makes the operation that writes a key. */
  interface Write {
    /**
     * The operation.
     *
     * @param number 1 for the key's first write, then 2, 3 …
     */
    List<@Nullable Object> mop(long key, int number);

    /** Writes the numbers themselves: {@code [:name key number]}. */
    static Write numbers(String name) {
      Keyword keyword = new Keyword(name);
      return (key, number) -> TransactionGenerator.mop(keyword, key, (long) number);
    }
  }

  /**
   * A key in use.
   *
   * @param written how often it was written
   */
  record Slot(long key, int written) {}

  static TransactionGenerator of(TransactionOptions options, Write write) {
    List<Slot> slots = new ArrayList<>();
    for (int i = 0; i < options.keys(); i++) {
      slots.add(new Slot(i, 0));
    }
    return new TransactionGenerator(
        options, write, List.copyOf(slots), options.keys(), options.keyOdds());
  }

  /** A transaction that reads one key. */
  static Operation read(Object key) {
    return read(List.of(key));
  }

  /** A transaction that reads keys, one after the other. */
  static Operation read(List<Object> keys) {
    List<Object> mops = new ArrayList<>();
    keys.forEach(key -> mops.add(mop(READ, key, null)));
    return new Operation(F, null, List.copyOf(mops));
  }

  /** The keys that a transaction reads or writes. */
  static List<Object> keysOf(Operation operation) {
    List<Object> keys = new ArrayList<>();
    if (operation.value() instanceof List<?> mops) {
      for (Object mop : mops) {
        if (mop instanceof List<?> parts) {
          keys.add(Objects.requireNonNull(parts.get(1)));
        }
      }
    }
    return keys;
  }

  static List<@Nullable Object> mop(Keyword name, Object key, @Nullable Object value) {
    List<@Nullable Object> parts = new ArrayList<>();
    parts.add(name);
    parts.add(key);
    parts.add(value);
    return Collections.unmodifiableList(parts);
  }

  @Override
  public Step next(Context context) {
    SplittableRandom random = context.random();
    int length = random.nextInt(options.lengthMin(), options.lengthMax() + 1);
    List<Slot> changed = new ArrayList<>(slots);
    long fresh = nextKey;
    List<Object> mops = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      int at = keyOdds.draw(random);
      Slot slot = changed.get(at);
      if (random.nextDouble() < options.readShare()) {
        mops.add(mop(READ, slot.key(), null));
        continue;
      }
      int number = slot.written() + 1;
      mops.add(write.mop(slot.key(), number));
      boolean isUsedUp = number >= options.writesPerKey();
      changed.set(at, isUsedUp ? new Slot(fresh++, 0) : new Slot(slot.key(), number));
    }
    Operation operation = new Operation(F, null, List.copyOf(mops));
    return new Step.Do(
        operation,
        context.timeNanos(),
        new TransactionGenerator(
            options, write, Collections.unmodifiableList(changed), fresh, keyOdds));
  }
}
