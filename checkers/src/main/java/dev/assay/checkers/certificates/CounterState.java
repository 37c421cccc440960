package dev.assay.checkers.certificates;

import dev.assay.histories.EventType;
import dev.assay.histories.History;
import dev.assay.histories.MicroOps;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What counters hold while transactions are replayed: the sum of all increments, from 0. */
final class CounterState implements ReplayState {
  private final History history;
  private final MicroOps microOps;
  private final Map<Integer, Long> sums = new HashMap<>();

  CounterState(History history) {
    this.history = history;
    microOps = history.microOps();
  }

  @Override
  public @Nullable String read(int event, EventType outcome) {
    Map<Integer, Long> own = new HashMap<>();
    for (int mop = microOps.start(event); mop < microOps.end(event); mop++) {
      int key = microOps.key(mop);
      if (microOps.kind(mop) != MicroOps.READ) {
        if (!isIncrement(history, mop)) {
          return "does something else than to read or increment";
        }
        own.merge(key, number(history, mop), Math::addExact);
      } else if (outcome == EventType.OK
          && number(history, mop)
              != Math.addExact(sums.getOrDefault(key, 0L), own.getOrDefault(key, 0L))) {
        return "does not read the sum of the increments before";
      }
    }
    return null;
  }

  @Override
  public @Nullable String write(int event, int begunAt, int moment) {
    for (int mop = microOps.start(event); mop < microOps.end(event); mop++) {
      if (microOps.kind(mop) != MicroOps.READ) {
        sums.merge(microOps.key(mop), number(history, mop), Math::addExact);
      }
    }
    return null;
  }

  static boolean isIncrement(History history, int mop) {
    MicroOps microOps = history.microOps();
    return microOps.name(microOps.kind(mop)).equals("inc")
        && microOps.value(mop) > 0
        && history.values().get(microOps.value(mop)) instanceof Long;
  }

  /** What a micro-operation adds or shows: nil is 0, and what is no integer is nothing. */
  static long number(History history, int mop) {
    int value = history.microOps().value(mop);
    return value > 0 && history.values().get(value) instanceof Long number ? number : 0;
  }
}
