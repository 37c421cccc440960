package dev.assay.histories;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.RandomAccess;

/**
 * An immutable list of integers in eight bytes each.
 *
 * <p>Equal to every {@link java.util.List} of the same {@link Long}s, with the same hash code, so
 * that it makes no difference how a value came to be.
 */
public final class LongVector extends AbstractList<Long> implements RandomAccess {
  private final long[] elements;

  private LongVector(long[] elements) {
    this.elements = elements;
  }

  /** A copy of the first {@code length} elements. */
  public static LongVector copyOf(long[] elements, int length) {
    return new LongVector(Arrays.copyOf(elements, length));
  }

  /** The element at {@code position}, without boxing it. */
  public long at(int position) {
    return elements[position];
  }

  @Override
  public Long get(int position) {
    return elements[position];
  }

  @Override
  public int size() {
    return elements.length;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LongVector that
        ? Arrays.equals(elements, that.elements)
        : super.equals(other);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(elements);
  }
}
