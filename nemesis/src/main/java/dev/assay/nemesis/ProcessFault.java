package dev.assay.nemesis;

import dev.assay.harness.Fault;
import dev.assay.harness.cluster.Node;
import dev.assay.harness.cluster.support.InParallel;
import java.io.IOException;
import java.util.List;

/** What happens to a server's process, and how it is undone: the common part of kill and pause. */
final class ProcessFault {
  private ProcessFault() {}

  /**
   * Does it to the nodes aimed at, all at once. When it fails for one of them it is undone for all:
   * who gets no {@link Fault.Active} has nothing to stop.
   */
  static Fault.Active start(
      Fault.Target target, Aim aim, InParallel.Action<Node> strike, InParallel.Action<Node> undo)
      throws IOException {
    List<Node> nodes = aim.resolve(target);
    try {
      target.cluster().onNodes(nodes, strike);
    } catch (IOException e) {
      try {
        target.cluster().onNodes(nodes, undo);
      } catch (IOException alsoFailed) {
        e.addSuppressed(alsoFailed);
      }
      throw e;
    }
    return new Struck(target, aim, nodes, undo);
  }

  private record Struck(
      Fault.Target target, Aim aim, List<Node> nodes, InParallel.Action<Node> undo)
      implements Fault.Active {

    @Override
    public Object value() {
      return aim.toData(nodes.stream().map(Node::name).toList());
    }

    @Override
    public void stop() throws IOException {
      target.cluster().onNodes(nodes, undo);
    }
  }
}
