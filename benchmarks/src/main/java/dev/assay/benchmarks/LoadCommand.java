package dev.assay.benchmarks;

import dev.assay.histories.History;
import dev.assay.histories.format.HistoryFiles;
import dev.assay.histories.format.HistoryFormatException;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** How long reading a history takes, and how much memory it holds then. */
@Command(
    name = "load",
    description = "Read a history again and again: time, processor time and memory held.",
    mixinStandardHelpOptions = true)
final class LoadCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "FILE", description = "The history.")
  private Path file = Path.of("");

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "5",
      description = "How often; the first is cold. Default: ${DEFAULT-VALUE}")
  private int rounds;

  @Override
  public Integer call() throws IOException, HistoryFormatException {
    for (int round = 1; round <= rounds; round++) {
      measure(round);
    }
    return 0;
  }

  private void measure(int round) throws IOException, HistoryFormatException {
    long before = heldBytes();
    long cpuNanos = cpuNanos();
    long beginNanos = System.nanoTime();
    History history = HistoryFiles.read(file, HistoryFiles.AUTO).history();
    try {
      long nanos = System.nanoTime() - beginNanos;
      tell(round, history, nanos, cpuNanos() - cpuNanos, heldBytes() - before);
    } finally {
      Reference.reachabilityFence(history);
    }
  }

  private void tell(int round, History history, long nanos, long cpuNanos, long heldBytes) {
    PrintWriter out = spec.commandLine().getOut();
    long operations = history.clientInvocations().count();
    int mops = history.microOps().size();
    out.printf(
        Locale.ROOT,
        "round %d: %,d operations, %,d micro-operations, %,d values; %.2f s, processor %.2f s; "
            + "%,d MiB, %.1f bytes an operation%s%n",
        round,
        operations,
        mops,
        history.values().size(),
        nanos / 1e9,
        cpuNanos / 1e9,
        heldBytes >> 20,
        (double) heldBytes / Math.max(1, operations),
        mops == 0
            ? ""
            : String.format(
                Locale.ROOT, ", %.1f bytes a micro-operation", (double) heldBytes / mops));
    out.flush();
  }

  private static long heldBytes() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  /** Of all threads, those of the collector too. */
  private static long cpuNanos() {
    return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO).toNanos();
  }
}
