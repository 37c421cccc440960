package dev.assay.checkers.linearizability;

import dev.assay.checkers.Budget;
import dev.assay.checkers.OnlineCheck;
import dev.assay.histories.EventType;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Linearizability of a history that grows, object by object (Herlihy and Wing 1990, §3.3). Keeps of
 * each object what happened since its last quiescent point, see {@link OnlineObject}.
 */
final class OnlineLinearizability implements OnlineCheck {
  private final Model model;
  private final Map<@Nullable Object, OnlineObject> objects = new HashMap<>();

  /** Objects with events that were not judged, in the order in which those came. */
  private final Map<@Nullable Object, OnlineObject> changed = new LinkedHashMap<>();

  /** The key of what each process has open: a completion need not repeat it. */
  private final Map<Integer, @Nullable Object> keyOfOpen = new HashMap<>();

  private @Nullable String violation;
  private int givenUp;

  OnlineLinearizability(Model model) {
    this.model = model;
  }

  @Override
  public void add(
      EventType type,
      int process,
      String f,
      @Nullable Object key,
      @Nullable Object value,
      long timeNanos,
      Map<String, @Nullable Object> extra) {
    @Nullable Object object = key;
    if (type == EventType.INVOKE) {
      keyOfOpen.put(process, key);
    } else if (keyOfOpen.containsKey(process)) {
      object = keyOfOpen.remove(process);
    } else {
      throw new IllegalArgumentException("process " + process + " completes what it did not begin");
    }
    OnlineObject judged = objects.computeIfAbsent(object, k -> new OnlineObject(model));
    judged.add(type, process, f, value);
    changed.put(object, judged);
  }

  @Override
  public @Nullable String violation(Budget budget) {
    Limit limit = new Limit(budget, new Limit.Stop());
    while (violation == null && !changed.isEmpty() && !budget.isSpent()) {
      Map.Entry<@Nullable Object, OnlineObject> next = changed.entrySet().iterator().next();
      @Nullable Object key = next.getKey();
      OnlineObject object = next.getValue();
      changed.remove(key);
      boolean wasGivenUp = object.isGivenUp();
      if (!object.isPossible(limit)) {
        violation = "nonlinearizable" + (key == null ? "" : ": key " + key);
      }
      givenUp += !wasGivenUp && object.isGivenUp() ? 1 : 0;
    }
    return violation;
  }

  @Override
  public @Nullable String givenUp() {
    return givenUp == 0
        ? null
        : givenUp
            + " of "
            + objects.size()
            + " objects take too long to judge while they change; they are judged at the end";
  }

  /** How many events are kept: for tests of the bound. */
  int kept() {
    return objects.values().stream().mapToInt(OnlineObject::kept).sum();
  }
}
