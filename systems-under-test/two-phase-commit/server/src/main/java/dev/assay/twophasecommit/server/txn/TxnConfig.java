package dev.assay.twophasecommit.server.txn;

import dev.assay.twophasecommit.server.Bug;
import dev.assay.twophasecommit.server.CommitProtocol;
import dev.assay.twophasecommit.server.Isolation;
import java.util.Set;

/**
 * What is configured.
 *
 * @param resendMillis after this a message without answer is sent again
 * @param branchTimeoutMillis after this a participant aborts a transaction that it has not voted
 *     on; the time until it first asks about one that it has voted on is a quarter of it
 * @param requestTimeoutMillis after this a coordinator aborts what it has not decided
 */
public record TxnConfig(
    Isolation isolation,
    CommitProtocol commit,
    long resendMillis,
    long branchTimeoutMillis,
    long requestTimeoutMillis,
    Set<Bug> bugs) {
  boolean has(Bug bug) {
    return bugs.contains(bug);
  }

  boolean isPaxos() {
    return commit == CommitProtocol.PAXOS;
  }
}
