package dev.assay.reports;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Says which value it is by how well it could be guessed: an object's values are mostly new ones or
 * those seen on it lately, so that a guess takes a few bits where an id takes 20.
 *
 * <p>The script makes the same guesses and so finds the ids again.
 */
final class ValueGuess {
  /** How many values are remembered for each key. */
  private static final int LATELY_MAX = 16;

  private static final int NIL = 0;
  private static final int NEW = 1;
  private static final int FIRST_RANK = 2;

  private final Map<Integer, List<Integer>> lately = new HashMap<>();
  private int unused = 1;

  /**
   * The code of a value's id, which it takes note of: 0 for nil, 1 for the lowest id not used yet,
   * 2 and up for one seen on the key lately (2 for the last), else −1 less the id.
   */
  long code(int key, int id) {
    if (id == 0) {
      return NIL;
    }
    List<Integer> seen = lately.computeIfAbsent(key, fresh -> new ArrayList<>());
    int rank = seen.indexOf(id);
    long code = rank >= 0 ? FIRST_RANK + (long) rank : id == unused ? NEW : -1L - id;
    unused = Math.max(unused, id + 1);
    if (rank >= 0) {
      seen.subList(rank, rank + 1).clear();
    } else if (seen.size() == LATELY_MAX) {
      seen.removeLast();
    }
    seen.add(0, id);
    return code;
  }
}
