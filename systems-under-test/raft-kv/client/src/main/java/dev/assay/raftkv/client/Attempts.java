package dev.assay.raftkv.client;

import dev.assay.harness.Operation;
import dev.assay.harness.Outcome;
import dev.assay.raftkv.client.HttpConnection.NotSentException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
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
  private static final int PAUSE_MILLIS_MIN = 10;
  private static final int PAUSE_MILLIS_MAX = 160;

  /**
   * How long to try.
   *
   * @param operationMillis until the outcome is told, whatever it is
   * @param attemptMillis until another node is asked
   */
  record Timeouts(int operationMillis, int attemptMillis) {}

  private final Operation operation;
  private final KvRequest request;
  private final Map<String, HttpConnection> connections;
  private final List<String> nodes;
  private final KvSession session;
  private final Timeouts timeouts;

  private String target;

  /** Whether an attempt may have taken effect, or still may. */
  private boolean inDoubt;

  private String lastError = "not tried";

  /** How many answers in a row said no more than to ask elsewhere. */
  private int detours;

  /**
   * Sends nothing yet.
   *
   * @param preferred the node to ask first
   * @param connections to all nodes, by name
   */
  Attempts(
      Operation operation,
      KvRequest request,
      String preferred,
      Map<String, HttpConnection> connections,
      KvSession session,
      Timeouts timeouts) {
    this.operation = operation;
    this.request = request;
    this.target = preferred;
    this.connections = connections;
    this.nodes = List.copyOf(connections.keySet());
    this.session = session;
    this.timeouts = timeouts;
  }

  /** Blocks until the outcome is known. */
  Outcome run() {
    long deadline = System.nanoTime() + timeouts.operationMillis * 1_000_000L;
    Outcome outcome = null;
    while (outcome == null && !session.isClosed() && System.nanoTime() < deadline) {
      outcome = attempt(deadline);
    }
    if (request.mutates()) {
      session.advance();
    }
    return outcome == null ? givenUp() : outcome;
  }

  private @Nullable Outcome attempt(long deadline) {
    boolean opensSession = request.mutates() && !session.isOpen();
    try {
      Reply reply = send(opensSession ? OPEN_SESSION : request, deadline);
      if (opensSession && reply.succeeded()) {
        session.opened(reply.sessionId());
        return null;
      }
      return judge(reply, opensSession);
    } catch (NotSentException e) {
      note(e.getMessage());
      elsewhere(null);
    } catch (IOException e) {
      note(target + ": " + e.getMessage());
      inDoubt |= request.mutates() && !opensSession;
      elsewhere(null);
    }
    return null;
  }

  private Reply send(KvRequest next, long deadline) throws IOException {
    long attemptDeadline =
        Math.min(deadline, System.nanoTime() + timeouts.attemptMillis * 1_000_000L);
    HttpConnection connection = connections.get(target);
    if (connection == null) {
      throw new IllegalStateException("no node " + target + " among " + nodes);
    }
    return Reply.of(
        connection.exchange(
            next.method(),
            next.target(),
            next.mutates() ? session.headers() : "",
            next.body().getBytes(StandardCharsets.UTF_8),
            attemptDeadline));
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
    if (leader != null && !leader.equals(target) && connections.containsKey(leader)) {
      target = leader;
      useful = true;
    } else {
      target = nodes.get((nodes.indexOf(target) + 1) % nodes.size());
    }
    detours++;
    // One redirect is normal. Nodes that send one to and fro await an election.
    if (!useful || detours > 2) {
      pause(Math.min(PAUSE_MILLIS_MIN << Math.min(detours, 10), PAUSE_MILLIS_MAX));
    }
  }

  private void pause(int millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      // Nobody interrupts this thread but the end of the program.
      Thread.currentThread().interrupt();
      session.close();
    }
  }

  private void note(@Nullable String error) {
    lastError = String.valueOf(error);
  }

  private Outcome givenUp() {
    return inDoubt ? new Outcome.Info(lastError) : new Outcome.Fail(lastError);
  }
}
