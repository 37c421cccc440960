package dev.assay.checkers.isolation.timestamps;

import dev.assay.histories.EventType;
import dev.assay.histories.History;
import dev.assay.histories.Keyword;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A few transactions with timestamps, of a simulated store of lists or registers that reads when
 * transactions begin or when they commit, and that is more or less careful. Timestamps are often
 * the same, and sometimes missing or wrong.
 */
final class TinyTimestamps {
  /** One micro-operation; what was read is a list of values, of a register the last alone. */
  record Mop(boolean isRead, int key, List<Integer> values) {}

  /** One transaction with the events at which it was invoked and completed. */
  static final class Txn {
    final List<Mop> mops = new ArrayList<>();
    EventType outcome = EventType.OK;
    int process;
    int invoked;
    int completed = Integer.MAX_VALUE;
    @Nullable Integer start;
    @Nullable Integer commit;

    boolean writes() {
      return mops.stream().anyMatch(mop -> !mop.isRead());
    }

    boolean reads() {
      return mops.stream().anyMatch(Mop::isRead);
    }
  }

  private final SplittableRandom random;
  private final boolean ofLists;
  private final boolean ofSnapshots;
  private final int careless;
  private final boolean asVectors;
  private final List<Txn> all = new ArrayList<>();
  private final Map<Integer, List<Integer>> state = new TreeMap<>();
  private final Map<Txn, Map<Integer, List<Integer>>> snapshots = new LinkedHashMap<>();
  private final Map<Integer, Integer> committedAt = new TreeMap<>();
  private final History history;
  private int clock;
  private int next = 1;

  TinyTimestamps(SplittableRandom random, boolean ofLists) {
    this(random, ofLists, 2 + random.nextInt(5));
  }

