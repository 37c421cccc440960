package dev.assay.raftkv.server.raft;

import dev.assay.raftkv.server.Bug;
import java.util.Arrays;
import java.util.Collection;
import java.util.Set;
import java.util.function.ToLongFunction;

/** What decides: any two majorities of the members share one. */
record Quorum(Members members, int size) {
  static Quorum of(Members members, Set<Bug> bugs) {
    int count = members.count();
    int majority = count / 2 + 1;
    return new Quorum(members, bugs.contains(Bug.HALF_QUORUM) ? Math.max(1, count / 2) : majority);
  }

  /** Whether enough of these servers are members; the others do not count. */
  boolean isReached(Set<String> servers) {
    return servers.stream().filter(members::contains).count() >= size;
  }

  /**
   * The highest value that a quorum has reached.
   *
   * @param self counts with its own value, if it is a member
   * @param others may hold servers that are no members; they do not count
   */
  long reached(
      String self, long own, Collection<Replication> others, ToLongFunction<Replication> value) {
    long[] values = new long[members.count()];
    int next = 0;
    if (members.contains(self)) {
      values[next++] = own;
    }
    for (Replication other : others) {
      if (members.contains(other.peer)) {
        values[next++] = value.applyAsLong(other);
      }
    }
    Arrays.sort(values);
    return values[values.length - size];
  }
}
