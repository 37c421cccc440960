package dev.assay.benchmarks.raftkv;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How many operations a second Raft KV does, and how long they take. */
@Command(
    name = "raft-kv",
    description =
        "Start servers of Raft KV on this machine, let clients read and write as fast as they are"
            + " answered, and tell operations a second and latencies.",
    mixinStandardHelpOptions = true)
public final class RaftKvCommand implements Callable<Integer> {
  private static final Duration ELECTION_LIMIT = Duration.ofSeconds(30);

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--nodes",
      paramLabel = "N",
      defaultValue = "5",
      description = "How many servers. Default: ${DEFAULT-VALUE}")
  private int nodes;

  @Option(
      names = "--clients",
      paramLabel = "N",
      defaultValue = "64",
      description = "How many clients, each with one operation open. Default: ${DEFAULT-VALUE}")
  private int clients;

  @Option(
      names = "--reads",
      paramLabel = "PERCENT",
      defaultValue = "50",
      description = "How many of a hundred operations read. Default: ${DEFAULT-VALUE}")
  private int readPercent;

  @Option(
      names = "--value-bytes",
      paramLabel = "N",
      defaultValue = "16",
      description = "How long values are. Default: ${DEFAULT-VALUE}")
  private int valueBytes;

  @Option(
      names = "--warm-up",
      paramLabel = "SECONDS",
      defaultValue = "10",
      description = "How long before measuring begins. Default: ${DEFAULT-VALUE}")
  private int warmUpSeconds;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "3",
      description = "How often to measure for ten seconds. Default: ${DEFAULT-VALUE}")
  private int rounds;

  @Option(
      names = "--java-option",
      paramLabel = "OPTION",
      defaultValue = "-Xmx128m,-XX:+UseSerialGC",
      split = ",",
      description = "For the servers' Java. Default: ${DEFAULT-VALUE}")
  private List<String> javaOptions = List.of();

  @Option(
      names = "--server-option",
      paramLabel = "OPTION",
      split = ",",
      description = "For every server, such as --server-option=--lease-drift-ppm,1000")
  private List<String> serverOptions = List.of();

  @Override
  public Integer call() throws IOException, InterruptedException {
    try (LocalServers servers = new LocalServers(nodes, javaOptions, serverOptions);
        Load load =
            new Load(servers.awaitLeader(ELECTION_LIMIT), clients, readPercent, valueBytes, 1)) {
      load.run(Duration.ofSeconds(warmUpSeconds).toNanos());
      for (int round = 1; round <= rounds; round++) {
        measure(round, servers, load);
      }
    }
    return 0;
  }

  private void measure(int round, LocalServers servers, Load load) throws IOException {
    Duration before = servers.processorTime();
    long beginNanos = System.nanoTime();
    load.run(Duration.ofSeconds(10).toNanos());
    double seconds = (System.nanoTime() - beginNanos) / 1e9;
    Duration used = servers.processorTime().minus(before);
    Latencies all = load.reads().and(load.writes());
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        Locale.ROOT,
        "round %d: %,.0f ops/s (p50 %.2f ms, p99 %.2f ms; reads %.2f and %.2f, writes %.2f and"
            + " %.2f), %d failed; servers' processor time %.0f µs an operation%n",
        round,
        all.count() / seconds,
        all.percentileMillis(50),
        all.percentileMillis(99),
        load.reads().percentileMillis(50),
        load.reads().percentileMillis(99),
        load.writes().percentileMillis(50),
        load.writes().percentileMillis(99),
        load.failures(),
        used.toNanos() / 1e3 / Math.max(1, all.count()));
    out.flush();
  }
}
