package dev.assay.checkers.linearizability;

import dev.assay.checkers.linearizability.models.CollectionModel.Role;
import dev.assay.checkers.linearizability.models.DequeModel;
import org.jspecify.annotations.Nullable;

/**
 * Decides a deque that was used as a queue or as a stack: one end for all insertions, and one for
 * all that removes or looks. No near-linear procedure is known for the use of both ends; that is
 * left to the search.
 */
final class DequeMonitor implements Monitor {
  private final DequeModel model;

  DequeMonitor(DequeModel model) {
    this.model = model;
  }

  @Override
  public String name() {
    return "order of elements";
  }

  @Override
  public @Nullable Answer decide(Problem problem) {
    String in = null;
    String out = null;
    for (int op = 0; op < problem.size(); op++) {
      String f = problem.kinds().function(problem.classes()[op]);
      boolean isInsertion = model.role(f) == Role.INSERT;
      String end = f.substring(f.indexOf('-') + 1);
      String before = isInsertion ? in : out;
      if (before != null && !before.equals(end)) {
        return null;
      }
      in = isInsertion ? end : in;
      out = isInsertion ? out : end;
    }
    boolean isStack = in == null || in.equals(out);
    return (isStack ? new StackMonitor(model) : new QueueMonitor(model)).decide(problem);
  }
}
