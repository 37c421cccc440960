package dev.assay.benchmarks.generate;

import java.util.SplittableRandom;

/** What operations work on; each takes effect at one moment, so the history is serializable. */
interface Database {
  /** The {@code :f} of what a process asked. */
  default String f(int process) {
    return "txn";
  }

  /** Draws what a process asks next. */
  void draw(int process, SplittableRandom random);

  /** What it asked, as EDN. */
  void appendRequest(int process, StringBuilder out);

  /**
   * Lets it take effect and tells its answer as EDN.
   *
   * @param isStale whether one read is to miss the last write
   */
  void appendAnswer(int process, boolean isStale, StringBuilder out);

  /** Whether it fails if it takes effect now. */
  default boolean fails(int process) {
    return false;
  }

  /** Lets it take effect without an answer. */
  default void apply(int process) {
    appendAnswer(process, false, new StringBuilder());
  }
}
