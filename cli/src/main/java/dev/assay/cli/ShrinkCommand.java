package dev.assay.cli;

import dev.assay.checkers.Budget;
import dev.assay.simulation.Scenario;
import dev.assay.simulation.Shrinker;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a simulated run that failed as small as can be. */
@Command(
    name = "shrink",
    mixinStandardHelpOptions = true,
    header = "Makes a simulated run that failed as small as can be",
    sortOptions = false,
    description = {
      "Leaves out faults, operations, clients, nodes, weather and time of a simulated run that"
          + " failed, as long as it still fails in the same way. What is left, also after Ctrl-C,"
          + " is written to minimal.txt in the run's folder, a text that can be read, changed and"
          + " replayed.%n"
    },
    footer = {
      "",
      "Example: find a failure, make it small, replay it",
      "  ./assay simulate raft-kv --bug stale-read",
      "  ./assay shrink runs/latest",
      "  ./assay simulate --scenario runs/latest/minimal.txt"
    })
final class ShrinkCommand implements Callable<Integer> {
  private static final long SHOWN_EVERY_NANOS = 2_000_000_000L;
  private static final int LINES_MAX = 40;
  private static final String MINIMAL = "minimal.txt";

  private final Terminal terminal;

  @Parameters(
      paramLabel = "RUN|FILE",
      description = "The folder of a simulated run that failed, or a scenario.")
  private Path source = Path.of("");

  @Option(
      names = "--time-limit",
      paramLabel = "TIME",
      defaultValue = "60s",
      description = "How long shrinking may take. Default: ${DEFAULT-VALUE}")
  private Duration timeLimit = Duration.ZERO;

  private long shownNanos = System.nanoTime();

  ShrinkCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    Scenario scenario = ScenarioFile.read(source);
    PrintWriter out = terminal.out();
    out.println("from     " + scenario.size());
    out.flush();
    Shrinker shrinker = new Shrinker(scenario, Budget.of(timeLimit), this::show);
    AtomicBoolean stopped = new AtomicBoolean();
    Signals.listen(count -> stop(shrinker, stopped));
    Optional<Scenario> shrunk = shrinker.shrink();
    if (shrunk.isEmpty() && stopped.get()) {
      out.println("stopped before anything smaller was found");
      return LiveRun.STOPPED;
    }
    if (shrunk.isEmpty()) {
      out.println("the failure did not show again when the scenario was replayed");
      return ExitCode.UNKNOWN.number();
    }
    Scenario minimal = shrunk.get();
    Path file =
        Files.isDirectory(source) ? source.resolve(MINIMAL) : source.resolveSibling(MINIMAL);
    Files.writeString(file, minimal.text());
    String runs = Text.count(shrinker.runs(), "run");
    out.println(
        "to       " + minimal.size() + " (" + runs + (stopped.get() ? ", stopped" : "") + ")");
    out.println();
    minimal
        .text()
        .lines()
        .filter(line -> line.startsWith("fault ") || line.startsWith("op "))
        .limit(LINES_MAX)
        .forEach(line -> out.println("  " + Text.printable(line)));
    out.println();
    Path lasting = ScenarioFile.lasting(file);
    out.println("scenario " + lasting);
    out.println("again    ./assay simulate --scenario " + Shell.quote(lasting.toString()));
    return stopped.get() ? LiveRun.STOPPED : ExitCode.VALID.number();
  }

  /** What was found until the first Ctrl-C is kept; the second does not wait for that. */
  private static void stop(Shrinker shrinker, AtomicBoolean stopped) {
    if (stopped.getAndSet(true)) {
      Runtime.getRuntime().halt(LiveRun.STOPPED);
    }
    shrinker.stop();
  }

  private void show(Scenario smaller) {
    long now = System.nanoTime();
    if (now - shownNanos > SHOWN_EVERY_NANOS) {
      shownNanos = now;
      terminal.out().println("         " + smaller.size());
      terminal.out().flush();
    }
  }
}
