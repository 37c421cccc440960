package dev.assay.checkers.linearizability;

import dev.assay.checkers.CheckOptions;
import dev.assay.checkers.linearizability.models.AppendListModel;
import dev.assay.checkers.linearizability.models.BankModel;
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
import dev.assay.checkers.linearizability.models.MultiRegisterModel;
import dev.assay.checkers.linearizability.models.MutexModel;
import dev.assay.checkers.linearizability.models.OwnedMutexModel;
import dev.assay.checkers.linearizability.models.PriorityQueueModel;
import dev.assay.checkers.linearizability.models.SemaphoreModel;
import dev.assay.checkers.linearizability.models.SetModel;
import dev.assay.checkers.linearizability.models.StackModel;
import dev.assay.checkers.linearizability.models.UnorderedQueueModel;
import dev.assay.checkers.linearizability.models.VersionedRegisterModel;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** The models by their names. */
public final class Models {
  private static final Map<String, Function<CheckOptions, Model>> BY_NAME = new TreeMap<>();

  static {
    BY_NAME.put("register", RegisterModel::register);
    BY_NAME.put("cas-register", RegisterModel::casRegister);
    BY_NAME.put("versioned-register", VersionedRegisterModel::versions);
    BY_NAME.put("revision-register", VersionedRegisterModel::revisions);
    BY_NAME.put("max-register", options -> new MaxRegisterModel());
    BY_NAME.put("multi-register", MultiRegisterModel::new);
    BY_NAME.put("map", MapModel::new);
    BY_NAME.put("kv", KvModel::new);
    BY_NAME.put("linearizable-set", options -> new SetModel());
    BY_NAME.put("fifo-queue", options -> new FifoQueueModel());
    BY_NAME.put("unordered-queue", options -> new UnorderedQueueModel());
    BY_NAME.put("stack", options -> new StackModel());
    BY_NAME.put("deque", options -> new DequeModel());
    BY_NAME.put("priority-queue", options -> PriorityQueueModel.greatestFirst());
    BY_NAME.put("min-priority-queue", options -> PriorityQueueModel.smallestFirst());
    BY_NAME.put("mutex", options -> new MutexModel());
    BY_NAME.put("owner-aware-mutex", options -> new OwnedMutexModel(false, false));
    BY_NAME.put("reentrant-mutex", options -> new OwnedMutexModel(true, false));
    BY_NAME.put("fenced-mutex", options -> new OwnedMutexModel(false, true));
    BY_NAME.put("reentrant-fenced-mutex", options -> new OwnedMutexModel(true, true));
    BY_NAME.put("semaphore", SemaphoreModel::new);
    BY_NAME.put("linearizable-counter", CounterModel::new);
    BY_NAME.put("fetch-and-add", FetchAndAddModel::new);
    BY_NAME.put("id-generator", options -> new IdGeneratorModel());
    BY_NAME.put("log", options -> new LogModel());
    BY_NAME.put("append-list", options -> new AppendListModel());
    BY_NAME.put("etcd-kv", options -> new EtcdKvModel());
    BY_NAME.put("linearizable-bank", BankModel::new);
  }

  private Models() {}

  /** What makes each model, by name in alphabetical order. */
  public static Map<String, Function<CheckOptions, Model>> byName() {
    return Collections.unmodifiableMap(BY_NAME);
  }
}
