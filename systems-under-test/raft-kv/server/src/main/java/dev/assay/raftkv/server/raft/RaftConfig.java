package dev.assay.raftkv.server.raft;

import dev.assay.raftkv.server.Bug;
import java.util.Set;

/**
 * How a server behaves.
 *
 * @param electionTimeoutMillis a follower waits between this and twice this for a leader (§5.2)
 * @param heartbeatMillis how often a leader sends heartbeats; well below the election timeout
 *     (§5.6)
 * @param batchEntriesMax entries in one AppendEntries
 */
public record RaftConfig(
    long electionTimeoutMillis, long heartbeatMillis, int batchEntriesMax, Set<Bug> bugs) {}
