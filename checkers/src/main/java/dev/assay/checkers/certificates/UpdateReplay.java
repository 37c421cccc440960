package dev.assay.checkers.certificates;

import dev.assay.checkers.certificates.Certificate.UpdateOrder;
import dev.assay.checkers.certificates.PlacedVersions.Read;
import dev.assay.histories.EventType;
import dev.assay.histories.History;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Verifies a serial order of the transactions that write under update serializability (Adya, Weak
 * Consistency, 1999, section 4.3.4, PL-3U): with them any one that only reads has a serial order,
 * too, which need not be the same for two that read.
 *
 * <p>The order tells how versions came, so direct dependencies between writers are known. One that
 * only reads has its place where nobody who overwrote what it read leads to one that it read from:
 * those are followed, as far as the last that it read from. Linear for most histories, quadratic at
 * worst; bounded.
 */
final class UpdateReplay {
  private static final long STEPS_MAX = 2_000_000_000L;

  private final History history;
  private final List<Integer> order;
  private final PlacedVersions versions;
  private final PlacedDependencies dependencies;

  /** By place: which reader reached it last, and which reader read from it last. */
  private final int[] seenBy;

  private final int[] readBy;
  private long steps;

  private UpdateReplay(History history, UpdateOrder certificate) {
    this.history = history;
    order = certificate.order();
    versions = new PlacedVersions(history, certificate.workload(), true, true);
    dependencies = new PlacedDependencies(versions);
    seenBy = new int[order.size()];
    readBy = new int[order.size()];
    Arrays.fill(seenBy, -1);
    Arrays.fill(readBy, -1);
  }

  static Verification verify(History history, UpdateOrder certificate) {
    return PlacedVersions.hasRules(certificate.workload())
        ? new UpdateReplay(history, certificate).verify()
        : Verification.giveUp("there are no rules to replay " + certificate.workload());
  }

  private Verification verify() {
    for (int at = 0; at < order.size(); at++) {
      String fault = dependencies.place(order.get(at), at);
      if (fault != null) {
        return Verification.reject("transaction " + order.get(at) + " " + fault);
      }
    }
    for (int at = 0; at < order.size(); at++) {
      String fault = update(at);
      if (fault != null) {
        return Verification.reject("transaction " + order.get(at) + " " + fault);
      }
    }
    for (int event = 0; event < history.size(); event++) {
      boolean isLeft =
          history.isClientInvocation(event)
              && history.outcome(event) == EventType.OK
              && !versions.isPlaced(event);
      String fault = isLeft ? read(event) : null;
      if (fault != null) {
        return Verification.reject("transaction " + event + " " + fault);
      }
      if (steps > STEPS_MAX) {
        return Verification.giveUp("too many dependencies to follow them all");
      }
    }
    return Verification.accept("an order of the writes of " + order.size() + " transactions");
  }

  /** One that writes reads what was written last before it. */
  private @Nullable String update(int at) {
    List<Read> reads = new ArrayList<>();
    String fault = versions.reads(order.get(at), at, reads);
    for (Read read : reads) {
      int overwriter = versions.overwriter(read);
      if (overwriter >= 0 && overwriter < at) {
        return "does not read what was written last";
      }
      if (overwriter > at) {
        dependencies.add(at, overwriter);
      }
      if (read.writer() != PlacedVersions.INITIAL) {
        dependencies.add(read.writer(), at);
      }
    }
    return fault;
  }

  /** One that only reads, by its invocation. */
  private @Nullable String read(int invocation) {
    if (!versions.keysOf(invocation).isEmpty()) {
      return "is missing in the order";
    }
    List<Read> reads = new ArrayList<>();
    String fault = versions.reads(invocation, order.size(), reads);
    if (fault != null) {
      return fault;
    }
    int last = -1;
    for (Read read : reads) {
      if (read.writer() != PlacedVersions.INITIAL) {
        readBy[read.writer()] = invocation;
        last = Math.max(last, read.writer());
      }
    }
    Deque<Integer> open = new ArrayDeque<>();
    for (Read read : reads) {
      reach(versions.overwriter(read), invocation, last, open);
    }
    while (!open.isEmpty()) {
      int at = open.remove();
      if (readBy[at] == invocation) {
        return "reads from one that depends on what it does not see";
      }
      for (int next : dependencies.of(at)) {
        steps++;
        reach(next, invocation, last, open);
      }
    }
    return null;
  }

  private void reach(int at, int invocation, int last, Deque<Integer> open) {
    if (at >= 0 && at <= last && seenBy[at] != invocation) {
      seenBy[at] = invocation;
      open.add(at);
    }
  }
}
