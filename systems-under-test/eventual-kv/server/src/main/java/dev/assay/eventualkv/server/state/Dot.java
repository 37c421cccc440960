package dev.assay.eventualkv.server.state;

import java.util.Comparator;

/** The name of one update of one key: the node that took it, and its number there, from 1. */
public record Dot(String node, long counter) implements Comparable<Dot> {
  private static final Comparator<Dot> ORDER =
      Comparator.comparing(Dot::node).thenComparingLong(Dot::counter);

  @Override
  public int compareTo(Dot other) {
    return ORDER.compare(this, other);
  }
}
