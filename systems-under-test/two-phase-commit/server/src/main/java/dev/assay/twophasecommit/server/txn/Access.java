package dev.assay.twophasecommit.server.txn;

import dev.assay.twophasecommit.server.Bug;
import dev.assay.twophasecommit.server.Isolation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What an operation locks and sees, by the level of isolation. */
final class Access {
  private final TxnConfig config;
  private final Store store;
  private final LockTable locks;
  private final Map<TxnId, Branch> branches;

  Access(TxnConfig config, Store store, LockTable locks, Map<TxnId, Branch> branches) {
    this.config = config;
    this.store = store;
    this.locks = locks;
    this.branches = branches;
  }

  /**
   * What came of an operation.
   *
   * @param refusal why the transaction cannot go on, or null
   * @param isFinal whether another attempt would be refused too
   */
  record Done(@Nullable List<Long> value, @Nullable String refusal, boolean isFinal) {
    static Done with(@Nullable List<Long> value) {
      return new Done(value, null, false);
    }
  }

  boolean isLocking(MicroOp op) {
    return !op.isRead()
        || (config.isolation() == Isolation.STRICT_SERIALIZABLE && !config.has(Bug.NO_READ_LOCKS));
  }

  LockTable.Mode modeOf(MicroOp op) {
    return op.isRead() ? LockTable.Mode.SHARED : LockTable.Mode.EXCLUSIVE;
  }

  /**
   * Whether a transaction that wrote the key has voted yes at a timestamp within the snapshot: it
   * may commit there (Clock-SI). Any other will vote later, and above the snapshot.
   */
  boolean mustAwaitPrepared(Branch reader, MicroOp op) {
    if (config.isolation() != Isolation.SNAPSHOT_ISOLATION || config.has(Bug.UNAWAITED_PREPARED)) {
      return false;
    }
    return locks.writersOf(op.key()).stream()
        .map(branches::get)
        .anyMatch(
            writer ->
                writer != null
                    && writer != reader
                    && writer.isPrepared
                    && writer.prepareTimestamp <= reader.snapshot);
  }

  /** Does the operation, for which the branch has what locks it needs. */
  Done perform(Branch branch, MicroOp op) {
    boolean isSnapshot = config.isolation() == Isolation.SNAPSHOT_ISOLATION;
    if (isSnapshot && !store.remembers(op.key(), branch.snapshot)) {
      return new Done(null, "its snapshot is too old", false);
    }
    boolean isChanged = store.latestTimestamp(op.key()) > branch.snapshot;
    if (isSnapshot && !op.isRead() && isChanged && !config.has(Bug.LAST_COMMITTER_WINS)) {
      return new Done(null, "another transaction has changed the key since the snapshot", false);
    }
    List<Long> before = seen(branch, op);
    List<Long> after =
        switch (op.kind()) {
          case READ, ABSENT -> before;
          case WRITE -> List.of(op.argument());
          case APPEND -> appended(before, op.argument());
          case INIT -> before == null ? List.of(op.argument()) : before;
          case ADD -> List.of((before == null ? 0 : before.getLast()) + op.argument());
        };
    if (op.kind() == MicroOp.Kind.ADD && after != null && after.getLast() < 0) {
      return new Done(null, "the register would be below 0", true);
    }
    if (op.kind() == MicroOp.Kind.ABSENT && before != null) {
      return new Done(null, "the key has a value", true);
    }
    if (!op.isRead()) {
      branch.writes.put(op.key(), Objects.requireNonNull(after));
    }
    return Done.with(after);
  }

  private @Nullable List<Long> seen(Branch branch, MicroOp op) {
    List<Long> own = branch.writes.get(op.key());
    if (own != null) {
      return own;
    }
    if (config.isolation() == Isolation.SNAPSHOT_ISOLATION) {
      return store.at(op.key(), branch.snapshot);
    }
    if (config.isolation() == Isolation.READ_UNCOMMITTED && op.isRead()) {
      for (TxnId writer : locks.writersOf(op.key())) {
        Branch other = branches.get(writer);
        List<Long> dirty = other == null ? null : other.writes.get(op.key());
        if (dirty != null) {
          return dirty;
        }
      }
    }
    return store.latest(op.key());
  }

  private static List<Long> appended(@Nullable List<Long> before, long element) {
    List<Long> after = new ArrayList<>(before == null ? List.of() : before);
    after.add(element);
    return List.copyOf(after);
  }
}
