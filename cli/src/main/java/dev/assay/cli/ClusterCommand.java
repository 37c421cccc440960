package dev.assay.cli;

import dev.assay.harness.cluster.Cluster;
import dev.assay.harness.cluster.ClusterOptions;
import dev.assay.harness.cluster.ClusterRecord;
import dev.assay.harness.cluster.Clusters;
import dev.assay.harness.cluster.Leftovers;
import dev.assay.harness.cluster.Leftovers.Fate;
import dev.assay.harness.cluster.Leftovers.Found;
import dev.assay.harness.cluster.Leftovers.Undone;
import dev.assay.harness.cluster.Node;
import dev.assay.harness.cluster.netns.NetnsCluster;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Nodes without a test, and the undoing of what tests left behind. */
@Command(
    name = "cluster",
    mixinStandardHelpOptions = true,
    header = "Brings up nodes without a test, and undoes what killed tests left behind",
    synopsisSubcommandLabel = "COMMAND",
    description = "Brings up nodes without a test, and undoes what killed tests left behind.%n",
    footer = {"", "Example: after a harness was killed", "  ./assay cluster clean"})
final class ClusterCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  private ClusterCommand() {}

  static CommandLine withSubcommands(Terminal terminal) {
    return new CommandLine(new ClusterCommand())
        .addSubcommand(new Up(terminal))
        .addSubcommand(new Down(terminal))
        .addSubcommand(new Clean(terminal));
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "which COMMAND: up, down or clean?");
  }

  /** Nodes to look at. */
  @Command(
      name = "up",
      mixinStandardHelpOptions = true,
      header = "Brings up nodes and says how to reach them",
      description = {
        "Brings up nodes and says how to reach them. Nodes of netns stay until ./assay cluster"
            + " down; local nodes live in this process and end with it, at Ctrl-C.%n"
      },
      footer = {
        "",
        "Example: three nodes in network namespaces",
        "  ./assay cluster up --nodes netns:3"
      })
  static final class Up implements Callable<Integer> {
    private final PrintWriter out;

    @Mixin private NodeOptions nodes = new NodeOptions();

    Up(Terminal terminal) {
      this.out = terminal.out();
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
      Logs.quiet();
      Cluster cluster = open();
      out.println("cluster  " + cluster.mark() + " (" + cluster.kind() + ")");
      for (Node node : cluster.nodes()) {
        out.println("node     " + node.name() + "  " + node.address() + "  " + node.session());
      }
      if (cluster instanceof NetnsCluster stays) {
        stays.detach();
        out.println("down     ./assay cluster down " + cluster.mark());
        return ExitCode.VALID.number();
      }
      out.println("Ctrl-C takes it down");
      out.flush();
      CountDownLatch stop = new CountDownLatch(1);
      Signals.listen(count -> stop.countDown());
      try (cluster) {
        stop.await();
      }
      out.println("taken down");
      return ExitCode.VALID.number();
    }

    private Cluster open() throws IOException {
      try {
        return Clusters.open(nodes.nodes(), nodes.clusterOptions());
      } catch (IllegalArgumentException e) {
        throw new UsageException(String.valueOf(e.getMessage()));
      }
    }
  }

  /** The end of a cluster. */
  @Command(
      name = "down",
      mixinStandardHelpOptions = true,
      header = "Takes down a cluster, or all that were left running",
      description = "Takes down a cluster, or all that were left running.%n",
      footer = {"", "Example: whatever ./assay cluster up left running", "  ./assay cluster down"})
  static final class Down implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(
        arity = "0..1",
        paramLabel = "MARK",
        description = "As ./assay cluster up told. Default: all that were left running.")
    private @Nullable String mark;

    Down(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
      Logs.quiet();
      Leftovers leftovers = new Leftovers(ClusterOptions.ofEnvironment());
      List<String> marks = mark != null ? List.of(mark) : leftRunning(leftovers);
      ExitCode code = ExitCode.VALID;
      for (String each : marks) {
        code = code.worse(tell(terminal, down(leftovers, each)));
      }
      if (marks.isEmpty()) {
        terminal.out().println("no cluster was left running");
      }
      return code.number();
    }

    private static Undone down(Leftovers leftovers, String mark) throws IOException {
      try {
        return leftovers.down(mark);
      } catch (IllegalArgumentException e) {
        throw new UsageException(String.valueOf(e.getMessage()));
      }
    }

    private static List<String> leftRunning(Leftovers leftovers) throws IOException {
      return leftovers.list().stream()
          .filter(found -> found.fate() == Fate.LEFT_RUNNING)
          .map(found -> found.cluster().mark())
          .toList();
    }
  }

  /** What is left when a harness was killed. */
  @Command(
      name = "clean",
      mixinStandardHelpOptions = true,
      header = "Undoes what killed tests left behind",
      description = {
        "Undoes what killed tests left behind: processes, folders, network namespaces and packet"
            + " filters that carry the mark of a cluster whose harness is gone.%n"
      },
      footer = {"", "Example: after kill -9 of a test", "  ./assay cluster clean"})
  static final class Clean implements Callable<Integer> {
    private final Terminal terminal;

    Clean(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
      Logs.quiet();
      Leftovers leftovers = new Leftovers(ClusterOptions.ofEnvironment());
      ExitCode code = ExitCode.VALID;
      List<Undone> results = leftovers.clean();
      for (Undone result : results) {
        code = code.worse(tell(terminal, result));
      }
      if (results.isEmpty()) {
        terminal.out().println("nothing was left behind");
      }
      for (Found found : leftovers.list()) {
        if (found.fate() != Fate.ABANDONED) {
          terminal.out().println(kept(found));
        }
      }
      return code.number();
    }

    private static String kept(Found found) {
      ClusterRecord cluster = found.cluster();
      String why =
          switch (found.fate()) {
            case IN_USE -> "in use by process " + cluster.harness().pid();
            case LEFT_RUNNING -> "left running: ./assay cluster down " + cluster.mark();
            case ELSEWHERE -> "of " + Text.printable(cluster.harness().host());
            case ABANDONED -> "abandoned";
          };
      return "kept     " + describe(cluster) + ": " + why;
    }
  }

  private static String describe(ClusterRecord cluster) {
    return cluster.mark()
        + " ("
        + cluster.kind()
        + ", "
        + Text.count(cluster.nodes().size(), "node")
        + ", of "
        + Text.printable(cluster.created())
        + ")";
  }

  /** What became of the undoing of one cluster. */
  private static ExitCode tell(Terminal terminal, Undone result) {
    if (result.complete()) {
      terminal.out().println("undone   " + describe(result.cluster()));
      return ExitCode.VALID;
    }
    PrintWriter err = terminal.err();
    err.println("assay: not all of " + describe(result.cluster()) + " could be undone:");
    result.problems().forEach(problem -> err.println("  " + Text.printable(problem)));
    return ExitCode.CRASH;
  }
}
