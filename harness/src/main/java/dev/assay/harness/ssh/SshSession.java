package dev.assay.harness.ssh;

import com.jcraft.jsch.JSchException;
import dev.assay.harness.ssh.SshException.Reason;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A session over one SSH connection, opened when it is first needed and again when it was lost.
 *
 * <p>Stock servers allow ten channels a connection: eight are used at most, and callers queue for
 * them. A command that was sent is never sent twice.
 */
public final class SshSession implements Session {
  static final int CHANNELS_MAX = 8;

  private static final Duration KILL_TIMEOUT = Duration.ofSeconds(5);
  private static final int OPEN_ATTEMPTS_MAX = 4;

  private final SshTarget target;
  private final Connector connector;
  private final ReentrantLock connecting = new ReentrantLock();
  private final Semaphore channels = new Semaphore(CHANNELS_MAX, true);
  private final Semaphore killChannel = new Semaphore(1, true);
  private volatile com.jcraft.jsch.@Nullable Session connection;
  private volatile @Nullable Failure lastFailure;
  private volatile boolean closed;

  private record Failure(long nanos, SshException exception) {}

  public SshSession(SshTarget target) {
    this.target = target;
    this.connector = new Connector(target);
  }

  /** Connects and logs in now, so that trouble shows at once. */
  public void connect() throws IOException {
    connected();
  }

  @Override
  public ExecResult exec(String command, Duration timeout) throws IOException {
    long deadlineNanos = System.nanoTime() + timeout.toNanos();
    if (!acquire(channels, deadlineNanos)) {
      throw new SshException(
          Reason.TIMEOUT,
          target + ": no channel became free in time for `" + command + "`; it was not run",
          null);
    }
    try {
      RemoteCommand running =
          opened(deadlineNanos, session -> new RemoteCommand(target, session, command));
      try {
        return running.await(deadlineNanos);
      } finally {
        if (!running.ended()) {
          kill(running);
        }
        running.close();
      }
    } finally {
      channels.release();
    }
  }

  @Override
  public void upload(Path local, String remote) throws IOException {
    transfer(sftp -> sftp.upload(local, absolute(remote)));
  }

  @Override
  public void download(String remote, Path local) throws IOException {
    transfer(sftp -> sftp.download(absolute(remote), local));
  }

  @Override
  public void close() {
    closed = true;
    com.jcraft.jsch.@Nullable Session open = connection;
    if (open != null) {
      open.disconnect();
    }
  }

  @Override
  public String toString() {
    return target.toString();
  }

  private void transfer(Transfer work) throws IOException {
    long deadlineNanos = System.nanoTime() + Duration.ofMinutes(10).toNanos();
    if (!acquire(channels, deadlineNanos)) {
      throw new SshException(
          Reason.TIMEOUT, target + ": no channel became free for a file in ten minutes", null);
    }
    try (Sftp sftp = opened(deadlineNanos, session -> new Sftp(target, session))) {
      work.run(sftp);
    } finally {
      channels.release();
    }
  }

  /** Opens a channel; what fails before anything was sent is tried again. */
  private <C> C opened(long deadlineNanos, Opener<C> opener) throws IOException {
    for (int attempt = 1; ; attempt++) {
      com.jcraft.jsch.Session session = connected();
      try {
        return opener.open(session);
      } catch (JSchException e) {
        if (attempt == OPEN_ATTEMPTS_MAX || System.nanoTime() - deadlineNanos > 0) {
          throw new SshException(
              session.isConnected() ? Reason.REMOTE : Reason.LOST,
              "%s: no channel could be opened in %d attempts: %s (does its sshd allow fewer than %d"
                      .formatted(target, attempt, e.getMessage(), CHANNELS_MAX + 2)
                  + " sessions a connection?)",
              e);
        }
        pause(50L << attempt);
      }
    }
  }

