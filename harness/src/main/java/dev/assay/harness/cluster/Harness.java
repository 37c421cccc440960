package dev.assay.harness.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The process that opened a cluster, so that another can tell whether it still lives.
 *
 * @param start when the process began, as the system counts it: process ids are used again
 * @param host the machine's name
 * @param boot the id of the machine's uptime, or empty where there is none
 * @param pidNamespace what {@code pid} is relative to, or empty where there is only one
 */
public record Harness(long pid, String start, String host, String boot, String pidNamespace) {
  private static final Path PROC = Path.of("/proc");

  /** Whether a harness lives, as far as this process can tell. */
  public enum State {
    ALIVE,
    DEAD,
    /** It runs, or ran, on another machine or in another container: not to be judged from here. */
    ELSEWHERE
  }

  /** This process. */
  public static Harness current() {
    long pid = ProcessHandle.current().pid();
    return new Harness(pid, startOf(pid).orElse(""), hostName(), bootId(), pidNamespaceNow());
  }

  public State state() {
    if (!host.equals(hostName())) {
      return State.ELSEWHERE;
    }
    if (!boot.equals(bootId())) {
      return State.DEAD;
    }
    if (!pidNamespace.equals(pidNamespaceNow())) {
      return State.ELSEWHERE;
    }
    return startOf(pid).filter(start::equals).isPresent() ? State.ALIVE : State.DEAD;
  }

  /** When the process began: clock ticks since boot on Linux, seconds of wall time elsewhere. */
  private static Optional<String> startOf(long pid) {
    Path stat = PROC.resolve(pid + "/stat");
    if (Files.isReadable(stat)) {
      try {
        String line = Files.readString(stat);
        // The second field is the command in parentheses and may hold blanks; start is the 22nd.
        String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ");
        // A zombie is dead: nobody but its parent waits for it.
        return fields[0].equals("Z") ? Optional.empty() : Optional.of(fields[19]);
      } catch (IOException e) {
        // It ended in between.
        return Optional.empty();
      }
    }
    return ProcessHandle.of(pid)
        .flatMap(handle -> handle.info().startInstant())
        .map(instant -> Long.toString(instant.getEpochSecond()));
  }

  private static String hostName() {
    return firstLine(PROC.resolve("sys/kernel/hostname"))
        .orElseGet(
            () -> {
              try {
                return InetAddress.getLocalHost().getHostName();
              } catch (UnknownHostException e) {
                return "localhost";
              }
            });
  }

  private static String bootId() {
    return firstLine(PROC.resolve("sys/kernel/random/boot_id")).orElse("");
  }

  private static String pidNamespaceNow() {
    try {
      return Files.readSymbolicLink(PROC.resolve("self/ns/pid")).toString();
    } catch (IOException e) {
      return "";
    }
  }

  private static Optional<String> firstLine(Path file) {
    try {
      return Files.isReadable(file)
          ? Files.readAllLines(file).stream().findFirst()
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
