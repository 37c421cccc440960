package dev.assay.reports;

import dev.assay.histories.EventType;
import dev.assay.histories.History;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A made-up run of a register service: clients, keys, nodes and faults that slow things down.
 *
 * <p>Every operation takes effect at a moment between its events, so that the history is
 * linearizable until somebody spoils it.
 */
final class SyntheticRun {
  private static final long SECOND = 1_000_000_000L;

  private final SplittableRandom random;
  private final int operations;
  private final int clients;
  private final int keys;
  private final long lengthNanos;
  private final List<Op> ops = new ArrayList<>();
  private final List<Fault> faults = new ArrayList<>();

  /** One operation; {@code end} is before its start where it never completed. */
  static final class Op {
    int process;
    String f = "read";
    int key;
    @Nullable Object value;
    @Nullable Object result;
    EventType outcome = EventType.OK;
    long start;
    long effect;
    long end;
    String node = "n1";
    int invocation;
    int completion;
  }

  private record Fault(String kind, long start, long stop, Object value) {}

  private record Event(
      long time, int order, @Nullable Op op, boolean isEnd, @Nullable Fault fault) {}

  SyntheticRun(long seed, int operations, int clients, int keys, long seconds) {
    random = new SplittableRandom(seed);
    this.operations = operations;
    this.clients = clients;
    this.keys = keys;
    lengthNanos = seconds * SECOND;
  }

  /** Partitions, kills and pauses, some at the same time. */
  SyntheticRun withFaults() {
    addFaults(
        "partition", Map.of("groups", List.of(List.of("n1", "n2"), List.of("n3", "n4", "n5"))), 4);
    addFaults("kill", Map.of("targets", "minority", "nodes", List.of("n3", "n5")), 3);
    addFaults("pause", Map.of("targets", "leader", "nodes", List.of("n1")), 3);
    return this;
  }

  /** Draws the operations and what they return. */
  SyntheticRun run() {
    long[] free = new long[clients];
    int[] process = new int[clients];
    for (int c = 0; c < clients; c++) {
      process[c] = c;
      free[c] = random.nextLong(1 + lengthNanos / 1000);
    }
    long think = lengthNanos / Math.max(1, operations) * clients;
    int written = 0;
    for (int i = 0; i < operations; i++) {
      int client = earliest(free);
      Op op = new Op();
      op.process = process[client];
      op.key = someKey();
      op.node = "n" + (1 + client % 5);
      op.start = free[client];
      boolean isHurt = isHurt(op);
      long latency = Math.min(think / 2, (long) (think / 8.0 * Math.exp(gaussian() * 0.6)));
      op.outcome = outcome(isHurt);
      op.end = op.start + Math.max(20_000, isHurt ? latency * 4 : latency);
      if (op.outcome == EventType.INFO) {
        op.end += SECOND / 2;
        process[client] += clients;
      }
      op.effect = op.start + (long) (random.nextDouble() * (op.end - op.start));
      switch (random.nextInt(5)) {
        case 0, 1 -> {
          op.f = "write";
          op.value = (long) ++written;
        }
        case 2 -> {
          op.f = "cas";
          op.value = List.of((long) written, (long) ++written);
        }
        default -> op.f = "read";
      }
      free[client] = op.end + (long) (random.nextDouble() * think * 1.2);
      ops.add(op);
    }
    decideResults();
    return this;
  }

  /** A read that began after a write returned, yet returns what the write replaced. */
  List<Op> spoil() {
    List<Op> byStart = new ArrayList<>(ops);
    byStart.sort(Comparator.comparingLong(o -> o.start));
    for (int i = byStart.size() * 3 / 5; i < byStart.size(); i++) {
      Op read = byStart.get(i);
      if (!read.f.equals("read") || read.outcome != EventType.OK) {
        continue;
      }
      List<Op> before =
          byStart.stream()
              .filter(o -> o.key == read.key && o.f.equals("write") && o.outcome == EventType.OK)
              .filter(o -> o.end < read.start)
              .sorted(Comparator.comparingLong(o -> -o.end))
              .limit(2)
              .toList();
      if (before.size() == 2 && before.get(1).end < before.get(0).start) {
        read.result = before.get(1).value;
        return List.of(before.get(1), before.get(0), read);
      }
    }
    throw new IllegalStateException("nothing to spoil in this run");
  }

