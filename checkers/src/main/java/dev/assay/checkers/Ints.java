package dev.assay.checkers;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.RandomAccess;

/** A list of ints that are boxed only when they are asked for. Immutable. */
public final class Ints extends AbstractList<Integer> implements RandomAccess {
  private final int[] values;

  private Ints(int[] values) {
    this.values = values;
  }

  /** All ints of an array, which must not change afterwards. */
  public static Ints of(int[] values) {
    return new Ints(values);
  }

  /** The first ints of an array. */
  public static Ints of(int[] values, int size) {
    return new Ints(Arrays.copyOf(values, size));
  }

  @Override
  public Integer get(int index) {
    return values[index];
  }

  @Override
  public int size() {
    return values.length;
  }
}
