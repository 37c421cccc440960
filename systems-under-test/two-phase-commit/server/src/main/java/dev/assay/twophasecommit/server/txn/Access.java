package dev.assay.twophasecommit.server.txn;

import dev.assay.twophasecommit.server.Bug;
import dev.assay.twophasecommit.server.Isolation;
import dev.assay.twophasecommit.server.txn.LockTable.Claim;
import dev.assay.twophasecommit.server.txn.LockTable.Mode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
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
   * @param values what it read or left, by key
   * @param refusal why the transaction cannot go on, or null
   * @param isFinal whether another attempt would be refused too
   */
  record Done(Map<String, List<Long>> values, @Nullable String refusal, boolean isFinal) {
    static Done with(Map<String, List<Long>> values) {
      return new Done(values, null, false);
    }

    static Done refused(String why, boolean isFinal) {
      return new Done(Map.of(), why, isFinal);
    }
  }

  boolean isLocking(MicroOp op) {
    return !op.isRead()
        || (config.isolation() == Isolation.STRICT_SERIALIZABLE && !config.has(Bug.NO_READ_LOCKS));
  }

  /** What it locks, in this order. */
  List<Claim> claimsOf(Branch branch, MicroOp op) {
    if (!isLocking(op)) {
      return List.of();
    }
    if (!op.isRead()) {
      return List.of(
          new Claim(LockTable.ALL_KEYS, Mode.INTENT), new Claim(op.key(), Mode.EXCLUSIVE));
    }
    if (op.isScan() && config.has(Bug.NO_PREDICATE_LOCKS)) {
      return scanned(branch, op).keySet().stream().map(key -> new Claim(key, Mode.SHARED)).toList();
    }
    return List.of(new Claim(op.isScan() ? LockTable.ALL_KEYS : op.key(), Mode.SHARED));
  }

  /**
   * Whether a transaction that wrote the key, or for a scan any key, has voted yes at a timestamp
   * within the snapshot: it may commit there (Clock-SI). Any other will vote later, and above the
   * snapshot.
   */
  boolean mustAwaitPrepared(Branch reader, MicroOp op) {
    if (config.isolation() != Isolation.SNAPSHOT_ISOLATION
        || !op.isRead()
        || config.has(Bug.UNAWAITED_PREPARED)) {
      return false;
    }
    Collection<Branch> writers =
        op.isScan()
            ? branches.values()
            : locks.writersOf(op.key()).stream().map(branches::get).toList();
    return writers.stream()
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
    Set<String> keys = op.isScan() ? store.keys() : Set.of(op.key());
    if (isSnapshot && !keys.stream().allMatch(key -> store.remembers(key, branch.snapshot))) {
      return Done.refused("its snapshot is too old", false);
    }
    return op.isScan() ? Done.with(scanned(branch, op)) : performOnKey(branch, op);
  }

  private Done performOnKey(Branch branch, MicroOp op) {
    boolean isSnapshot = config.isolation() == Isolation.SNAPSHOT_ISOLATION;
    boolean isChanged = store.latestTimestamp(op.key()) > branch.snapshot;
    if (isSnapshot && !op.isRead() && isChanged && !config.has(Bug.LAST_COMMITTER_WINS)) {
      return Done.refused("another transaction has changed the key since the snapshot", false);
    }
    List<Long> before = seen(branch, op, op.key());
    List<Long> after =
        switch (op.kind()) {
          case READ, ABSENT, SCAN -> before;
          case WRITE -> List.of(op.argument());
          case APPEND -> appended(before, op.argument());
          case INIT -> before.isEmpty() ? List.of(op.argument()) : before;
          case ADD -> List.of((before.isEmpty() ? 0 : before.getLast()) + op.argument());
          case DELETE -> List.of();
        };
    if (op.kind() == MicroOp.Kind.ADD && after.getLast() < 0) {
      return Done.refused("the register would be below 0", true);
    }
    if (op.kind() == MicroOp.Kind.ABSENT && !before.isEmpty()) {
      return Done.refused("the key has a value", true);
    }
    if (!op.isRead()) {
      branch.writes.put(op.key(), after);
    }
    return Done.with(after.isEmpty() ? Map.of() : Map.of(op.key(), after));
  }

  /** All that matches, of what the branch sees. */
  private Map<String, List<Long>> scanned(Branch branch, MicroOp op) {
    Set<String> keys = new TreeSet<>(store.keys());
    branches.values().forEach(writer -> keys.addAll(writer.writes.keySet()));
    Map<String, List<Long>> found = new TreeMap<>();
    for (String key : keys) {
      List<Long> value = seen(branch, op, key);
      if (!value.isEmpty() && op.matches(value)) {
        found.put(key, value);
      }
    }
    return Collections.unmodifiableMap(found);
  }

  /** What an operation sees of a key; an empty list if it is not there. */
  private List<Long> seen(Branch branch, MicroOp op, String key) {
    List<Long> own = branch.writes.get(key);
    if (own != null) {
      return own;
    }
    boolean isLate = op.isScan() && config.has(Bug.LATE_PREDICATE);
    if (config.isolation() == Isolation.SNAPSHOT_ISOLATION && !isLate) {
      return orEmpty(store.at(key, branch.snapshot));
    }
    if (config.isolation() == Isolation.READ_UNCOMMITTED && op.isRead()) {
      for (TxnId writer : locks.writersOf(key)) {
        Branch other = branches.get(writer);
        List<Long> dirty = other == null ? null : other.writes.get(key);
        if (dirty != null) {
          return dirty;
        }
      }
    }
    return orEmpty(store.latest(key));
  }

  private static List<Long> orEmpty(@Nullable List<Long> value) {
    return value == null ? List.of() : value;
  }

  private static List<Long> appended(List<Long> before, long element) {
    List<Long> after = new ArrayList<>(before);
    after.add(element);
    return List.copyOf(after);
  }
}
