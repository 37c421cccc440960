package dev.assay.checkers.linearizability;

import dev.assay.checkers.linearizability.models.FifoQueueModel;
import dev.assay.checkers.linearizability.models.PriorityQueueModel;
import dev.assay.checkers.linearizability.models.StackModel;
import org.jspecify.annotations.Nullable;

/** A near-linear decision procedure for one type, under a precondition on the history. */
interface Monitor {
  /** The name for people. */
  String name();

  /** The answer, or null when the precondition does not hold. */
  @Nullable Answer decide(Problem problem);

  /** The monitor of a model; null when there is none. */
  static @Nullable Monitor of(Model model) {
    return switch (model) {
      case RegisterModel register -> new RegisterMonitor(register);
      case FifoQueueModel queue -> new QueueMonitor(queue);
      case StackModel stack -> new StackMonitor(stack);
      case PriorityQueueModel queue -> new PriorityQueueMonitor(queue);
      default -> null;
    };
  }
}
