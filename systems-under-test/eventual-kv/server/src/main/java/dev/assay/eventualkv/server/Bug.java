package dev.assay.eventualkv.server;

/**
 * The planted bugs: each breaks one rule in one place, as real systems have, and is off by default.
 */
public enum Bug {
  EARLY_ACK(
      "early-ack",
      "a node acknowledges an update before it is on its disk",
      "Jepsen: Elasticsearch 1.1 and 1.5 (translog fsynced every 5 s); Redis appendfsync everysec"),
  REUSED_DOTS(
      "reused-dots",
      "a node numbers its updates from 1 again after a restart",
      "Riak issue 'vnode amnesia' (riak_kv 679, actor epochs); Preguiça et al. 2012, §5: dots are"
          + " unique"),
  FORGOTTEN_TALLY(
      "forgotten-tally",
      "after a restart a node counts its own additions from 0, in the place of those before",
      "Cassandra counters before 2.1 (CASSANDRA-4417, 6504)"),
  SUMMED_TALLIES(
      "summed-tallies",
      "joining two counters adds what both have of a node",
      "Shapiro et al. 2011, §3.1.1: the join must be idempotent"),
  DROPPED_SIBLING(
      "dropped-sibling",
      "of concurrent writes only one is kept, though siblings are promised",
      "Jepsen: Riak, allow_mult=false"),
  PRUNED_VECTOR(
      "pruned-vector",
      "what a writer had seen is cut to one entry",
      "DeCandia et al. 2007, §4.4: clock truncation; Riak's vclock pruning"),
  RESURRECTED_ELEMENT(
      "resurrected-element",
      "joining two sets brings back what one of them has removed",
      "DeCandia et al. 2007, §4.4: deleted items can resurface"),
  REMOVED_UNSEEN(
      "removed-unseen",
      "a remove takes away adds that its client has not seen",
      "Shapiro et al. 2011, §3.3.5: observed-remove"),
  WALL_CLOCK(
      "wall-clock",
      "last-writer-wins takes the time of the node's clock alone",
      "Jepsen: Cassandra (timestamps from clocks that differ)"),
  STALE_REPAIR(
      "stale-repair",
      "read repair replaces a replica's state by what was read, instead of joining them",
      "DeCandia et al. 2007, §4.5 and §5; CASSANDRA-4871"),
  BLIND_MERKLE(
      "blind-merkle",
      "the hash trees of anti-entropy hash the keys and not what they hold",
      "DeCandia et al. 2007, §4.7"),
  FORGOTTEN_HINTS(
      "forgotten-hints",
      "hints are kept in memory alone",
      "CASSANDRA-2045 and later: hints lost with their node; DeCandia et al. 2007, §4.6"),
  HASTY_HANDOFF(
      "hasty-handoff",
      "a hint is forgotten when it is sent, not when it is acknowledged",
      "DeCandia et al. 2007, §4.6; Riak issue riak_core 153"),
  UNDELAYED(
      "undelayed",
      "a write is shown before the writes that it depends on",
      "Lloyd et al. 2011 (COPS), §4.3: dep_check"),
  FORGOTTEN_SESSION(
      "forgotten-session",
      "a node answers a client that has seen more elsewhere",
      "Terry et al., Session Guarantees, 1994, §4"),
  LATE_TIMESTAMP(
      "late-timestamp",
      "a write's timestamp may be below that of a write that it depends on",
      "Lloyd et al. 2011 (COPS), §4.2: Lamport timestamps; Jepsen: Cassandra");

  private final String label;
  private final String description;
  private final String source;

  Bug(String label, String description, String source) {
    this.label = label;
    this.description = description;
    this.source = source;
  }

  /** Its name on the command line. */
  public String label() {
    return label;
  }

  public String description() {
    return description;
  }

  /** Where it was seen, or where its paper warns of it. */
  public String source() {
    return source;
  }
}
