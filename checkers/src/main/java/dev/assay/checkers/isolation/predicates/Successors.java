package dev.assay.checkers.isolation.predicates;

import dev.assay.checkers.isolation.DependencyGraph;
import dev.assay.checkers.isolation.Edge;
import java.util.Arrays;

/**
 * Edges to those who wrote the next versions after a version. Where several did, they lead through
 * two chains of virtual nodes, of the first ones and of the last ones, so that who is among them
 * can leave itself out: linear in the versions.
 */
final class Successors {
  private static final int NONE = -1;

  private final Versions versions;
  private final DependencyGraph.Builder graph;

  /** By version with several children: the first of its nodes, made when they are asked for. */
  private final int[] nodes;

  Successors(Versions versions, DependencyGraph.Builder graph) {
    this.versions = versions;
    this.graph = graph;
    nodes = new int[versions.size()];
    Arrays.fill(nodes, NONE);
  }

  /** The node that leads to all of them; there has to be one. */
  int node(int version) {
    int count = versions.childEnd(version) - versions.childStart(version);
    return count == 1 ? writer(version, 0) : begin(version) + count - 1;
  }

  /** Adds edges of a kind to all of them but the transaction itself. */
  void link(int txn, int version, int kind) {
    int count = versions.childEnd(version) - versions.childStart(version);
    if (count == 0) {
      return;
    }
    int own = place(txn, version);
    if (own == NONE) {
      graph.add(txn, node(version), kind);
      return;
    }
    if (own > 0) {
      graph.add(txn, begin(version) + own - 1, kind);
    }
    if (own < count - 1) {
      graph.add(txn, begin(version) + count + own + 1, kind);
    }
  }

  /** The place of the transaction's version among the children; they are ascending. */
  private int place(int txn, int version) {
    int own = versions.by(txn, versions.key(version));
    if (own == NONE || versions.parent(own) != version) {
      return NONE;
    }
    int low = versions.childStart(version);
    int high = versions.childEnd(version) - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (versions.child(middle) < own) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return versions.child(low) == own ? low - versions.childStart(version) : NONE;
  }

  private int writer(int version, int place) {
    return versions.txn(versions.child(versions.childStart(version) + place));
  }

  private int begin(int version) {
    if (nodes[version] == NONE) {
      int count = versions.childEnd(version) - versions.childStart(version);
      int begin = graph.nodes();
      for (int i = 0; i < 2 * count; i++) {
        graph.addNode();
      }
      for (int i = 0; i < count; i++) {
        graph.add(begin + i, writer(version, i), Edge.FORWARD);
        graph.add(begin + count + i, writer(version, i), Edge.FORWARD);
        if (i > 0) {
          graph.add(begin + i, begin + i - 1, Edge.FORWARD);
          graph.add(begin + count + i - 1, begin + count + i, Edge.FORWARD);
        }
      }
      nodes[version] = begin;
    }
    return nodes[version];
  }
}
