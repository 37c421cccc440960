package dev.assay.harness.deploy;

import dev.assay.harness.cluster.Node;
import dev.assay.harness.ssh.Session;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A session without SSH: the shell and the files of this machine. */
final class LocalShell implements Session {
  final AtomicInteger uploads = new AtomicInteger();

  /** A node whose folder is the given one. */
  static Node node(String name, Path folder, Session session) {
    record LocalNode(String name, String directory, Session session) implements Node {
      @Override
      public String address() {
        return "127.0.0.1";
      }
    }
    return new LocalNode(name, folder.toString(), session);
  }

  @Override
  public ExecResult exec(String command, Duration timeout) throws IOException {
    Path out = Files.createTempFile("out", null);
    Path err = Files.createTempFile("err", null);
    Process process =
        new ProcessBuilder("sh", "-c", command)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    try {
      if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IOException("timeout of " + command);
      }
      return new ExecResult(process.exitValue(), Files.readString(out), Files.readString(err));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException().initCause(e);
    } finally {
      process.destroyForcibly();
      Files.delete(out);
      Files.delete(err);
    }
  }

  @Override
  public void upload(Path local, String remote) throws IOException {
    uploads.incrementAndGet();
    Files.copy(local, Path.of(remote), StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public void download(String remote, Path local) throws IOException {
    Files.copy(Path.of(remote), local, StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public void close() {}

  @Override
  public String toString() {
    return "local shell";
  }
}
