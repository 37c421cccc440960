package dev.assay.runtime;

/**
 * Everything outside itself that a node may touch.
 *
 * <p>All methods are called from, and all callbacks run on, the node's one event loop: a program
 * needs no locks and must not block. A callback that throws is fatal for the node: the host reports
 * it and the node stops as in a crash.
 */
public interface Env {
  Clock clock();

  /** Random numbers that depend on the node's seed alone. */
  Rng rng();

  Timers timers();

  Network network();

  Disk disk();

  Http http();

  Trace trace();
}
