/**
 * Orders of transactions when not all of the order of their writes is known: known edges, and
 * either-or constraints of writers of one key, modulo acyclicity (polygraphs: Papadimitriou, The
 * serializability of concurrent database updates, 1979; Tan et al., Cobra, OSDI 2020).
 *
 * <p>The search never lists all constraints, of which there are as many as pairs of writers. It
 * keeps one linear order of everything, which satisfies the known edges, and looks where a reader
 * is cut off from what it read by another writer; only such pairs become variables.
 */
@NullMarked
package dev.assay.checkers.isolation.solver;

import org.jspecify.annotations.NullMarked;
