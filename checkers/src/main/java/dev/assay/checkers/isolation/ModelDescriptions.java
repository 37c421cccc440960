package dev.assay.checkers.isolation;

/** What each {@link ConsistencyModel} promises, in a line for people. */
public final class ModelDescriptions {
  private ModelDescriptions() {}

  /** That of one model. */
  public static String of(ConsistencyModel model) {
    return switch (model) {
      case READ_UNCOMMITTED -> "writes of transactions are not interleaved";
      case READ_COMMITTED -> "nobody reads what was aborted, unfinished, or in a circle";
      case CURSOR_STABILITY -> "what was read and then written was not overwritten in between";
      case MONOTONIC_VIEW -> "what was read from is never missed by a later read";
      case MONOTONIC_SNAPSHOT_READ -> "every read sees a snapshot, later reads later ones";
      case CONSISTENT_VIEW -> "reads miss nothing of what they depend on";
      case FORWARD_CONSISTENT_VIEW ->
          "consistent view, of what had committed at the beginning at least";
      case UPDATE_SERIALIZABLE -> "all that write, with any one reader, are serializable";
      case MONOTONIC_ATOMIC_VIEW -> "who has read from a transaction sees all of it from then on";
      case READ_ATOMIC -> "who reads from a transaction sees all of it";
      case UPDATE_ATOMIC -> "read atomic without lost updates";
      case CAUSAL_CERONE -> "who reads from a transaction sees all that it depends on";
      case PARALLEL_SNAPSHOT_ISOLATION ->
          "causal, and of two concurrent writers of a key one aborts";
      case PREFIX -> "every transaction sees a prefix of one order of commits";
      case SNAPSHOT_ISOLATION -> "reads of one snapshot; of concurrent writers of a key one aborts";
      case REPEATABLE_READ -> "serializable, but for reads by predicates";
      case VIEW_SERIALIZABLE -> "reads and last writes as in some serial order";
      case ONE_COPY_SERIALIZABLE -> "replicas answer as one serializable copy would";
      case SESSION_SERIALIZABLE -> "one-copy serializable, in an order that sessions agree with";
      case SERIALIZABLE -> "as if one transaction came after the other";
      case MONOTONIC_READS -> "a process never reads a key backwards";
      case MONOTONIC_WRITES -> "versions of each key come in the order of each process";
      case READ_YOUR_WRITES -> "a process reads what it wrote, or what is newer";
      case WRITES_FOLLOW_READS -> "writes of a process come after what it has read";
      case PRAM -> "monotonic reads and writes and read your writes, each key by itself";
      case STRONG_SESSION_READ_UNCOMMITTED -> "read uncommitted, writes in the order of sessions";
      case STRONG_SESSION_READ_COMMITTED -> "read committed in the order of sessions";
      case STRONG_SESSION_MONOTONIC_ATOMIC_VIEW -> "monotonic atomic view in the order of sessions";
      case STRONG_SESSION_READ_ATOMIC -> "read atomic in the order of sessions";
      case STRONG_SESSION_CAUSAL -> "causal in the order of sessions";
      case STRONG_SESSION_SNAPSHOT_ISOLATION -> "snapshots that show what the session did before";
      case STRONG_SESSION_SERIALIZABLE -> "serializable, in an order that sessions agree with";
      case STRONG_READ_UNCOMMITTED -> "read uncommitted, writes in the order of real time";
      case STRONG_READ_COMMITTED -> "read committed in the order of real time";
      case STRONG_SNAPSHOT_ISOLATION -> "snapshots that show all that was committed before";
      case CAUSAL -> "single operations are seen in an order that causes and sessions agree with";
      case SEQUENTIAL -> "single operations in one order that sessions agree with";
      case LINEARIZABLE -> "single operations in one order that real time agrees with";
      case STRICT_SERIALIZABLE -> "serializable, in an order that real time agrees with";
    };
  }
}
