package dev.assay.harness.cluster.support;

import dev.assay.harness.cluster.ClusterRecord.NodeRecord;
import dev.assay.harness.cluster.Node;
import dev.assay.harness.ssh.SshSession;
import java.util.Map;

/** A node with an SSH server of its own. Its commands carry the cluster's mark. */
public final class SshNode implements Node {
  private final NodeRecord record;
  private final SshSession session;

  public SshNode(String mark, NodeRecord record) {
    this.record = record;
    this.session =
        new SshSession(
            record
                .target()
                .withEnvironment(Map.of(Mark.VARIABLE, mark, Mark.NODE_VARIABLE, record.name()))
                .withDirectory(record.directory()));
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
