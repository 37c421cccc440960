/** Raft (Ongaro and Ousterhout, extended version) and the key-value store on top of it. */
@NullMarked
package dev.assay.raftkv.server;

import org.jspecify.annotations.NullMarked;
