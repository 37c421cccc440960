/**
 * Two-phase commit with presumed abort over strict two-phase locking, or over snapshots.
 *
 * <p>A {@link dev.assay.twophasecommit.server.txn.Coordinator} leads a transaction through its
 * operations and its two phases; a {@link dev.assay.twophasecommit.server.txn.Participant} holds
 * the keys. Every node is both.
 */
@NullMarked
package dev.assay.twophasecommit.server.txn;

import org.jspecify.annotations.NullMarked;
