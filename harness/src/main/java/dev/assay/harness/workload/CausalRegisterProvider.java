package dev.assay.harness.workload;

import dev.assay.checkers.CheckOptions;
import dev.assay.checkers.Checker;
import dev.assay.checkers.Checkers;
import dev.assay.harness.Workload;
import java.util.Map;
import java.util.TreeMap;

/** Single reads and writes of registers, judged for causal consistency. */
public final class CausalRegisterProvider extends RwRegisterProvider {
  /** Made by {@link java.util.ServiceLoader}. */
  public CausalRegisterProvider() {}

  @Override
  public String name() {
    return "causal-register";
  }

  @Override
  public String description() {
    return "single writes of unique values to registers, and reads, judged for causal consistency";
  }

  @Override
  public String consistency() {
    return "strong-session-causal";
  }

  @Override
  public Workload create(Map<String, String> options, long seed) {
    Map<String, String> defaults =
        new TreeMap<>(
            Map.of(
                "min-length", "1",
                "max-length", "1",
                "max-writes-per-key", "1000",
                "consistency", consistency()));
    defaults.putAll(options);
    return super.create(defaults, seed);
  }

  @Override
  public Checker checker() {
    return Checkers.forWorkload(name(), CheckOptions.DEFAULT);
  }

  @Override
  String checkedAs() {
    return "rw-register";
  }
}
