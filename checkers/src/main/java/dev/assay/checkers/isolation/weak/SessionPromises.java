package dev.assay.checkers.isolation.weak;

import dev.assay.checkers.certificates.CommitEdge;
import dev.assay.checkers.isolation.AnomalyType;
import dev.assay.checkers.isolation.Components;
import dev.assay.checkers.isolation.Cycle;
import dev.assay.checkers.isolation.CycleWalk;
import dev.assay.checkers.isolation.DependencyGraph;
import dev.assay.checkers.isolation.Edge;
import dev.assay.checkers.isolation.ShortestPath;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether some order of the writers of all keys lets every process read its own writes, or read no
 * key backwards (Terry et al., Session guarantees, 1994; Viotti and Vukolić 2016): each promise by
 * itself forces some writers before others, and holds when that is acyclic. PRAM is both, and the
 * writes of every process in its order, by one order of all. Under assumptions on the versions of
 * keys the order has to agree with them, too: an assumption of one key may put writers in an order
 * in which another does not read forward. Linear for processes that mostly read what is newest.
 *
 * <p>The writers of a key in a process lead into a line of virtual nodes, so that a read of what
 * somebody else wrote takes one edge.
 */
final class SessionPromises {
  private static final int NONE = -1;
  private static final int STARTS_MAX = 64;

  private final RegisterColumns columns;
  private final PromiseReasons reasons;
  private final AnomalyType promise;
  private final Assumed assumed;
  private final DependencyGraph.Builder builder;

  /** By key: the process that the other columns speak of. */
  private final int[] stamp;

  /** By key: the last of the process in {@code writers}, or the writer that it read from last. */
  private final int[] last;

  /** Writes: the transaction, its virtual node, and the write before of its process and key. */
  private final List<int[]> writers = new ArrayList<>();

  private List<CommitEdge> initial = List.of();
  private int[] order = new int[0];

  /**
   * One of the promises.
   *
   * @param promise what it is called when it is broken
   * @param assumed in which order some writers came besides
   */
  SessionPromises(
      RegisterColumns columns, PromiseReasons reasons, AnomalyType promise, Assumed assumed) {
    this.columns = columns;
    this.reasons = reasons;
    this.promise = promise;
    this.assumed = assumed;
    builder = DependencyGraph.builder(columns.size());
    stamp = new int[columns.keys()];
    last = new int[columns.keys()];
  }

  /** Commits each before the next, and the last before the first; empty when the promise holds. */
  List<CommitEdge> violation() {
    force();
    return initial.isEmpty() ? cycle(builder.build()) : initial;
  }

  private void force() {
    boolean isOfWrites = promise == AnomalyType.G0_PROCESS;
    if (promise != AnomalyType.BACKWARD_READ && !isOfWrites) {
      inEveryProcess(this::ownWrites);
    }
    if (promise != AnomalyType.UNREAD_OWN_WRITE && !isOfWrites) {
      inEveryProcess(this::ownReads);
    }
    if (promise == AnomalyType.NO_PRAM_ORDER || isOfWrites) {
      writesInOrder();
    }
    assumed.addAlone(builder);
  }

  /** All that took effect, their writes in an order that keeps the promise, once it is known to. */
  int[] order() {
    return order;
  }

  /** What is forced by a transaction and those before it of its process. */
  private interface Step {
    void apply(int process, int txn);
  }

  private void inEveryProcess(Step step) {
    Arrays.fill(stamp, NONE);
    for (int process = 0; process + 1 < columns.processStart.length; process++) {
      for (int at = columns.processStart[process]; at < columns.processStart[process + 1]; at++) {
        step.apply(process, columns.byProcess[at]);
      }
    }
  }

  /** One of unknown outcome may take effect later than what its process does next. */
  private void writesInOrder() {
    for (int process = 0; process + 1 < columns.processStart.length; process++) {
      int before = NONE;
      for (int at = columns.processStart[process]; at < columns.processStart[process + 1]; at++) {
        int txn = columns.byProcess[at];
        if (columns.writeStart[txn] == columns.writeStart[txn + 1]) {
          continue;
        }
        if (before != NONE) {
          builder.add(before, txn, Edge.PROCESS);
        }
        before = columns.transactions().isOk(txn) ? txn : before;
      }
    }
  }

