package dev.assay.checkers.isolation.predicates;

import dev.assay.checkers.isolation.DependencyGraph;
import dev.assay.checkers.isolation.Edge;

/**
 * Edges between a transaction and whole ranges of others, which stand in a row: a tree of virtual
 * nodes over the row, of which each range takes a few. O(row) to build, O(log row) edges a range.
 */
final class Ranges {
  private final DependencyGraph.Builder graph;
  private final int[] row;
  private final int kind;
  private final boolean leadsToRow;
  private final int base;

  /**
   * @param row nodes of the graph
   * @param kind of the edges
   * @param leadsToRow whether edges lead from transactions to those in the row, or from those
   */
  Ranges(DependencyGraph.Builder graph, int[] row, int kind, boolean leadsToRow) {
    this.graph = graph;
    this.row = row;
    this.kind = kind;
    this.leadsToRow = leadsToRow;
    base = graph.nodes() - 1;
    // Node i has the children 2i and 2i + 1; those from row.length on are the row itself.
    for (int i = 1; i < row.length; i++) {
      graph.addNode();
    }
    for (int child = 2; child < 2 * row.length; child++) {
      if (leadsToRow) {
        graph.add(node(child / 2), node(child), Edge.FORWARD);
      } else {
        graph.add(node(child), node(child / 2), isOfRow(child) ? kind : Edge.FORWARD);
      }
    }
  }

  private boolean isOfRow(int i) {
    return i >= row.length;
  }

  private int node(int i) {
    return isOfRow(i) ? row[i - row.length] : base + i;
  }

  /** Adds edges between a transaction, which is not in the range, and all from here until there. */
  void link(int txn, int from, int until) {
    int low = from + row.length;
    int high = until + row.length;
    while (low < high) {
      if ((low & 1) == 1) {
        add(txn, low++);
      }
      if ((high & 1) == 1) {
        add(txn, --high);
      }
      low >>= 1;
      high >>= 1;
    }
  }

  private void add(int txn, int i) {
    if (leadsToRow) {
      graph.add(txn, node(i), kind);
    } else {
      graph.add(node(i), txn, isOfRow(i) ? kind : Edge.FORWARD);
    }
  }
}
