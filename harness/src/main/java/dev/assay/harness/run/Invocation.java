package dev.assay.harness.run;

import dev.assay.harness.Client;
import dev.assay.harness.Operation;
import dev.assay.harness.Outcome;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** An operation under way. It ends once, whoever is first: the client or the timeout. */
final class Invocation {
  final ClientProcess process;
  final Operation operation;
  final long deadlineNanos;
  private final Ending ending;
  private final AtomicBoolean isSettled = new AtomicBoolean();

  /** Hears how it ended, on the thread that knows. */
  interface Ending {
    void of(Invocation invocation, Outcome outcome);
  }

  Invocation(ClientProcess process, Operation operation, long deadlineNanos, Ending ending) {
    this.process = process;
    this.operation = operation;
    this.deadlineNanos = deadlineNanos;
    this.ending = ending;
  }

  /** Does the operation; may block. */
  void perform() {
    Client client;
    try {
      client = process.client();
    } catch (RuntimeException | LinkageError e) {
      settle(new Outcome.Fail("no client could be opened: " + Words.of(e)));
      return;
    }
    if (client == null || isSettled.get()) {
      return; // it took so long that the timeout was first; nothing was sent
    }
    try {
      var unused = client.invoke(operation).handle(this::settle);
    } catch (RuntimeException | LinkageError e) {
      settle(new Outcome.Info(Words.of(e)));
    }
  }

  /** Ends it with this outcome unless it has ended. */
  void settle(Outcome outcome) {
    if (isSettled.compareAndSet(false, true)) {
      ending.of(this, outcome);
    }
  }

  private @Nullable Void settle(@Nullable Outcome outcome, @Nullable Throwable error) {
    if (error != null) {
      settle(new Outcome.Info(Words.of(error)));
    } else {
      settle(outcome == null ? new Outcome.Info("the client gave no outcome") : outcome);
    }
    return null;
  }
}
