package dev.assay.cli;

import dev.assay.simulation.Campaign;
import dev.assay.simulation.Simulation;
import dev.assay.simulation.SimulationPlan;
import dev.assay.simulation.SimulationResult;
import dev.assay.simulation.Swarm;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Tests a system of ours in virtual time, seed after seed. */
@Command(
    name = "simulate",
    mixinStandardHelpOptions = true,
    header = "Does the same in virtual time, seed after seed: every failure repeats",
    sortOptions = false,
    description = {
      "Runs the very servers of a system in a simulator: one thread a run, virtual time, all"
          + " randomness from one seed. After operations and faults all faults go away, and every"
          + " client must get an answer in time. Each seed draws cluster size, load, kinds of"
          + " faults, their times and the weather. A seed that fails leaves the folder of a run.%n"
    },
    footer = {
      "",
      "Example: find a planted bug, then see every message of the run that found it",
      "  ./assay simulate raft-kv --bug stale-read --seeds 1..1000",
      "  ./assay simulate raft-kv --bug stale-read --seed 1 --trace"
    })
final class SimulateCommand implements Callable<Integer> {
  /** Options that a replay of a scenario heeds. */
  private static final List<String> BESIDE_SCENARIO =
      List.of("--scenario", "--trace", "--check-time-limit", "--runs", "--debug");

  private final Terminal terminal;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private SimulateOptions options = new SimulateOptions();

  @Option(
      names = "--seeds",
      paramLabel = "FIRST..LAST",
      defaultValue = "1..100",
      description = "The seeds to run. Default: ${DEFAULT-VALUE}")
  private String seeds = "";

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Run this seed alone, and keep the folder of the run whatever comes of it.")
  private @Nullable Long seed;

  @Option(
      names = "--scenario",
      paramLabel = "FILE",
      description = "Replay what this file says, such as ./assay shrink writes, and nothing else.")
  private @Nullable Path scenario;

  @Option(
      names = "--trace",
      description =
          "With --seed or --scenario: write every message and event to trace.txt in the run's"
              + " folder, and draw the last ones in its report.")
  private boolean trace;

  @Option(names = "--keep-going", description = "Go on after a failure.")
  private boolean keepGoing;

  @Option(
      names = "--jobs",
      paramLabel = "N",
      description = "How many runs at the same time. Default: one a core.")
  private int jobs = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--check-time-limit",
      paramLabel = "TIME",
      defaultValue = "10s",
      description = "How long checking one run may take. Default: ${DEFAULT-VALUE}")
  private Duration checkTimeLimit = Duration.ZERO;

  @Option(
      names = "--runs",
      paramLabel = "DIR",
      defaultValue = "runs",
      description = "Where folders of runs are made. Default: ${DEFAULT-VALUE}")
  private Path runs = Path.of("");

  SimulateCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    requireSensible();
    if (scenario != null) {
      SimulationPlan plan = ScenarioFile.read(scenario).plan();
      List<String> again =
          new ArrayList<>(
              List.of(
                  "./assay", "simulate", "--scenario", ScenarioFile.lasting(scenario).toString()));
      if (trace) {
        again.add("--trace");
      }
      SimulationFolders folders = new SimulationFolders(runs, checkTimeLimit);
      return single(plan, again, folders, new SimulationView(terminal)).number();
    }
    Swarm.Asked asked = options.asked();
    SimulationFolders folders = new SimulationFolders(runs, checkTimeLimit);
    SimulationView view = new SimulationView(terminal);
    if (seed != null) {
      return single(Swarm.draw(asked, seed), command(seed, trace), folders, view).number();
    }
    if (jobs < 1) {
      throw new UsageException("--jobs must be at least 1, got " + jobs);
    }
    long[] range = range(seeds);
    view.head(asked, seeds);
    SimulationFailures failures =
        new SimulationFailures(view, folders, failedSeed -> command(failedSeed, false));
    Campaign campaign =
        new Campaign(
            each -> Swarm.draw(asked, each),
            range[0],
            range[1],
            checkTimeLimit,
            keepGoing,
            failures);
    Campaign.Tally tally = view.watch(campaign, jobs, range[1] - range[0] + 1);
    failures.rethrow();
    return view.summary(tally, failures.counts());
  }

  /** What says one thing twice, or what would have no effect, is a mistake. */
  private void requireSensible() {
    List<String> given =
        spec.commandLine().getParseResult().matchedOptions().stream()
            .map(OptionSpec::longestName)
            .toList();
    if (scenario != null) {
      List<String> surplus = new ArrayList<>(given);
      surplus.removeAll(BESIDE_SCENARIO);
      if (!options.system().isEmpty()) {
        surplus.addFirst(options.system());
      }
      if (!surplus.isEmpty()) {
        throw new UsageException(
            "--scenario says everything: leave out " + String.join(", ", surplus));
      }
    } else if (seed != null && given.contains("--seeds")) {
      throw new UsageException("either --seed, for one, or --seeds");
    } else if (seed == null && trace) {
      throw new UsageException("--trace goes with --seed N: traces of many seeds are of no use");
    }
  }

  private ExitCode single(
      SimulationPlan plan, List<String> again, SimulationFolders folders, SimulationView view)
      throws IOException {
    view.plan(plan);
    SimulationResult result;
    SimulationFolders.Written written;
    try (SimulationTrace recorded = SimulationTrace.recording(trace, runs, plan)) {
      result = Simulation.run(plan, checkTimeLimit, recorded.listener());
      written = folders.write(result, again, recorded);
    }
    return view.single(result, written, again);
  }

  /** What to type to run one seed again. */
  private List<String> command(long which, boolean withTrace) {
    List<String> command = new ArrayList<>(List.of("./assay"));
    List<String> typed = spec.root().commandLine().getParseResult().originalArgs();
    for (int i = 0; i < typed.size(); i++) {
      String word = typed.get(i);
      if (List.of("--seed", "--seeds", "--jobs").contains(word)) {
        i++;
      } else if (!word.startsWith("--seed=")
          && !word.startsWith("--seeds=")
          && !word.startsWith("--jobs=")
          && !List.of("--keep-going", "--trace").contains(word)) {
        command.add(word);
      }
    }
    command.addAll(List.of("--seed", Long.toString(which)));
    if (withTrace) {
      command.add("--trace");
    }
    return command;
  }

  private static long[] range(String text) {
    String[] ends = text.split("\\.\\.", -1);
    try {
      long first = Long.parseLong(ends[0]);
      long last = ends.length == 1 ? first : Long.parseLong(ends[1]);
      if (ends.length <= 2 && first <= last && last - first < Long.MAX_VALUE / 2) {
        return new long[] {first, last};
      }
    } catch (NumberFormatException e) {
      throw new UsageException("--seeds: expected FIRST..LAST such as 1..1000, found " + text);
    }
    throw new UsageException("--seeds: expected FIRST..LAST such as 1..1000, found " + text);
  }
}
