package dev.assay.twophasecommit.server.txn;

import dev.assay.twophasecommit.server.Bug;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * The 2F+1 nodes that accept votes, of which F may be down: all, or all but the last when their
 * number is even, since one more would tolerate no more failures.
 */
final class Acceptors {
  private final List<String> names;
  private final int majority;

  Acceptors(String self, Collection<String> peers, TxnConfig config) {
    List<String> all = new ArrayList<>(peers);
    all.add(self);
    names = all.stream().sorted().limit(all.size() - 1 + all.size() % 2).toList();
    int failuresMax = names.size() / 2;
    majority = config.has(Bug.MINORITY_DECISION) ? Math.max(1, failuresMax) : failuresMax + 1;
  }

  List<String> names() {
    return names;
  }

  /** Whether so many are enough for any two such groups to have one in common. */
  boolean areMajority(int count) {
    return count >= majority;
  }
}
