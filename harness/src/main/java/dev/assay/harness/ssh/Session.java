package dev.assay.harness.ssh;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A way to run commands on a node and to move files to and from it.
 *
 * <p>Safe for use by many threads; reconnects by itself, with backoff, when the connection was
 * lost. Every failure names the node and what was tried.
 */
public interface Session extends AutoCloseable {
  /**
   * Runs a command line with the node's {@code sh}, in the node's folder and with nothing on its
   * standard input, and waits for its end. What it leaves running in the background must not hold
   * its output open: {@code nohup server >log 2>&1 &}.
   *
   * @throws IOException when the node cannot be reached, or the command does not end in time or
   *     writes more than 8 MiB, when it is killed with its process group; an exit code other than 0
   *     is no exception here
   */
  ExecResult exec(String command, Duration timeout) throws IOException;

  /** Runs a command that must exit with 0. */
  default String run(String command) throws IOException {
    ExecResult result = exec(command, Duration.ofSeconds(30));
    if (result.exitCode() != 0) {
      throw new IOException(
          this + ": exit code " + result.exitCode() + " of `" + command + "`: " + result.err());
    }
    return result.out();
  }

  /**
   * Copies a local file to a path on the node, absolute or relative to the node's folder, replacing
   * what is there. The folder it goes to must exist; a program stays executable.
   */
  void upload(Path local, String remote) throws IOException;

  /** Copies a file of the node to a local path, replacing what is there. */
  void download(String remote, Path local) throws IOException;

  @Override
  void close();

  /**
   * How a command ended.
   *
   * @param out standard output, UTF-8
   * @param err standard error, UTF-8
   */
  record ExecResult(int exitCode, String out, String err) {}
}
