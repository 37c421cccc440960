package dev.assay.checkers.isolation.predicates;

/**
 * Numbers in rings, each of which is taken out and put back in constant time, as long as those are
 * put back first that were taken out last (Knuth, Dancing Links, 2000). Eight bytes a number.
 */
final class Ring {
  private final int[] next;
  private final int[] previous;
  private final int size;

  /**
   * @param size numbers are less than this
   * @param rings how many there are
   */
  Ring(int size, int rings) {
    this.size = size;
    next = new int[size + rings];
    previous = new int[size + rings];
  }

  /** Puts numbers, each of which is in no other one, into a ring. */
  void fill(int ring, int[] numbers) {
    int last = size + ring;
    for (int number : numbers) {
      next[last] = number;
      previous[number] = last;
      last = number;
    }
    next[last] = size + ring;
    previous[size + ring] = last;
  }

  /** The first number of a ring; {@link #isEnd} where it is empty. */
  int first(int ring) {
    return next[size + ring];
  }

  /** The next one, or the end. */
  int next(int number) {
    return next[number];
  }

  boolean isEnd(int number) {
    return number >= size;
  }

  void takeOut(int number) {
    next[previous[number]] = next[number];
    previous[next[number]] = previous[number];
  }

  void putBack(int number) {
    next[previous[number]] = number;
    previous[next[number]] = number;
  }
}
