package dev.assay.checkers.certificates;

import dev.assay.histories.History;
import dev.assay.histories.MicroOps;

/** Where a history tells what a transaction did. */
final class Told {
  private Told() {}

  /**
   * The event that tells what a transaction did or tried to: the completion of one that completed;
   * of one that failed the invocation, if that tells anything; of others the completion, if that
   * does.
   */
  static int event(History history, int invocation) {
    int completion = history.pair(invocation);
    if (completion == History.NONE) {
      return invocation;
    }
    MicroOps microOps = history.microOps();
    boolean isTold = microOps.start(completion) < microOps.end(completion);
    return switch (history.outcome(invocation)) {
      case OK -> completion;
      case FAIL -> microOps.start(invocation) < microOps.end(invocation) ? invocation : completion;
      default -> isTold ? completion : invocation;
    };
  }
}
