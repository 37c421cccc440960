package dev.assay.benchmarks;

import dev.assay.benchmarks.generate.GenerateCommand;
import dev.assay.benchmarks.raftkv.RaftKvCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command of {@code benchmarks/run}. */
@Command(
    name = "benchmarks/run",
    description =
        "Makes histories from a seed and measures what reading, writing, checking and serving"
            + " costs.",
    subcommands = {
      GenerateCommand.class,
      LoadCommand.class,
      LogCommand.class,
      CheckCommand.class,
      LinearizabilityCommand.class,
      GrowthCommand.class,
      IsolationGrowthCommand.class,
      JmhCommand.class,
      RaftKvCommand.class
    },
    mixinStandardHelpOptions = true)
public final class Main {
  private Main() {}

  /** Runs the command and exits with its code: 0 when all was done. */
  public static void main(String[] args) {
    System.exit(
        new CommandLine(new Main()).setCaseInsensitiveEnumValuesAllowed(true).execute(args));
  }
}
