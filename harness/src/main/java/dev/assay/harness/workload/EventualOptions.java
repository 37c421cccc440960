package dev.assay.harness.workload;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;

/**
 * How stores are used that agree only in the end.
 *
 * @param keys how many objects there are
 * @param settle how long replicas have, when all is healed, before the final reads
 */
record EventualOptions(int keys, Duration settle) {
  private static final int KEYS_MAX = 1000;
  private static final int SETTLE_MILLIS_MAX = 600_000;

  /** The options by name, with what they mean and their defaults. */
  static Map<String, String> described() {
    Map<String, String> options = new LinkedHashMap<>();
    options.put("keys", "how many objects there are; default 5");
    options.put(
        "settle-millis",
        "how long replicas have, when all is healed, before every client reads every object for"
            + " the last time; default 5000");
    return options;
  }

  static EventualOptions parse(String workload, Map<String, String> given) {
    for (String name : new TreeSet<>(given.keySet())) {
      if (!described().containsKey(name)) {
        throw new IllegalArgumentException(
            "workload %s has no option %s; there are: %s"
                .formatted(workload, name, String.join(", ", described().keySet())));
      }
    }
    return new EventualOptions(
        number("keys", given.getOrDefault("keys", "5"), KEYS_MAX),
        Duration.ofMillis(
            number(
                "settle-millis", given.getOrDefault("settle-millis", "5000"), SETTLE_MILLIS_MAX)));
  }

  private static int number(String option, String text, int max) {
    if (text.matches("[0-9]{1,9}") && Integer.parseInt(text) > 0 && Integer.parseInt(text) <= max) {
      return Integer.parseInt(text);
    }
    throw new IllegalArgumentException(
        "option %s: expected a number from 1 to %d, found `%s`".formatted(option, max, text));
  }
}
