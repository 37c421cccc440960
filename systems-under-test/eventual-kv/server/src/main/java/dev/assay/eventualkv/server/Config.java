package dev.assay.eventualkv.server;

import java.util.Set;

/**
 * How a node behaves; the same on all nodes.
 *
 * @param isCausal whether all nodes keep all keys and show writes in causal order
 * @param replicas how many nodes keep a key (N)
 * @param readQuorum how many replicas answer a read (R)
 * @param writeQuorum how many nodes keep an update before it is acknowledged (W)
 * @param isSloppy whether other nodes stand in for replicas that do not answer
 * @param suspectMillis after this a replica that did not answer is taken to be down
 * @param handoffMillis how often nodes try to hand over what they keep for others
 * @param antiEntropyMillis how often a node compares its keys with another's
 * @param requestTimeoutMillis after this a request is answered with what is known of it
 */
public record Config(
    boolean isCausal,
    int replicas,
    int readQuorum,
    int writeQuorum,
    boolean isSloppy,
    Conflicts conflicts,
    long suspectMillis,
    long handoffMillis,
    long antiEntropyMillis,
    long requestTimeoutMillis,
    Set<Bug> bugs) {
  public Config {
    bugs = Set.copyOf(bugs);
    if (readQuorum > replicas || writeQuorum > replicas) {
      throw new IllegalArgumentException(
          "expected --read-quorum and --write-quorum of at most --replicas, found %d and %d of %d"
              .formatted(readQuorum, writeQuorum, replicas));
    }
  }

  public boolean has(Bug bug) {
    return bugs.contains(bug);
  }
}
