package dev.assay.harness.workload;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How registers are used.
 *
 * @param keys how many keys are in use at the same time
 * @param operationsPerKey after how many operations a key is left for a fresh one
 * @param mix how often each operation comes, in proportion
 * @param isZipf whether the k-th key is used 1/k times as often as the first; else all alike
 * @param values how many different values there are; 0 when every write of a key has its own
 * @param readers which part of the clients, 0 to 1, only reads
 */
record RegisterOptions(
    int keys,
    int operationsPerKey,
    Map<String, Double> mix,
    boolean isZipf,
    int values,
    double readers) {
  private static final int KEYS_MAX = 100_000;

  /** The options by name, with what they mean and their defaults. */
  static Map<String, String> described(String defaultMix) {
    Map<String, String> options = new LinkedHashMap<>();
    options.put("keys", "how many keys are in use at the same time; default 10");
    options.put(
        "ops-per-key",
        "after how many operations a fresh key takes the place of one, which keeps what has to be"
            + " checked together short; default 200");
    options.put("mix", "how often each operation comes, in proportion; default " + defaultMix);
    options.put(
        "distribution",
        "which keys are used: uniform, all alike, or zipf, the k-th 1/k times as often as the"
            + " first; default uniform");
    options.put(
        "values",
        "unique, a new one for each write of a key, or how many different ones there are; default"
            + " unique");
    options.put(
        "readers",
        "which part of the clients, 0 to 1, only reads; the mix is for the others; default 0.5");
    return options;
  }

  static RegisterOptions parse(String workload, Map<String, String> given, String defaultMix) {
    Set<String> known = described(defaultMix).keySet();
    for (String name : new TreeSet<>(given.keySet())) {
      if (!known.contains(name)) {
        throw new IllegalArgumentException(
            "workload "
                + workload
                + " has no option "
                + name
                + "; there are: "
                + String.join(", ", known));
      }
    }
    Map<String, Double> possible = mix(defaultMix, null);
    return new RegisterOptions(
        number("keys", given.getOrDefault("keys", "10"), KEYS_MAX),
        number("ops-per-key", given.getOrDefault("ops-per-key", "200"), Integer.MAX_VALUE),
        mix(given.getOrDefault("mix", defaultMix), possible.keySet()),
        isZipf(given.getOrDefault("distribution", "uniform")),
        values(given.getOrDefault("values", "unique")),
        readers(given.getOrDefault("readers", "0.5")));
  }

  private static boolean isZipf(String name) {
    return switch (name) {
      case "uniform" -> false;
      case "zipf" -> true;
      default -> throw wrong("distribution", "uniform or zipf", name);
    };
  }

  private static int values(String text) {
    return text.equals("unique") ? 0 : number("values", text, Integer.MAX_VALUE);
  }

  private static double readers(String text) {
    double readers;
    try {
      readers = Double.parseDouble(text);
    } catch (NumberFormatException e) {
      readers = -1; // as wrong as any other
    }
    if (!(readers >= 0 && readers <= 1)) {
      throw wrong("readers", "a part from 0 to 1", text);
    }
    return readers;
  }

  private static int number(String option, String text, int max) {
    int number;
    try {
      number = Integer.parseInt(text);
    } catch (NumberFormatException e) {
      number = 0; // as wrong as any other
    }
    if (number < 1 || number > max) {
      String expected = option.equals("values") ? "unique or a number" : "a number";
      throw wrong(option, expected + " from 1 to " + max, text);
    }
    return number;
  }

  /** Reads {@code read=2,write=1}; {@code known} null knows all names. */
  private static Map<String, Double> mix(String text, @Nullable Set<String> known) {
    String expected =
        "proportions such as read=2,write=1"
            + (known == null ? "" : " of " + String.join(", ", known));
    Map<String, Double> mix = new LinkedHashMap<>();
    for (String part : text.split(",", -1)) {
      List<String> sides = new ArrayList<>(List.of(part.split("[=:]", -1)));
      if (sides.size() != 2 || (known != null && !known.contains(sides.getFirst()))) {
        throw wrong("mix", expected, text);
      }
      double weight;
      try {
        weight = Double.parseDouble(sides.getLast());
      } catch (NumberFormatException e) {
        throw wrong("mix", expected, text);
      }
      if (!(weight >= 0 && weight <= 1e9) || mix.put(sides.getFirst(), weight) != null) {
        throw wrong("mix", expected, text);
      }
    }
    mix.values().removeIf(weight -> weight == 0); // so that what is left can be drawn
    if (mix.isEmpty()) {
      throw wrong("mix", expected, text);
    }
    return mix;
  }

  private static IllegalArgumentException wrong(String option, String expected, String found) {
    return new IllegalArgumentException(
        "option " + option + ": expected " + expected + ", found `" + found + "`");
  }
}
