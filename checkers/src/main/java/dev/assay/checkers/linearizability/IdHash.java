package dev.assay.checkers.linearizability;

/**
 * A hash for ids that were given in the order in which values appeared: sixteen that follow each
 * other stay together, in one line of the processor's cache, and such groups are scattered. So a
 * walk through a history waits for memory once in sixteen values, not once a value.
 */
final class IdHash {
  private static final int GROUP_BITS = 4;

  private IdHash() {}

  /** The hash of an id and of whatever else counts. */
  static int of(int id, int rest) {
    int h = ((id >>> GROUP_BITS) * 0x9E3779B1 + rest) * 0x85EBCA6B;
    return (h ^ (h >>> 15)) << GROUP_BITS | (id & ((1 << GROUP_BITS) - 1));
  }
}
