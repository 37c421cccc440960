package dev.assay.twophasecommit.server.txn;

import java.util.Comparator;

/**
 * The number of a ballot of Paxos. No two leaders share one, and neither do two lives of a leader
 * (Lamport 2001, Paxos Made Simple, §2.4).
 *
 * @param round 0 for the ballot in which participants vote themselves
 * @param leader the node that leads it
 * @param epoch how often that node had started
 */
record Ballot(long round, String leader, long epoch) implements Comparable<Ballot> {
  /** In it every participant proposes its own vote, without asking acceptors for promises first. */
  static final Ballot ZERO = new Ballot(0, "", 0);

  private static final Comparator<Ballot> ORDER =
      Comparator.comparingLong(Ballot::round)
          .thenComparing(Ballot::leader)
          .thenComparingLong(Ballot::epoch);

  @Override
  public int compareTo(Ballot other) {
    return ORDER.compare(this, other);
  }

  boolean isBelow(Ballot other) {
    return compareTo(other) < 0;
  }

  @Override
  public String toString() {
    return round == 0 ? "0" : round + "." + leader + "-" + epoch;
  }
}
