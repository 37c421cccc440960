package dev.assay.harness.workload;

import dev.assay.checkers.CheckOptions;
import dev.assay.checkers.Checker;
import dev.assay.checkers.Checkers;
import dev.assay.harness.Workload;
import dev.assay.harness.WorkloadProvider;
import dev.assay.harness.generator.Generators;
import java.util.Map;
import java.util.Set;

/**
 * Single writes of fresh keys, and reads of small groups of them, which must not disagree about
 * which of two came first. Jepsen's {@code tests.long-fork}.
 */
public final class LongForkProvider implements WorkloadProvider {
  private static final String GROUP = "group";

  /** Made by {@link java.util.ServiceLoader}. */
  public LongForkProvider() {}

  @Override
  public String name() {
    return "long-fork";
  }

  @Override
  public String description() {
    return "single writes of fresh keys, and reads of groups of them";
  }

  @Override
  public String consistency() {
    return "snapshot-isolation";
  }

  @Override
  public Map<String, String> options() {
    return Map.of(GROUP, "how many keys a transaction reads, 2 to 99; default 3");
  }

  @Override
  public Workload create(Map<String, String> options, long seed) {
    for (String name : options.keySet()) {
      if (!name.equals(GROUP)) {
        throw new IllegalArgumentException(
            "workload long-fork has no option " + name + "; there is: " + GROUP);
      }
    }
    return new Workload(
        new LongForkGenerator(group(options.getOrDefault(GROUP, "3")), 0),
        Generators.empty(),
        Set.of(),
        TransactionGenerator.read(0L),
        checker());
  }

  private static int group(String text) {
    if (text.matches("[2-9]|[1-9][0-9]")) {
      return Integer.parseInt(text);
    }
    throw new IllegalArgumentException(
        "option group: expected a number from 2 to 99, found `" + text + "`");
  }

  @Override
  public Checker checker() {
    return Checkers.forWorkload(name(), CheckOptions.DEFAULT);
  }
}
