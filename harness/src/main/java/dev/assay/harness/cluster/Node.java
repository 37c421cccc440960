package dev.assay.harness.cluster;

import dev.assay.harness.ssh.Session;

/** One host of the system, reached by SSH. */
public interface Node {
  /** {@code n1}, {@code n2} … or the host's name: unique within the cluster. */
  String name();

  /** The address on which servers of this node listen and clients reach them. */
  String address();

  /** A folder on the node that is this run's own; nothing outside it is written. */
  String directory();

  Session session();
}
