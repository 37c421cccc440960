package dev.assay.eventualkv.server.state;

/** The name of one update of one key: the node that took it, and its number there, from 1. */
public record Dot(String node, long counter) implements Comparable<Dot> {
  @Override
  public int compareTo(Dot other) {
    int nodes = node.compareTo(other.node);
    return nodes != 0 ? nodes : Long.compare(counter, other.counter);
  }
}
