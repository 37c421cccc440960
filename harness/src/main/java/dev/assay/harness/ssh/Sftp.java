package dev.assay.harness.ssh;

import com.jcraft.jsch.ChannelSftp;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Session;
import com.jcraft.jsch.SftpException;
import com.jcraft.jsch.SftpProgressMonitor;
import dev.assay.harness.ssh.SshException.Reason;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * Files to and from a node on one SFTP channel. Many requests are under way at a time, so that
 * speed does not depend on the round trip; a transfer that stands still is cut.
 */
final class Sftp implements AutoCloseable {
  private static final int REQUESTS = 64;
  private static final int OPEN_TIMEOUT_MILLIS = 15_000;
  private static final long STALL_MILLIS = 20_000;

  private final SshTarget target;
  private final Session session;
  private final ChannelSftp channel;

  Sftp(SshTarget target, Session session) throws JSchException {
    this.target = target;
    this.session = session;
    channel = (ChannelSftp) Channels.open(session, "sftp");
    channel.setBulkRequests(REQUESTS);
    channel.connect(OPEN_TIMEOUT_MILLIS);
  }

  /** Copies a local file; an executable one stays so. */
  void upload(Path local, String remote) throws IOException {
    if (!Files.isRegularFile(local)) {
      throw new IOException(target + ": expected a file to upload at " + local);
    }
    try (Watchdog progress = new Watchdog();
        InputStream in = Files.newInputStream(local)) {
      channel.put(in, literal(remote), progress, ChannelSftp.OVERWRITE);
      if (Files.isExecutable(local)) {
        channel.chmod(0755, literal(remote));
      }
    } catch (SftpException e) {
      throw failure("upload " + local + " to " + remote, e, "does its folder exist there?");
    }
  }

  void download(String remote, Path local) throws IOException {
    try (Watchdog progress = new Watchdog();
        OutputStream out = new BufferedOutputStream(Files.newOutputStream(local), 1 << 16)) {
      channel.get(literal(remote), out, progress);
    } catch (SftpException e) {
      throw failure("download " + remote + " to " + local, e, "does the file exist there?");
    }
  }

  @Override
  public void close() {
    channel.disconnect();
  }

  private SshException failure(String what, SftpException e, String hint) {
    if (!session.isConnected()) {
      return new SshException(
          Reason.LOST, target + ": the connection broke during " + what + ": " + e.getMessage(), e);
    }
    String why =
        switch (e.id) {
          case ChannelSftp.SSH_FX_NO_SUCH_FILE -> e.getMessage() + "; " + hint;
          case ChannelSftp.SSH_FX_FAILURE -> e.getMessage() + "; is the disk full?";
          default -> e.getMessage();
        };
    return new SshException(Reason.REMOTE, target + ": cannot " + what + ": " + why, e);
  }

  /** The path with the library's wildcards taken literally. */
  private static String literal(String path) {
    return path.replace("\\", "\\\\").replace("*", "\\*").replace("?", "\\?");
  }

  /**
   * Cuts the connection when nothing moves: with the socket's buffer full, the library's own signs
   * of life cannot be sent.
   */
  private final class Watchdog implements SftpProgressMonitor, AutoCloseable {
    private final Thread thread;
    private volatile long lastNanos = System.nanoTime();

    Watchdog() {
      thread = Thread.ofVirtual().name("sftp watchdog of " + target.node()).start(this::watch);
    }

    private void watch() {
      try {
        while (System.nanoTime() - lastNanos < TimeUnit.MILLISECONDS.toNanos(STALL_MILLIS)) {
          Thread.sleep(STALL_MILLIS / 10);
        }
        session.disconnect();
      } catch (InterruptedException e) {
        // The transfer has ended.
        return;
      }
    }

    @Override
    public void init(int operation, String source, String destination, long bytes) {
      lastNanos = System.nanoTime();
    }

    @Override
    public boolean count(long bytes) {
      lastNanos = System.nanoTime();
      return !Thread.currentThread().isInterrupted();
    }

    @Override
    public void end() {
      lastNanos = System.nanoTime();
    }

    @Override
    public void close() {
      thread.interrupt();
    }
  }
}
