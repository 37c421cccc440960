package dev.assay.harness.run;

import java.time.Duration;
import java.util.List;

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
 * @param activeFaults what goes wrong now, in words
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
    List<String> activeFaults) {}
