/**
 * Env, the only door to the world that a system of ours has.
 *
 * <p>A {@link dev.assay.runtime.Program} reacts to events, one at a time and never blocking:
 * messages, timers, requests of clients, completions of the disk. Everything that could make two
 * runs differ comes through {@link dev.assay.runtime.Env}, so the same class runs on real machines
 * ({@code real}) and in memory, where a test or a simulator decides what happens next.
 */
@NullMarked
package dev.assay.runtime;

import org.jspecify.annotations.NullMarked;
