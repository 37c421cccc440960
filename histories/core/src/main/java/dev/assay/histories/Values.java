package dev.assay.histories;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Interned values: equal values have the same id, so columns and checkers work with ints.
 *
 * <p>A value is plain EDN data: {@code null}, {@link Boolean}, {@link Long}, {@link
 * java.math.BigInteger} (beyond the range of long), {@link Double}, {@link java.math.BigDecimal},
 * {@link Ratio}, {@link String}, {@link Character}, {@link Keyword}, {@link Symbol}, {@link
 * Tagged}, or an immutable {@link java.util.List} ({@link LongVector} where all are integers),
 * {@link java.util.Map} or {@link java.util.Set} of these. Id 0 is {@code null}.
 */
public final class Values {
  /** The id of {@code null}. */
  public static final int NIL = 0;

  private @Nullable Object[] byId = new @Nullable Object[64];
  private int size = 1;

  /** Open addressing: the id in each slot, {@link #NIL} where it is empty. */
  private int[] table = new int[128];

  private int[] hashes = new int[64];

  Values() {}

  /** The value with this id. */
  public @Nullable Object get(int id) {
    if (id >= size) {
      throw new IndexOutOfBoundsException("value " + id + " of " + size);
    }
    return byId[id];
  }

  /** The id of a value, or -1 when no event of the history has it. */
  public int find(@Nullable Object value) {
    if (value == null) {
      return NIL;
    }
    int id = table[slot(value, hash(value))];
    return id == NIL ? -1 : id;
  }

  /** How many distinct values there are, {@code null} included; ids run below this. */
  public int size() {
    return size;
  }

  int intern(@Nullable Object value) {
    if (value == null) {
      return NIL;
    }
    int hash = hash(value);
    int slot = slot(value, hash);
    return table[slot] != NIL ? table[slot] : add(slot, hash, value);
  }

  /** The id of a {@link Long}, which is boxed only when it is new. */
  int intern(long value) {
    int hash = fold(mix(value));
    int mask = table.length - 1;
    int slot = hash & mask;
    while (table[slot] != NIL) {
      if (byId[table[slot]] instanceof Long known && known == value) {
        return table[slot];
      }
      slot = (slot + 1) & mask;
    }
    return add(slot, hash, value);
  }

  /** The slot that holds the value, or the empty one where it belongs. */
  private int slot(Object value, int hash) {
    int mask = table.length - 1;
    int slot = hash & mask;
    while (table[slot] != NIL
        && !(hashes[table[slot]] == hash && value.equals(byId[table[slot]]))) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private int add(int slot, int hash, Object value) {
    if (size == byId.length) {
      byId = Arrays.copyOf(byId, size + (size >> 1));
      hashes = Arrays.copyOf(hashes, byId.length);
    }
    int id = size++;
    byId[id] = value;
    hashes[id] = hash;
    table[slot] = id;
    if (size * 5L > table.length * 3L) {
      rehash();
    }
    return id;
  }

  private void rehash() {
    int[] larger = new int[table.length * 2];
    int mask = larger.length - 1;
    for (int id = 1; id < size; id++) {
      int slot = hashes[id] & mask;
      while (larger[slot] != NIL) {
        slot = (slot + 1) & mask;
      }
      larger[slot] = id;
    }
    table = larger;
  }

  private static int hash(Object value) {
    return fold(hash64(value));
  }

  /**
   * Lists of small integers, the commonest values, collide a lot under {@link
   * java.util.List#hashCode}: {@code [0 31]} and {@code [1 0]} have the same.
   */
  private static long hash64(@Nullable Object value) {
    return switch (value) {
      case null -> 0;
      case Long integer -> mix(integer);
      case LongVector vector -> {
        long hash = vector.size();
        for (int i = 0; i < vector.size(); i++) {
          hash = mix(hash + mix(vector.at(i)));
        }
        yield hash;
      }
      case List<?> list -> {
        long hash = list.size();
        for (Object element : list) {
          hash = mix(hash + hash64(element));
        }
        yield hash;
      }
      default -> mix(value.hashCode() + 0x5851F42D4C957F2DL);
    };
  }

  /** The finaliser of SplitMix64. */
  private static long mix(long value) {
    long z = value + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  private static int fold(long hash) {
    return (int) (hash ^ (hash >>> 32));
  }

  @Override
  public String toString() {
    return Arrays.toString(Arrays.copyOf(byId, size));
  }
}
