package dev.assay.harness.deploy;

import dev.assay.harness.cluster.Node;
import dev.assay.harness.ssh.Session;
import dev.assay.harness.ssh.Shell;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Collectors;

/**
 * A server with its own Java runtime, as it is put on nodes: {@code runtime/} and {@code server/}
 * in the node's folder. A node needs a shell, {@code tar} and {@code gzip}, and no Java.
 */
public final class Deployment {
  private static final Duration UNPACK_TIMEOUT = Duration.ofMinutes(2);

  private final Path runtime;
  private final ServerBundle bundle;
  private final String content;

  /**
   * Reads both archives to know their content.
   *
   * @param runtime made by {@link NodeRuntime#archive}
   */
  public Deployment(Path runtime, ServerBundle bundle) throws IOException {
    this.runtime = runtime;
    this.bundle = bundle;
    this.content = Caches.sha256(runtime) + "-" + Caches.sha256(bundle.archive());
  }

  /**
   * Uploads what the node does not have yet and unpacks it. May run for several nodes at once.
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
