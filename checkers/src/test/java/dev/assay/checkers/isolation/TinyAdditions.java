package dev.assay.checkers.isolation;

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

/**
 * A few transactions that add to keys and read what was added, in whatever order: of a store that
 * is more or less careful.
 *
 * @param <V> what is added, and what it makes together
 */
public abstract class TinyAdditions<V> {
  /** One micro-operation: what it adds, or what it showed. */
  public record Mop<V>(boolean isRead, int key, V amount) {}

  /** One transaction with the events at which it was invoked and completed. */
  public static final class Txn<V> {
    public final List<Mop<V>> mops = new ArrayList<>();
    public EventType outcome = EventType.OK;
    public int process;
    public int invoked;
    public int completed = Integer.MAX_VALUE;
  }

  protected final SplittableRandom random;
  private final List<Txn<V>> all = new ArrayList<>();
  private final List<Map<Integer, V>> states = new ArrayList<>(List.of(Map.of()));
  private final int careless;
  private History history = History.builder().build();

  protected TinyAdditions(SplittableRandom random) {
    this.random = random;
    careless = random.nextInt(4);
  }

  /** What a micro-operation that adds is called. */
  protected abstract String name();

  /** What a key holds at first. */
  public abstract V nothing();

  public abstract V plus(V one, V other);

  /** What the next one adds. */
  protected abstract V fresh();

  /** What a store shows instead that is not careful at all; mostly the truth. */
  protected abstract V spoiled(V now);

  /** What is added, as a value of the history. */
  protected abstract Object added(V amount);

  /** What was read, as a value of the history. */
  protected abstract @Nullable Object shown(V all);

  /** Makes the history. */
  protected final void run() {
    int count = 2 + random.nextInt(4);
    int processes = 1 + random.nextInt(4);
    History.Builder builder = History.builder();
    Map<Integer, Txn<V>> open = new TreeMap<>();
    List<Integer> threads = new ArrayList<>();
    for (int i = 0; i < processes; i++) {
      threads.add(i);
    }
    int fresh = processes;
    while (all.size() < count || !open.isEmpty()) {
      int thread = random.nextInt(processes);
      int process = threads.get(thread);
      Txn<V> txn = open.get(process);
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

  private Txn<V> begin(int process, int event) {
    Txn<V> txn = new Txn<>();
    txn.process = process;
    txn.invoked = event;
    int keys = 1 + random.nextInt(2);
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      boolean reads = random.nextBoolean();
      txn.mops.add(new Mop<>(reads, random.nextInt(keys), reads ? nothing() : fresh()));
    }
    all.add(txn);
    return txn;
  }

  private void commit(Txn<V> txn) {
    int fate = random.nextInt(10);
    txn.outcome = fate == 0 ? EventType.FAIL : fate == 1 ? EventType.INFO : EventType.OK;
    int age = careless == 0 ? 0 : random.nextInt(Math.min(states.size(), careless + 1));
    Map<Integer, V> view = new TreeMap<>(states.get(states.size() - 1 - age));
    Map<Integer, V> after = new TreeMap<>(states.getLast());
    for (int i = 0; i < txn.mops.size(); i++) {
      Mop<V> mop = txn.mops.get(i);
      if (mop.isRead()) {
        V now = view.getOrDefault(mop.key(), nothing());
        txn.mops.set(i, new Mop<>(true, mop.key(), careless == 3 ? spoiled(now) : now));
      } else {
        view.merge(mop.key(), mop.amount(), this::plus);
        after.merge(mop.key(), mop.amount(), this::plus);
        if (random.nextInt(30) == 0) {
          states.add(new TreeMap<>(after));
        }
      }
    }
    if (txn.outcome == EventType.OK || (txn.outcome == EventType.INFO && random.nextBoolean())) {
      states.add(after);
    }
  }

  /** An addition that shows itself what a read at once after it would; null when none does. */
  protected @Nullable Object answer(int place, V amount, V now) {
    return null;
  }

  private List<Object> value(Txn<V> txn, boolean isCompleted) {
    List<Object> value = new ArrayList<>();
    for (int i = 0; i < txn.mops.size(); i++) {
      Mop<V> mop = txn.mops.get(i);
      Mop<V> next = txn.mops.get(Math.min(i + 1, txn.mops.size() - 1));
      Object answer =
          !mop.isRead() && next.isRead() && next.key() == mop.key()
              ? answer(i, mop.amount(), next.amount())
              : null;
      if (answer != null) {
        i++;
        answer = isCompleted ? answer : added(mop.amount());
        value.add(List.of(new Keyword(name()), (long) mop.key(), answer));
        continue;
      }
      value.add(
          Arrays.<@Nullable Object>asList(
              new Keyword(mop.isRead() ? "r" : name()),
              (long) mop.key(),
              !mop.isRead() ? added(mop.amount()) : isCompleted ? shown(mop.amount()) : null));
    }
    return List.copyOf(value);
  }

  public final History history() {
    return history;
  }

  public final List<Txn<V>> transactions() {
    return all;
  }

  @Override
  public final String toString() {
    StringBuilder out = new StringBuilder();
    for (int e = 0; e < history.size(); e++) {
      out.append('\n').append(e).append(": process ").append(history.process(e)).append(' ');
      out.append(history.type(e)).append(' ').append(history.value(e));
    }
    return out.toString();
  }
}
