package dev.assay.checkers.isolation.counters;

/** Lines of {@link Demands} in groups, within each in their order, in flat columns. */
final class Groups {
  static final int NONE = -1;

  private final int[] start;
  private final int[] line;
  private final int[] place;

  /**
   * @param groupOf by line, its group or {@link #NONE}
   */
  Groups(int groups, int[] groupOf) {
    start = new int[groups + 2];
    for (int group : groupOf) {
      if (group != NONE) {
        start[group + 2]++;
      }
    }
    for (int group = 2; group < start.length; group++) {
      start[group] += start[group - 1];
    }
    line = new int[start[groups + 1]];
    place = new int[groupOf.length];
    for (int one = 0; one < groupOf.length; one++) {
      if (groupOf[one] != NONE) {
        place[one] = start[groupOf[one] + 1]++;
        line[place[one]] = one;
      }
    }
  }

  /** The places of a group are {@code start(group)} until {@code end(group)}. */
  int start(int group) {
    return start[group];
  }

  int end(int group) {
    return start[group + 1];
  }

  int line(int at) {
    return line[at];
  }

  /** The place of a line that is in a group. */
  int place(int ofLine) {
    return place[ofLine];
  }
}
