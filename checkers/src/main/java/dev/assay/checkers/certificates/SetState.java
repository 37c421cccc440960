package dev.assay.checkers.certificates;

import dev.assay.histories.EventType;
import dev.assay.histories.History;
import dev.assay.histories.MicroOps;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What sets hold while transactions are replayed; adds commute, so none conflicts with another. */
final class SetState implements ReplayState {
  private final History history;
  private final MicroOps microOps;
  private final Map<Integer, Set<Integer>> sets = new HashMap<>();

  SetState(History history) {
    this.history = history;
    microOps = history.microOps();
  }

  @Override
  public @Nullable String read(int event, EventType outcome) {
    Map<Integer, Set<Integer>> own = new HashMap<>();
    for (int mop = microOps.start(event); mop < microOps.end(event); mop++) {
      Set<Integer> mine = own.computeIfAbsent(microOps.key(mop), key -> new HashSet<>());
      Set<Integer> there = sets.getOrDefault(microOps.key(mop), Set.of());
      if (microOps.kind(mop) != MicroOps.READ) {
        if (!microOps.name(microOps.kind(mop)).equals("add")) {
          return "does something else than to read or add";
        }
        if (there.contains(microOps.value(mop))) {
          return "adds what is there already";
        }
        mine.add(microOps.value(mop));
      } else if (outcome == EventType.OK) {
        Set<Integer> shown = elements(history, mop);
        if (shown.size() != there.size() + mine.size()
            || !shown.containsAll(mine)
            || !shown.containsAll(there)) {
          return "does not read what was added before";
        }
      }
    }
    return null;
  }

  @Override
  public @Nullable String write(int event, int begunAt, int moment) {
    for (int mop = microOps.start(event); mop < microOps.end(event); mop++) {
      if (microOps.kind(mop) != MicroOps.READ) {
        sets.computeIfAbsent(microOps.key(mop), key -> new HashSet<>()).add(microOps.value(mop));
      }
    }
    return null;
  }

  /** The value ids of the elements that a read shows; a negative one for what nobody added. */
  static Set<Integer> elements(History history, int mop) {
    MicroOps microOps = history.microOps();
    Set<Integer> elements = new HashSet<>();
    for (int at = microOps.listStart(mop); at < microOps.listEnd(mop); at++) {
      elements.add(microOps.element(at));
    }
    if (microOps.value(mop) > 0
        && history.values().get(microOps.value(mop)) instanceof Set<?> set) {
      for (Object element : set) {
        elements.add(history.values().find(element));
      }
    }
    return elements;
  }
}
