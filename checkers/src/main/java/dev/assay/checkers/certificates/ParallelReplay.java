package dev.assay.checkers.certificates;

import dev.assay.checkers.certificates.Certificate.ParallelOrder;
import dev.assay.checkers.certificates.PlacedVersions.Read;
import dev.assay.histories.EventType;
import dev.assay.histories.History;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Verifies an order of versions under parallel snapshot isolation (Cerone, Bernardi and Gotsman, A
 * framework for transactional consistency models with atomic visibility, CONCUR 2015, section 3; as
 * dependencies: theorem 4.2 there and Cerone and Gotsman 2016): reads from and overwrites have no
 * cycle, and what overwrote a version that a transaction read does not lead back to that
 * transaction through them.
 *
 * <p>The first holds when the given order agrees with all of them. For the second, only overwriters
 * that come before the reader in the given order can lead to it: they are followed one by one.
 * Linear for most histories, quadratic at worst; bounded.
 */
final class ParallelReplay {
  private static final long STEPS_MAX = 2_000_000_000L;

  private final History history;
  private final List<Integer> order;
  private final PlacedVersions versions;
  private final PlacedDependencies dependencies;

  /** Reads and their next overwriters: the reader and the overwriter by place. */
  private final List<int[]> overwritten = new ArrayList<>();

  private long steps;

  private ParallelReplay(History history, ParallelOrder order) {
    this.history = history;
    this.order = order.order();
    versions = new PlacedVersions(history, order.workload(), true, true);
    dependencies = new PlacedDependencies(versions);
  }

  static Verification verify(History history, ParallelOrder order) {
    if (!PlacedVersions.hasRules(order.workload())) {
      return Verification.giveUp("there are no rules to replay " + order.workload());
    }
    return new ParallelReplay(history, order).verify();
  }

  private Verification verify() {
    for (int at = 0; at < order.size(); at++) {
      String fault = dependencies.place(order.get(at), at);
      if (fault != null) {
        return Verification.reject("transaction " + order.get(at) + " " + fault);
      }
    }
    for (int event = 0; event < history.size(); event++) {
      if (history.isClientInvocation(event)
          && history.outcome(event) == EventType.OK
          && !versions.isPlaced(event)) {
        return Verification.reject("transaction " + event + " is missing in the order");
      }
    }
    for (int at = 0; at < order.size(); at++) {
      String fault = read(at);
      if (fault != null) {
        return Verification.reject("transaction " + order.get(at) + " " + fault);
      }
    }
    for (int[] each : overwritten) {
      if (each[1] < each[0] && leads(each[1], each[0])) {
        return Verification.reject(
            "transaction " + order.get(each[0]) + " does not see what it depends on");
      }
      if (steps > STEPS_MAX) {
        return Verification.giveUp("too many dependencies to follow them all");
      }
    }
    return Verification.accept("an order of the writes of " + order.size() + " transactions");
  }

  /** Checks what a transaction read, and notes what follows from it. */
  private @Nullable String read(int at) {
    List<Read> reads = new ArrayList<>();
    String fault = versions.reads(order.get(at), at, reads);
    for (Read read : reads) {
      if (read.writer() != PlacedVersions.INITIAL) {
        dependencies.add(read.writer(), at);
      }
      int overwriter = versions.overwriter(read);
      if (overwriter >= 0) {
        overwritten.add(new int[] {at, overwriter});
      }
    }
    return fault;
  }

  private boolean leads(int from, int to) {
    boolean[] seen = new boolean[to + 1];
    Deque<Integer> open = new ArrayDeque<>();
    open.add(from);
    while (!open.isEmpty()) {
      for (int next : dependencies.of(open.remove())) {
        steps++;
        if (next == to) {
          return true;
        }
        if (next < to && !seen[next]) {
          seen[next] = true;
          open.add(next);
        }
      }
    }
    return false;
  }
}
