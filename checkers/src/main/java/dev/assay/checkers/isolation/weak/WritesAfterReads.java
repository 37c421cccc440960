package dev.assay.checkers.isolation.weak;

import dev.assay.checkers.isolation.Components;
import dev.assay.checkers.isolation.Cycle;
import dev.assay.checkers.isolation.DependencyGraph;
import dev.assay.checkers.isolation.Edge;
import dev.assay.checkers.isolation.FollowingWrites;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Whether some order of the writers has what processes write after all that they have read from by
 * then, and agrees with what is assumed: {@link FollowingWrites}. Linear.
 */
final class WritesAfterReads {
  private final RegisterColumns columns;
  private final DependencyGraph graph;
  private final boolean[] writes;

  WritesAfterReads(RegisterColumns columns, Assumed assumed) {
    this.columns = columns;
    writes = new boolean[columns.size()];
    DependencyGraph.Builder builder = DependencyGraph.builder(columns.size());
    for (int txn : columns.byProcess) {
      writes[txn] = columns.writeStart[txn] < columns.writeStart[txn + 1];
      if (columns.previous[txn] >= 0) {
        builder.add(columns.previous[txn], txn, Edge.PROCESS);
      }
      for (int read = columns.readStart[txn]; read < columns.readStart[txn + 1]; read++) {
        if (columns.readFrom[read] >= 0) {
          builder.add(columns.readFrom[read], txn, Edge.WR);
        }
      }
    }
    assumed.addAlone(builder);
    graph = builder.build();
  }

  /** Writers that each come before the next, and the last before the first; null if none do. */
  @Nullable CommitCycle cycle() {
    Cycle cycle = FollowingWrites.cycle(graph, writes);
    return cycle == null
        ? null
        : new CommitCycle(
            cycle.transactions().stream().mapToInt(txn -> txn).toArray(),
            cycle.kinds().stream().mapToInt(kind -> kind).toArray());
  }

  /** All that took effect, their writes in such an order where there is one. */
  int[] order() {
    int[] nodes = Components.of(FollowingWrites.of(graph, writes), Edge.ALL).topologicalOrder();
    return Arrays.stream(nodes)
        .filter(node -> node < columns.size() && columns.tookEffect(node))
        .toArray();
  }
}
