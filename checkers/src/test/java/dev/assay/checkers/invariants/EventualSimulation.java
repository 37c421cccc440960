package dev.assay.checkers.invariants;

import dev.assay.histories.EventType;
import dev.assay.histories.History;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Random histories of three replicas, each a set of known updates, that learn of each other's now
 * and then, and of all before the final reads. Some updates fail, some are in doubt and happened or
 * not. With mutations a replica forgets an update, or a read is told wrongly.
 */
final class EventualSimulation {
  static final List<String> WORKLOADS =
      List.of("eventual-counter", "eventual-register", "eventual-set", "siblings");

  private final String workload;
  private final SplittableRandom random;
  private final int percentMutations;
  private final History.Builder builder = History.builder();
  private final List<Update> updates = new ArrayList<>();
  private final List<Set<Integer>> replicas =
      List.of(new TreeSet<>(), new TreeSet<>(), new TreeSet<>());
  private final Map<Integer, Seen> seen = new TreeMap<>();
  private int processes = 3;
  private long fresh;

  /**
   * An update.
   *
   * @param content the element, value or addition; null for a remove
   * @param covers the updates that it takes away
   */
  private record Update(@Nullable Long content, Set<Integer> covers) {}

  /** What the last read of a process showed, and the updates that it knew. */
  private record Seen(Set<Object> elements, Set<Integer> known) {}

  private EventualSimulation(String workload, SplittableRandom random, int percentMutations) {
    this.workload = workload;
    this.random = random;
    this.percentMutations = percentMutations;
  }

  static History history(String workload, SplittableRandom random, int percentMutations) {
    return new EventualSimulation(workload, random, percentMutations).run();
  }

  private History run() {
    int count = 2 + random.nextInt(12);
    List<Integer> clients = new ArrayList<>(List.of(0, 1, 2));
    for (int i = 0; i < count; i++) {
      int at = random.nextInt(3);
      if (!operate(clients.get(at), replicas.get(at))) {
        clients.set(at, processes++);
      }
      if (random.nextInt(3) == 0) {
        replicas.get(random.nextInt(3)).addAll(replicas.get(random.nextInt(3)));
      }
    }
    Set<Integer> all = new TreeSet<>();
    replicas.forEach(all::addAll);
    replicas.forEach(replica -> replica.addAll(all));
    if (isMutated() && !all.isEmpty()) {
      replicas.get(random.nextInt(3)).remove(random.nextInt(updates.size()));
    }
    for (int i = random.nextInt(4); i > 0; i--) {
      read(processes++, "final-read", replicas.get(random.nextInt(3)));
    }
    return builder.build();
  }

  private boolean isMutated() {
    return random.nextInt(100) < percentMutations;
  }

  /** Does one operation; false when it is in doubt. */
  private boolean operate(int process, Set<Integer> replica) {
    if (random.nextInt(3) == 0) {
      read(process, "read", replica);
      return true;
    }
    Seen last = seen.getOrDefault(process, new Seen(Set.of(), Set.of()));
    Update update;
    String f = "add";
    Object argument;
    switch (workload) {
      case "eventual-counter" -> {
        update = new Update(random.nextLong(-2, 5), Set.of());
        argument = update.content();
      }
      case "eventual-set" -> {
        boolean removes = !last.elements().isEmpty() && random.nextInt(3) == 0;
        Object element = removes ? last.elements().iterator().next() : (Object) random.nextLong(4);
        f = removes ? "remove" : "add";
        update = removes ? removal(last, element) : new Update((Long) element, Set.of());
        argument = element;
      }
      default -> {
        f = "write";
        boolean isBlind = random.nextBoolean();
        update = new Update(fresh++, isBlind ? Set.of() : last.known());
        argument =
            List.of(
                Objects.requireNonNull(update.content()),
                isBlind ? List.of() : List.copyOf(last.elements()));
      }
    }
    builder.add(EventType.INVOKE, process, f, argument);
    int outcome = random.nextInt(10);
    if (outcome == 0) {
      builder.add(EventType.FAIL, process, f, argument);
      return true;
    }
    if (outcome > 1 || random.nextBoolean()) {
      updates.add(update);
      replica.add(updates.size() - 1);
    }
    builder.add(outcome == 1 ? EventType.INFO : EventType.OK, process, f, argument);
    return outcome != 1;
  }

  private Update removal(Seen last, Object element) {
    Set<Integer> covers = new TreeSet<>(last.known());
    covers.removeIf(id -> !element.equals(updates.get(id).content()));
    return new Update(null, covers);
  }

  private void read(int process, String f, Set<Integer> replica) {
    builder.add(EventType.INVOKE, process, f, null);
    Object shown = shown(replica);
    if (f.equals("read") && shown instanceof Set<?> all) {
      seen.put(process, new Seen(new LinkedHashSet<>(all), new TreeSet<>(replica)));
    }
    builder.add(EventType.OK, process, f, isMutated() ? mutated(shown) : shown);
  }

  private Object shown(Set<Integer> replica) {
    if (workload.equals("eventual-counter")) {
      return replica.stream().mapToLong(id -> Objects.requireNonNull(content(id))).sum();
    }
    TreeSet<Integer> current = new TreeSet<>(replica);
    replica.forEach(id -> current.removeAll(updates.get(id).covers()));
    current.removeIf(id -> content(id) == null);
    Set<Object> shown = new LinkedHashSet<>();
    if (workload.equals("eventual-register") && !current.isEmpty()) {
      shown.add(Objects.requireNonNull(content(current.last())));
    } else {
      current.forEach(id -> shown.add(Objects.requireNonNull(content(id))));
    }
    return shown;
  }

  private @Nullable Long content(int id) {
    return updates.get(id).content();
  }

  private Object mutated(Object shown) {
    if (shown instanceof Set<?> all) {
      Set<Object> changed = new LinkedHashSet<>(all);
      Object element = random.nextLong(6);
      return changed.remove(element) || changed.add(element) ? changed : shown;
    }
    return (Long) shown + random.nextLong(-3, 4);
  }
}
