package dev.assay.harness.workload;

import dev.assay.histories.Keyword;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Transactions that increment counters and read them. Increments of a key are 1, 2, 4, 8, so that a
 * sum tells which of them it is of, or all 1, of which a serial order is sought.
 */
public final class CounterIncProvider extends ListAppendProvider {
  /** All sums have 18 digits at most. */
  private static final int POWERS_MAX = 59;

  private static final Keyword INC = new Keyword("inc");

  /** Made by {@link java.util.ServiceLoader}. */
  public CounterIncProvider() {}

  @Override
  public String name() {
    return "counter-inc";
  }

  @Override
  public String description() {
    return "transactions that increment counters, with or without the new value, and read them";
  }

  @Override
  public Map<String, String> options() {
    Map<String, String> options = new LinkedHashMap<>(super.options());
    options.remove("timestamps");
    options.put(
        "amounts",
        "what increments of a key add: powers, 1, 2, 4, 8, so that sums tell which they are of, or"
            + " ones; default powers");
    options.put(
        "answers", "whether increments answer with the new value: true or false; default false");
    return options;
  }

  /** {@code [:inc key amount]}, or {@code [:inc key [amount nil]]} to be told the new value. */
  @Override
  TransactionGenerator.Write write(TransactionOptions parsed, Map<String, String> options) {
    IntToLongFunction amount = amounts(parsed, options.getOrDefault("amounts", "powers"));
    boolean answers = TransactionOptions.flag("answers", options);
    return (key, number) -> {
      long added = amount.applyAsLong(number);
      return TransactionGenerator.mop(INC, key, answers ? unanswered(added) : (Object) added);
    };
  }

  private static IntToLongFunction amounts(TransactionOptions parsed, String name) {
    boolean isPowers =
        switch (name) {
          case "powers" -> true;
          case "ones" -> false;
          default -> throw TransactionOptions.wrong("amounts", "powers or ones", name);
        };
    if (isPowers && parsed.writesPerKey() > POWERS_MAX) {
      throw TransactionOptions.wrong(
          "max-writes-per-key",
          "a number from 1 to " + POWERS_MAX + " where amounts are powers",
          Integer.toString(parsed.writesPerKey()));
    }
    return number -> isPowers ? 1L << (number - 1) : 1;
  }

  private static List<@Nullable Object> unanswered(long amount) {
    List<@Nullable Object> pair = new ArrayList<>();
    pair.add(amount);
    pair.add(null);
    return Collections.unmodifiableList(pair);
  }
}
