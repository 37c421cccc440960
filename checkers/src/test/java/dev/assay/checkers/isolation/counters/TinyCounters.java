package dev.assay.checkers.isolation.counters;

import dev.assay.checkers.isolation.TinyAdditions;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** A few transactions on counters. */
final class TinyCounters extends TinyAdditions<Long> {
  /** Whether amounts are powers of two, each once; else any small ones. */
  private final boolean areTold;

  private final boolean hasNegative;

  /** Of so many places an increment answers in one, where a read comes after it; 0 for none. */
  private final int answers;

  private long power = 1;

  TinyCounters(SplittableRandom random) {
    super(random);
    areTold = random.nextBoolean();
    hasNegative = random.nextInt(3) == 0;
    answers = random.nextInt(3);
    run();
  }

  @Override
  protected String name() {
    return "inc";
  }

  @Override
  public Long nothing() {
    return 0L;
  }

  @Override
  public Long plus(Long one, Long other) {
    return one + other;
  }

  @Override
  protected Long fresh() {
    long sign = hasNegative && random.nextBoolean() ? -1 : 1;
    if (!areTold) {
      return sign * random.nextInt(4);
    }
    long amount = sign * power;
    power *= 2;
    return amount;
  }

  @Override
  protected Long spoiled(Long now) {
    return random.nextInt(8) == 0 ? random.nextLong(-3, 9) : now;
  }

  @Override
  protected @Nullable Object answer(int place, Long amount, Long now) {
    return answers != 0 && place % answers == 0 ? List.of(amount, now) : null;
  }

  @Override
  protected Object added(Long amount) {
    return amount;
  }

  @Override
  protected @Nullable Object shown(Long all) {
    return all == 0 && random.nextBoolean() ? null : all;
  }
}
