package dev.assay.checkers.isolation.solver;

/** A directed graph in compressed sparse rows, both ways. 8 bytes a node and an edge. Immutable. */
final class Digraph {
  private final int[] outStart;
  private final int[] outs;
  private final int[] inStart;
  private final int[] ins;

  private Digraph(int[] outStart, int[] outs, int[] inStart, int[] ins) {
    this.outStart = outStart;
    this.outs = outs;
    this.inStart = inStart;
    this.ins = ins;
  }

  /** The graph of these edges; edges from a node to itself are left out. O(nodes + edges). */
  static Digraph of(int nodes, IntList from, IntList to) {
    int[] outStart = new int[nodes + 1];
    int[] inStart = new int[nodes + 1];
    for (int i = 0; i < from.size(); i++) {
      if (from.get(i) != to.get(i)) {
        outStart[from.get(i) + 1]++;
        inStart[to.get(i) + 1]++;
      }
    }
    for (int node = 0; node < nodes; node++) {
      outStart[node + 1] += outStart[node];
      inStart[node + 1] += inStart[node];
    }
    int[] outs = new int[outStart[nodes]];
    int[] ins = new int[outs.length];
    int[] nextOut = outStart.clone();
    int[] nextIn = inStart.clone();
    for (int i = 0; i < from.size(); i++) {
      int source = from.get(i);
      int target = to.get(i);
      if (source != target) {
        outs[nextOut[source]++] = target;
        ins[nextIn[target]++] = source;
      }
    }
    return new Digraph(outStart, outs, inStart, ins);
  }

  int nodes() {
    return outStart.length - 1;
  }

  int edges() {
    return outs.length;
  }

  /** The successors of a node are {@link #out} of {@code outStart(node)} until {@code outEnd}. */
  int outStart(int node) {
    return outStart[node];
  }

  int outEnd(int node) {
    return outStart[node + 1];
  }

  int out(int edge) {
    return outs[edge];
  }

  int inStart(int node) {
    return inStart[node];
  }

  int inEnd(int node) {
    return inStart[node + 1];
  }

  int in(int edge) {
    return ins[edge];
  }
}
