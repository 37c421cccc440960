package dev.assay.checkers.isolation.solver;

import dev.assay.checkers.Budget;
import dev.assay.checkers.isolation.solver.SupposedCycle.Before;
import dev.assay.checkers.isolation.solver.SupposedCycle.Step;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds who only reads and has no place among those that write, in the order that they have: who
 * overwrote something that it read leads to one that it read from (Adya, Weak Consistency, 1999,
 * section 4.3.4: G-update).
 *
 * <p>Only what stands between the first such overwriter and the last such writer is looked at:
 * linear where readers are not far behind.
 */
final class ObserverSearch {
  private static final int NONE = NextVersions.NONE;

  private final Polygraph problem;
  private final Observers observers;
  private final TopologicalOrder order;
  private final NextVersions versions;
  private final List<SupposedCycle> found = new ArrayList<>();

  /** By node, while one transaction is looked at: what it was reached from, and of which read. */
  private final int[] parent;

  private final IntList queue = new IntList(64);

  ObserverSearch(Polygraph problem, Observers observers, TopologicalOrder order) {
    this.problem = problem;
    this.observers = observers;
    this.order = order;
    versions = new NextVersions(problem);
    parent = new int[problem.nodes()];
    Arrays.fill(parent, NONE);
  }

  /** At most so many cycles, one of a transaction; null when the time was over before. */
  @Nullable List<SupposedCycle> find(int max, Budget budget) {
    found.clear();
    versions.sort(order::place);
    int end;
    for (int start = 0; start < observers.reads() && found.size() < max; start = end) {
      if (budget.isSpent()) {
        return null;
      }
      end = start + 1;
      while (end < observers.reads()
          && observers.transaction(end) == observers.transaction(start)) {
        end++;
      }
      look(start, end);
    }
    return List.copyOf(found);
  }

  private void look(int start, int end) {
    int last = NONE;
    for (int read = start; read < end; read++) {
      int version = observers.version(read);
      last = version == NONE ? last : Math.max(last, order.place(problem.writer(version)));
    }
    for (int read = start; read < end; read++) {
      int overwriter = overwriter(read);
      if (overwriter != NONE) {
        reach(overwriter, overwriter, last);
      }
    }
    for (int i = 0; i < queue.size(); i++) {
      goOn(queue.get(i), last);
    }
    for (int read = start; read < end; read++) {
      int version = observers.version(read);
      if (version != NONE && parent[problem.writer(version)] != NONE) {
        found.add(cycle(start, end, problem.writer(version)));
        break;
      }
    }
    for (int i = 0; i < queue.size(); i++) {
      parent[queue.get(i)] = NONE;
    }
    queue.clear();
  }

  private int overwriter(int read) {
    int version = observers.version(read);
    int next =
        version == NONE ? versions.first(observers.initialKey(read)) : versions.after(version);
    return next == NONE ? NONE : problem.writer(next);
  }

  private void goOn(int node, int last) {
    for (int e = problem.known().outStart(node); e < problem.known().outEnd(node); e++) {
      reach(problem.known().out(e), node, last);
    }
    if (node >= problem.transactions()) {
      return;
    }
    for (int w = problem.writtenStart(node); w < problem.writtenEnd(node); w++) {
      reachWriter(versions.after(problem.written(w)), node, last);
    }
    for (int r = problem.seenStart(node); r < problem.seenEnd(node); r++) {
      reachWriter(versions.after(problem.seen(r)), node, last);
    }
  }

  private void reachWriter(int version, int by, int last) {
    if (version != NONE) {
      reach(problem.writer(version), by, last);
    }
  }

  private void reach(int node, int by, int last) {
    if (parent[node] == NONE && order.place(node) <= last) {
      parent[node] = by;
      queue.add(node);
    }
  }

  /** From the reader to one that overwrote, on to the writer, and back. */
  private SupposedCycle cycle(int start, int end, int writer) {
    int reader = observers.transaction(start);
    List<Step> steps = new ArrayList<>();
    steps.add(new Step(writer, reader, null));
    int node = writer;
    for (; parent[node] != node; node = parent[node]) {
      steps.add(new Step(parent[node], node, why(parent[node], node)));
    }
    int read = start;
    while (read < end && overwriter(read) != node) {
      read++;
    }
    int version = observers.version(read);
    Before overwritten = version == NONE ? null : new Before(problem.writer(version), node);
    steps.add(new Step(reader, node, overwritten));
    Collections.reverse(steps);
    return new SupposedCycle(List.copyOf(steps));
  }

  /** The order of writers that makes one come before another; null when that is known. */
  private @Nullable Before why(int from, int to) {
    for (int e = problem.known().outStart(from); e < problem.known().outEnd(from); e++) {
      if (problem.known().out(e) == to) {
        return null;
      }
    }
    for (int w = problem.writtenStart(from); w < problem.writtenEnd(from); w++) {
      int next = versions.after(problem.written(w));
      if (next != NONE && problem.writer(next) == to) {
        return new Before(from, to);
      }
    }
    for (int r = problem.seenStart(from); r < problem.seenEnd(from); r++) {
      int next = versions.after(problem.seen(r));
      if (next != NONE && problem.writer(next) == to) {
        return new Before(problem.writer(problem.seen(r)), to);
      }
    }
    throw new IllegalStateException("nothing leads from node " + from + " to " + to);
  }
}
