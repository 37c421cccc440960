package dev.assay.simulation;

import dev.assay.harness.WorkloadProvider;
import dev.assay.simulation.SimulationPlan.Written;
import dev.assay.simulation.SimulationResult.Failure;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * A simulated run as a text: everything that happens is written down, one thing a line, so that it
 * can be read, shortened and replayed.
 *
 * <pre>
 * assay-scenario 1
 * system raft-kv
 * …
 * fault 1.203000000 2.400000000 cut n1>n2 n2>n1
 * op 1.250000000 client 3 write 0 5
 * </pre>
 *
 * <p>Times are seconds of virtual time; keys and values are JSON. Lines that begin with {@code #}
 * are for people.
 *
 * @param plan with a {@link Written} course
 * @param kind the kind of failure it shows
 * @param root tells failures of one kind apart
 */
public record Scenario(SimulationPlan plan, SimulationResult.FailureKind kind, String root) {
  static final String HEAD = "assay-scenario 1";

  /** The scenario of a run that failed. */
  public static Scenario of(SimulationResult result, Failure failure) {
    return new Scenario(
        result.plan().with(result.course(), result.plan().seed()), failure.kind(), failure.root());
  }

  Written course() {
    return (Written) plan.course();
  }

  /** How many operations, faults, clients and nodes it has, in words. */
  public String size() {
    return "%s of %s, %s, %s, %.3f s"
        .formatted(
            count(course().operations().size(), "operation"),
            count(
                course().operations().stream().map(TimedOperation::thread).distinct().count(),
                "client"),
            count(course().disturbances().size(), "fault"),
            count(plan.nodes().size(), "node"),
            course().operations().stream().mapToLong(TimedOperation::timeNanos).max().orElse(0)
                / 1e9);
  }

  private static String count(long number, String one) {
    return number + " " + one + (number == 1 ? "" : "s");
  }

  /** Whether a run shows this failure. */
  boolean isShownBy(SimulationResult result) {
    return result
        .failure()
        .filter(failure -> failure.kind() == kind && failure.root().equals(root))
        .isPresent();
  }

  /**
   * Reads a scenario.
   *
   * @throws IllegalArgumentException with the number of the line and what was expected
   */
  public static Scenario parse(
      String text,
      Function<String, SimulatedSystem> systems,
      Function<String, WorkloadProvider> workloads) {
    return new ScenarioReader(systems, workloads).read(text);
  }

  /** The text that {@link #parse} reads. */
  public String text() {
    StringBuilder text = new StringBuilder();
    line(text, HEAD);
    line(text, "# shows: " + kind.name().toLowerCase(Locale.ROOT) + ", " + root);
    line(text, "# " + size());
    line(text, "system " + plan.system().name());
    plan.systemConfig().bugs().forEach(bug -> line(text, "bug " + bug));
    new TreeMap<>(plan.systemConfig().options())
        .forEach((k, v) -> line(text, "system-option " + k + "=" + v));
    line(text, "workload " + plan.workload().name());
    plan.workloadOptions().forEach((k, v) -> line(text, "workload-option " + k + "=" + v));
    line(text, "nodes " + String.join(" ", plan.nodes()));
    line(text, "clients " + plan.load().concurrency());
    line(text, "seed " + plan.seed());
    line(text, "operation-limit " + seconds(plan.limits().operation().toNanos()));
    line(text, "progress-limit " + seconds(plan.limits().progress().toNanos()));
    line(text, "weather " + WeatherWords.write(plan.weather()));
    line(text, "failure " + kind.name().toLowerCase(Locale.ROOT) + " " + root.replace('\n', ' '));
    line(text, "must-progress " + course().mustProgress());
    line(text, "calm " + seconds(course().calmNanos()));
    for (Disturbance each : course().disturbances()) {
      List<String> whom =
          each.kind() == Disturbance.Kind.CUT
              ? each.links().stream().map(link -> link.from() + ">" + link.to()).toList()
              : each.nodes();
      line(
          text,
          "fault %s %s %s %s"
              .formatted(
                  seconds(each.startNanos()),
                  seconds(each.stopNanos()),
                  each.kind().word(),
                  String.join(" ", whom)));
    }
    for (TimedOperation each : course().operations()) {
      line(
          text,
          "op %s client %d %s %s %s"
              .formatted(
                  seconds(each.timeNanos()),
                  each.thread(),
                  each.operation().f(),
                  PlainJson.write(each.operation().key()),
                  PlainJson.write(each.operation().value())));
    }
    return text.toString();
  }

  private static void line(StringBuilder text, String line) {
    text.append(line).append('\n');
  }

  private static String seconds(long nanos) {
    return nanos / 1_000_000_000 + "." + String.format(Locale.ROOT, "%09d", nanos % 1_000_000_000);
  }
}
