package dev.assay.harness.run;

import dev.assay.harness.Client;
import dev.assay.harness.SystemUnderTest;
import dev.assay.harness.cluster.Node;
import org.jspecify.annotations.Nullable;

/** A process of the history: a number that is never used again, and the client behind it. */
final class ClientProcess {
  final int number;
  private final Node node;
  private final SystemUnderTest system;
  private @Nullable Client client;
  private boolean isRetired;

  ClientProcess(int number, Node node, SystemUnderTest system) {
    this.number = number;
    this.node = node;
    this.system = system;
  }

  /** The node that the next operation goes to first, as far as that is known. */
  synchronized String nodeName() {
    return client == null ? node.name() : client.node();
  }

  /**
   * The client, opened when there is none yet; may block.
   *
   * @return null when the process was retired meanwhile
   */
  @Nullable Client client() {
    synchronized (this) {
      if (client != null || isRetired) {
        return isRetired ? null : client;
      }
    }
    Client opened = system.client(node, number);
    synchronized (this) {
      if (!isRetired) {
        client = opened;
        return opened;
      }
    }
    opened.close();
    return null;
  }

  /** Ends the process; may block. */
  void retire() {
    Client last;
    synchronized (this) {
      isRetired = true;
      last = client;
      client = null;
    }
    if (last != null) {
      last.close();
    }
  }
}
