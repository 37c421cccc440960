package dev.assay.harness.cluster.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.jspecify.annotations.Nullable;

/**
 * A command line run by {@code sh} in the node's folder. Closing the channel kills it and what it
 * started, except what has made itself a daemon and outlives its parent.
 */
final class ShellCommand implements Command {
  /**
   * How long to go on copying the output of what outlives the command and holds its output open.
   */
  private static final long DRAIN_MILLIS = 1_000;

  private final String command;
  private final Path directory;
  private final Map<String, String> environment;
  private @Nullable InputStream in;
  private @Nullable OutputStream out;
  private @Nullable OutputStream err;
  private @Nullable ExitCallback callback;
  private volatile @Nullable Process process;

  ShellCommand(String command, Path directory, Map<String, String> environment) {
    this.command = command;
    this.directory = directory;
    this.environment = environment;
  }

  @Override
  public void start(ChannelSession channel, Environment ignored) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(List.of("sh", "-c", command));
    builder.directory(directory.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    Process started = builder.start();
    process = started;
    daemon("stdin", () -> copy(in, started.getOutputStream()));
    Thread outPump = daemon("stdout", () -> copy(started.getInputStream(), out));
    Thread errPump = daemon("stderr", () -> copy(started.getErrorStream(), err));
    daemon("exit", () -> awaitEnd(started, outPump, errPump));
  }

  @Override
  public void destroy(ChannelSession channel) {
    Process started = process;
    if (started != null && started.isAlive()) {
      started.descendants().forEach(ProcessHandle::destroyForcibly);
      started.destroyForcibly();
    }
  }

  private void awaitEnd(Process started, Thread outPump, Thread errPump) {
    int code;
    try {
      code = started.waitFor();
      long startNanos = System.nanoTime();
      outPump.join(DRAIN_MILLIS);
      long spentMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos);
      errPump.join(Math.max(1, DRAIN_MILLIS - spentMillis));
    } catch (InterruptedException e) {
      // Nobody interrupts this thread but the end of the JVM.
      return;
    }
    ExitCallback done = callback;
    if (done != null) {
      done.onExit(code);
    }
  }

  /** Copies until the end or until one side is closed, which the other side learns. */
  private static void copy(@Nullable InputStream from, @Nullable OutputStream to) {
    if (from == null || to == null) {
      return;
    }
    byte[] buffer = new byte[1 << 15];
    try (from;
        to) {
      int count;
      while ((count = from.read(buffer)) >= 0) {
        to.write(buffer, 0, count);
        to.flush();
      }
    } catch (IOException e) {
      // One side has gone away: there is nobody left to copy for.
      return;
    }
  }

  private Thread daemon(String what, Runnable work) {
    return Thread.ofPlatform().daemon().name(what + " of " + directory.getFileName()).start(work);
  }

  @Override
  public void setExitCallback(ExitCallback exitCallback) {
    callback = exitCallback;
  }

  @Override
  public void setInputStream(InputStream stream) {
    in = stream;
  }

  @Override
  public void setOutputStream(OutputStream stream) {
    out = stream;
  }

  @Override
  public void setErrorStream(OutputStream stream) {
    err = stream;
  }
}
