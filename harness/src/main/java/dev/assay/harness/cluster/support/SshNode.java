package dev.assay.harness.cluster.support;

import dev.assay.harness.cluster.ClusterRecord.NodeRecord;
import dev.assay.harness.cluster.Node;
import dev.assay.harness.ssh.SshSession;
import java.util.Map;

/** A node with an SSH server of its own. Its commands carry the cluster's mark. */
public final class SshNode implements Node, AutoCloseable {
  private final NodeRecord record;
  private final SshSession session;
  private final SshSession admin;

  public SshNode(String mark, NodeRecord record) {
    this.record = record;
    this.session =
        new SshSession(
            record
                .target()
                .withEnvironment(Map.of(Mark.VARIABLE, mark, Mark.NODE_VARIABLE, record.name()))
                .withDirectory(record.directory()));
    this.admin = new SshSession(record.target());
  }

  /**
   * The harness's own way in: its commands do not carry the mark, so that they can end all that do,
   * run where there need be no folder, and wait for nobody else's.
   */
  public SshSession admin() {
    return admin;
  }

  @Override
  public void close() {
    session.close();
    admin.close();
  }

  public NodeRecord record() {
    return record;
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
  public SshSession session() {
    return session;
  }

  @Override
  public String toString() {
    return name() + " at " + address();
  }
}
