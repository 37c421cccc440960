package dev.assay.checkers.certificates;

import dev.assay.checkers.KeyAssumption;
import dev.assay.checkers.KeyOptions;
import dev.assay.checkers.certificates.Certificate.CommitOrder;
import dev.assay.checkers.certificates.Certificate.ParallelOrder;
import dev.assay.checkers.certificates.Certificate.SerialOrder;
import dev.assay.checkers.certificates.Certificate.SnapshotOrder;
import dev.assay.checkers.certificates.Certificate.UpdateOrder;
import dev.assay.checkers.certificates.KeyUses.Use;
import dev.assay.histories.EventType;
import dev.assay.histories.History;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Holds an order of transactions on registers to what is assumed of the versions of each key, which
 * come in the order of their writers. Of two transactions that use a key, and that the assumption
 * orders, the later one sees no earlier version than the earlier one left ({@link KeyUses}):
 * sequential keys order those of a process, linearizable keys those of which one completed before
 * the other began. Where writes follow reads a transaction leaves no earlier version than it saw;
 * and given orders are kept, in which only what a transaction wrote last has a place.
 *
 * <p>An assumption is not made of a key where no order of its versions keeps it, those before it in
 * the order of {@link KeyAssumption}, and that writes follow reads. Every kind of order of
 * registers is held to all of this. O(n log n), for completions are sorted.
 */
final class AssumedKeys {
  private static final int NOWHERE = -2;

  private final History history;
  private final KeyOptions keys;
  private final KeyUses facts;

  /** By invocation: its place as a writer, and where it read what was committed. */
  private final int[] place;

  private final int[] readAt;

  private AssumedKeys(History history, KeyOptions keys) {
    this.history = history;
    this.keys = keys;
    facts = new KeyUses(history);
    place = new int[history.size()];
    readAt = new int[history.size()];
    Arrays.fill(place, NOWHERE);
    Arrays.fill(readAt, NOWHERE);
  }

  /** An accepted order once more, now under assumptions of the user. */
  static Verification verify(
      History history, Certificate certificate, KeyOptions keys, Verification accepted) {
    if (keys.isNone() || !accepted.accepted()) {
      return accepted;
    }
    AssumedKeys assumed = new AssumedKeys(history, keys);
    String workload =
        switch (certificate) {
          case SerialOrder order -> {
            assumed.place(order.order(), true);
            yield order.workload();
          }
          case SnapshotOrder order -> {
            assumed.place(order.moments(), true);
            yield order.workload();
          }
          case ParallelOrder order -> {
            assumed.place(order.order(), false);
            yield order.workload();
          }
          case UpdateOrder order -> {
            assumed.place(order.order(), false);
            yield order.workload();
          }
          case CommitOrder order -> {
            assumed.place(order.order(), false);
            yield order.workload();
          }
          default -> "";
        };
    if (!workload.equals("rw-register")) {
      return accepted;
    }
    String fault = assumed.fault();
    return fault == null
        ? Verification.accept(accepted.reason() + assumed.premises())
        : Verification.reject(fault);
  }

  private String premises() {
    return keys.assumptions().stream()
        .map(KeyAssumption::label)
        .sorted()
        .collect(Collectors.joining(" and ", ", under the premise ", ""));
  }

  /** Of moments the first of a transaction is where it reads, the second where it writes. */
  private void place(List<Integer> order, boolean isReplayed) {
    for (int at = 0; at < order.size(); at++) {
      int invocation = order.get(at);
      if (isReplayed && readAt[invocation] == NOWHERE) {
        readAt[invocation] = at;
      }
      place[invocation] = at;
    }
  }

  private @Nullable String fault() {
    boolean[] isPlaced = new boolean[place.length];
    for (int event = 0; event < place.length; event++) {
      isPlaced[event] = place[event] != NOWHERE;
    }
    Map<Integer, List<Use>> certain = new HashMap<>();
    for (Map.Entry<Integer, List<Use>> each : facts.uses(isPlaced, this::lastBefore).entrySet()) {
      int key = each.getKey();
      for (Use use : each.getValue()) {
        if (isNowhere(use.first()) || isNowhere(use.last())) {
          return "whose version transaction " + use.transaction() + " used has no place";
        }
      }
      Set<KeyAssumption> broken = EnumSet.copyOf(keys.assumptions());
      broken.removeIf(assumption -> isKept(assumption, key, each.getValue()));
      if (!broken.isEmpty()) {
        if (certain.isEmpty()) {
          certain.putAll(facts.certain());
        }
        broken.retainAll(made(key, certain.getOrDefault(key, List.of())));
      }
      if (!broken.isEmpty()) {
        return "the versions of key "
            + history.values().get(key)
            + " do not come as "
            + broken.iterator().next().label()
            + " has them";
      }
    }
    return null;
  }

  /** Of several that wrote a value: one that read it last saw what was committed last before. */
  private int lastBefore(int reader, List<Integer> writers) {
    int last = KeyUses.UNKNOWN;
    for (int writer : writers) {
      boolean isBefore = place[writer] >= 0 && place[writer] < readAt[reader] && writer != reader;
      if (isBefore && (last < 0 || place[writer] > place[last])) {
        last = writer;
      }
    }
    return last;
  }

  private boolean isNowhere(int writer) {
    return writer != KeyUses.INITIAL && (writer < 0 || place[writer] == NOWHERE);
  }

  private int placeOf(int writer) {
    return writer == KeyUses.INITIAL ? -1 : place[writer];
  }

