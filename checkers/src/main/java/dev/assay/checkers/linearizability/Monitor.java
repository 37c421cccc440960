package dev.assay.checkers.linearizability;

import dev.assay.checkers.linearizability.models.AppendListModel;
import dev.assay.checkers.linearizability.models.CounterModel;
import dev.assay.checkers.linearizability.models.DequeModel;
import dev.assay.checkers.linearizability.models.EtcdKvModel;
import dev.assay.checkers.linearizability.models.FetchAndAddModel;
import dev.assay.checkers.linearizability.models.FifoQueueModel;
import dev.assay.checkers.linearizability.models.IdGeneratorModel;
import dev.assay.checkers.linearizability.models.KvModel;
import dev.assay.checkers.linearizability.models.LogModel;
import dev.assay.checkers.linearizability.models.MapModel;
import dev.assay.checkers.linearizability.models.MaxRegisterModel;
import dev.assay.checkers.linearizability.models.MutexModel;
import dev.assay.checkers.linearizability.models.OwnedMutexModel;
import dev.assay.checkers.linearizability.models.PriorityQueueModel;
import dev.assay.checkers.linearizability.models.SemaphoreModel;
import dev.assay.checkers.linearizability.models.SetModel;
import dev.assay.checkers.linearizability.models.StackModel;
import dev.assay.checkers.linearizability.models.UnorderedQueueModel;
import dev.assay.checkers.linearizability.models.VersionedRegisterModel;
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
      case UnorderedQueueModel queue -> new UnorderedQueueMonitor();
      case StackModel stack -> new StackMonitor(stack);
      case DequeModel deque -> new DequeMonitor(deque);
      case PriorityQueueModel queue -> new PriorityQueueMonitor(queue);
      case VersionedRegisterModel register -> new VersionedRegisterMonitor(register);
      case MaxRegisterModel register -> new MaxRegisterMonitor();
      case MapModel map -> new MapMonitor();
      case SetModel set -> new SetMonitor();
      case CounterModel counter -> new CounterMonitor();
      case FetchAndAddModel number -> new FetchAndAddMonitor();
      case IdGeneratorModel generator -> new IdGeneratorMonitor();
      case MutexModel mutex -> new MutexMonitor();
      case OwnedMutexModel mutex -> new OwnedMutexMonitor();
      case SemaphoreModel semaphore -> new SemaphoreMonitor();
      case LogModel log -> new LogMonitor();
      case AppendListModel list -> new AppendListMonitor();
      case KvModel store -> new KvMonitor(store);
      case EtcdKvModel store -> new EtcdKvMonitor();
      default -> null;
    };
  }
}
