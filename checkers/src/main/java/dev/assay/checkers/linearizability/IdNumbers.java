package dev.assay.checkers.linearizability;

import java.util.Arrays;

/**
 * Numbers some of a history's ids from 0, in the order in which they are first asked for: by a
 * table of all ids where most of them may come, else by a hash table.
 */
final class IdNumbers {
  private static final int NONE = -1;
  private static final int IDS_A_NUMBER_MAX = 4;
  private static final int LENGTH_MIN = 32;
  private static final int LENGTH_BEFORE_GROWTH_MAX = 1 << 21;

  private final boolean isDirect;
  private int count;

  /** The id in each slot; unused where the id is the slot. */
  private int[] ids;

  private int[] numbers;

  /**
   * An empty numbering.
   *
   * @param idsMax all ids are below this
   * @param expected how many may be asked for
   */
  IdNumbers(int idsMax, int expected) {
    isDirect = idsMax / IDS_A_NUMBER_MAX <= expected;
    int few = Math.clamp(2L * expected, LENGTH_MIN, LENGTH_BEFORE_GROWTH_MAX);
    numbers = filled(isDirect ? idsMax : Integer.highestOneBit(few));
    ids = isDirect ? new int[0] : filled(numbers.length);
  }

  /** How many numbers were given: all are below this. */
  int count() {
    return count;
  }

  /** A number for something that has no id. */
  int next() {
    return count++;
  }

  /** The number of an id. */
  int of(int id) {
    int at = isDirect ? id : slot(id);
    if (numbers[at] != NONE) {
      return numbers[at];
    }
    int number = count++;
    numbers[at] = number;
    if (!isDirect) {
      ids[at] = id;
      if (2 * count > ids.length) {
        grow();
      }
    }
    return number;
  }

  /** Where the id is, or should be. */
  private int slot(int id) {
    int at = IdHash.of(id, 0) & (ids.length - 1);
    while (ids[at] != NONE && ids[at] != id) {
      at = (at + 1) & (ids.length - 1);
    }
    return at;
  }

  private void grow() {
    int[] oldIds = ids;
    int[] oldNumbers = numbers;
    ids = filled(oldIds.length * 2);
    numbers = filled(ids.length);
    for (int i = 0; i < oldIds.length; i++) {
      if (oldIds[i] != NONE) {
        int at = slot(oldIds[i]);
        ids[at] = oldIds[i];
        numbers[at] = oldNumbers[i];
      }
    }
  }

  private static int[] filled(int length) {
    int[] array = new int[length];
    Arrays.fill(array, NONE);
    return array;
  }
}
