package dev.assay.checkers;

import dev.assay.histories.History;

/** How far a history has grown: for checks that judge while it does. */
public final class Prefix {
  private Prefix() {}

  /** The first events of a history, without their times. */
  public static History of(History history, int events) {
    History.Builder builder = History.builder();
    for (int e = 0; e < events; e++) {
      builder.add(
          history.type(e),
          history.process(e),
          history.f(e),
          history.key(e),
          history.value(e),
          History.NO_TIME,
          e,
          history.extra(e));
    }
    return builder.build();
  }
}
