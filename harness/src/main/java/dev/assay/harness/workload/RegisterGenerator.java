package dev.assay.harness.workload;

import dev.assay.harness.Operation;
import dev.assay.harness.Outcome;
import dev.assay.harness.generator.Generator;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Operations on registers, for ever.
 *
 * <p>A compare-and-set expects the value that was last seen in the register, so that under little
 * contention most succeed. Where writes are unique a read tells exactly which write it saw; that
 * finds more and is faster to check. Keys are numbers from 0, each used for a bounded number of
 * operations.
 *
 * @param slots the keys in use
 * @param nextKey the next fresh one
 * @param keyOdds how likely each slot is
 * @param functions what there is to do
 * @param functionOdds how likely each function is
 */
record RegisterGenerator(
    RegisterOptions options,
    List<Slot> slots,
    long nextKey,
    Odds keyOdds,
    List<String> functions,
    Odds functionOdds)
    implements Generator {
  static final Object FIRST_KEY = 0L;

  /**
   * A key in use.
   *
   * @param left how many operations it is still used for
   * @param fresh the next unique value
   * @param seen a value it had lately, or null
   */
  record Slot(long key, int left, long fresh, @Nullable Long seen) {}

  static RegisterGenerator of(RegisterOptions options) {
    List<Slot> slots = new ArrayList<>();
    List<Double> weights = new ArrayList<>();
    for (int i = 0; i < options.keys(); i++) {
      slots.add(new Slot(i, options.operationsPerKey(), 1, null));
      weights.add(options.isZipf() ? 1.0 / (i + 1) : 1.0);
    }
    return new RegisterGenerator(
        options,
        List.copyOf(slots),
        options.keys(),
        new Odds(weights),
        List.copyOf(options.mix().keySet()),
        new Odds(List.copyOf(options.mix().values())));
  }

  static Operation read(Object key) {
    return new Operation("read", key, null);
  }

  @Override
  public Step next(Context context) {
    SplittableRandom random = context.random();
    int at = keyOdds.draw(random);
    Slot slot = slots.get(at);
    String f = onlyReads(context) ? "read" : functions.get(functionOdds.draw(random));
    long value = options.values() == 0 ? slot.fresh() : random.nextInt(options.values());
    Long expected = slot.seen();
    if (expected == null && options.values() > 0) {
      expected = (long) random.nextInt(options.values());
    }
    Operation operation =
        switch (f) {
          case "read" -> read(slot.key());
          // nothing that a register might hold is known yet
          case "cas" ->
              expected == null
                  ? new Operation("write", slot.key(), value)
                  : new Operation("cas", slot.key(), List.of(expected, value));
          default -> new Operation("write", slot.key(), value);
        };
    return new Step.Do(operation, context.timeNanos(), used(at, !f.equals("read")));
  }

  /**
   * Whether the client that asks is one of those that only read: the last ones, so that with twice
   * as many clients as nodes each node has one of either sort. A client whose write hangs, as it
   * does at a leader without a majority, sees nothing of what that leader still answers.
   */
  private boolean onlyReads(Context context) {
    return context.thread()
        >= context.concurrency() - (int) (options.readers() * context.concurrency());
  }

  @Override
  public Generator update(Context context, Operation operation, Outcome outcome) {
    if (!(outcome instanceof Outcome.Ok ok)) {
      return this;
    }
    Object now =
        operation.value() instanceof List<?> fromTo && fromTo.size() == 2
            ? fromTo.get(1)
            : operation.f().equals("read") ? ok.value() : operation.value();
    for (int at = 0; at < slots.size(); at++) {
      Slot slot = slots.get(at);
      if (now instanceof Long seen && Long.valueOf(slot.key()).equals(operation.key())) {
        return with(at, new Slot(slot.key(), slot.left(), slot.fresh(), seen), nextKey);
      }
    }
    return this;
  }

  /** What is left when a slot was used once more. */
  private RegisterGenerator used(int at, boolean hasValue) {
    Slot slot = slots.get(at);
    if (slot.left() == 1) {
      return with(at, new Slot(nextKey, options.operationsPerKey(), 1, null), nextKey + 1);
    }
    long fresh = hasValue ? slot.fresh() + 1 : slot.fresh();
    return with(at, new Slot(slot.key(), slot.left() - 1, fresh, slot.seen()), nextKey);
  }

  private RegisterGenerator with(int at, Slot slot, long keyThen) {
    List<Slot> changed = new ArrayList<>(slots);
    changed.set(at, slot);
    return new RegisterGenerator(
        options, Collections.unmodifiableList(changed), keyThen, keyOdds, functions, functionOdds);
  }
}
