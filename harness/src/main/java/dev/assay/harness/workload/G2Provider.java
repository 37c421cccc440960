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
 * Pairs of inserts, each into its own table and only if neither table has a row of the key: at most
 * one of two may succeed. Jepsen's {@code tests.adya}, after Adya's G2 (1999, section 3.2).
 */
public final class G2Provider implements WorkloadProvider {
  /** Made by {@link java.util.ServiceLoader}. */
  public G2Provider() {}

  @Override
  public String name() {
    return "g2";
  }

  @Override
  public String description() {
    return "pairs of inserts that each look for the other's row first";
  }

  @Override
  public String consistency() {
    return "serializable";
  }

  @Override
  public Map<String, String> options() {
    return Map.of();
  }

  @Override
  public Workload create(Map<String, String> options, long seed) {
    if (!options.isEmpty()) {
      throw new IllegalArgumentException(
          "workload g2 has no options, found " + options.keySet().iterator().next());
    }
    return new Workload(
        new G2Generator(0, false),
        Generators.empty(),
        Set.of("read"),
        G2Generator.read(0),
        checker());
  }

  @Override
  public Checker checker() {
    return Checkers.forWorkload(name(), CheckOptions.DEFAULT);
  }
}
