package dev.assay.checkers.certificates;

import dev.assay.checkers.CheckOptions;
import org.jspecify.annotations.Nullable;

/** The specifications by the names of the models that they say a second time. */
final class Specifications {
  private Specifications() {}

  /** Null when there is none of this name. */
  static @Nullable Specification of(String model, CheckOptions options) {
    Object initial = options.initial();
    return switch (model) {
      case "register" -> new RegisterSpecification(options, false);
      case "cas-register" -> new RegisterSpecification(options, true);
      case "versioned-register" -> new VersionedRegisterSpecification(initial, false);
      case "revision-register" -> new VersionedRegisterSpecification(initial, true);
      case "max-register" -> new MaxRegisterSpecification();
      case "multi-register" -> new MultiRegisterSpecification(initial);
      case "map" -> new MapSpecification(initial);
      case "kv" -> new KvSpecification(initial);
      case "linearizable-set" -> new SetSpecification();
      case "fifo-queue" -> new LineSpecification("enqueue", "dequeue", "peek");
      case "stack" -> new LineSpecification("push", "pop", "peek");
      case "deque" -> new LineSpecification("push-", "pop-", "peek-");
      case "priority-queue" -> new PriorityQueueSpecification(true);
      case "min-priority-queue" -> new PriorityQueueSpecification(false);
      case "unordered-queue" -> new BagSpecification();
      case "mutex" -> new MutexSpecification();
      case "owner-aware-mutex" -> new OwnedMutexSpecification(1, false);
      case "reentrant-mutex" -> new OwnedMutexSpecification(Integer.MAX_VALUE, false);
      case "fenced-mutex" -> new OwnedMutexSpecification(1, true);
      case "reentrant-fenced-mutex" -> new OwnedMutexSpecification(Integer.MAX_VALUE, true);
      case "semaphore" -> new SemaphoreSpecification(initial);
      case "linearizable-counter" -> new CounterSpecification(initial);
      case "fetch-and-add" -> new FetchAndAddSpecification(initial);
      case "id-generator" -> new IdGeneratorSpecification();
      case "log" -> new LogSpecification();
      case "append-list" -> new AppendListSpecification();
      case "etcd-kv" -> new EtcdKvSpecification();
      case "linearizable-bank" -> new BankSpecification(initial);
      default -> null;
    };
  }
}
