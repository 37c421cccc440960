package dev.assay.harness.run;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far a run is.
 *
 * @param elapsed since the phase began
 * @param remaining of the phase, at most
 * @param opsPerSecond completions in the last second
 * @param ok how many operations happened since the run began
 * @param fail how many did not
 * @param info of how many nobody knows
 * @param open how many are under way
 * @param activeFaults what goes wrong now
 */
public record Progress(
    Phase phase,
    Duration elapsed,
    Duration remaining,
    double opsPerSecond,
    long ok,
    long fail,
    long info,
    int open,
    List<ActiveFault> activeFaults) {

  /**
   * A fault that is starting, active or stopping.
   *
   * @param value what it does to whom, as {@link dev.assay.harness.Fault.Active#value}; null while
   *     it is starting
   */
  public record ActiveFault(String name, @Nullable Object value) {}
}
