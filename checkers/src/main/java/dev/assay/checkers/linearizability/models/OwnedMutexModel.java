package dev.assay.checkers.linearizability.models;

import dev.assay.checkers.linearizability.Action;
import dev.assay.checkers.linearizability.Model;
import dev.assay.histories.Keyword;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A lock that knows its owner: {@code acquire owner}, {@code release owner}. The owner is any
 * value, or a map with {@code :client}, as in Jepsen's tests of Hazelcast.
 *
 * <p>A <em>reentrant</em> one may be acquired again by its owner, and is free when it was released
 * as often. A <em>fenced</em> one gives an integer with each acquisition, alone or as {@code
 * :fence} of a map, greater than all before; an acquisition by the owner gives the same once more.
 * Nil or 0 stands for a fence that is not known.
 */
public final class OwnedMutexModel implements Model {
  private static final long UNKNOWN = 0;
  private static final Keyword CLIENT = new Keyword("client");
  private static final Keyword FENCE = new Keyword("fence");

  private final boolean isReentrant;
  private final boolean isFenced;

  /**
   * @param holds how often it was acquired and not released
   * @param highest no fence so far was less
   * @param fence of who holds it, if known
   */
  private record Lock(@Nullable Object owner, int holds, long highest, long fence) {}

  /** A lock of one of the four kinds. */
  public OwnedMutexModel(boolean isReentrant, boolean isFenced) {
    this.isReentrant = isReentrant;
    this.isFenced = isFenced;
  }

  @Override
  public String name() {
    if (isFenced) {
      return isReentrant ? "reentrant-fenced-mutex" : "fenced-mutex";
    }
    return isReentrant ? "reentrant-mutex" : "owner-aware-mutex";
  }

  @Override
  public Object initial() {
    return new Lock(null, 0, 0, UNKNOWN);
  }

  public boolean isReentrant() {
    return isReentrant;
  }

  public boolean isFenced() {
    return isFenced;
  }

  @Override
  public @Nullable String complaint(Action action) {
    if (!action.f().equals("acquire") && !action.f().equals("release")) {
      return Complaints.unknown(action, "acquire or release");
    }
    return action.argument() == null || owner(action) == null
        ? Complaints.badValue(action, action.f() + " by an owner")
        : null;
  }

  @Override
  public @Nullable Object step(Object state, Action action) {
    Lock lock = (Lock) state;
    Object owner = owner(action);
    boolean isOwner = Objects.equals(lock.owner, owner);
    if (action.f().equals("release")) {
      return isOwner ? released(lock) : null;
    }
    long fence = fence(action);
    if (lock.owner == null) {
      if (fence == UNKNOWN) {
        return new Lock(owner, 1, lock.highest + 1, UNKNOWN);
      }
      return fence > lock.highest ? new Lock(owner, 1, fence, fence) : null;
    }
    if (!isOwner || !isReentrant) {
      return null;
    }
    if (fence == UNKNOWN) {
      return new Lock(owner, lock.holds + 1, lock.highest, lock.fence);
    }
    boolean fits = lock.fence == UNKNOWN ? fence >= lock.highest : fence == lock.fence;
    return fits ? new Lock(owner, lock.holds + 1, fence, fence) : null;
  }

  private Lock released(Lock lock) {
    return lock.holds == 1
        ? new Lock(null, 0, isFenced ? lock.highest : 0, UNKNOWN)
        : new Lock(lock.owner, lock.holds - 1, lock.highest, lock.fence);
  }

  @Override
  public List<@Nullable Object> legalResults(Object state, Action action) {
    Action open = Model.stillOpen(action);
    if (step(state, open) == null) {
      return List.of();
    }
    Lock lock = (Lock) state;
    boolean getsFence = isFenced && action.f().equals("acquire");
    long fence = lock.fence == UNKNOWN ? lock.highest + 1 : lock.fence;
    return getsFence ? List.of(fence) : Collections.singletonList(action.argument());
  }

  @Override
  public @Nullable Object show(Object state) {
    Lock lock = (Lock) state;
    return lock.owner == null ? null : List.of(lock.owner, (long) lock.holds);
  }

  /** Who acquires or releases. */
  public static @Nullable Object owner(Action action) {
    return action.argument() instanceof Map<?, ?> map ? map.get(CLIENT) : action.argument();
  }

  /** The fence that an acquisition got, 0 when it is not known or there are none. */
  public long fence(Action action) {
    if (!isFenced || !action.isOk()) {
      return UNKNOWN;
    }
    Object told = action.result() instanceof Map<?, ?> map ? map.get(FENCE) : action.result();
    return told instanceof Long fence ? fence : UNKNOWN;
  }
}
