package dev.assay.checkers.isolation.sets;

import dev.assay.histories.EventType;
import dev.assay.histories.History;
import dev.assay.histories.Keyword;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A few transactions that add to sets and read them, of a store that is more or less careful. */
final class TinySets {
  /** One micro-operation; an add has one element. */
  record Mop(boolean isRead, int key, Set<Integer> elements) {}

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
  private final List<Map<Integer, Set<Integer>>> states = new ArrayList<>(List.of(Map.of()));
  private final History history;
  private final boolean asVectors;
  private final int careless;
  private int next = 1;

  TinySets(SplittableRandom random) {
    this.random = random;
    asVectors = random.nextBoolean();
    careless = random.nextInt(4);
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
      txn.mops.add(new Mop(reads, random.nextInt(keys), reads ? Set.of() : Set.of(next++)));
    }
    all.add(txn);
    return txn;
  }

  private void commit(Txn txn) {
    int fate = random.nextInt(10);
    txn.outcome = fate == 0 ? EventType.FAIL : fate == 1 ? EventType.INFO : EventType.OK;
    int age = careless == 0 ? 0 : random.nextInt(Math.min(states.size(), careless + 1));
    Map<Integer, Set<Integer>> view = new TreeMap<>(states.get(states.size() - 1 - age));
    Map<Integer, Set<Integer>> after = new TreeMap<>(states.getLast());
    for (int i = 0; i < txn.mops.size(); i++) {
      Mop mop = txn.mops.get(i);
      Set<Integer> now = view.getOrDefault(mop.key(), Set.of());
      if (mop.isRead()) {
        txn.mops.set(i, new Mop(true, mop.key(), careless == 3 ? spoiled(now) : now));
      } else {
        view.put(mop.key(), both(now, mop.elements()));
        after.put(mop.key(), both(after.getOrDefault(mop.key(), Set.of()), mop.elements()));
        if (random.nextInt(30) == 0) {
          states.add(new TreeMap<>(after));
        }
      }
    }
    if (txn.outcome == EventType.OK || (txn.outcome == EventType.INFO && random.nextBoolean())) {
      states.add(after);
    }
  }

  private Set<Integer> spoiled(Set<Integer> elements) {
    Set<Integer> spoiled = new TreeSet<>(elements);
    int fate = random.nextInt(8);
    if (fate == 0) {
      spoiled.add(1 + random.nextInt(next));
    } else if (fate == 1 && !spoiled.isEmpty()) {
      spoiled.remove(spoiled.iterator().next());
    }
    return spoiled;
  }

  static Set<Integer> both(Set<Integer> some, Set<Integer> more) {
    Set<Integer> both = new TreeSet<>(some);
    both.addAll(more);
    return both;
  }

  private List<Object> value(Txn txn, boolean isCompleted) {
    List<Object> value = new ArrayList<>();
    for (Mop mop : txn.mops) {
      List<Object> numbers = new ArrayList<>();
      mop.elements().forEach(number -> numbers.add((long) number));
      Object shown =
          numbers.isEmpty() ? null : asVectors ? List.copyOf(numbers) : Set.copyOf(numbers);
      value.add(
          Arrays.<@Nullable Object>asList(
              new Keyword(mop.isRead() ? "r" : "add"),
              (long) mop.key(),
              !mop.isRead() ? numbers.getFirst() : isCompleted ? shown : null));
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
