package dev.assay.harness.run;

import java.util.concurrent.CompletableFuture;

/** Somebody wants the run to end early. */
final class StopSignal {
  private final CompletableFuture<Void> raised = new CompletableFuture<>();

  void raise() {
    raised.complete(null);
  }

  boolean isRaised() {
    return raised.isDone();
  }

  /** Calls when it is raised, at once when it is already. */
  void whenRaised(Runnable action) {
    var unused = raised.thenRun(action);
  }

  CompletableFuture<Void> future() {
    return raised;
  }
}
