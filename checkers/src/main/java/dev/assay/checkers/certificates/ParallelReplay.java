package dev.assay.checkers.certificates;

import dev.assay.checkers.certificates.Certificate.ParallelOrder;
import dev.assay.checkers.certificates.RegisterFacts.Version;
import dev.assay.histories.EventType;
import dev.assay.histories.History;
import dev.assay.histories.MicroOps;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
  /** In place of a writer: several wrote the value. */
  private static final int SEVERAL = -2;

  private static final long STEPS_MAX = 2_000_000_000L;

  private final History history;
  private final MicroOps microOps;
  private final List<Integer> order;
  private final int[] place;
  private final Map<Version, Integer> writerOf = new HashMap<>();
  private final Map<Integer, List<Integer>> writersOfKey = new HashMap<>();
  private final List<List<Integer>> successors = new ArrayList<>();

  /** Reads and their next overwriters: the reader and the overwriter by place. */
  private final List<int[]> overwritten = new ArrayList<>();

  private long steps;

  private ParallelReplay(History history, ParallelOrder order) {
    this.history = history;
    this.order = order.order();
    microOps = history.microOps();
    place = new int[history.size()];
    Arrays.fill(place, -1);
  }

  static Verification verify(History history, ParallelOrder order) {
    if (!order.workload().equals("rw-register")) {
      return Verification.giveUp("there are no rules to replay " + order.workload());
    }
    return new ParallelReplay(history, order).verify();
  }

  private Verification verify() {
    for (int at = 0; at < order.size(); at++) {
      String fault = place(at);
      if (fault != null) {
        return Verification.reject("transaction " + order.get(at) + " " + fault);
      }
    }
    for (int event = 0; event < history.size(); event++) {
      if (history.isClientInvocation(event)
          && history.outcome(event) == EventType.OK
          && place[event] < 0) {
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

  private @Nullable String place(int at) {
    int invocation = order.get(at);
    if (invocation < 0 || invocation >= history.size() || !history.isClientInvocation(invocation)) {
      return "is none";
    }
    if (place[invocation] >= 0) {
      return "takes effect twice";
    }
    if (history.outcome(invocation) == EventType.FAIL) {
      return "failed and takes effect";
    }
    place[invocation] = at;
    successors.add(new ArrayList<>());
    Map<Integer, Integer> last = new HashMap<>();
    int event = event(invocation);
    for (int mop = microOps.start(event); mop < microOps.end(event); mop++) {
      if (microOps.kind(mop) == MicroOps.WRITE) {
        last.put(microOps.key(mop), microOps.value(mop));
      }
    }
    for (Map.Entry<Integer, Integer> write : last.entrySet()) {
      writerOf.merge(new Version(write.getKey(), write.getValue()), at, (a, b) -> SEVERAL);
      List<Integer> writers = writersOfKey.computeIfAbsent(write.getKey(), k -> new ArrayList<>());
      if (!writers.isEmpty()) {
        successors.get(writers.get(writers.size() - 1)).add(at);
      }
      writers.add(at);
    }
    return null;
  }

  /** Checks what a transaction read, and notes what follows from it. */
  private @Nullable String read(int at) {
    int invocation = order.get(at);
    if (history.outcome(invocation) != EventType.OK) {
      return null;
    }
    Map<Integer, Integer> known = new HashMap<>();
    int event = history.pair(invocation);
    for (int mop = microOps.start(event); mop < microOps.end(event); mop++) {
      int key = microOps.key(mop);
      int value = microOps.value(mop);
      Integer expected = known.put(key, value);
      if (microOps.kind(mop) == MicroOps.WRITE) {
        continue;
      }
      if (expected != null) {
        if (expected != value) {
          return "does not read what it read or wrote before";
        }
        continue;
      }
      Integer writer = value == 0 ? Integer.valueOf(-1) : writerOf.get(new Version(key, value));
      if (writer == null || writer >= at || writer == SEVERAL) {
        return "reads what nobody, or not one alone, finally wrote before";
      }
      if (writer >= 0) {
        successors.get(writer).add(at);
      }
      noteOverwriter(at, key, writer);
    }
    return null;
  }

  private void noteOverwriter(int reader, int key, int writer) {
    List<Integer> writers = writersOfKey.getOrDefault(key, List.of());
    int next = Collections.binarySearch(writers, writer) + 1;
    next = writer < 0 ? 0 : next;
    if (next < writers.size()) {
      overwritten.add(new int[] {reader, writers.get(next)});
    }
  }

  private boolean leads(int from, int to) {
    boolean[] seen = new boolean[to + 1];
    Deque<Integer> open = new ArrayDeque<>();
    open.add(from);
    while (!open.isEmpty()) {
      for (int next : successors.get(open.remove())) {
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

  private int event(int invocation) {
    int completion = history.pair(invocation);
    boolean tellsAtEnd =
        history.outcome(invocation) == EventType.OK
            || (completion != History.NONE
                && microOps.start(completion) < microOps.end(completion));
    return tellsAtEnd ? completion : invocation;
  }
}