  /**
   * @param count how many transactions
   */
  TinyTimestamps(SplittableRandom random, boolean ofLists, int count) {
    this.random = random;
    this.ofLists = ofLists;
    ofSnapshots = random.nextBoolean();
    careless = random.nextInt(3);
    asVectors = random.nextBoolean();
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
      clock += random.nextInt(4) == 0 ? 0 : 1;
      if (txn == null && all.size() < count) {
        txn = begin(process, builder.size());
        add(builder, EventType.INVOKE, txn, false);
        open.put(process, txn);
      } else if (txn != null) {
        open.remove(process);
        commit(txn);
        if (txn.outcome != EventType.INFO || random.nextBoolean()) {
          txn.completed = builder.size();
          add(builder, txn.outcome, txn, true);
        } else {
          txn.start = null;
          txn.commit = null;
        }
        if (txn.outcome == EventType.INFO) {
          threads.set(thread, fresh++);
        }
      }
    }
    history = builder.build();
  }

  private Txn begin(int process, int event) {
    Txn txn = new Txn();
    txn.process = process;
    txn.invoked = event;
    txn.start = clock;
    int keys = 1 + random.nextInt(3);
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      boolean reads = random.nextInt(5) < 3;
      List<Integer> values = reads ? List.of() : List.of(next++);
      txn.mops.add(new Mop(reads, random.nextInt(keys), values));
    }
    all.add(txn);
    snapshots.put(txn, new TreeMap<>(state));
    return txn;
  }

  private void commit(Txn txn) {
    txn.commit = clock;
    boolean conflicts =
        ofSnapshots
            && txn.mops.stream()
                .anyMatch(
                    mop ->
                        !mop.isRead()
                            && committedAt.getOrDefault(mop.key(), -1) > started(txn)
                            && random.nextInt(6) > 0);
    int fate = random.nextInt(12);
    txn.outcome =
        conflicts || fate == 0 ? EventType.FAIL : fate < 3 ? EventType.INFO : EventType.OK;
    boolean takesEffect =
        txn.outcome == EventType.OK || (txn.outcome == EventType.INFO && random.nextBoolean());
    Map<Integer, List<Integer>> view =
        ofSnapshots ? new TreeMap<>(snapshots.get(txn)) : new TreeMap<>(state);
    for (int i = 0; i < txn.mops.size(); i++) {
      Mop mop = txn.mops.get(i);
      List<Integer> now = view.getOrDefault(mop.key(), List.of());
      if (mop.isRead()) {
        txn.mops.set(i, new Mop(true, mop.key(), careless == 2 ? spoiled(now) : now));
      } else {
        view.put(mop.key(), after(now, mop.values()));
        if (takesEffect) {
          state.put(mop.key(), after(state.getOrDefault(mop.key(), List.of()), mop.values()));
          committedAt.put(mop.key(), clock);
        }
      }
    }
    if (careless > 0 && random.nextInt(6) == 0) {
      txn.commit = Math.max(0, clock + random.nextInt(5) - 2);
    }
    if (careless > 0 && random.nextInt(10) == 0) {
      txn.start = Math.max(0, started(txn) + random.nextInt(5) - 2);
    }
    boolean mayLack = txn.outcome != EventType.OK || !txn.writes();
    if (random.nextInt(mayLack ? 3 : 60) == 0) {
      txn.commit = null;
    }
    if (random.nextInt(txn.reads() && txn.outcome == EventType.OK ? 60 : 4) == 0) {
      txn.start = null;
    }
  }

  private static int started(Txn txn) {
    return txn.start == null ? 0 : txn.start;
  }

  private List<Integer> after(List<Integer> before, List<Integer> written) {
    if (!ofLists) {
      return written;
    }
    List<Integer> both = new ArrayList<>(before);
    both.addAll(written);
    return List.copyOf(both);
  }

  private List<Integer> spoiled(List<Integer> values) {
    List<Integer> spoiled = new ArrayList<>(values);
    switch (random.nextInt(8)) {
      case 0 -> spoiled.add(1 + random.nextInt(next));
      case 1 -> {
        if (!spoiled.isEmpty()) {
          spoiled.remove(random.nextInt(spoiled.size()));
        }
      }
      case 2 -> {
        if (spoiled.size() > 1) {
          spoiled.add(0, spoiled.removeLast());
        }
      }
      default -> {}
    }
    return !ofLists && spoiled.size() > 1 ? List.of(spoiled.getLast()) : List.copyOf(spoiled);
  }

  private void add(History.Builder builder, EventType type, Txn txn, boolean isTold) {
    Map<String, @Nullable Object> extra = new LinkedHashMap<>();
    if (isTold && txn.start != null) {
      extra.put("start-ts", told(txn.start));
    }
    if (isTold && txn.commit != null) {
      extra.put("commit-ts", told(txn.commit));
    }
    builder.add(
        type,
        txn.process,
        "txn",
        null,
        value(txn, type == EventType.OK),
        builder.size(),
        builder.size(),
        extra);
  }

  private Object told(int timestamp) {
    return asVectors
        ? List.of((long) timestamp / 2, (long) timestamp % 2)
        : (Object) (long) timestamp;
  }

  private List<Object> value(Txn txn, boolean isCompleted) {
    List<Object> value = new ArrayList<>();
    for (Mop mop : txn.mops) {
      List<Object> numbers = new ArrayList<>();
      mop.values().forEach(number -> numbers.add((long) number));
      Object shown = numbers.isEmpty() ? null : ofLists ? List.copyOf(numbers) : numbers.getLast();
      value.add(
          Arrays.<@Nullable Object>asList(
              new Keyword(mop.isRead() ? "r" : ofLists ? "append" : "w"),
              (long) mop.key(),
              !mop.isRead() ? numbers.getLast() : isCompleted ? shown : null));
    }
    return List.copyOf(value);
  }

  History history() {
    return history;
  }

  List<Txn> transactions() {
    return all;
  }

  boolean ofLists() {
    return ofLists;
  }

  /** What an object holds after a write. */
  List<Integer> written(List<Integer> before, Mop write) {
    return after(before, write.values());
  }

  @Override
  public String toString() {
    StringBuilder out = new StringBuilder();
    for (int e = 0; e < history.size(); e++) {
      out.append('\n').append(e).append(": process ").append(history.process(e)).append(' ');
      out.append(history.type(e)).append(' ').append(history.value(e)).append(history.extra(e));
    }
    return out.toString();
  }
}
