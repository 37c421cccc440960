package dev.assay.checkers.isolation.predicates;

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
 * A few transactions on a few keys that come and go, with predicate reads: of a store that is more
 * or less careful. Values and keys are integers; a key that is not there has no value.
 */
final class TinyPredicates {
  /** What a predicate read asks for. */
  record Asked(char kind, long a, long b) {
    boolean matches(@Nullable Long value) {
      return value != null
          && switch (kind) {
            case 't' -> true;
            case '=' -> value == a;
            default -> Math.floorMod(value, a) == b;
          };
    }

    Object told() {
      return switch (kind) {
        case 't' -> new Keyword("true");
        case '=' -> List.of(new Keyword("="), a);
        default -> List.of(new Keyword("mod"), a, b);
      };
    }
  }

  /**
   * One micro-operation.
   *
   * @param value what is written or was read; null for nothing
   * @param asked of a predicate read only
   * @param shown what it showed
   */
  record Mop(
      boolean isRead,
      long key,
      @Nullable Long value,
      @Nullable Asked asked,
      Map<Long, Long> shown) {
    boolean isPredicate() {
      return asked != null;
    }
  }

  /** One transaction with the events at which it was invoked and completed. */
  static final class Txn {
    final List<Mop> mops = new ArrayList<>();
    EventType outcome = EventType.OK;
    int process;
    int invoked;
    int completed = Integer.MAX_VALUE;
    boolean isInit;
  }

  private final SplittableRandom random;
  private final List<Txn> all = new ArrayList<>();
  private final List<Map<Long, Long>> states = new ArrayList<>();

  /** What a store shows that is not careful of what is not committed. */
  private final Map<Long, Long> dirty = new TreeMap<>();

  private final int careless;
  private final boolean repeats;
  private final int keys;
  private final boolean writesOnce;
  private final List<Long> unwritten = new ArrayList<>();
  private long next = 2;
  private History history = History.builder().build();

  TinyPredicates(SplittableRandom random) {
    this(random, false);
  }

  /**
   * One where transactions see what others will write, and write the same as others.
   *
   * @param random of which it is made
   */
  static TinyPredicates dirty(SplittableRandom random) {
    return new TinyPredicates(random, true);
  }

  private TinyPredicates(SplittableRandom random, boolean repeats) {
    this.random = random;
    this.repeats = repeats;
    careless = repeats ? 1 : random.nextInt(6);
    writesOnce = random.nextInt(3) > 0;
    keys = writesOnce ? 2 + random.nextInt(3) : 1 + random.nextInt(3);
    for (long key = 0; key < keys; key++) {
      unwritten.add(key);
    }
    run();
  }

