package dev.assay.simulation;

import dev.assay.harness.Operation;
import dev.assay.harness.SystemProvider.SystemConfig;
import dev.assay.harness.WorkloadProvider;
import dev.assay.harness.cluster.Cluster.Link;
import dev.assay.harness.run.TestPlan;
import dev.assay.simulation.SimulationPlan.Written;
import dev.assay.simulation.SimulationResult.FailureKind;
import dev.assay.simulator.Weather;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Reads scenarios; every complaint names the line. */
final class ScenarioReader {
  private final Function<String, SimulatedSystem> systems;
  private final Function<String, WorkloadProvider> workloads;

  /** Words that come once, with what follows them. */
  private final Map<String, String> once = new TreeMap<>();

  private final List<String> bugs = new ArrayList<>();
  private final Map<String, String> systemOptions = new TreeMap<>();
  private final Map<String, String> workloadOptions = new TreeMap<>();
  private final List<Disturbance> disturbances = new ArrayList<>();
  private final List<TimedOperation> operations = new ArrayList<>();

  ScenarioReader(
      Function<String, SimulatedSystem> systems, Function<String, WorkloadProvider> workloads) {
    this.systems = systems;
    this.workloads = workloads;
  }

  Scenario read(String text) {
    List<String> lines = text.lines().toList();
    if (lines.isEmpty() || !lines.getFirst().strip().equals(Scenario.HEAD)) {
      throw new IllegalArgumentException(
          "line 1: expected `" + Scenario.HEAD + "`: this is no scenario");
    }
    for (int i = 1; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (!line.isEmpty() && !line.startsWith("#")) {
        try {
          take(line);
        } catch (RuntimeException e) {
          throw new IllegalArgumentException("line " + (i + 1) + ": " + e.getMessage(), e);
        }
      }
    }
    return scenario();
  }

  private void take(String line) {
    int space = line.indexOf(' ');
    String word = space < 0 ? line : line.substring(0, space);
    String rest = space < 0 ? "" : line.substring(space + 1).strip();
    switch (word) {
      case "bug" -> bugs.add(rest);
      case "system-option" -> option(systemOptions, rest);
      case "workload-option" -> option(workloadOptions, rest);
      case "fault" -> disturbances.add(disturbance(rest));
      case "op" -> operations.add(operation(rest));
      default -> {
        if (once.put(word, rest) != null) {
          throw new IllegalArgumentException(word + " is there twice");
        }
      }
    }
  }

  private static void option(Map<String, String> options, String text) {
    String[] sides = text.split("=", 2);
    if (sides.length != 2) {
      throw new IllegalArgumentException("expected NAME=VALUE, found " + text);
    }
    options.put(sides[0], sides[1]);
  }

  private static Disturbance disturbance(String text) {
    List<String> words = List.of(text.split(" +", -1));
    if (words.size() < 4) {
      throw new IllegalArgumentException(
          "expected `fault START STOP cut|kill|pause|remove|lead WHOM…`, found `fault "
              + text
              + "`");
    }
    List<String> whom = words.subList(3, words.size());
    Disturbance.Kind kind = Disturbance.Kind.valueOf(words.get(2).toUpperCase(Locale.ROOT));
    boolean isCut = kind == Disturbance.Kind.CUT;
    return new Disturbance(
        nanos(words.get(0)),
        nanos(words.get(1)),
        kind,
        isCut ? whom.stream().map(ScenarioReader::link).toList() : List.of(),
        isCut ? List.of() : whom);
  }

  private static Link link(String text) {
    String[] ends = text.split(">", -1);
    if (ends.length != 2) {
      throw new IllegalArgumentException("expected a link such as n1>n2, found " + text);
    }
    return new Link(ends[0], ends[1]);
  }

  private static TimedOperation operation(String text) {
    String[] words = text.split(" ", 6);
    if (words.length != 6 || !words[1].equals("client")) {
      throw new IllegalArgumentException(
          "expected `op TIME client N FUNCTION KEY VALUE`, found `op " + text + "`");
    }
    return new TimedOperation(
        nanos(words[0]),
        Integer.parseInt(words[2]),
        new Operation(words[3], PlainJson.read(words[4]), PlainJson.read(words[5])));
  }

  private static long nanos(String seconds) {
    return new BigDecimal(seconds).movePointRight(9).longValueExact();
  }

  private Scenario scenario() {
    String[] failure = need("failure").split(" ", 2);
    int clients = Integer.parseInt(need("clients"));
    for (TimedOperation each : operations) {
      if (each.thread() < 0 || each.thread() >= clients) {
        throw new IllegalArgumentException(
            "there are clients 0 to " + (clients - 1) + ", not " + each.thread());
      }
    }
    long seed = Long.parseLong(need("seed"));
    SimulationPlan plan =
        new SimulationPlan(
            systems.apply(need("system")),
            new SystemConfig(List.copyOf(bugs), Map.copyOf(systemOptions), need("workload"), seed),
            workloads.apply(need("workload")),
            workloadOptions,
            List.of(need("nodes").split(" +", -1)),
            weather(),
            new TestPlan.Load(clients, 0, Duration.ofDays(1)),
            new SimulationPlan.Limits(
                Duration.ofNanos(nanos(need("operation-limit"))),
                Duration.ofNanos(nanos(need("progress-limit"))),
                SimulationPlan.Limits.DEFAULT.finalOperations()),
            new Written(
                List.copyOf(operations),
                List.copyOf(disturbances),
                nanos(need("calm")),
                Boolean.parseBoolean(need("must-progress"))),
            seed);
    return new Scenario(
        plan,
        FailureKind.valueOf(failure[0].toUpperCase(Locale.ROOT)),
        failure.length > 1 ? failure[1] : "");
  }

  private Weather weather() {
    return WeatherWords.read(need("weather"));
  }

  private String need(String word) {
    String rest = once.get(word);
    if (rest == null) {
      throw new IllegalArgumentException("a scenario needs a line `" + word + " …`");
    }
    return rest;
  }
}
