package dev.assay.harness.cluster.support;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Commands of this machine, as the user of this JVM. */
public final class HostCommand {
  private static final long TIMEOUT_SECONDS = 60;
  private static final List<String> SYSTEM_PATH = List.of("/usr/sbin", "/usr/bin", "/sbin", "/bin");

  private HostCommand() {}

  /** The path in which {@link #run} finds programs, those for root included. */
  public static String path() {
    return String.join(":", SYSTEM_PATH);
  }

  /** Where a program lies. */
  public static Optional<Path> find(String program) {
    return SYSTEM_PATH.stream()
        .map(folder -> Path.of(folder, program))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * Runs a shell script that must succeed, and returns its output.
   *
   * @throws IOException when it fails, with its complaints, or does not end in a minute
   */
  public static String run(String script) throws IOException {
    ProcessBuilder builder = new ProcessBuilder("sh", "-c", script);
    builder.environment().put("PATH", path());
    builder.environment().put("LC_ALL", "C");
    Path out = Files.createTempFile("assay", ".out");
    Path err = Files.createTempFile("assay", ".err");
    try {
      Process process =
          builder
              .redirectInput(Path.of("/dev/null").toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
      if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        throw new IOException("this did not end within " + TIMEOUT_SECONDS + " s:\n" + script);
      }
      if (process.exitValue() != 0) {
        throw new IOException(
            "exit code " + process.exitValue() + ": " + Files.readString(err).strip());
      }
      return Files.readString(out, StandardCharsets.UTF_8);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      InterruptedIOException stopped = new InterruptedIOException("interrupted");
      stopped.initCause(e);
      throw stopped;
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }
}