  private void run() {
    int count = 2 + random.nextInt(4);
    int processes = 1 + random.nextInt(4);
    History.Builder builder = History.builder();
    Map<Long, Long> begin = new TreeMap<>();
    if (random.nextInt(3) > 0) {
      init(begin, builder);
    }
    states.add(begin);
    dirty.putAll(begin);
    Map<Integer, Txn> open = new TreeMap<>();
    List<Integer> threads = new ArrayList<>();
    for (int i = 0; i < processes; i++) {
      threads.add(i);
    }
    int fresh = processes;
    int begun = 0;
    while (begun < count || !open.isEmpty()) {
      int thread = random.nextInt(processes);
      int process = threads.get(thread);
      Txn txn = open.get(process);
      if (txn == null && begun < count) {
        begun++;
        txn = begin(process, builder.size());
        builder.add(EventType.INVOKE, process, "txn", told(txn, false));
        open.put(process, txn);
      } else if (txn != null) {
        open.remove(process);
        commit(txn);
        if (txn.outcome != EventType.INFO || random.nextBoolean()) {
          txn.completed = builder.size();
          builder.add(txn.outcome, process, "txn", told(txn, txn.outcome == EventType.OK));
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

  private void init(Map<Long, Long> begin, History.Builder builder) {
    Txn txn = new Txn();
    txn.isInit = true;
    txn.completed = 1;
    for (long key = 0; key < keys; key++) {
      if (random.nextInt(3) > 0) {
        begin.put(key, random.nextLong(2));
        txn.mops.add(new Mop(false, key, begin.get(key), null, Map.of()));
      }
    }
    all.add(txn);
    builder.add(EventType.INVOKE, 0, "init", new TreeMap<>(begin));
    builder.add(EventType.OK, 0, "init", new TreeMap<>(begin));
  }

  private Txn begin(int process, int event) {
    Txn txn = new Txn();
    txn.process = process;
    txn.invoked = event;
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      long key = random.nextLong(keys);
      int what = random.nextInt(6);
      if (what == 0) {
        txn.mops.add(new Mop(true, key, null, null, Map.of()));
      } else if (what < 3) {
        txn.mops.add(new Mop(true, 0, null, predicate(), Map.of()));
      } else if (!writesOnce || !unwritten.isEmpty()) {
        long mine =
            writesOnce ? unwritten.remove(random.nextInt(unwritten.size())) : random.nextInt(keys);
        txn.mops.add(new Mop(false, mine, fresh(what), null, Map.of()));
      }
    }
    txn.mops.stream().filter(mop -> !mop.isRead()).forEach(mop -> write(mop, dirty));
    all.add(txn);
    return txn;
  }

  /** Mostly a new value, sometimes none, which deletes, or one that was there before. */
  private @Nullable Long fresh(int what) {
    if (repeats) {
      return what == 3 ? null : random.nextLong(3);
    }
    return what == 3 ? null : random.nextInt(12) == 0 ? random.nextLong(next) : (Long) next++;
  }

  private Asked predicate() {
    return switch (random.nextInt(3)) {
      case 0 -> new Asked('t', 0, 0);
      case 1 -> new Asked('=', random.nextLong(4), 0);
      default -> new Asked('m', 2, random.nextLong(2));
    };
  }

  private void commit(Txn txn) {
    int fate = random.nextInt(10);
    txn.outcome = fate == 0 ? EventType.FAIL : fate == 1 ? EventType.INFO : EventType.OK;
    int age = careless == 0 ? 0 : random.nextInt(Math.min(states.size(), 3));
    Map<Long, Long> stale =
        new TreeMap<>(
            repeats ? states.get(0) : careless == 1 ? dirty : states.get(states.size() - 1 - age));
    if (repeats) {
      all.stream()
          .filter(other -> other != txn && !other.isInit)
          .flatMap(other -> other.mops.stream())
          .filter(mop -> !mop.isRead())
          .forEach(mop -> write(mop, stale));
    }
    Map<Long, Long> latest = new TreeMap<>(states.getLast());
    Map<Long, Long> after = new TreeMap<>(latest);
    for (int i = 0; i < txn.mops.size(); i++) {
      Mop mop = txn.mops.get(i);
      if (mop.isPredicate()) {
        txn.mops.set(i, answered(mop, stale));
      } else if (mop.isRead()) {
        // Some stores are careful of items and forget predicates.
        Map<Long, Long> view =
            careless == 2 || (careless == 5 && random.nextBoolean()) ? latest : stale;
        txn.mops.set(i, new Mop(true, mop.key(), spoiled(view.get(mop.key())), null, Map.of()));
      } else {
        List.of(stale, latest, after).forEach(state -> write(mop, state));
        if (random.nextInt(30) == 0) {
          states.add(new TreeMap<>(after));
        }
      }
    }
    if (txn.outcome == EventType.OK || (txn.outcome == EventType.INFO && random.nextBoolean())) {
      states.add(after);
    }
  }

  static void write(Mop mop, Map<Long, Long> state) {
    Long value = mop.value();
    if (value == null) {
      state.remove(mop.key());
    } else {
      state.put(mop.key(), value);
    }
  }

  private Mop answered(Mop mop, Map<Long, Long> view) {
    Map<Long, Long> shown = matches(mop, view);
    if (careless == 4 && random.nextInt(6) == 0) {
      if (random.nextBoolean() && !shown.isEmpty()) {
        shown.remove(shown.keySet().iterator().next());
      } else {
        shown.put(random.nextLong(keys), random.nextLong(next));
      }
    }
    return new Mop(true, 0, null, mop.asked(), shown);
  }

  static Map<Long, Long> matches(Mop mop, Map<Long, Long> state) {
    Map<Long, Long> shown = new TreeMap<>();
    Asked asked = mop.asked();
    state.forEach(
        (key, value) -> {
          if (asked != null && asked.matches(value)) {
            shown.put(key, value);
          }
        });
    return shown;
  }

  private @Nullable Long spoiled(@Nullable Long value) {
    if (careless < 3 || random.nextInt(8) > 0) {
      return value;
    }
    return random.nextBoolean() ? null : (Long) random.nextLong(next + 1);
  }

  private List<Object> told(Txn txn, boolean isCompleted) {
    List<Object> told = new ArrayList<>();
    for (Mop mop : txn.mops) {
      Asked asked = mop.asked();
      if (asked != null) {
        told.add(
            Arrays.<@Nullable Object>asList(
                new Keyword("rp"), asked.told(), isCompleted ? mop.shown() : null));
      } else if (mop.isRead()) {
        told.add(
            Arrays.<@Nullable Object>asList(
                new Keyword("r"), mop.key(), isCompleted ? mop.value() : null));
      } else if (mop.value() == null) {
        told.add(List.of(new Keyword("delete"), mop.key()));
      } else {
        told.add(
            List.of(new Keyword(mop.value() % 2 == 0 ? "w" : "insert"), mop.key(), mop.value()));
      }
    }
    return List.copyOf(told);
  }

  History history() {
    return history;
  }

  /** All, the init first if there is one. */
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
    return out.append(history.isRealTime() ? "" : "\nno real time").toString();
  }
}
