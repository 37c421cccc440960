package dev.assay.checkers.linearizability;

import dev.assay.checkers.linearizability.models.OwnedMutexModel;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Decides a lock that knows its owner, reentrant or not, with fences or without, when each owner
 * does one thing after the other; O(n).
 *
 * <p>From the return of an acquire to the invocation of its release the owner certainly holds the
 * lock. These times must not overlap, and their order is then the only one: acquires take effect at
 * their return, releases at their invocation (zones of Gibbons and Korach 1997, §4, that are all
 * forward). Operations of unknown outcome are left to the search where this does not explain all.
 */
final class OwnedMutexMonitor implements Monitor {
  @Override
  public String name() {
    return "holds";
  }

  @Override
  public @Nullable Answer decide(Problem problem) {
    Placed placed = new Placed(problem);
    Map<Object, Integer> openOf = new HashMap<>();
    Object state = problem.model().initial();
    boolean hasPending = false;
    int last = -1;
    for (int event : Sweep.events(problem)) {
      int op = event >= 0 ? event : ~event;
      Action action = problem.action(op);
      Object owner = Objects.requireNonNull(OwnedMutexModel.owner(action));
      hasPending |= problem.isPending(op);
      if (event < 0) {
        openOf.remove(owner);
      } else if (!problem.isPending(op) && openOf.put(owner, op) != null) {
        return null;
      }
      boolean takesEffect = action.f().equals("release") == event >= 0;
      Object after = takesEffect && last < 0 ? problem.model().step(state, action) : null;
      if (after != null) {
        state = after;
        placed.place(op);
      } else if (takesEffect && last < 0 && !problem.isPending(op)) {
        last = problem.ret()[op];
      }
    }
    if (last < 0) {
      return Replay.confirmed(problem, placed.order());
    }
    return hasPending ? null : Answer.No.until(problem, last);
  }
}
