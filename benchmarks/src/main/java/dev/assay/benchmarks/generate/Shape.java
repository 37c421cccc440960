package dev.assay.benchmarks.generate;

import picocli.CommandLine.Option;

/** How a generated history looks. */
final class Shape {
  @Option(
      names = {"-n", "--count"},
      paramLabel = "N",
      defaultValue = "100000",
      description = "How many operations or transactions. Default: ${DEFAULT-VALUE}")
  int count;

  @Option(
      names = "--processes",
      paramLabel = "N",
      defaultValue = "8",
      description = "How many processes (sessions) there are. Default: ${DEFAULT-VALUE}")
  int processes;

  @Option(
      names = "--keys",
      paramLabel = "N",
      defaultValue = "100",
      description =
          "How many keys are in use at a time; of a cas-register, how many values; of a set, how"
              + " many elements. Default: ${DEFAULT-VALUE}")
  int keys;

  @Option(
      names = "--zipf",
      description =
          "Prefer some keys: the one of rank r with a probability of 1/r. Default: all alike.")
  boolean zipf;

  @Option(
      names = "--length",
      paramLabel = "N",
      defaultValue = "10",
      description = "Micro-operations a transaction. Default: ${DEFAULT-VALUE}")
  int length;

  @Option(
      names = "--writes-per-key",
      paramLabel = "N",
      defaultValue = "32",
      description =
          "After so many appends or increments a key is replaced by a new one; of closed-predicate,"
              + " the last of so many writes deletes it. Default: ${DEFAULT-VALUE}")
  int writesPerKey;

  @Option(
      names = "--read-percent",
      paramLabel = "N",
      defaultValue = "50",
      description = "How many of the operations read. Default: ${DEFAULT-VALUE}")
  int readPercent;

  @Option(
      names = "--predicate-percent",
      paramLabel = "N",
      defaultValue = "20",
      description =
          "Of closed-predicate, how many reads are by predicate. Default: ${DEFAULT-VALUE}")
  int predicatePercent;

  @Option(
      names = "--powers",
      description =
          "Of counter-inc: the increments of a key are 1, 2, 4, 8, so that sums tell which they are"
              + " of. Default: all are 1.")
  boolean powers;

  @Option(
      names = "--answers",
      description = "Of counter-inc: increments answer with the new value.")
  boolean answers;

  @Option(
      names = "--info-percent",
      paramLabel = "N",
      defaultValue = "0",
      description = "How many end as info, half of them without effect. Default: ${DEFAULT-VALUE}")
  int infoPercent;

  @Option(
      names = "--stale",
      paramLabel = "N",
      defaultValue = "0",
      description = "How many reads, spread evenly, miss the last write. Default: ${DEFAULT-VALUE}")
  int stale;

  @Option(
      names = "--timestamps",
      description = "Completions tell where they took effect, as :start-ts and :commit-ts.")
  boolean timestamps;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "The same seed and options give the same bytes. Default: ${DEFAULT-VALUE}")
  long seed;

  /** Nothing, or what is wrong: expected and found. */
  String complaint() {
    if (count < 0 || processes < 1 || keys < 1 || length < 1 || writesPerKey < 1 || stale < 0) {
      return "expected --count and --stale of 0 or more, and 1 or more of everything else";
    }
    if (!isPercent(readPercent) || !isPercent(infoPercent) || !isPercent(predicatePercent)) {
      return "expected percentages from 0 to 100";
    }
    return "";
  }

  private static boolean isPercent(int number) {
    return number >= 0 && number <= 100;
  }

  /** How many keys there may be in all when one is replaced after so many writes. */
  int keysInAll() {
    int writes = (int) Math.min(Integer.MAX_VALUE - 8, (long) count * length);
    return keys + writes / writesPerKey + 1;
  }
}
