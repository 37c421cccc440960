package dev.assay.harness;

import dev.assay.checkers.CheckOptions;
import dev.assay.checkers.Checker;
import java.util.Map;

/** A workload, as found by {@link java.util.ServiceLoader}. */
public interface WorkloadProvider {
  /** The name on the command line: {@code register}, {@code list-append} … */
  String name();

  String description();

  /** The consistency model that its checker decides, by its Jepsen name. */
  String consistency();

  /** Options that {@link #create} takes, by name, each with what it means and its default. */
  Map<String, String> options();

  /**
   * Makes the workload of one run.
   *
   * @throws IllegalArgumentException for an unknown option or an illegal value
   */
  Workload create(Map<String, String> options, long seed);

  /** The options under which the evidence of its checker is to be verified. */
  default CheckOptions checkOptions(Map<String, String> options) {
    return CheckOptions.DEFAULT;
  }

  /** The judge alone, for histories that are checked later or were recorded by others. */
  Checker checker();
}