  /** The events in order of time; each op learns its positions. */
  History history() {
    List<Event> events = new ArrayList<>();
    for (Op op : ops) {
      events.add(new Event(op.start, 1, op, false, null));
      if (op.end <= lengthNanos + SECOND || op.outcome != EventType.INFO) {
        events.add(new Event(op.end, 0, op, true, null));
      }
    }
    for (Fault fault : faults) {
      events.add(new Event(fault.start, 2, null, false, fault));
      events.add(new Event(fault.stop, 2, null, true, fault));
    }
    events.sort(Comparator.comparingLong(Event::time).thenComparingInt(Event::order));
    History.Builder out = History.builder();
    events.forEach(event -> add(event, out));
    return out.build();
  }

  private void add(Event event, History.Builder out) {
    if (event.fault() != null) {
      String f = (event.isEnd() ? "stop-" : "start-") + event.fault().kind();
      Object value = event.isEnd() ? null : event.fault().value();
      out.add(EventType.INFO, History.NEMESIS, f, null, value, event.time(), out.size(), Map.of());
      return;
    }
    Op op = event.op();
    if (op == null) {
      throw new IllegalStateException("an event of nothing");
    }
    Object key = keys == 1 ? null : (long) op.key;
    if (!event.isEnd()) {
      op.invocation =
          out.add(
              EventType.INVOKE, op.process, op.f, key, op.value, op.start, out.size(), Map.of());
      return;
    }
    Map<String, @Nullable Object> extra = new HashMap<>();
    extra.put("node", op.node);
    if (op.outcome != EventType.OK) {
      extra.put("error", op.outcome == EventType.FAIL ? "not-leader" : "timeout");
    }
    Object value = op.outcome == EventType.OK ? op.result : op.value;
    op.completion = out.add(op.outcome, op.process, op.f, key, value, op.end, out.size(), extra);
  }

  private void decideResults() {
    List<Op> byEffect = new ArrayList<>(ops);
    byEffect.sort(Comparator.comparingLong(o -> o.effect));
    Map<Integer, Object> state = new HashMap<>();
    for (Op op : byEffect) {
      if (op.outcome == EventType.FAIL) {
        continue;
      }
      Object now = state.get(op.key);
      if (op.value instanceof List<?> pair && now == null) {
        op.f = "write";
        op.value = pair.get(1);
      }
      if (op.value instanceof List<?> pair && now != null) {
        op.value = List.of(now, pair.get(1));
        state.put(op.key, pair.get(1));
        op.result = op.value;
      } else if (op.f.equals("write") && op.value != null) {
        state.put(op.key, op.value);
        op.result = op.value;
      } else {
        op.result = now;
      }
    }
  }

  private void addFaults(String kind, Object value, int count) {
    long part = lengthNanos / count;
    for (int i = 0; i < count; i++) {
      long start = i * part + part / 5 + random.nextLong(part / 4);
      faults.add(new Fault(kind, start, start + part / 6 + random.nextLong(part / 5), value));
    }
  }

  private boolean isHurt(Op op) {
    for (Fault fault : faults) {
      if (fault.start <= op.start && op.start <= fault.stop) {
        return random.nextInt(3) == 0;
      }
    }
    return false;
  }

  /** Low keys more often than high ones. */
  private int someKey() {
    int one = random.nextInt(keys);
    int other = random.nextInt(keys);
    return Math.min(one, other);
  }

  private EventType outcome(boolean isHurt) {
    int dice = random.nextInt(100);
    if (isHurt) {
      return dice < 30 ? EventType.FAIL : dice < 38 ? EventType.INFO : EventType.OK;
    }
    return dice < 2 ? EventType.FAIL : EventType.OK;
  }

  private double gaussian() {
    double sum = -6;
    for (int i = 0; i < 12; i++) {
      sum += random.nextDouble();
    }
    return sum;
  }

  private static int earliest(long[] free) {
    int best = 0;
    for (int c = 1; c < free.length; c++) {
      best = free[c] < free[best] ? c : best;
    }
    return best;
  }
}
