package dev.assay.checkers.isolation;

/**
 * By edge of a graph: the gravest kind of cycle that it was counted for, as a level from 0, the
 * gravest. One byte an edge.
 *
 * <p>Of edges of data 0 is {@code G0} and 1 {@code G1c}; of anti-dependencies 0 is {@code
 * G-single}, 1 {@code G-nonadjacent} and 2 {@code G2}. A kind of items is one of predicates, too,
 * but not the other way round, so the levels of both are kept.
 */
final class GravestKinds {
  /** The level of what was counted for nothing. */
  static final int NONE = 3;

  private static final int BITS = 2;

  /** Of items the distance from {@link #NONE}, above it that of predicates: zero at first. */
  private final byte[] distances;

  GravestKinds(int edges) {
    distances = new byte[edges];
  }

  /** The gravest among the kinds that are also of predicates, or of those of items alone. */
  int level(int edge, boolean ofPredicates) {
    return NONE - (distances[edge] >> (ofPredicates ? BITS : 0) & NONE);
  }

  /** The edge was counted for something graver than it was known for. */
  void set(int edge, int level, boolean ofPredicates) {
    int distance = NONE - level;
    int items = ofPredicates ? NONE - level(edge, false) : distance;
    int all = Math.max(distance, NONE - level(edge, true));
    distances[edge] = (byte) (all << BITS | items);
  }
}
