package dev.assay.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command above all others. */
@Command(
    name = "assay",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    description = "Tests distributed systems for the consistency they claim.%n",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:valid: the claim holds on this history",
      "1:invalid: the claim is violated, and here is the proof",
      "2:unknown: undecided, for the reason given",
      "130:stopped by Ctrl-C; the history so far is kept",
      "254:bad usage or bad input",
      "255:something that Assay needs, or Assay itself, failed"
    },
    footer = {
      "",
      "Example: break a Raft that answers reads from memory, and see the proof",
      "  ./assay test raft-kv --bug stale-read --faults partition-leader",
    })
final class AssayCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "After a failure print the stack trace too.")
  private boolean debug;

  boolean debug() {
    return debug;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "which COMMAND?");
  }
}
