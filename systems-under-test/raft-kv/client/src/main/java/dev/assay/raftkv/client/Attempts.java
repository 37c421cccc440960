package dev.assay.raftkv.client;

import dev.assay.harness.Operation;
import dev.assay.harness.Outcome;
import dev.assay.harness.client.Transport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One operation, sent until there is a definite answer or its time is up.
 *
 * <p>The preferred node is asked first, so that every node is asked, a deposed leader too; the
 * answers then lead to the leader. What may or may not have happened is sent again under the same
 * session and sequence number, which takes effect at most once (§8). The outcome is {@link
 * Outcome.Fail} only when no attempt can have had an effect, or the server's answer says so of the
 * operation; a read has none, so it fails where others end in doubt.
 */
final class Attempts {
  private static final KvRequest OPEN_SESSION = new KvRequest("POST", "/session", "", false);
  private static final long NANOS_PER_MILLI = 1_000_000;
  private static final long PAUSE_MILLIS_MIN = 10;
  private static final long PAUSE_MILLIS_MAX = 160;

  /**
   * How long to try.
   *
   * @param operationMillis until the outcome is told, whatever it is
   * @param attemptMillis until another node is asked
   */
  record Timeouts(int operationMillis, int attemptMillis) {}

  private final Operation operation;
  private final KvRequest request;
  private final Transport transport;
  private final List<String> nodes;
  private final KvSession session;
  private final Timeouts timeouts;
  private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();

  private String target;
  private long deadlineNanos;

  /** How long to wait before the next attempt. */
  private long pauseNanos;

  /** Whether an attempt may have taken effect, or still may. */
  private boolean inDoubt;

  private String lastError = "not tried";

  /** How many answers in a row said no more than to ask elsewhere. */
  private int detours;

  /**
   * Sends nothing yet.
   *
   * @param preferred the node to ask first
   */
  Attempts(
      Operation operation,
      KvRequest request,
      String preferred,
      Transport transport,
      KvSession session,
      Timeouts timeouts) {
    this.operation = operation;
    this.request = request;
    this.target = preferred;
    this.transport = transport;
    this.nodes = transport.nodes();
    this.session = session;
    this.timeouts = timeouts;
  }

  /** Begins; the future completes when the outcome is known. */
  CompletableFuture<Outcome> begin() {
    deadlineNanos = transport.nowNanos() + timeouts.operationMillis * NANOS_PER_MILLI;
    attempt();
    return outcome;
  }

  private void attempt() {
    long leftNanos = deadlineNanos - transport.nowNanos();
    if (session.isClosed() || leftNanos <= 0) {
      end(givenUp());
      return;
    }
    boolean opensSession = request.mutates() && !session.isOpen();
    KvRequest next = opensSession ? OPEN_SESSION : request;
    Transport.Request sent =
        new Transport.Request(
            next.method(),
            next.target(),
            next.mutates() ? session.headers() : Map.of(),
            next.body().getBytes(StandardCharsets.UTF_8));
    transport.exchange(
        target,
        sent,
        Math.min(leftNanos, timeouts.attemptMillis * NANOS_PER_MILLI),
        new Transport.Callback() {
          @Override
          public void answered(Transport.Answer answer) {
            proceed(() -> heard(answer, opensSession));
          }

          @Override
          public void failed(boolean mayHaveArrived, String why) {
            String words = mayHaveArrived ? target + ": " + why : why;
            proceed(() -> unheard(mayHaveArrived && !opensSession, words));
          }
        });
  }

  /** Takes a step and, unless it brought the outcome, makes the next attempt. */
  private void proceed(Supplier<@Nullable Outcome> step) {
    try {
      pauseNanos = 0;
      Outcome known = step.get();
      if (known != null) {
        end(known);
      } else if (pauseNanos > 0) {
        transport.schedule(pauseNanos, this::attemptAgain);
      } else {
        attempt();
      }
    } catch (RuntimeException e) {
      outcome.completeExceptionally(e);
    }
  }

  private void attemptAgain() {
    try {
      attempt();
    } catch (RuntimeException e) {
      outcome.completeExceptionally(e);
    }
  }

  private void end(Outcome known) {
    if (request.mutates()) {
      session.advance();
    }
    outcome.complete(known);
  }

  private @Nullable Outcome heard(Transport.Answer answer, boolean opensSession) {
    try {
      Reply reply = Reply.of(answer);
      if (opensSession && reply.succeeded()) {
        session.opened(reply.sessionId());
        return null;
      }
      return judge(reply, opensSession);
    } catch (IOException e) {
      return unheard(!opensSession, target + ": " + e.getMessage());
    }
  }

  private @Nullable Outcome unheard(boolean mayHaveHappened, String why) {
    note(why);
    inDoubt |= mayHaveHappened && request.mutates();
    elsewhere(null);
    return null;
  }

  /** What the answer says of the operation, or null to ask on. */
  private @Nullable Outcome judge(Reply reply, boolean openedSession) {
    if (reply.succeeded()) {
      return new Outcome.Ok(request.method().equals("GET") ? reply.value() : operation.value());
    }
    note(target + ": " + reply.error());
    inDoubt |= !reply.definite() && request.mutates() && !openedSession;
    return switch (reply.error()) {
      case "no-value" -> new Outcome.Ok(null);
      // Under this sequence number the server answers as it did the first time, so this is the
      // answer of all attempts.
      case "mismatch" -> new Outcome.Fail(reply.error());
      case "not-leader", "no-leader", "timeout", "leadership-lost" -> {
        elsewhere(reply.leader());
        yield null;
      }
      case "session-unknown" -> {
        // Evicted. Without a doubtful attempt under the old one a new session is as good.
        session.forget();
        yield inDoubt ? givenUp() : null;
      }
      default -> givenUp();
    };
  }

  /** Turns to the leader if one is named, else to the next node after a pause. */
  private void elsewhere(@Nullable String leader) {
    boolean useful = false;
    if (leader != null && !leader.equals(target) && nodes.contains(leader)) {
      target = leader;
      useful = true;
    } else {
      target = nodes.get((nodes.indexOf(target) + 1) % nodes.size());
    }
    detours++;
    // One redirect is normal. Nodes that send one to and fro await an election.
    if (!useful || detours > 2) {
      pauseNanos =
          Math.min(PAUSE_MILLIS_MIN << Math.min(detours, 10), PAUSE_MILLIS_MAX) * NANOS_PER_MILLI;
    }
  }

  private void note(String error) {
    lastError = error;
  }

  private Outcome givenUp() {
    return inDoubt ? new Outcome.Info(lastError) : new Outcome.Fail(lastError);
  }
}
