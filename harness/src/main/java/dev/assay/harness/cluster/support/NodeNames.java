package dev.assay.harness.cluster.support;

import dev.assay.harness.cluster.Cluster.Link;
import dev.assay.harness.cluster.Node;
import java.util.Collection;
import java.util.List;

/** Names of nodes in what a cluster is asked for. */
public final class NodeNames {
  private NodeNames() {}

  /**
   * Sees that the links join nodes of the cluster.
   *
   * @throws IllegalArgumentException for a name that no node has
   */
  public static void check(Collection<Link> links, List<Node> nodes) {
    List<String> names = nodes.stream().map(Node::name).toList();
    for (Link link : links) {
      for (String name : List.of(link.from(), link.to())) {
        if (!names.contains(name)) {
          throw new IllegalArgumentException(
              "expected one of the nodes " + names + ", found " + name + " in " + link);
        }
      }
    }
  }
}
