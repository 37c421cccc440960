package dev.assay.simulation;

import dev.assay.simulator.TraceEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs a plan twice: determinism is tested, not hoped for. */
public final class Reconciliation {
  private static final Duration NO_CHECK = Duration.ZERO;

  private Reconciliation() {}

  /**
   * Where two runs of one plan part.
   *
   * @param events how many events both have in common
   * @param first the next event of the first run, {@code the end} when there is none
   * @param second the same of the second
   */
  public record Difference(long events, String first, String second) {
    @Override
    public String toString() {
      return "after %d equal events\n  one run:     %s\n  another run: %s"
          .formatted(events, first, second);
    }
  }

  /**
   * The first difference between two runs of the plan, empty when there is none. A difference that
   * shows in hashes alone, or that is gone when both are listened to, is told as such.
   */
  public static Optional<Difference> check(SimulationPlan plan) {
    SimulationResult one = Simulation.run(plan, NO_CHECK, null);
    SimulationResult other = Simulation.run(plan, NO_CHECK, null);
    if (one.traceHash() == other.traceHash() && one.events() == other.events()) {
      return Optional.empty();
    }
    List<TraceEvent> trace = new ArrayList<>();
    Simulation.run(plan, NO_CHECK, trace::add);
    return Optional.of(compare(plan, trace));
  }

  private static Difference compare(SimulationPlan plan, List<TraceEvent> trace) {
    List<Difference> found = new ArrayList<>();
    long[] count = {0};
    Simulation.run(
        plan,
        NO_CHECK,
        event -> {
          long at = count[0]++;
          if (found.isEmpty()) {
            String before = at < trace.size() ? trace.get((int) at).toString() : "the end";
            if (!before.equals(event.toString())) {
              found.add(new Difference(at, before, event.toString()));
            }
          }
        });
    if (found.isEmpty() && count[0] < trace.size()) {
      found.add(new Difference(count[0], trace.get((int) count[0]).toString(), "the end"));
    }
    return found.isEmpty()
        ? new Difference(count[0], "differed in its hash", "not when both were listened to")
        : found.getFirst();
  }
}
