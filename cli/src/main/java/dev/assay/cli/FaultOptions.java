package dev.assay.cli;

import dev.assay.harness.FaultKind;
import dev.assay.harness.SystemProvider;
import dev.assay.harness.run.TestPlan;
import dev.assay.nemesis.Schedule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What goes wrong during a test, and for how long. */
final class FaultOptions {
  @Option(
      names = "--faults",
      split = ",",
      paramLabel = "NAME[=TIME..TIME]",
      defaultValue = "partition,kill,pause",
      description =
          "What goes wrong and, where you wish, how long it lasts, or none; see ./assay list"
              + " faults. Default: ${DEFAULT-VALUE}")
  private List<String> faults = List.of();

  @Option(
      names = "--calm",
      paramLabel = "TIME..TIME",
      description = "How long nothing goes wrong between rounds of faults. Default: 700ms..2s")
  private Schedule.@Nullable Range calm;

  /** The kinds asked for, and how long those last that say so, in the order of the command line. */
  private Map<FaultKind, Optional<Schedule.Range>> kinds() {
    Map<FaultKind, Optional<Schedule.Range>> kinds = new LinkedHashMap<>();
    if (faults.equals(List.of("none"))) {
      return kinds;
    }
    for (String fault : faults) {
      int equals = fault.indexOf('=');
      FaultKind kind = Catalog.fault(equals < 0 ? fault : fault.substring(0, equals));
      kinds.put(
          kind, equals < 0 ? Optional.empty() : Optional.of(range(fault.substring(equals + 1))));
    }
    return kinds;
  }

  /**
   * The kind.
   *
   * @throws UsageException when it cannot strike the system
   */
  static FaultKind requirePossible(FaultKind kind, SystemProvider system) {
    if (kind.needsOperator() && !system.hasOperator()) {
      throw new UsageException(
          "--faults: "
              + kind.name()
              + " cannot strike "
              + system.name()
              + ", whose members and leader nobody can change");
    }
    return kind;
  }

  /**
   * Checks that each kind can strike the system.
   *
   * @throws UsageException when one cannot
   */
  void requirePossible(SystemProvider system) {
    kinds().keySet().forEach(kind -> requirePossible(kind, system));
  }

  static Schedule.Range range(String text) {
    try {
      return new TimeRangeConverter().convert(text);
    } catch (TypeConversionException e) {
      throw new UsageException("--faults: " + e.getMessage());
    }
  }

  /**
   * The names of the kinds that may strike.
   *
   * @throws UsageException for a name that there is not, or a range that is none
   */
  List<String> names() {
    return kinds().keySet().stream().map(FaultKind::name).toList();
  }

  /** Draws the strikes from the run's seed. */
  TestPlan.Nemesis nemesis() {
    Map<String, Schedule.Range> lasting = new LinkedHashMap<>();
    kinds().forEach((kind, range) -> range.ifPresent(it -> lasting.put(kind.name(), it)));
    List<FaultKind> chosen = List.copyOf(kinds().keySet());
    return (nodes, timeLimit, random) -> {
      Schedule.Options options = Schedule.Options.usual(timeLimit).withFaultByKind(lasting);
      return Schedule.draw(
          chosen,
          nodes,
          random.nextLong(),
          timeLimit,
          calm == null ? options : options.withCalm(calm));
    };
  }
}
