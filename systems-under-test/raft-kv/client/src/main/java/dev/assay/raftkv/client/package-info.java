/** How the harness deploys and asks Raft KV. */
@NullMarked
package dev.assay.raftkv.client;

import org.jspecify.annotations.NullMarked;
