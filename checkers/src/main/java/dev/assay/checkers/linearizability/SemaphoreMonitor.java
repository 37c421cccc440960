package dev.assay.checkers.linearizability;

import dev.assay.checkers.linearizability.models.SemaphoreModel;
import org.jspecify.annotations.Nullable;

/**
 * Decides a semaphore that refused nobody: permits are given back as early and taken as late as
 * possible, O(n). Whatever order is legal stays so when a release moves forward or an acquire back.
 * Acquires that never returned need not have happened.
 */
final class SemaphoreMonitor implements Monitor {
  @Override
  public String name() {
    return "early and late";
  }

  @Override
  public @Nullable Answer decide(Problem problem) {
    Placed placed = new Placed(problem);
    long permits = (Long) problem.model().initial();
    for (int event : Sweep.events(problem)) {
      int op = event >= 0 ? event : ~event;
      Action action = problem.action(op);
      if (SemaphoreModel.isRefused(action)) {
        return null;
      }
      boolean acquires = action.f().equals("acquire");
      if (acquires == event >= 0) {
        continue;
      }
      permits += acquires ? -SemaphoreModel.permits(action) : SemaphoreModel.permits(action);
      if (permits < 0) {
        return Answer.No.until(problem, problem.ret()[op]);
      }
      placed.place(op);
    }
    return Replay.confirmed(problem, placed.order());
  }
}
