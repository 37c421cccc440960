package dev.assay.benchmarks.generate;

import java.util.Arrays;

/** The keys in use at places, each replaced by a new one after so many writes. */
final class FreshKeys {
  private final int[] keyAt;

  /** By place: how many writes of its key were drawn. */
  private final int[] drawn;

  private final int writesMax;
  private int keys;

  FreshKeys(Shape shape) {
    keyAt = new int[shape.keys];
    drawn = new int[shape.keys];
    writesMax = shape.writesPerKey;
    keys = shape.keys;
    Arrays.setAll(keyAt, place -> place);
  }

  int at(int place) {
    return keyAt[place];
  }

  /** Draws a write of the key at a place; the first has number 1. */
  int write(int place) {
    int number = ++drawn[place];
    if (number == writesMax) {
      keyAt[place] = keys++;
      drawn[place] = 0;
    }
    return number;
  }
}
