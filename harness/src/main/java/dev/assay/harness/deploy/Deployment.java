package dev.assay.harness.deploy;

import dev.assay.harness.cluster.Node;
import dev.assay.harness.ssh.Session;
import dev.assay.harness.ssh.Shell;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A server with its own Java runtime, as it is put on nodes: {@code runtime/} and {@code server/}
 * in the node's folder. A node needs a shell, {@code tar} and {@code gzip}, and no Java.
 */
public final class Deployment {
  private static final Duration UNPACK_TIMEOUT = Duration.ofMinutes(2);

  private final Path runtime;
  private final ServerBundle bundle;
  private final boolean sharedFiles;
  private final String content;

  /** No monitor: before JDK 24 virtual threads that wait for one keep others from running. */
  private final ReentrantLock uploading = new ReentrantLock();

  /** Where nodes that see the same files find what was uploaded for one of them. */
  private @Nullable String uploaded;

  /**
   * Reads both archives to know their content.
   *
   * @param runtime made by {@link NodeRuntime#archive}
   * @param sharedFiles whether all nodes see the same files, so that one upload will do
   */
  public Deployment(Path runtime, ServerBundle bundle, boolean sharedFiles) throws IOException {
    this.runtime = runtime;
    this.bundle = bundle;
    this.sharedFiles = sharedFiles;
    this.content = Caches.sha256(runtime) + "-" + Caches.sha256(bundle.archive());
  }

  /**
   * Uploads what the node does not have yet and unpacks it; to nodes of one machine once. May run
   * for several nodes at once.
   *
   * @throws IOException when that fails, or when the runtime does not run on this node
   */
  public void install(Node node) throws IOException {
    Session session = node.session();
    String folder = Shell.quote(node.directory());
    String there =
        session.run("mkdir -p " + folder + " && cd " + folder + " && cat deployed || true");
    if (there.strip().equals(content)) {
      return;
    }
    if (!sharedFiles) {
      upload(node, session, folder);
      return;
    }
    @Nullable String source;
    uploading.lock();
    try {
      source = uploaded;
      if (source == null) {
        upload(node, session, folder);
        uploaded = node.directory();
        return;
      }
    } finally {
      uploading.unlock();
    }
    link(node, session, folder, source);
  }

  private void upload(Node node, Session session, String folder) throws IOException {
    session.upload(runtime, node.directory() + "/runtime.tgz");
    session.upload(bundle.archive(), node.directory() + "/server.tgz");
    Session.ExecResult unpacked =
        session.exec(
            "cd "
                + folder
                + " && rm -rf runtime server deployed && mkdir runtime server"
                + " && tar -xzf runtime.tgz -C runtime && tar -xzf server.tgz -C server"
                + " && rm runtime.tgz server.tgz",
            UNPACK_TIMEOUT);
    if (unpacked.exitCode() != 0) {
      throw new IOException(node.name() + ": cannot unpack the server: " + unpacked.err().strip());
    }
    confirm(node, session, folder);
  }

  /** Hard links where this {@code cp} can, else copies. Neither is ever written to. */
  private void link(Node node, Session session, String folder, String source) throws IOException {
    String from = Shell.quote(source + "/runtime") + " " + Shell.quote(source + "/server");
    Session.ExecResult linked =
        session.exec(
            "cd "
                + folder
                + " && rm -rf runtime server deployed"
                + (" && { cp -Rl " + from + " . 2>/dev/null || cp -R " + from + " .; }")
                + (" && echo " + content + " > deployed"),
            UNPACK_TIMEOUT);
    if (linked.exitCode() != 0) {
      throw new IOException(
          node.name() + ": cannot link the server from " + source + ": " + linked.err().strip());
    }
  }

  private void confirm(Node node, Session session, String folder) throws IOException {
    Session.ExecResult version =
        session.exec(
            "cd " + folder + " && runtime/bin/java -version && echo " + content + " > deployed",
            UNPACK_TIMEOUT);
    if (version.exitCode() != 0) {
      throw new IOException(
          node.name()
              + ": the Java runtime made on this machine ("
              + System.getProperty("os.name")
              + ", "
              + System.getProperty("os.arch")
              + ") does not run there; the node must have the same operating system and processor"
              + " and a C library at least as new: "
              + version.err().strip());
    }
  }

  /** The runtime's {@code java} on the node. */
  public String java(Node node) {
    return node.directory() + "/runtime/bin/java";
  }

  /** The server's class path on the node. */
  public String classPath(Node node) {
    return bundle.jars().stream()
        .map(jar -> node.directory() + "/server/" + jar)
        .collect(Collectors.joining(":"));
  }
}
