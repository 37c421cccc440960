package dev.assay.checkers.certificates;

import dev.assay.histories.Keyword;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A lock that only its owner releases, that its owner may acquire again up to a number of times,
 * and that may give each owner a fence, a number greater than those of the owners before.
 */
final class OwnedMutexSpecification implements Specification {
  private final int holdsMax;
  private final boolean hasFences;

  /**
   * @param depth how often the owner has acquired it
   * @param least every fence from now on is at least this; that of the owner, while its own is not
   *     known
   * @param fence that of the owner, or null when it is not known
   */
  private record Held(Object owner, int depth, long least, @Nullable Long fence) {}

  /**
   * @param least every fence is at least this
   */
  private record Free(long least) {}

  OwnedMutexSpecification(int holdsMax, boolean hasFences) {
    this.holdsMax = holdsMax;
    this.hasFences = hasFences;
  }

  @Override
  public Object initial() {
    return new Free(1);
  }

  @Override
  public boolean understands(Call call) {
    boolean isOf = call.f().equals("acquire") || call.f().equals("release");
    return isOf && owner(call) != null;
  }

  @Override
  public @Nullable Object after(Object state, Call call) {
    Object owner = owner(call);
    if (owner == null) {
      return null;
    }
    boolean acquires = call.f().equals("acquire");
    if (state instanceof Free free) {
      return acquires ? acquired(free, owner, fence(call)) : null;
    }
    Held held = (Held) state;
    if (!held.owner.equals(owner)) {
      return null;
    }
    return acquires ? again(held, fence(call)) : released(held);
  }

  private static @Nullable Object acquired(Free free, Object owner, @Nullable Long fence) {
    return fence != null && fence < free.least
        ? null
        : new Held(owner, 1, fence == null ? free.least : fence, fence);
  }

  private @Nullable Object again(Held held, @Nullable Long fence) {
    if (held.depth == holdsMax) {
      return null;
    }
    if (fence == null) {
      return new Held(held.owner, held.depth + 1, held.least, held.fence);
    }
    boolean isSame = held.fence == null ? fence >= held.least : fence.equals(held.fence);
    return isSame ? new Held(held.owner, held.depth + 1, fence, fence) : null;
  }

  private Object released(Held held) {
    return held.depth > 1
        ? new Held(held.owner, held.depth - 1, held.least, held.fence)
        : new Free(hasFences ? held.least + 1 : 1);
  }

  private static @Nullable Object owner(Call call) {
    return call.argument() instanceof Map<?, ?> map
        ? map.get(new Keyword("client"))
        : call.argument();
  }

  private @Nullable Long fence(Call call) {
    if (!hasFences || !call.isOk()) {
      return null;
    }
    Object told =
        call.result() instanceof Map<?, ?> map ? map.get(new Keyword("fence")) : call.result();
    return told instanceof Long fence && fence != 0 ? fence : null;
  }
}
