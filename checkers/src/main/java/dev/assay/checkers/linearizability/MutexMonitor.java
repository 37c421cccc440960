package dev.assay.checkers.linearizability;

import org.jspecify.annotations.Nullable;

/** Decides a lock that does not know its owner: a {@link Toggle}. */
final class MutexMonitor implements Monitor {
  @Override
  public String name() {
    return "toggle";
  }

  @Override
  public @Nullable Answer decide(Problem problem) {
    byte[] what = new byte[problem.size()];
    for (int op = 0; op < what.length; op++) {
      boolean acquires = problem.kinds().function(problem.classes()[op]).equals("acquire");
      what[op] = acquires ? Toggle.TURN_ON : Toggle.TURN_OFF;
    }
    Placed placed = new Placed(problem);
    Toggle lock = new Toggle(problem, what, placed);
    for (int event : Sweep.events(problem)) {
      if (event >= 0) {
        lock.invoke(event);
      } else if (!lock.giveBack(~event)) {
        return Answer.No.until(problem, problem.ret()[~event]);
      }
    }
    return Replay.confirmed(problem, placed.order());
  }
}
