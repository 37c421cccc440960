package dev.assay.checkers.isolation.counters;

import dev.assay.histories.EventType;
import dev.assay.histories.History;
import dev.assay.histories.Keyword;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A few transactions on counters, of a store that is more or less careful. */
final class TinyCounters {
  /** One micro-operation: what it adds, or what it showed. */
  record Mop(boolean isRead, int key, long number) {}

  /** One transaction with the events at which it was invoked and completed. */
  static final class Txn {
    final List<Mop> mops = new ArrayList<>();
    EventType outcome = EventType.OK;
    int process;
    int invoked;
    int completed = Integer.MAX_VALUE;
  }

  private final SplittableRandom random;
  private final List<Txn> all = new ArrayList<>();
  private final List<Map<Integer, Long>> states = new ArrayList<>(List.of(Map.of()));
  private final History history;
  private final int careless;

  /** Whether amounts are powers of two, each once; else any small ones. */
  final boolean areTold;

  private final boolean hasNegative;
  private long power = 1;

  TinyCounters(SplittableRandom random) {
    this.random = random;
    careless = random.nextInt(4);
    areTold = random.nextBoolean();
    hasNegative = random.nextInt(3) == 0;
    int count = 2 + random.nextInt(4);
    int processes = 1 + random.nextInt(4);
    History.Builder builder = History.builder();
    Map<Integer, Txn> open = new TreeMap<>();
    List<Integer> threads = new ArrayList<>();
    for (int i = 0; i < processes; i++) {
      threads.add(i);
    }
    int fresh = processes;
    while (all.size() < count || !open.isEmpty()) {
      int thread = random.nextInt(processes);
      int process = threads.get(thread);
      Txn txn = open.get(process);
      if (txn == null && all.size() < count) {
        txn = begin(process, builder.size());
        builder.add(EventType.INVOKE, process, "txn", value(txn, false));
        open.put(process, txn);
      } else if (txn != null) {
        open.remove(process);
        commit(txn);
        if (txn.outcome != EventType.INFO || random.nextBoolean()) {
          txn.completed = builder.size();
          builder.add(txn.outcome, process, "txn", value(txn, txn.outcome == EventType.OK));
        }
        if (txn.outcome == EventType.INFO) {
          threads.set(thread, fresh++);
        }
      }
    }
    if (random.nextInt(4) == 0) {
      builder.ordersProcessesOnly();
    }
    history = builder.build();
  }

  private Txn begin(int process, int event) {
    Txn txn = new Txn();
    txn.process = process;
    txn.invoked = event;
    int keys = 1 + random.nextInt(2);
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      boolean reads = random.nextBoolean();
      txn.mops.add(new Mop(reads, random.nextInt(keys), reads ? 0 : amount()));
    }
    all.add(txn);
    return txn;
  }

  private long amount() {
    long sign = hasNegative && random.nextBoolean() ? -1 : 1;
    if (!areTold) {
      return sign * random.nextInt(4);
    }
    long amount = sign * power;
    power *= 2;
    return amount;
  }

  private void commit(Txn txn) {
    int fate = random.nextInt(10);
    txn.outcome = fate == 0 ? EventType.FAIL : fate == 1 ? EventType.INFO : EventType.OK;
    int age = careless == 0 ? 0 : random.nextInt(Math.min(states.size(), careless + 1));
    Map<Integer, Long> view = new TreeMap<>(states.get(states.size() - 1 - age));
    Map<Integer, Long> after = new TreeMap<>(states.getLast());
    for (int i = 0; i < txn.mops.size(); i++) {
      Mop mop = txn.mops.get(i);
      if (mop.isRead()) {
        long now = view.getOrDefault(mop.key(), 0L);
        boolean isSpoiled = careless == 3 && random.nextInt(8) == 0;
        txn.mops.set(i, new Mop(true, mop.key(), isSpoiled ? random.nextInt(-3, 9) : now));
      } else {
        view.merge(mop.key(), mop.number(), Long::sum);
        after.merge(mop.key(), mop.number(), Long::sum);
        if (random.nextInt(30) == 0) {
          states.add(new TreeMap<>(after));
        }
      }
    }
    if (txn.outcome == EventType.OK || (txn.outcome == EventType.INFO && random.nextBoolean())) {
      states.add(after);
    }
  }

  private List<Object> value(Txn txn, boolean isCompleted) {
    List<Object> value = new ArrayList<>();
    for (Mop mop : txn.mops) {
      boolean isNil = mop.isRead() && (!isCompleted || (mop.number() == 0 && random.nextBoolean()));
      value.add(
          Arrays.<@Nullable Object>asList(
              new Keyword(mop.isRead() ? "r" : "inc"),
              (long) mop.key(),
              isNil ? null : (Object) mop.number()));
    }
    return List.copyOf(value);
  }

  History history() {
    return history;
  }

  List<Txn> transactions() {
    return all;
  }

  @Override
  public String toString() {
    StringBuilder out = new StringBuilder();
    for (int e = 0; e < history.size(); e++) {
      out.append('\n').append(e).append(": process ").append(history.process(e)).append(' ');
      out.append(history.type(e)).append(' ').append(history.value(e));
    }
    return out.toString();
  }
}
