package dev.assay.checkers.isolation.timestamps;

import dev.assay.checkers.isolation.ConsistencyModel;

/** Which order of invocations and completions timestamps have to agree with. */
enum KeptOrder {
  NONE,
  PROCESSES,
  REAL_TIME;

  static KeptOrder of(ConsistencyModel claim) {
    return claim.label().startsWith("strong-session-")
        ? PROCESSES
        : claim.needsRealTime() ? REAL_TIME : NONE;
  }
}
