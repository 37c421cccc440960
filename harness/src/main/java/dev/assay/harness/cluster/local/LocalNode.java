package dev.assay.harness.cluster.local;

import dev.assay.harness.cluster.ClusterRecord.NodeRecord;
import dev.assay.harness.cluster.Node;
import dev.assay.harness.cluster.support.Folders;
import dev.assay.harness.cluster.support.Mark;
import dev.assay.harness.ssh.Session;
import dev.assay.harness.ssh.SshSession;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** A node of this machine: a server in this JVM, a folder, and a session to the server. */
final class LocalNode implements Node, AutoCloseable {
  private final NodeRecord record;
  private final NodeServer server;
  private final SshSession session;

  /**
   * Starts the node's server.
   *
   * @param folder the node's own, which is created
   * @param keyFile the cluster's private key, beside its public one
   * @param knownHosts the file where {@link #knownHostLine} will be found
   */
  LocalNode(
      String mark,
      String name,
      String address,
      Path folder,
      Path keyFile,
      String publicKey,
      Path knownHosts)
      throws IOException {
    Path temporary = folder.resolve("tmp");
    Folders.createPrivate(temporary);
    server = new NodeServer(address, publicKey, folder, environment(mark, name, folder, temporary));
    record =
        new NodeRecord(
            name,
            address,
            address,
            server.port(),
            System.getProperty("user.name", "assay"),
            folder.toString(),
            keyFile.toString(),
            knownHosts.toString(),
            true);
    session =
        new SshSession(
            record
                .target()
                .withEnvironment(Map.of(Mark.VARIABLE, mark))
                .withDirectory(folder.toString()));
  }

  /** All that commands find: as after a login, not what the harness happens to run with. */
  private static Map<String, String> environment(
      String mark, String name, Path folder, Path temporary) {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("/usr/local/bin:/usr/bin:/bin");
    String user = System.getProperty("user.name", "assay");
    return Map.of(
        Mark.VARIABLE,
        mark,
        Mark.NODE_VARIABLE,
        name,
        "PATH",
        path,
        "HOME",
        folder.toString(),
        "TMPDIR",
        temporary.toString(),
        "USER",
        user,
        "LOGNAME",
        user,
        "SHELL",
        "/bin/sh",
        "LANG",
        "C.UTF-8");
  }

  NodeRecord record() {
    return record;
  }

  String knownHostLine() {
    return "[%s]:%d %s\n".formatted(record.address(), record.port(), server.hostKeyLine());
  }

  @Override
  public String name() {
    return record.name();
  }

  @Override
  public String address() {
    return record.address();
  }

  @Override
  public String directory() {
    return record.directory();
  }

  @Override
  public Session session() {
    return session;
  }

  @Override
  public void close() throws IOException {
    session.close();
    server.close();
  }

  @Override
  public String toString() {
    return name() + " at " + address();
  }
}