  private boolean isKept(KeyAssumption assumption, int key, List<Use> uses) {
    return switch (assumption) {
      case WRITES_FOLLOW_READS ->
          uses.stream().allMatch(use -> placeOf(use.first()) <= placeOf(use.last()));
      case SEQUENTIAL -> {
        Map<Integer, Integer> left = new HashMap<>();
        yield uses.stream().allMatch(use -> goesOn(use, left));
      }
      case LINEARIZABLE -> !history.isRealTime() || goesOnInTime(uses);
      case GIVEN -> {
        int[] places = given(key).stream().mapToInt(this::placeOf).toArray();
        int[] sorted = places.clone();
        Arrays.sort(sorted);
        yield Arrays.equals(places, sorted);
      }
    };
  }

  private boolean goesOn(Use use, Map<Integer, Integer> left) {
    int process = history.process(use.transaction());
    boolean isKept = placeOf(use.first()) >= left.getOrDefault(process, -1);
    if (history.outcome(use.transaction()) == EventType.OK) {
      left.merge(process, placeOf(use.last()), Math::max);
    }
    return isKept;
  }

  private boolean goesOnInTime(List<Use> uses) {
    List<Use> byEnd = byEnd(uses);
    int done = 0;
    int left = -1;
    for (Use use : uses) {
      for (; done < byEnd.size() && end(byEnd.get(done)) < use.transaction(); done++) {
        left = Math.max(left, placeOf(byEnd.get(done).last()));
      }
      if (placeOf(use.first()) < left) {
        return false;
      }
    }
    return true;
  }

  private List<Use> byEnd(List<Use> uses) {
    return uses.stream()
        .filter(use -> history.outcome(use.transaction()) == EventType.OK)
        .sorted(Comparator.comparingInt(this::end))
        .toList();
  }

  private int end(Use use) {
    return history.pair(use.transaction());
  }

  /** Who wrote the values of a key that were given and has a place by them. */
  private List<Integer> given(int key) {
    Object value = history.values().get(key);
    List<Object> order = value == null ? null : keys.orders().get(value);
    return order == null
        ? List.of()
        : order.stream()
            .map(each -> facts.lastWriter(key, history.values().find(each)))
            .filter(writer -> writer >= 0)
            .toList();
  }

  /** The assumptions that are made of a key, for some order of its versions keeps them. */
  private Set<KeyAssumption> made(int key, List<Use> uses) {
    Set<KeyAssumption> made = EnumSet.noneOf(KeyAssumption.class);
    if (isPossible(key, uses, made)) {
      for (KeyAssumption assumption : EnumSet.copyOf(keys.assumptions())) {
        made.add(assumption);
        if (!isPossible(key, uses, made)) {
          made.remove(assumption);
        }
      }
    }
    return made;
  }

  /** Whether some order of versions keeps assumptions, and that writes follow reads. */
  private boolean isPossible(int key, List<Use> uses, Set<KeyAssumption> assumptions) {
    Precedence order = new Precedence();
    Map<Integer, Integer> versions = new HashMap<>();
    versions.put(KeyUses.INITIAL, order.add());
    for (Use use : uses) {
      versions.computeIfAbsent(use.first(), writer -> order.add());
      versions.computeIfAbsent(use.last(), writer -> order.add());
    }
    List<Integer> given = assumptions.contains(KeyAssumption.GIVEN) ? given(key) : List.of();
    int count = versions.size();
    for (int version = 1; version < count; version++) {
      order.order(0, version);
    }
    for (Use use : uses) {
      order.order(number(use.first(), versions), number(use.last(), versions));
    }
    for (int i = 1; i < given.size(); i++) {
      order.order(number(given.get(i - 1), versions), number(given.get(i), versions));
    }
    if (assumptions.contains(KeyAssumption.SEQUENTIAL)) {
      addProcesses(uses, versions, order);
    }
    if (assumptions.contains(KeyAssumption.LINEARIZABLE) && history.isRealTime()) {
      addTime(uses, versions, order);
    }
    return order.isOrder(count);
  }

  private static int number(int writer, Map<Integer, Integer> versions) {
    Integer number = versions.get(writer);
    if (number == null) {
      throw new IllegalStateException("transaction " + writer + " wrote none of the versions");
    }
    return number;
  }

  /** Each of a process to the next, for what one saw is not after what it left. */
  private void addProcesses(List<Use> uses, Map<Integer, Integer> versions, Precedence order) {
    Map<Integer, Integer> left = new HashMap<>();
    for (Use use : uses) {
      int process = history.process(use.transaction());
      Integer before = left.get(process);
      if (before != null) {
        order.order(before, number(use.first(), versions));
      }
      if (history.outcome(use.transaction()) == EventType.OK) {
        left.put(process, number(use.last(), versions));
      }
    }
  }

  /** Each completion is a thing, too, after what was left then and before what is seen later. */
  private void addTime(List<Use> uses, Map<Integer, Integer> versions, Precedence order) {
    List<Use> byEnd = byEnd(uses);
    List<Integer> completions = new ArrayList<>();
    for (Use use : byEnd) {
      int completion = order.add();
      if (!completions.isEmpty()) {
        order.order(completions.getLast(), completion);
      }
      order.order(number(use.last(), versions), completion);
      completions.add(completion);
    }
    int done = 0;
    for (Use use : uses) {
      while (done < byEnd.size() && end(byEnd.get(done)) < use.transaction()) {
        done++;
      }
      if (done > 0) {
        order.order(completions.get(done - 1), number(use.first(), versions));
      }
    }
  }
}
