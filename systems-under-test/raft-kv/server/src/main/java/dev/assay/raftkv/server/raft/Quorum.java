package dev.assay.raftkv.server.raft;

import dev.assay.raftkv.server.Bug;
import java.util.Arrays;
import java.util.Collection;
import java.util.Set;
import java.util.function.ToLongFunction;

/** What decides: any two majorities of the servers share one. */
record Quorum(int servers, int size) {
  static Quorum of(int servers, Set<Bug> bugs) {
    int majority = servers / 2 + 1;
    return new Quorum(
        servers, bugs.contains(Bug.HALF_QUORUM) ? Math.max(1, servers / 2) : majority);
  }

  boolean isReached(int count) {
    return count >= size;
  }

  /** The highest value that a quorum has reached, this server with its own among them. */
  <T> long reached(long own, Collection<T> others, ToLongFunction<T> value) {
    long[] values = new long[others.size() + 1];
    values[0] = own;
    int next = 1;
    for (T other : others) {
      values[next++] = value.applyAsLong(other);
    }
    Arrays.sort(values);
    return values[values.length - size];
  }
}
