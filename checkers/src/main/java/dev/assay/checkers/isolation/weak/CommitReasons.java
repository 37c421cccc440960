package dev.assay.checkers.isolation.weak;

import dev.assay.checkers.certificates.CommitEdge;
import dev.assay.checkers.certificates.CycleEdge;
import dev.assay.checkers.isolation.Edge;
import dev.assay.checkers.isolation.Transactions;
import dev.assay.checkers.isolation.registers.Registers;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Says by which operations transactions of some cycles commit before each other. What forced them
 * is not kept: the rule is applied once more, and only what is asked for is noted.
 */
final class CommitReasons {
  private final RegisterColumns columns;
  private final Registers registers;
  private final Transactions transactions;
  private final WeakLevel level;
  private final TimeOrder time;
  private final Assumed assumed;
  private final Map<Long, int[]> forcedBy = new HashMap<>();
  private final boolean[] isAsked;

  CommitReasons(
      RegisterColumns columns,
      Registers registers,
      WeakLevel level,
      TimeOrder time,
      Assumed assumed) {
    this.assumed = assumed;
    this.columns = columns;
    this.registers = registers;
    this.level = level;
    this.time = time;
    transactions = registers.transactions();
    isAsked = new boolean[columns.size()];
  }

  /**
   * Looks up why, for all of some cycles.
   *
   * @return whether the budget sufficed
   */
  boolean prepare(List<CommitCycle> cycles, WeakSearch search) {
    boolean isAny = false;
    for (CommitCycle cycle : cycles) {
      for (int i = 0; i < cycle.kinds().length; i++) {
        if (cycle.kinds()[i] == Edge.WW) {
          isAsked[cycle.transactions()[i]] = true;
          isAny = true;
        }
      }
    }
    return !isAny
        || search.apply(
            new Forced() {
              @Override
              void force(int earlier, int later, int reader, int read) {
                if (isAsked[earlier]) {
                  forcedBy.putIfAbsent(pair(earlier, later), new int[] {reader, read});
                }
              }

              @Override
              void assume(int earlier, int later) {
                throw new IllegalStateException("what is assumed has its own reasons");
              }
            },
            false);
  }

  private static long pair(int earlier, int later) {
    return (long) earlier << 32 | (later & 0xffffffffL);
  }

  /** The edges of a cycle, with their reasons. */
  List<CommitEdge> edges(CommitCycle cycle) {
    List<CommitEdge> edges = new ArrayList<>();
    for (int i = 0; i < cycle.kinds().length; i++) {
      int from = cycle.transactions()[i];
      int to = cycle.target(i);
      edges.add(
          cycle.kinds()[i] == Edge.WW
              ? assumed
                  .overwrite(from, to)
                  .map(edge -> new CommitEdge(edge, List.of()))
                  .orElseGet(() -> forced(from, to))
              : new CommitEdge(
                  dependency(from, to, cycle.kinds()[i], Integer.MAX_VALUE), List.of()));
    }
    return List.copyOf(edges);
  }

  private CommitEdge forced(int from, int to) {
    int[] by = forcedBy.get(pair(from, to));
    if (by == null) {
      throw new IllegalStateException("nothing forces " + from + " before " + to);
    }
    int reader = by[0];
    int read = columns.readMop(reader, by[1]);
    int key = columns.readKey[by[1]];
    int write = writeOf(from, key);
    int version = registers.read(reader, read);
    CycleEdge edge =
        new CycleEdge(
            "commit",
            transactions.invocation(from),
            to == RegisterColumns.INITIAL ? CommitEdge.INITIAL : transactions.invocation(to),
            transactions.keyValue(key),
            value(write),
            value(read),
            transactions.ref(from, write),
            version < 0 ? null : transactions.ref(to, registers.mop(version)),
            transactions.ref(reader, read));
    return new CommitEdge(edge, path(from, reader, by[1]));
  }

  /** How the reader knew of a transaction when it read. */
  private List<CycleEdge> path(int from, int reader, int read) {
    return switch (level.axiom()) {
      case MONOTONIC -> List.of(dependency(from, reader, Edge.WR, read));
      case ATOMIC ->
          List.of(
              readsFrom(reader, from, Integer.MAX_VALUE) >= 0
                  ? dependency(from, reader, Edge.WR, Integer.MAX_VALUE)
                  : process(from, reader));
      case NONE -> List.of();
      case CAUSAL -> shortestPath(from, reader);
    };
  }

  private List<CycleEdge> shortestPath(int from, int reader) {
    Map<Integer, Integer> next = new HashMap<>();
    Deque<Integer> open = new ArrayDeque<>(List.of(reader));
    while (!next.containsKey(from)) {
      int at = open.remove();
      if (level.keepsProcesses()) {
        follow(columns.previous[at], at, from, next, open);
      }
      for (int read = columns.readStart[at]; read < columns.readStart[at + 1]; read++) {
        follow(columns.readFrom[read], at, from, next, open);
      }
    }
    List<CycleEdge> path = new ArrayList<>();
    for (int at = from; at != reader; ) {
      int to = next.getOrDefault(at, reader);
      boolean isRead = readsFrom(to, at, Integer.MAX_VALUE) >= 0;
      path.add(isRead ? dependency(at, to, Edge.WR, Integer.MAX_VALUE) : process(at, to));
      at = to;
    }
    return List.copyOf(path);
  }

  /** Goes back to a transaction that is not before the one that is sought. */
  private void follow(
      int before, int at, int from, Map<Integer, Integer> next, Deque<Integer> open) {
    if (before >= 0
        && time.place()[before] >= time.place()[from]
        && next.putIfAbsent(before, at) == null) {
      open.add(before);
    }
  }

  private CycleEdge dependency(int from, int to, int kind, int readEnd) {
    if (kind == Edge.PROCESS) {
      return process(from, to);
    }
    int read = readsFrom(to, from, readEnd);
    int mop = columns.readMop(to, read);
    int version = registers.read(to, mop);
    return new CycleEdge(
        "wr",
        transactions.invocation(from),
        transactions.invocation(to),
        transactions.keyValue(columns.readKey[read]),
        value(mop),
        value(mop),
        transactions.ref(from, registers.mop(version)),
        transactions.ref(to, mop),
        null);
  }

  private CycleEdge process(int from, int to) {
    return CycleEdge.ofEvents(
        "process", transactions.invocation(from), transactions.invocation(to));
  }

  /** The first read of a transaction from another, before a read of its; or -1. */
  private int readsFrom(int txn, int from, int readEnd) {
    int end = Math.min(readEnd, columns.readStart[txn + 1]);
    for (int read = columns.readStart[txn]; read < end; read++) {
      if (columns.readFrom[read] == from) {
        return read;
      }
    }
    return RegisterColumns.NONE;
  }

  private int writeOf(int txn, int key) {
    for (int mop = transactions.end(txn) - 1; mop >= transactions.start(txn); mop--) {
      if (registers.isWrite(mop) && transactions.key(mop) == key) {
        return mop;
      }
    }
    throw new IllegalStateException("transaction " + txn + " did not write the key " + key);
  }

  private @Nullable Object value(int mop) {
    return transactions.history().values().get(transactions.microOps().value(mop));
  }
}
