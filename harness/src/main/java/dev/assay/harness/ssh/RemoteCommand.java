package dev.assay.harness.ssh;

import com.jcraft.jsch.ChannelExec;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Session;
import dev.assay.harness.ssh.Session.ExecResult;
import dev.assay.harness.ssh.SshException.Reason;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One command line on one channel, from start to end.
 *
 * <p>The node's shell first tells its process id, then becomes the command: an SSH server neither
 * ends a command whose channel is closed nor passes signals on dependably, so a command that takes
 * too long is killed by its id.
 */
final class RemoteCommand {
  /** Kept of each of standard output and standard error. */
  static final int OUTPUT_BYTES_MAX = 8 << 20;

  private static final Pattern PID_LINE = Pattern.compile("assay-pid:(\\d{1,10})\n");

  /** How long a process that outlives its command may keep the output open. */
  private static final long LINGER_NANOS = 2_000_000_000L;

  private static final Map<String, Integer> SIGNALS =
      Map.of(
          "HUP", 1, "INT", 2, "QUIT", 3, "ABRT", 6, "KILL", 9, "SEGV", 11, "PIPE", 13, "TERM", 15);

  private final SshTarget target;
  private final Session session;
  private final String command;
  private final Object monitor = new Object();
  private final BoundedOutput out = new BoundedOutput(monitor, OUTPUT_BYTES_MAX);
  private final BoundedOutput err = new BoundedOutput(monitor, OUTPUT_BYTES_MAX);
  private final ChannelExec channel;

  /**
   * Opens the channel and sends the command.
   *
   * @throws JSchException when it was not sent
   */
  RemoteCommand(SshTarget target, Session session, String command) throws JSchException {
    this.target = target;
    this.session = session;
    this.command = command;
    channel = (ChannelExec) Channels.open(session, "exec");
    channel.setCommand(wrapped().getBytes(StandardCharsets.UTF_8));
    channel.setInputStream(null);
    channel.setOutputStream(out);
    channel.setErrStream(err);
    channel.connect();
  }

  /**
   * The command line for whatever login shell the user has. Its standard input is empty: commands
   * that read would otherwise wait for ever.
   */
  private String wrapped() {
    String directory = target.directory() == null ? "." : target.directory();
    return "exec "
        + Shell.env(target.environment())
        + "sh -c 'echo \"assay-pid:$$\"; cd \"$0\" && exec sh -c \"$1\"' "
        + Shell.quote(directory)
        + " "
        + Shell.quote(command)
        + " </dev/null";
  }

  /**
   * Waits for the end.
   *
   * @param deadlineNanos in the clock of {@link System#nanoTime}
   */
  ExecResult await(long deadlineNanos) throws SshException, InterruptedIOException {
    try {
      waitForEnd(deadlineNanos);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      InterruptedIOException stopped =
          new InterruptedIOException(target + ": interrupted while `" + shortCommand() + "` ran");
      stopped.initCause(e);
      throw stopped;
    }
    int code = exitCode();
    if (code < 0) {
      throw new SshException(
          Reason.LOST,
          target + ": the connection broke while `" + shortCommand() + "` ran; it may have run on",
          null);
    }
    String text = out.text();
    Matcher line = PID_LINE.matcher(text);
    return new ExecResult(code, line.find() ? text.substring(line.end()) : text, err.text());
  }

  private void waitForEnd(long deadlineNanos) throws InterruptedException, SshException {
    synchronized (monitor) {
      while (!channel.isClosed() && channel.isConnected()) {
        long nowNanos = System.nanoTime();
        if (out.overflowed() || err.overflowed()) {
          throw new SshException(
              Reason.TOO_MUCH_OUTPUT,
              "%s: `%s` wrote more than %d MiB and was killed; write to a file and download it"
                  .formatted(target, shortCommand(), OUTPUT_BYTES_MAX >> 20),
              null);
        }
        if (channel.getExitStatus() >= 0
            && nowNanos - Math.max(out.lastNanos(), err.lastNanos()) > LINGER_NANOS) {
          return;
        }
        if (nowNanos - deadlineNanos >= 0) {
          throw new SshException(
              Reason.TIMEOUT,
              "%s: `%s` did not end in time and was killed%s"
                  .formatted(target, shortCommand(), lastWords()),
              null);
        }
        monitor.wait(channel.isEOF() ? 1 : 10);
      }
    }
  }

  /** The exit code, as a shell gives it for a command that a signal ended; -1 when unknown. */
  private int exitCode() {
    int status = channel.getExitStatus();
    String signal = channel.getExitSignal();
    if (status < 0 && signal != null) {
      return 128 + SIGNALS.getOrDefault(signal, 0);
    }
    return status;
  }

  /** The connection it was sent on. */
  Session session() {
    return session;
  }

  /** The process id of the command on the node, once it has been told. */
  OptionalLong pid() {
    Matcher line = PID_LINE.matcher(out.text());
    return line.find() ? OptionalLong.of(Long.parseLong(line.group(1))) : OptionalLong.empty();
  }

  /** Whether the command is known to have ended. */
  boolean ended() {
    return exitCode() >= 0;
  }

  void close() {
    channel.disconnect();
  }

  private String lastWords() {
    String text = err.text().strip();
    return text.isEmpty()
        ? ""
        : "; it had complained: " + text.substring(Math.max(0, text.length() - 500));
  }

  private String shortCommand() {
    return command.length() <= 200 ? command : command.substring(0, 200) + "…";
  }
}
