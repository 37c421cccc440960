package dev.assay.harness.workload;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What transactions look like.
 *
 * @param keys how many keys are in use at the same time
 * @param writesPerKey after how many writes a key is left for a fresh one
 * @param lengthMin the fewest operations of a transaction
 * @param lengthMax the most
 * @param isZipf whether the k-th key is used 1/k times as often as the first; else all alike
 * @param readShare how likely an operation is a read, 0 to 1
 * @param consistency the claim to check, by Elle's name
 * @param byTimestamps whether it is checked by the timestamps that the system tells
 */
record TransactionOptions(
    int keys,
    int writesPerKey,
    int lengthMin,
    int lengthMax,
    boolean isZipf,
    double readShare,
    String consistency,
    boolean byTimestamps) {
  private static final int KEYS_MAX = 100_000;
  private static final int LENGTH_MAX = 256;

  /** The options by name, with what they mean and their defaults. */
  static Map<String, String> described() {
    Map<String, String> options = new LinkedHashMap<>();
    options.put("keys", "how many keys are in use at the same time; default 5");
    options.put(
        "max-writes-per-key",
        "after how many writes a fresh key takes the place of one; default 32");
    options.put("min-length", "the fewest operations of a transaction; default 1");
    options.put("max-length", "the most operations of a transaction; default 4");
    options.put(
        "distribution",
        "which keys are used: uniform, all alike, or zipf, the k-th 1/k times as often as the"
            + " first; default zipf");
    options.put("reads", "how likely an operation is a read, 0 to 1; default 0.5");
    options.put("consistency", "the claim to check, by Elle's name; default strict-serializable");
    options.put(
        "timestamps",
        "judge by the timestamps that the system tells, whether they are an order that keeps the"
            + " claim: true or false; default false");
    return options;
  }

  /**
   * What is given, or the defaults.
   *
   * @param known the options that there are, also those that speak of something else
   */
  static TransactionOptions parse(String workload, Map<String, String> given, Set<String> known) {
    for (String name : new TreeSet<>(given.keySet())) {
      if (!known.contains(name)) {
        throw new IllegalArgumentException(
            "workload %s has no option %s; there are: %s"
                .formatted(workload, name, String.join(", ", known)));
      }
    }
    int lengthMin = number("min-length", given.getOrDefault("min-length", "1"), 1, LENGTH_MAX);
    return new TransactionOptions(
        number("keys", given.getOrDefault("keys", "5"), 1, KEYS_MAX),
        number(
            "max-writes-per-key",
            given.getOrDefault("max-writes-per-key", "32"),
            1,
            Integer.MAX_VALUE),
        lengthMin,
        number("max-length", given.getOrDefault("max-length", "4"), lengthMin, LENGTH_MAX),
        isZipf(given.getOrDefault("distribution", "zipf")),
        share("reads", given.getOrDefault("reads", "0.5")),
        given.getOrDefault("consistency", "strict-serializable"),
        flag("timestamps", given));
  }

  /** How likely each of the keys in use is. */
  Odds keyOdds() {
    List<Double> weights = new ArrayList<>();
    for (int i = 0; i < keys; i++) {
      weights.add(isZipf ? 1.0 / (i + 1) : 1.0);
    }
    return new Odds(weights);
  }

  /** An option that is false unless it is given as true. */
  static boolean flag(String name, Map<String, String> given) {
    return switch (given.getOrDefault(name, "false")) {
      case "true" -> true;
      case "false" -> false;
      default -> throw wrong(name, "true or false", given.get(name));
    };
  }

  private static boolean isZipf(String name) {
    return switch (name) {
      case "uniform" -> false;
      case "zipf" -> true;
      default -> throw wrong("distribution", "uniform or zipf", name);
    };
  }

  /** A part, 0 to 1. */
  static double share(String option, String text) {
    double share;
    try {
      share = Double.parseDouble(text);
    } catch (NumberFormatException e) {
      share = -1; // as wrong as any other
    }
    if (!(share >= 0 && share <= 1)) {
      throw wrong(option, "a part from 0 to 1", text);
    }
    return share;
  }

  private static int number(String option, String text, int min, int max) {
    int number;
    try {
      number = Integer.parseInt(text);
    } catch (NumberFormatException e) {
      number = min - 1; // as wrong as any other
    }
    if (number < min || number > max) {
      throw wrong(option, "a number from " + min + " to " + max, text);
    }
    return number;
  }

  static IllegalArgumentException wrong(String option, String expected, @Nullable String found) {
    return new IllegalArgumentException(
        "option " + option + ": expected " + expected + ", found `" + found + "`");
  }
}
