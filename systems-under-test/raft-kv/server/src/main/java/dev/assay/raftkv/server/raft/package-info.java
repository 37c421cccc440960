/**
 * Raft as in <em>In Search of an Understandable Consensus Algorithm (Extended Version)</em> by
 * Ongaro and Ousterhout; {@code §} and Figure refer to it. One handler a message; {@link
 * dev.assay.raftkv.server.raft.Raft} is Figure 2's state, {@link
 * dev.assay.raftkv.server.raft.Leader} the part of it that only leaders have.
 */
@NullMarked
package dev.assay.raftkv.server.raft;

import org.jspecify.annotations.NullMarked;