  private void ownReads(int process, int txn) {
    int start = columns.readStart[txn];
    int end = columns.readStart[txn + 1];
    for (int read = start; read < end; read++) {
      int key = columns.readKey[read];
      if (stamp[key] == process) {
        force(last[key], columns.readFrom[read]);
      }
    }
    for (int read = start; columns.transactions().isOk(txn) && read < end; read++) {
      int key = columns.readKey[read];
      if (columns.readFrom[read] != RegisterColumns.INITIAL) {
        stamp[key] = process;
        last[key] = columns.readFrom[read];
      }
    }
  }

  private void ownWrites(int process, int txn) {
    for (int read = columns.readStart[txn]; read < columns.readStart[txn + 1]; read++) {
      int key = columns.readKey[read];
      if (stamp[key] == process) {
        beforeRead(key, columns.readFrom[read], txn);
      }
    }
    boolean isFollowed = columns.transactions().isOk(txn);
    for (int w = columns.writeStart[txn]; isFollowed && w < columns.writeStart[txn + 1]; w++) {
      int key = columns.writeKey[w];
      int before = stamp[key] == process ? last[key] : NONE;
      int line = builder.addNode();
      if (before != NONE) {
        builder.add(writers.get(before)[1], line, Edge.FORWARD);
      }
      builder.add(txn, line, Edge.WW);
      writers.add(new int[] {txn, line, before});
      stamp[key] = process;
      last[key] = writers.size() - 1;
    }
  }

  /** All that the process wrote to a key came before what it read there, but for that itself. */
  private void beforeRead(int key, int from, int reader) {
    int own = last[key];
    boolean isOwn =
        from >= 0
            && from < reader
            && columns.transactions().process(from) == columns.transactions().process(reader)
            && columns.transactions().isOk(from);
    if (!isOwn) {
      if (from == RegisterColumns.INITIAL) {
        force(writers.get(own)[0], from);
      } else {
        builder.add(writers.get(own)[1], from, Edge.FORWARD);
      }
      return;
    }
    int at = own;
    for (; writers.get(at)[0] != from; at = writers.get(at)[2]) {
      builder.add(writers.get(at)[0], from, Edge.WW);
    }
    int before = writers.get(at)[2];
    if (before != NONE) {
      builder.add(writers.get(before)[1], from, Edge.FORWARD);
    }
  }

  private void force(int earlier, int later) {
    if (later == RegisterColumns.INITIAL) {
      if (initial.isEmpty()) {
        initial = List.of(reason(earlier, later));
      }
    } else {
      builder.add(earlier, later, Edge.WW);
    }
  }

  private List<CommitEdge> cycle(DependencyGraph graph) {
    Components components = Components.of(graph, Edge.ALL);
    int[][] parts = components.nontrivial();
    if (parts.length == 0) {
      setOrder(components);
      return List.of();
    }
    DependencyGraph part = graph.induced(parts[0], new int[graph.nodes()]);
    Cycle best = null;
    ShortestPath paths = new ShortestPath(part);
    for (int node = 0; node < Math.min(STARTS_MAX, part.transactions()); node++) {
      for (int edge = part.start(node); edge < part.end(node); edge++) {
        Cycle found = closed(part, node, edge, paths);
        best = found != null && (best == null || found.size() < best.size()) ? found : best;
      }
    }
    List<CommitEdge> edges = new ArrayList<>();
    for (int i = 0; best != null && i < best.size(); i++) {
      edges.add(reason(parts[0][best.transactions().get(i)], parts[0][best.target(i)]));
    }
    return List.copyOf(edges);
  }

  private CommitEdge reason(int from, int to) {
    return reasons
        .edge(promise, from, to)
        .or(() -> assumed.overwrite(from, to).map(edge -> new CommitEdge(edge, List.of())))
        .orElseThrow(() -> new IllegalStateException("nothing puts " + from + " before " + to));
  }

  private void setOrder(Components components) {
    int[] nodes = components.topologicalOrder();
    boolean[] committed = new boolean[nodes.length];
    Arrays.stream(columns.byProcess).forEach(txn -> committed[txn] = true);
    order = Arrays.stream(nodes).filter(node -> committed[node]).toArray();
  }

  private static @Nullable Cycle closed(
      DependencyGraph part, int node, int edge, ShortestPath paths) {
    int[] rest = paths.find(part.target(edge), node, Edge.ALL, false);
    if (rest == null) {
      return null;
    }
    int[] walk = new int[rest.length + 1];
    walk[0] = edge;
    System.arraycopy(rest, 0, walk, 1, rest.length);
    return CycleWalk.simple(
        part, node, walk, n -> part.isVirtual(n) ? NONE : n, cycle -> cycle.size() > 1);
  }
}
