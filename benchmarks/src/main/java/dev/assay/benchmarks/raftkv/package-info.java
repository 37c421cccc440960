/** How much Raft KV serves, and how fast. */
@NullMarked
package dev.assay.benchmarks.raftkv;

import org.jspecify.annotations.NullMarked;
