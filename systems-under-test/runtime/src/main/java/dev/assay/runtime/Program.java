package dev.assay.runtime;

/** What runs on a node: reacts to events until the node stops or crashes. */
public interface Program {
  /**
   * Begins: reads what an earlier life of this node left on its disk, registers for messages and
   * requests, sets timers, and returns. Called once, on the event loop. A recovery that cannot go
   * on throws.
   */
  void start(Env env);
}
