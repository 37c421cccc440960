package dev.assay.checkers.linearizability;

import java.util.Arrays;

/**
 * Configurations of which none makes another superfluous ({@link Shape#dominates}).
 *
 * <p>Those with the same head word and the same spent general operations share a chain of the hash
 * table; only they are compared. Entries are numbered in the order in which they came; an entry
 * that a later one dominates is dead.
 */
final class Antichain {
  private final Shape shape;
  private long[] pool;
  private int[] next;
  private int[] node;
  private int[] hashes;
  private int size;
  private int live;
  private long[] heads = new long[64];
  private int generation = 1;

  Antichain(Shape shape) {
    this.shape = shape;
    pool = new long[16 * shape.stride];
    next = new int[16];
    node = new int[16];
    hashes = new int[16];
  }

  void clear() {
    size = 0;
    live = 0;
    generation++;
  }

  /** How many entries have come, dead ones included. */
  int size() {
    return size;
  }

  int live() {
    return live;
  }

  long[] pool() {
    return pool;
  }

  int offset(int entry) {
    return entry * shape.stride;
  }

  /** A number that the owner attached to the entry. */
  int node(int entry) {
    return node[entry];
  }

  void setNode(int entry, int value) {
    node[entry] = value;
  }

  boolean isDead(int entry) {
    return next[entry] == DEAD;
  }

  private static final int DEAD = -2;
  private static final int END = -1;

  /**
   * Adds a configuration unless one that is there dominates it, and drops those that it dominates.
   *
   * @param generals the mask of general operations at this time
   * @return the number of the new entry, or -1
   */
  int offer(long[] a, int at, long[] generals) {
    int hash = hash(a, at, generals);
    int bucket = hash & (heads.length - 1);
    int head = (int) (heads[bucket] >>> 32) == generation ? (int) heads[bucket] : END;
    int previous = END;
    for (int e = head; e != END; ) {
      int following = next[e];
      int et = e * shape.stride;
      if (pool[et] == a[at]) {
        if (shape.dominates(pool, et, a, at)) {
          return -1;
        }
        if (shape.dominates(a, at, pool, et)) {
          if (previous == END) {
            head = following;
          } else {
            next[previous] = following;
          }
          next[e] = DEAD;
          live--;
          e = following;
          continue;
        }
      }
      previous = e;
      e = following;
    }
    return add(a, at, hash, head);
  }

  private int add(long[] a, int at, int hash, int head) {
    if (size == next.length) {
      grow();
    }
    int entry = size++;
    System.arraycopy(a, at, pool, entry * shape.stride, shape.stride);
    next[entry] = head;
    hashes[entry] = hash;
    heads[hash & (heads.length - 1)] = ((long) generation << 32) | entry;
    live++;
    if (live > heads.length) {
      rehash();
    }
    return entry;
  }

  private void grow() {
    int length = size * 2;
    pool = Arrays.copyOf(pool, length * shape.stride);
    next = Arrays.copyOf(next, length);
    node = Arrays.copyOf(node, length);
    hashes = Arrays.copyOf(hashes, length);
  }

  private void rehash() {
    heads = new long[heads.length * 4];
    for (int e = 0; e < size; e++) {
      if (next[e] == DEAD) {
        continue;
      }
      int bucket = hashes[e] & (heads.length - 1);
      next[e] = (int) (heads[bucket] >>> 32) == generation ? (int) heads[bucket] : END;
      heads[bucket] = ((long) generation << 32) | e;
    }
  }

  private int hash(long[] a, int at, long[] generals) {
    long h = a[at];
    int spent = shape.spent(at);
    for (int w = 0; w < generals.length; w++) {
      h = (h ^ (a[spent + w] & generals[w])) * 0x9E3779B97F4A7C15L;
      h ^= h >>> 32;
    }
    return (int) (h ^ (h >>> 17));
  }

  /** How many bytes the arrays take. */
  long bytes() {
    return 8L * pool.length + 12L * next.length + 8L * heads.length;
  }
}
