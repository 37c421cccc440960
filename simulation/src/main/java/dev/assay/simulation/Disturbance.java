package dev.assay.simulation;

import dev.assay.harness.Operator;
import dev.assay.harness.cluster.Cluster.Link;
import dev.assay.simulator.SimCluster;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a fault came down to: links cut or nodes struck, from one time to another. Says by itself
 * what a scenario needs, whoever led when it struck.
 *
 * @param links cut in this direction, for {@link Kind#CUT}
 * @param nodes struck, for the other kinds
 */
public record Disturbance(
    long startNanos, long stopNanos, Kind kind, List<Link> links, List<String> nodes) {
  /** What happens. */
  public enum Kind {
    CUT,
    KILL,
    PAUSE,
    /** The operator wants these nodes not to be members. */
    REMOVE,
    /** The operator wants this node to lead. */
    LEAD;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Disturbance {
    links = List.copyOf(links);
    nodes = List.copyOf(nodes);
  }

  void start(SimCluster cluster, Operator operator) {
    switch (kind) {
      case CUT -> links.forEach(link -> cluster.cut(link.from(), link.to()));
      case KILL -> nodes.forEach(cluster::crash);
      case PAUSE -> nodes.forEach(cluster::pause);
      case REMOVE -> operator.wantMembers(membersWithout(cluster, nodes));
      case LEAD -> nodes.forEach(operator::wantLeader);
    }
  }

  /** As of real clusters, the end of any cut heals the whole network. */
  void stop(SimCluster cluster, Operator operator) {
    switch (kind) {
      case CUT -> cluster.heal();
      case KILL -> nodes.forEach(cluster::start);
      case PAUSE -> nodes.forEach(cluster::resume);
      case REMOVE -> operator.wantMembers(membersWithout(cluster, List.of()));
      case LEAD -> {}
    }
  }

  private static Set<String> membersWithout(SimCluster cluster, List<String> removed) {
    Set<String> members = new TreeSet<>(cluster.names());
    removed.forEach(members::remove);
    return members;
  }

  Disturbance lasting(long start, long stop) {
    return new Disturbance(start, stop, kind, links, nodes);
  }

  /** Both, as one. */
  Disturbance and(Disturbance other) {
    List<Link> allLinks = new ArrayList<>(links);
    allLinks.addAll(other.links);
    List<String> allNodes = new ArrayList<>(nodes);
    allNodes.addAll(other.nodes);
    return new Disturbance(startNanos, stopNanos, kind, allLinks, allNodes);
  }

  /** Plain data, for the history: {@code {links: ["n1>n2"]}} or {@code {nodes: ["n1"]}}. */
  Map<String, Object> toData() {
    return kind == Kind.CUT
        ? Map.of("links", links.stream().map(link -> link.from() + ">" + link.to()).toList())
        : Map.of("nodes", nodes);
  }
}
