/** The key-value state machine on top of the replicated log, with its client sessions (§8). */
@NullMarked
package dev.assay.raftkv.server.kv;

import org.jspecify.annotations.NullMarked;
