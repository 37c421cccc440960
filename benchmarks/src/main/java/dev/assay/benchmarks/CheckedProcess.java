package dev.assay.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A command that ran to its end.
 *
 * @param exit its exit code
 * @param wallNanos from its start to its end
 * @param processorNanos of all its threads, as last seen while it ran; 0 where the system tells
 *     none
 * @param peakKib the most memory that it held, as last seen; 0 where the system tells none
 */
record CheckedProcess(int exit, long wallNanos, long processorNanos, long peakKib) {
  private static final long LOOK_MILLIS = 20;

  /** Runs a command whose output goes to a file, and looks at it all the while. */
  static CheckedProcess run(List<String> command, Path output)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    // What benchmarks/run told the script is not for the command that it measures.
    builder.environment().remove("ASSAY_RUN");
    long beginNanos = System.nanoTime();
    Process process = builder.start();
    long processorNanos = 0;
    long peakKib = 0;
    try {
      while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        Duration used = process.info().totalCpuDuration().orElse(Duration.ZERO);
        processorNanos = Math.max(processorNanos, used.toNanos());
        peakKib = Math.max(peakKib, peakKib(process.pid()));
      }
    } finally {
      process.destroyForcibly();
    }
    long wallNanos = System.nanoTime() - beginNanos;
    return new CheckedProcess(process.exitValue(), wallNanos, processorNanos, peakKib);
  }

  /** Linux alone tells: the high-water mark of resident memory. */
  private static long peakKib(long pid) {
    Path status = Path.of("/proc/" + pid + "/status");
    try {
      for (String line : Files.readAllLines(status)) {
        if (line.startsWith("VmHWM:")) {
          return Long.parseLong(line.replaceAll("[^0-9]", ""));
        }
      }
    } catch (IOException e) {
      return 0; // it has just ended, or this is no Linux
    }
    return 0;
  }
}
