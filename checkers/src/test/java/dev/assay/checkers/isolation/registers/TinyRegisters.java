package dev.assay.checkers.isolation.registers;

import dev.assay.histories.EventType;
import dev.assay.histories.History;
import dev.assay.histories.Keyword;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A few transactions on a few registers, many of them blind writes: of a simulated store that
 * isolates more or less.
 */
final class TinyRegisters {
  private static final Keyword READ = new Keyword("r");
  private static final Keyword WRITE = new Keyword("w");

  /** One micro-operation; 0 is nil. */
  record Mop(boolean isRead, int key, int value) {}

  /** One transaction with the events at which it was invoked and completed. */
  static final class Txn {
    final List<Mop> mops = new ArrayList<>();
    EventType outcome = EventType.OK;
    int process;
    int invoked;
    int completed = Integer.MAX_VALUE;

    /** The last value that it wrote to each key. */
    Map<Integer, Integer> written() {
      Map<Integer, Integer> written = new HashMap<>();
      mops.stream()
          .filter(mop -> !mop.isRead())
          .forEach(mop -> written.put(mop.key(), mop.value()));
      return written;
    }

    /** What it read of keys before it wrote them; null when its reads contradict each other. */
    @Nullable Map<Integer, Integer> seen() {
      Map<Integer, Integer> seen = new HashMap<>();
      Map<Integer, Integer> now = new HashMap<>();
      for (Mop mop : mops) {
        Integer known = now.put(mop.key(), mop.value());
        if (mop.isRead() && outcome == EventType.OK) {
          if (known != null && known != mop.value()) {
            return null;
          }
          if (known == null) {
            seen.put(mop.key(), mop.value());
          }
        }
      }
      return seen;
    }
  }

  private final List<Txn> all = new ArrayList<>();
  private final History history;
  private final int keys;

  TinyRegisters(SplittableRandom random) {
    this(random, false);
  }

  /**
   * @param isWild whether every read shows any value of its key that was ever written
   */
  TinyRegisters(SplittableRandom random, boolean isWild) {
    this(random, isWild, false);
  }

  /**
   * @param repeats whether some values are written more than once
   */
  TinyRegisters(SplittableRandom random, boolean isWild, boolean repeats) {
    int count = 2 + random.nextInt(5);
    keys = 1 + random.nextInt(3);
    int processes = 1 + random.nextInt(4);
    int careless = random.nextInt(4);
    History.Builder builder = History.builder();
    List<Map<Integer, Integer>> states = new ArrayList<>(List.of(Map.of()));
    Map<Integer, Txn> open = new HashMap<>();
    List<Integer> threads = new ArrayList<>();
    for (int i = 0; i < processes; i++) {
      threads.add(i);
    }
    int next = 1;
    int started = 0;
    int freshProcess = processes;
    while (started < count || !open.isEmpty()) {
      int thread = random.nextInt(processes);
      int process = threads.get(thread);
      Txn txn = open.get(process);
      if (txn == null && started < count) {
        txn = new Txn();
        txn.process = process;
        txn.invoked = builder.size();
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
          boolean reads = random.nextInt(5) < 2;
          int key = random.nextInt(keys);
          boolean isOld = repeats && !reads && next > 1 && random.nextInt(3) == 0;
          int fresh = reads ? 0 : isOld ? 1 + random.nextInt(next - 1) : next++;
          txn.mops.add(new Mop(reads, key, fresh));
        }
        builder.add(EventType.INVOKE, process, "txn", value(txn, false));
        open.put(process, txn);
        all.add(txn);
        started++;
      } else if (txn != null) {
        open.remove(process);
        run(txn, states, careless, next, random);
        if (isWild) {
          readAnything(txn, random);
        }
        if (txn.outcome != EventType.INFO || random.nextBoolean()) {
          txn.completed = builder.size();
          builder.add(txn.outcome, process, "txn", value(txn, txn.outcome == EventType.OK));
        }
        if (txn.outcome == EventType.INFO) {
          threads.set(thread, freshProcess++);
        }
      }
    }
    if (random.nextInt(4) == 0) {
      builder.ordersProcessesOnly();
    }
    history = builder.build();
  }

  /** Reads an old state, or with the greatest carelessness anything, and commits to the newest. */
  private static void run(
      Txn txn,
      List<Map<Integer, Integer>> states,
      int careless,
      int values,
      SplittableRandom random) {
    int fate = random.nextInt(10);
    txn.outcome = fate == 0 ? EventType.FAIL : fate == 1 ? EventType.INFO : EventType.OK;
    boolean takesEffect =
        txn.outcome == EventType.OK || (txn.outcome == EventType.INFO && random.nextBoolean());
    int age = careless == 0 ? 0 : random.nextInt(Math.min(states.size(), careless + 1));
    Map<Integer, Integer> view = new HashMap<>(states.get(states.size() - 1 - age));
    Map<Integer, Integer> after = new HashMap<>(states.getLast());
    for (int i = 0; i < txn.mops.size(); i++) {
      Mop mop = txn.mops.get(i);
      if (mop.isRead()) {
        int found = view.getOrDefault(mop.key(), 0);
        if (careless == 3 && random.nextInt(6) == 0) {
          int other = random.nextInt(states.size());
          found = states.get(other).getOrDefault(mop.key(), random.nextInt(12) == 0 ? values : 0);
        }
        txn.mops.set(i, new Mop(true, mop.key(), found));
      } else {
        view.put(mop.key(), mop.value());
        after.put(mop.key(), mop.value());
        if (random.nextInt(40) == 0) {
          states.add(Map.copyOf(after));
        }
      }
    }
    if (takesEffect) {
      states.add(random.nextInt(4) == 0 ? states.size() - 1 : states.size(), Map.copyOf(after));
    }
  }

  private void readAnything(Txn txn, SplittableRandom random) {
    for (int i = 0; i < txn.mops.size(); i++) {
      int key = txn.mops.get(i).key();
      int[] values =
          all.stream()
              .filter(other -> other.outcome == EventType.OK)
              .flatMap(other -> other.written().entrySet().stream())
              .filter(write -> write.getKey() == key)
              .mapToInt(Map.Entry::getValue)
              .toArray();
      if (txn.mops.get(i).isRead() && values.length > 0 && random.nextInt(8) > 0) {
        txn.mops.set(i, new Mop(true, key, values[random.nextInt(values.length)]));
      }
    }
  }

  private static List<Object> value(Txn txn, boolean isTold) {
    List<Object> value = new ArrayList<>();
    for (Mop mop : txn.mops) {
      boolean isNil = mop.isRead() && (!isTold || mop.value() == 0);
      value.add(
          Arrays.<@Nullable Object>asList(
              mop.isRead() ? READ : WRITE, (long) mop.key(), isNil ? null : (long) mop.value()));
    }
    return List.copyOf(value);
  }

  History history() {
    return history;
  }

  List<Txn> transactions() {
    return all;
  }

  int keys() {
    return keys;
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
