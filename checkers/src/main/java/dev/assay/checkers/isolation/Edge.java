package dev.assay.checkers.isolation;

/**
 * The kinds of edges of a {@link DependencyGraph}, and sets of kinds as bit masks.
 *
 * <p>Kinds are small ints because a graph has tens of millions of edges. The first three are Adya's
 * direct dependencies (Weak Consistency, 1999, section 3.1): the second transaction overwrites a
 * version of the first, reads a version of the first, or overwrites a version that the first has
 * read. The forms that end in {@code P} come from predicate reads.
 */
public final class Edge {
  /** Installs the next version after the first's. */
  public static final int WW = 0;

  /** Reads a version that the first installed. */
  public static final int WR = 1;

  /** Overwrites a version that the first read: an anti-dependency. */
  public static final int RW = 2;

  public static final int WWP = 3;
  public static final int WRP = 4;
  public static final int RWP = 5;

  /** The same process did the first before. */
  public static final int PROCESS = 6;

  /** The first completed before the second was invoked. */
  public static final int REALTIME = 7;

  /**
   * Goes on from a virtual node: an edge of another kind that ends in a virtual node really leads
   * to every transaction that these edges reach from there.
   */
  public static final int FORWARD = 8;

  /** What can be said without looking at processes or time, anti-dependencies left out. */
  public static final int DEPENDENCIES = 1 << WW | 1 << WR | 1 << WWP | 1 << WRP;

  public static final int ANTI_DEPENDENCIES = 1 << RW | 1 << RWP;
  public static final int ALL = -1;

  private static final String[] NAMES = {
    "ww", "wr", "rw", "wwp", "wrp", "rwp", "process", "realtime", "forward"
  };

  private Edge() {}

  /** Such as {@code ww}, as Elle has it. */
  public static String name(int kind) {
    return NAMES[kind];
  }

  /** Whether the set of kinds has this kind. */
  public static boolean has(int mask, int kind) {
    return (mask >> kind & 1) != 0;
  }
}
