/**
 * Two-phase commit with presumed abort over strict two-phase locking, or over snapshots.
 *
 * <p>In place of the second phase Paxos Commit may decide: an {@link
 * dev.assay.twophasecommit.server.txn.Acceptor} accepts votes, a {@link
 * dev.assay.twophasecommit.server.txn.Leader} ends what its coordinator left open.
 *
 * <p>A {@link dev.assay.twophasecommit.server.txn.Coordinator} leads a transaction through its
 * operations and its two phases; a {@link dev.assay.twophasecommit.server.txn.Participant} holds
 * the keys. Every node is all of them.
 */
@NullMarked
package dev.assay.twophasecommit.server.txn;

import org.jspecify.annotations.NullMarked;
