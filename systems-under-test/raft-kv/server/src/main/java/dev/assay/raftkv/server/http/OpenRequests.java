package dev.assay.raftkv.server.http;

import dev.assay.runtime.Env;
import dev.assay.runtime.http.Reply;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;

/** Requests that wait for their outcome; those that wait too long get the answer of a timeout. */
final class OpenRequests {
  private static final long NANOS_PER_MILLI = 1_000_000;
  private static final long SWEEP_NANOS = 20 * NANOS_PER_MILLI;

  private final Env env;
  private final long timeoutNanos;

  /** In order of arrival, which is that of their deadlines. */
  private final Queue<Open> requests = new ArrayDeque<>();

  private boolean sweeping;

  OpenRequests(Env env, long timeoutMillis) {
    this.env = env;
    this.timeoutNanos = timeoutMillis * NANOS_PER_MILLI;
  }

  /** One request; the first answer counts. */
  static final class Open {
    private final Consumer<Reply> send;
    private final Reply onTimeout;
    private final long deadlineNanos;
    private boolean answered;

    private Open(Consumer<Reply> send, Reply onTimeout, long deadlineNanos) {
      this.send = send;
      this.onTimeout = onTimeout;
      this.deadlineNanos = deadlineNanos;
    }

    void answer(Reply reply) {
      if (!answered) {
        answered = true;
        send.accept(reply);
      }
    }
  }

  Open add(Consumer<Reply> send, Reply onTimeout) {
    Open open = new Open(send, onTimeout, env.clock().monotonicNanos() + timeoutNanos);
    requests.add(open);
    if (!sweeping) {
      sweeping = true;
      env.timers().schedule(SWEEP_NANOS, this::sweep);
    }
    return open;
  }

  private void sweep() {
    long now = env.clock().monotonicNanos();
    Open oldest = requests.peek();
    while (oldest != null && (oldest.answered || now - oldest.deadlineNanos >= 0)) {
      requests.remove();
      oldest.answer(oldest.onTimeout);
      oldest = requests.peek();
    }
    sweeping = oldest != null;
    if (sweeping) {
      env.timers().schedule(SWEEP_NANOS, this::sweep);
    }
  }
}
