package dev.assay.harness.cluster;

import dev.assay.harness.cluster.support.Mark;
import dev.assay.harness.ssh.SshTarget;
import dev.assay.harness.ssh.SshTarget.KnownHosts;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * What is known of a cluster on disk: enough to undo it when its harness is gone.
 *
 * @param kind {@code local}, {@code netns} or {@code hosts}
 * @param created when it was opened, ISO 8601
 * @param detached whether it was left running on purpose
 * @param folders on this machine, that hold nothing but this cluster's
 */
public record ClusterRecord(
    String mark,
    String kind,
    String created,
    boolean detached,
    Harness harness,
    List<String> folders,
    List<NodeRecord> nodes) {

  public ClusterRecord {
    folders = List.copyOf(folders);
    nodes = List.copyOf(nodes);
    if (!Mark.isMark(mark)) {
      throw new IllegalArgumentException("no mark of a cluster: " + mark);
    }
  }

  /** Of a cluster that this process is about to create. */
  public static ClusterRecord create(
      String mark, String kind, List<String> folders, List<NodeRecord> nodes) {
    return new ClusterRecord(
        mark, kind, Instant.now().toString(), false, Harness.current(), folders, nodes);
  }

  public ClusterRecord withNodes(List<NodeRecord> newNodes) {
    return new ClusterRecord(mark, kind, created, detached, harness, folders, newNodes);
  }

  /** Of the same cluster, left running on purpose. */
  public ClusterRecord detach() {
    return new ClusterRecord(mark, kind, created, true, harness, folders, nodes);
  }

  /**
   * Where one of its nodes is.
   *
   * @param keyFile the private key that logs in; empty for the user's own
   * @param knownHosts the file of host keys to believe; empty for the user's own
   * @param hostKeysChecked whether a host that is not there is refused
   */
  public record NodeRecord(
      String name,
      String address,
      String host,
      int port,
      String user,
      String directory,
      String keyFile,
      String knownHosts,
      boolean hostKeysChecked) {

    /** How to log in there. */
    public SshTarget target() {
      SshTarget target = SshTarget.of(name, host, port, user);
      if (!keyFile.isEmpty()) {
        target = target.withKeyFile(Path.of(keyFile));
      }
      if (!hostKeysChecked) {
        return target.withKnownHosts(KnownHosts.unchecked());
      }
      return knownHosts.isEmpty()
          ? target
          : target.withKnownHosts(KnownHosts.of(Path.of(knownHosts)));
    }
  }
}
