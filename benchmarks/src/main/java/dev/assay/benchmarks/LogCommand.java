package dev.assay.benchmarks;

import dev.assay.histories.EventType;
import dev.assay.histories.format.HistoryLog;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How many operations a second the log of a run takes. */
@Command(
    name = "log",
    description = "Write operations to the log of a run from several threads, to the end on disk.",
    mixinStandardHelpOptions = true)
final class LogCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = {"-n", "--count"},
      paramLabel = "N",
      defaultValue = "1000000",
      description = "Operations a round. Default: ${DEFAULT-VALUE}")
  private int count;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "4",
      description = "How many threads write. Default: ${DEFAULT-VALUE}")
  private int threads;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "4",
      description = "How often; the first is cold. Default: ${DEFAULT-VALUE}")
  private int rounds;

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    for (int round = 1; round <= rounds; round++) {
      Path folder = Files.createTempDirectory("assay-log");
      Path file = folder.resolve("history.jsonl");
      try {
        long beginNanos = System.nanoTime();
        write(file);
        double seconds = (System.nanoTime() - beginNanos) / 1e9;
        out.printf(
            Locale.ROOT,
            "round %d: %,d operations in %.2f s, sync included: %,.0f operations a second%n",
            round,
            count,
            seconds,
            count / seconds);
        out.flush();
      } finally {
        Files.deleteIfExists(file);
        Files.delete(folder);
      }
    }
    return 0;
  }

  private void write(Path file) throws IOException, InterruptedException {
    try (HistoryLog log = HistoryLog.create(file)) {
      List<Thread> writers = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        int process = t;
        writers.add(Thread.ofPlatform().start(() -> writeSome(log, process)));
      }
      for (Thread writer : writers) {
        writer.join();
      }
    }
  }

  private void writeSome(HistoryLog log, int process) {
    Map<String, Object> extra = Map.of("node", "n1");
    for (long i = process; i < count; i += threads) {
      Long key = i % 100;
      log.append(EventType.INVOKE, process, "write", key, i, System.nanoTime(), extra);
      log.append(EventType.OK, process, "write", key, i, System.nanoTime(), Map.of());
    }
  }
}
