package dev.assay.eventualkv.server.causal;

import dev.assay.eventualkv.server.Bug;
import dev.assay.eventualkv.server.Config;
import dev.assay.eventualkv.server.state.Dot;
import dev.assay.eventualkv.server.state.VersionVector;
import dev.assay.runtime.Env;
import dev.assay.runtime.HybridClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A node that keeps all keys and answers from what it has, whatever has become of the others. It
 * shows a write when it has shown all that the write depends on; and it answers a client when it
 * has shown all that the client has seen, here or elsewhere.
 */
public final class CausalNode {
  private static final long NANOS_PER_MILLI = 1_000_000;
  private static final int WRITES_MAX = 64;

  private final Env env;
  private final Config config;
  private final HybridClock clock;
  private final WriteLog log;
  private final Map<String, Write> values = new TreeMap<>();

  /** Writes that wait for what they depend on. */
  private final Map<Dot, Write> waiting = new TreeMap<>();

  private final List<Session> sessions = new ArrayList<>();
  private VersionVector applied = VersionVector.EMPTY;

  /** A client's request that waits until this node knows what the client has seen. */
  private record Session(VersionVector seen, long untilNanos, Runnable go, Runnable giveUp) {}

  /**
   * What a read found.
   *
   * @param value null for none
   * @param seen what the client has now seen
   */
  public record Found(@Nullable String value, VersionVector seen) {}

  /**
   * Recovers what earlier lives have shown.
   *
   * @throws dev.assay.runtime.CorruptFileException when it cannot be trusted
   */
  public CausalNode(Env env, Config config) {
    this.env = env;
    this.config = config;
    this.clock = new HybridClock(env.clock());
    this.log = new WriteLog(env.disk());
    if (log.tornBytes() > 0) {
      env.trace().log("cut " + log.tornBytes() + " bytes of a torn write off the log");
    }
    log.all().forEach(this::show);
    env.network().onMessage((from, bytes) -> receive(from, Message.of(bytes)));
    gossip();
  }

  private void receive(String from, Message message) {
    switch (message) {
      case Message.Writes m -> {
        m.writes().stream()
            .filter(w -> !applied.covers(w.dot()))
            .forEach(w -> waiting.put(w.dot(), w));
        showWhatCanBe();
      }
      case Message.Have m -> {
        List<Write> missing = log.beyond(m.applied(), WRITES_MAX);
        if (!missing.isEmpty()) {
          // What is not yet on this disk could be lost, and its number given again.
          log.whenDurable(() -> env.network().send(from, new Message.Writes(missing).toBytes()));
        }
      }
    }
  }

  /** Tells all others what this node has; who has more answers with it. */
  private void gossip() {
    byte[] have = new Message.Have(applied).toBytes();
    env.network().peers().forEach(peer -> env.network().send(peer, have));
    giveUpSessions();
    env.timers().schedule(config.suspectMillis() * NANOS_PER_MILLI, this::gossip);
  }

  private void giveUpSessions() {
    long now = env.clock().monotonicNanos();
    List<Session> over = sessions.stream().filter(s -> now >= s.untilNanos()).toList();
    sessions.removeAll(over);
    over.forEach(session -> session.giveUp().run());
  }

  private void showWhatCanBe() {
    boolean isProgress = true;
    while (isProgress) {
      isProgress = false;
      for (Write write : List.copyOf(waiting.values())) {
        if (applied.covers(write.dot())) {
          waiting.remove(write.dot());
        } else if (canBeShown(write)) {
          waiting.remove(write.dot());
          log.append(write);
          show(write);
          isProgress = true;
        }
      }
    }
    answerSessions();
  }

  /**
   * COPS §4.3: everything that the write depends on is here; and so are its node's earlier ones.
   */
  private boolean canBeShown(Write write) {
    Dot dot = write.dot();
    boolean isNext = applied.of(dot.node()) + 1 == dot.counter();
    return isNext && (applied.covers(write.dependencies()) || config.has(Bug.UNDELAYED));
  }

  private void show(Write write) {
    clock.hear(write.timestamp());
    applied = applied.with(write.dot());
    values.merge(write.key(), write, (old, now) -> Write.LAST.compare(old, now) >= 0 ? old : now);
  }

  private void answerSessions() {
    List<Session> ready = sessions.stream().filter(s -> applied.covers(s.seen())).toList();
    sessions.removeAll(ready);
    ready.forEach(session -> session.go().run());
  }

  private void whenSeen(VersionVector seen, Runnable go, Runnable giveUp) {
    if (applied.covers(seen) || config.has(Bug.FORGOTTEN_SESSION)) {
      go.run();
      return;
    }
    long until = env.clock().monotonicNanos() + config.requestTimeoutMillis() * NANOS_PER_MILLI;
    sessions.add(new Session(seen, until, go, giveUp));
  }

  /**
   * Reads a key.
   *
   * @param seen what the client has seen
   * @param reply hears what was found, or null when this node did not learn in time of what the
   *     client has seen
   */
  public void read(String key, VersionVector seen, Consumer<@Nullable Found> reply) {
    whenSeen(
        seen,
        () -> {
          Write write = values.get(key);
          Found found = new Found(write == null ? null : write.value(), applied);
          // A client must not depend on a write of this node that its next life gives anew.
          whenOwnAreDurable(() -> reply.accept(found));
        },
        () -> reply.accept(null));
  }

  /**
   * Writes a key.
   *
   * @param seen what the client has seen
   * @param reply hears what the client has now seen, or null when nothing was done, because this
   *     node did not learn in time of what the client has seen
   */
  public void write(
      String key,
      @Nullable String value,
      VersionVector seen,
      Consumer<@Nullable VersionVector> reply) {
    whenSeen(
        seen,
        () -> {
          String self = env.network().self();
          Write write =
              new Write(
                  new Dot(self, applied.of(self) + 1), applied.join(seen), timestamp(), key, value);
          log.append(write);
          show(write);
          VersionVector seenNow = applied;
          byte[] message = new Message.Writes(List.of(write)).toBytes();
          whenOwnAreDurable(
              () -> {
                reply.accept(seenNow);
                env.network().peers().forEach(peer -> env.network().send(peer, message));
              });
          answerSessions();
        },
        () -> reply.accept(null));
  }

  private long timestamp() {
    return config.has(Bug.LATE_TIMESTAMP) ? new HybridClock(env.clock()).tick() : clock.tick();
  }

  private void whenOwnAreDurable(Runnable action) {
    if (config.has(Bug.EARLY_ACK)) {
      log.whenDurable(() -> {});
      action.run();
      return;
    }
    log.whenDurable(action);
  }

  /** A message in words, for traces; also bytes that are none. */
  public static String describe(byte[] message) {
    try {
      return Message.of(message).toString();
    } catch (IllegalArgumentException malformed) {
      return message.length + " bytes that are no message: " + malformed.getMessage();
    }
  }

  /** What an operator wants to know. */
  public Status status() {
    return new Status(
        env.network().self(), values.size(), applied.token(), waiting.size(), sessions.size());
  }

  /**
   * What is going on at a node.
   *
   * @param applied how many writes of each node it shows
   * @param waiting writes that wait for what they depend on
   * @param sessions requests that wait for what their client has seen elsewhere
   */
  public record Status(String id, int keys, String applied, int waiting, int sessions) {}
}
