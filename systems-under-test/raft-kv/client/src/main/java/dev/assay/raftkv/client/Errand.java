package dev.assay.raftkv.client;

import dev.assay.harness.client.Transport;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Something that the system is asked for until it is done: the leader where one is named, else one
 * node after the other, one request at a time.
 */
final class Errand {
  private static final long REQUEST_TIMEOUT_NANOS = Duration.ofSeconds(3).toNanos();
  private static final long PAUSE_NANOS = Duration.ofMillis(10).toNanos();
  private static final long PATIENCE_NANOS = Duration.ofMinutes(1).toNanos();

  private final Transport transport;
  private final List<String> nodes;

  /** Callbacks of real transports come on threads of their own. */
  private final ReentrantLock lock = new ReentrantLock();

  private String wanted = "";
  private String done = "";
  private String target;
  private int answersLeft;
  private long deadlineNanos;
  private boolean isBusy;

  Errand(Transport transport) {
    this.transport = transport;
    this.nodes = transport.nodes();
    this.target = nodes.getFirst();
  }

  /** What has been done already, or never was asked for when empty. */
  void isDone(String path) {
    locked(
        () -> {
          wanted = path;
          done = path;
        });
  }

  /**
   * Wants a POST to this path to succeed, and what was wanted before no longer.
   *
   * @param answersMax how many answers to hear before giving up
   */
  void want(String path, int answersMax) {
    locked(
        () -> {
          if (!path.equals(wanted)) {
            wanted = path;
            done = "";
            answersLeft = answersMax;
            deadlineNanos = transport.nowNanos() + PATIENCE_NANOS;
            if (!isBusy) {
              isBusy = true;
              transport.schedule(0, this::next);
            }
          }
        });
  }

  private void next() {
    locked(
        () -> {
          boolean isLate = transport.nowNanos() - deadlineNanos > 0;
          if (wanted.equals(done) || isLate || answersLeft <= 0) {
            isBusy = false;
          } else {
            send(wanted);
          }
        });
  }

  private void send(String path) {
    Transport.Request request = new Transport.Request("POST", path, Map.of(), new byte[0]);
    transport.exchange(
        target,
        request,
        REQUEST_TIMEOUT_NANOS,
        new Transport.Callback() {
          @Override
          public void answered(Transport.Answer answer) {
            locked(() -> heard(path, answer));
          }

          @Override
          public void failed(boolean mayHaveArrived, String why) {
            locked(() -> elsewhere(null));
          }
        });
  }

  private void heard(String path, Transport.Answer answer) {
    answersLeft--;
    try {
      Reply reply = Reply.of(answer);
      if (reply.succeeded()) {
        done = path;
        transport.schedule(0, this::next);
      } else {
        elsewhere(reply.error().equals("refused") ? target : reply.leader());
      }
    } catch (IOException notRaftKv) {
      elsewhere(null);
    }
  }

  /** Asks the leader if one is named, else the next node, after a pause. */
  private void elsewhere(@Nullable String leader) {
    target =
        leader != null && nodes.contains(leader)
            ? leader
            : nodes.get((nodes.indexOf(target) + 1) % nodes.size());
    transport.schedule(PAUSE_NANOS, this::next);
  }

  private void locked(Runnable action) {
    lock.lock();
    try {
      action.run();
    } finally {
      lock.unlock();
    }
  }
}
