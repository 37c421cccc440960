package dev.assay.harness.workload;

import dev.assay.harness.Operation;
import dev.assay.harness.generator.Generator;
import dev.assay.histories.Keyword;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Random transactions on keys that come and go, for ever, with predicate reads. Half of the keys
 * are inserted and then left alone: whether a predicate read shows such a one tells most. The
 * others are written until they are deleted. Values are small, so that predicates match several.
 *
 * @param predicateShare how likely a read is one by predicate
 * @param slots the keys in use
 * @param nextKey the next fresh one
 * @param keyOdds how likely each slot is
 */
record PredicateGenerator(
    TransactionOptions options, double predicateShare, List<Slot> slots, long nextKey, Odds keyOdds)
    implements Generator {
  private static final Keyword READ = new Keyword("r");
  private static final Keyword INSERT = new Keyword("insert");
  private static final Keyword WRITE = new Keyword("w");
  private static final Keyword DELETE = new Keyword("delete");
  private static final Keyword PREDICATE_READ = new Keyword("rp");
  private static final Keyword EVERY = new Keyword("true");

  /** How many values a key may begin with. */
  private static final int VALUES = 4;

  private static final int MODULUS_MAX = 3;

  /**
   * A key in use.
   *
   * @param first the value that it is inserted with; each further one is one more
   * @param writesMax after how many writes it is left for a fresh one
   * @param written how often it was written
   */
  record Slot(long key, int first, int writesMax, int written) {
    static Slot fresh(long key, TransactionOptions options, SplittableRandom random) {
      int writesMax = random.nextBoolean() ? 1 : options.writesPerKey();
      return new Slot(key, 1 + random.nextInt(VALUES), writesMax, 0);
    }

    List<Object> write() {
      if (written > 0 && written + 1 >= writesMax) {
        return List.of(DELETE, key);
      }
      return List.of(written == 0 ? INSERT : WRITE, key, (long) first + written);
    }
  }

  static PredicateGenerator of(TransactionOptions options, double predicateShare, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Slot> slots = new ArrayList<>();
    for (int key = 0; key < options.keys(); key++) {
      slots.add(Slot.fresh(key, options, random));
    }
    return new PredicateGenerator(
        options, predicateShare, List.copyOf(slots), options.keys(), options.keyOdds());
  }

  /** A transaction that reads all keys. */
  static Operation readAll() {
    return new Operation(TransactionGenerator.F, null, List.of(read(EVERY)));
  }

  private static List<@Nullable Object> read(Object predicate) {
    return TransactionGenerator.mop(PREDICATE_READ, predicate, null);
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
        mops.add(
            random.nextDouble() < predicateShare
                ? read(predicate(random))
                : TransactionGenerator.mop(READ, slot.key(), null));
        continue;
      }
      mops.add(slot.write());
      int written = slot.written() + 1;
      changed.set(
          at,
          written >= slot.writesMax()
              ? Slot.fresh(fresh++, options, random)
              : new Slot(slot.key(), slot.first(), slot.writesMax(), written));
    }
    return new Step.Do(
        new Operation(TransactionGenerator.F, null, List.copyOf(mops)),
        context.timeNanos(),
        new PredicateGenerator(
            options, predicateShare, Collections.unmodifiableList(changed), fresh, keyOdds));
  }

  private static Object predicate(SplittableRandom random) {
    return switch (random.nextInt(3)) {
      case 0 -> EVERY;
      case 1 -> List.of(new Keyword("="), 1L + random.nextInt(VALUES));
      default -> {
        long modulus = random.nextInt(2, MODULUS_MAX + 1);
        yield List.of(new Keyword("mod"), modulus, random.nextLong(modulus));
      }
    };
  }
}
