package dev.assay.harness.cluster.support;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Processes of this machine that carry the mark of a cluster in their environment, those inside
 * process namespaces too. Never found by name; never killed without another look at the mark.
 */
public final class MarkedProcesses {
  private static final Path PROC = Path.of("/proc");
  private static final Pattern PID = Pattern.compile("\\d{1,10}");
  private static final Pattern PS_LINE = Pattern.compile("\\s*(\\d{1,10})\\s(.*)");
  private static final long PAUSE_MILLIS = 20;

  private final String mark;
  private final List<String> variables;

  /** Those of all nodes. */
  public MarkedProcesses(String mark) {
    this(mark, List.of(variable(mark)));
  }

  private MarkedProcesses(String mark, List<String> variables) {
    this.mark = mark;
    this.variables = variables;
  }

  /** Those that say that they are of this node. */
  public static MarkedProcesses ofNode(String mark, String node) {
    return new MarkedProcesses(mark, List.of(variable(mark), Mark.NODE_VARIABLE + "=" + node));
  }

  private static String variable(String mark) {
    if (!Mark.isMark(mark)) {
      throw new IllegalArgumentException("expected the mark of a cluster, found: " + mark);
    }
    return Mark.VARIABLE + "=" + mark;
  }

  /** Those alive now, except this process. Of other users' processes only root sees the mark. */
  public List<ProcessHandle> find() throws IOException {
    return Files.isReadable(PROC.resolve("self/environ")) ? findInProc() : findWithPs();
  }

  /**
   * Kills them, and those they still bring forth, until two looks in a row find none: a process in
   * the middle of an exec shows no environment for a moment.
   *
   * @throws IOException when some are left after the time given
   */
  public void kill(Duration timeout) throws IOException {
    long deadlineNanos = System.nanoTime() + timeout.toNanos();
    boolean interrupted = false;
    try {
      List<ProcessHandle> alive = find();
      boolean noneBefore = false;
      while (!(alive.isEmpty() && noneBefore)) {
        noneBefore = alive.isEmpty();
        // A handle knows when its process began, and does not kill another of the same id.
        alive.forEach(ProcessHandle::destroyForcibly);
        if (!alive.isEmpty() && System.nanoTime() - deadlineNanos > 0) {
          throw new IOException(
              "cannot end processes "
                  + alive.stream().map(ProcessHandle::pid).toList()
                  + " of cluster "
                  + mark
                  + "; do they belong to another user?");
        }
        try {
          Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
          // What is left would outlive everybody who knows of it, so this goes on to its end.
          interrupted = true;
        }
        alive = find();
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  List<ProcessHandle> findInProc() throws IOException {
    List<ProcessHandle> found = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(PROC)) {
      for (Path each : all) {
        String name = String.valueOf(each.getFileName());
        if (PID.matcher(name).matches()) {
          // The handle is taken before the look: should the id pass to another, it will not match.
          Optional<ProcessHandle> handle = other(Long.parseLong(name));
          if (handle.isPresent() && environmentHasMark(each.resolve("environ"))) {
            found.add(handle.get());
          }
        }
      }
    }
    return found;
  }

  private boolean environmentHasMark(Path environ) {
    try {
      // One byte is one character, whatever the others are.
      String environment = "\0" + Files.readString(environ, StandardCharsets.ISO_8859_1);
      return variables.stream().allMatch(one -> environment.contains("\0" + one + "\0"));
    } catch (IOException e) {
      // It ended, or is not ours to look at.
      return false;
    }
  }

  /** Where there is no /proc: {@code ps} shows the environment after the command line. */
  List<ProcessHandle> findWithPs() throws IOException {
    Process ps =
        new ProcessBuilder("ps", "axeww", "-o", "pid=,command=")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    List<ProcessHandle> found = new ArrayList<>();
    try (BufferedReader lines = ps.inputReader(StandardCharsets.ISO_8859_1)) {
      String line;
      while ((line = lines.readLine()) != null) {
        psLine(line).flatMap(MarkedProcesses::other).ifPresent(found::add);
      }
    }
    return found;
  }

  /** The process of a line of {@code ps}, when its environment holds the mark. */
  Optional<Long> psLine(String line) {
    Matcher parts = PS_LINE.matcher(line);
    boolean marked =
        parts.matches() && (parts.group(2) + " ").contains(" " + Mark.VARIABLE + "=" + mark + " ");
    return marked ? Optional.of(Long.parseLong(parts.group(1))) : Optional.empty();
  }

  private static Optional<ProcessHandle> other(long pid) {
    return pid == ProcessHandle.current().pid() ? Optional.empty() : ProcessHandle.of(pid);
  }
}
