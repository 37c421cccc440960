package dev.assay.raftkv.server.raft;

import dev.assay.raftkv.server.Bug;
import java.util.OptionalInt;
import java.util.Set;

/**
 * How a server behaves.
 *
 * @param electionTimeoutMillis a follower waits between this and twice this for a leader (§5.2)
 * @param heartbeatMillis how often a leader sends heartbeats; well below the election timeout
 *     (§5.6)
 * @param batchEntriesMax entries in one AppendEntries
 * @param pipelineBatchesMax AppendEntries with entries that may be on their way to a follower
 * @param snapshotEntries applied entries after which a snapshot is taken; half as many stay in the
 *     log
 * @param snapshotChunkBytes of a snapshot in one InstallSnapshot
 * @param preVote whether a server asks if it could win before it campaigns (thesis §9.6)
 * @param isSticky whether a server ignores candidates while it hears a leader (thesis §4.2.3):
 *     leases rest on this, and removed servers would disturb without it
 * @param leaseDriftPpm when there: a leader answers reads by its lease (thesis §6.4.1), which is
 *     safe as long as every clock runs at most that many millionths too fast or too slow
 * @param invariantLevel what checking invariants may cost: 0 to 2, see {@link Invariants.Cost}
 */
public record RaftConfig(
    long electionTimeoutMillis,
    long heartbeatMillis,
    int batchEntriesMax,
    int pipelineBatchesMax,
    int snapshotEntries,
    int snapshotChunkBytes,
    boolean preVote,
    boolean isSticky,
    OptionalInt leaseDriftPpm,
    int invariantLevel,
    Set<Bug> bugs) {

  private static final long NANOS_PER_MILLI = 1_000_000;
  private static final double MILLION = 1e6;

  /** The paper alone: nothing that only the thesis has. */
  public static RaftConfig ofPaper(
      long electionTimeoutMillis, long heartbeatMillis, int batchEntriesMax, Set<Bug> bugs) {
    return new RaftConfig(
        electionTimeoutMillis,
        heartbeatMillis,
        batchEntriesMax,
        4,
        Integer.MAX_VALUE,
        1 << 18,
        false,
        false,
        OptionalInt.empty(),
        0,
        bugs);
  }

  Invariants.Cost invariants() {
    return Invariants.Cost.ofLevel(invariantLevel);
  }

  long electionTimeoutNanos() {
    return electionTimeoutMillis * NANOS_PER_MILLI;
  }

  long heartbeatNanos() {
    return heartbeatMillis * NANOS_PER_MILLI;
  }

  /**
   * How long a lease lasts on the leader's clock: "electionTimeout / clock drift bound" (thesis
   * §6.4.1). The leader's clock may be as slow, and a follower's as fast, as the bound allows.
   */
  long leaseNanos() {
    double drift = leaseDriftPpm.orElseThrow() / MILLION;
    return (long) (electionTimeoutNanos() * ((1 - drift) / (1 + drift)));
  }
}