  /** The open connection, or a new one. */
  private com.jcraft.jsch.Session connected() throws IOException {
    com.jcraft.jsch.@Nullable Session open = connection;
    if (open != null && open.isConnected() && !closed) {
      return open;
    }
    long askedNanos = System.nanoTime();
    try {
      connecting.lockInterruptibly();
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
    try {
      open = connection;
      if (open != null && open.isConnected()) {
        return open;
      }
      Failure failure = lastFailure;
      if (failure != null && failure.nanos - askedNanos > 0) {
        // Somebody tried while this caller waited: no use in waiting as long again.
        throw new SshException(
            failure.exception.reason(),
            String.valueOf(failure.exception.getMessage()),
            failure.exception);
      }
      open = connectPatiently();
      connection = open;
      if (closed) {
        open.disconnect();
        throw closedHere();
      }
      return open;
    } catch (SshException e) {
      lastFailure = new Failure(System.nanoTime(), e);
      throw e;
    } finally {
      connecting.unlock();
    }
  }

  /** Retries with growing pauses what can get better by itself: a server that is not up yet. */
  private com.jcraft.jsch.Session connectPatiently() throws IOException {
    long startNanos = System.nanoTime();
    for (int attempt = 1; ; attempt++) {
      if (closed) {
        throw closedHere();
      }
      try {
        return connector.connect();
      } catch (SshException e) {
        boolean transientTrouble = e.reason() == Reason.REFUSED || e.reason() == Reason.LOST;
        long spentMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos);
        if (!transientTrouble || spentMillis >= target.timing().retryMillis()) {
          throw attempt == 1
              ? e
              : new SshException(
                  e.reason(),
                  "%s (%d attempts in %d ms)".formatted(e.getMessage(), attempt, spentMillis),
                  e);
        }
        pause(Math.min(1_000, 25L << Math.min(attempt, 6)));
      }
    }
  }

  /**
   * Kills the process group of a command that did not end, over the connection that it was sent on.
   * Where the command carries the mark of a cluster, so must the process that is killed: its id may
   * have passed to another.
   */
  private void kill(RemoteCommand running) {
    OptionalLong pid = running.pid();
    @Nullable String mark = target.environment().get("ASSAY_CLUSTER");
    com.jcraft.jsch.Session open = running.session();
    if (pid.isEmpty() || !open.isConnected()) {
      return;
    }
    String marked =
        mark == null
            ? ""
            : "if [ -r /proc/$p/environ ]; then tr '\\0' '\\n' </proc/$p/environ | grep -qx "
                + Shell.quote("ASSAY_CLUSTER=" + mark)
                + " || exit 0; fi; ";
    String command =
        "p="
            + pid.getAsLong()
            + "; "
            + marked
            + "kill -KILL -$p 2>/dev/null || kill -KILL $p 2>/dev/null";
    // The caller may have been interrupted: this must be done all the same.
    boolean interrupted = Thread.interrupted();
    killChannel.acquireUninterruptibly();
    try {
      RemoteCommand killing = new RemoteCommand(target, open, command);
      try {
        killing.await(System.nanoTime() + KILL_TIMEOUT.toNanos());
      } finally {
        killing.close();
      }
    } catch (JSchException | IOException e) {
      // The caller is told of the failure that led here; the node's processes end with its cluster.
      open.disconnect();
    } finally {
      killChannel.release();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private String absolute(String remote) {
    @Nullable String directory = target.directory();
    return remote.startsWith("/") || directory == null ? remote : directory + "/" + remote;
  }

  private boolean acquire(Semaphore semaphore, long deadlineNanos) throws InterruptedIOException {
    try {
      return semaphore.tryAcquire(
          Math.max(0, deadlineNanos - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private void pause(long millis) throws InterruptedIOException {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private InterruptedIOException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    InterruptedIOException stopped = new InterruptedIOException(target + ": interrupted");
    stopped.initCause(e);
    return stopped;
  }

  private SshException closedHere() {
    return new SshException(Reason.CLOSED, target + ": this session was closed", null);
  }

  private interface Opener<C> {
    C open(com.jcraft.jsch.Session session) throws JSchException;
  }

  private interface Transfer {
    void run(Sftp sftp) throws IOException;
  }
}
