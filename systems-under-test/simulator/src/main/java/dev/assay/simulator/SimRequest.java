package dev.assay.simulator;

import dev.assay.runtime.Http;
import dev.assay.simulator.TraceEvent.Kind;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A client's request on its way: to the node, through its handler, and back. */
final class SimRequest implements Http.Exchange {
  private final SimCluster cluster;
  private final String client;
  private final int to;
  private final long number;
  private final Http.Request content;
  private final SimCluster.Answers answers;
  private @Nullable SimNode server;
  private boolean isOver;
  private boolean losesAnswer;

  SimRequest(
      SimCluster cluster,
      String client,
      int to,
      long number,
      Http.Request content,
      SimCluster.Answers answers) {
    this.cluster = cluster;
    this.client = client;
    this.to = to;
    this.number = number;
    this.content = content;
    this.answers = answers;
  }

  Http.Request content() {
    return content;
  }

  /** Leaves the client; its connection may break on the way there or back. */
  void send(boolean breaksBefore, boolean breaksAfter) {
    trace(Kind.REQUEST, content.method() + " " + content.target());
    losesAnswer = breaksAfter;
    if (breaksBefore) {
      fail(true, "the connection broke");
    } else {
      cluster.afterDelay(new Arrival());
    }
  }

  private final class Arrival extends EventQueue.Event {
    @Override
    void happen() {
      SimNode node = cluster.node(to);
      if (node == null || !node.serves()) {
        fail(false, "connection refused");
      } else if (node.isPaused()) {
        node.hold(this);
      } else {
        server = node;
        trace(Kind.HANDLE, content.method() + " " + content.target());
        node.handle(SimRequest.this);
      }
    }
  }

  @Override
  public void respond(int status, Map<String, String> headers, String contentType, byte[] body) {
    if (isOver) {
      return;
    }
    isOver = true;
    SimNode node = server;
    if (node != null) {
      node.answered(this);
    }
    trace(Kind.ANSWER, Integer.toString(status));
    if (losesAnswer) {
      fail(true, "the connection broke");
      return;
    }
    cluster.afterDelay(
        cluster.event(
            () -> {
              trace(Kind.ANSWERED, Integer.toString(status));
              answers.answered(status, body);
            }));
  }

  /** The node crashed. */
  void breakOff() {
    if (!isOver) {
      isOver = true;
      fail(true, "the server closed the connection before its answer was complete");
    }
  }

  private void fail(boolean mayHaveArrived, String why) {
    cluster.afterDelay(
        cluster.event(
            () -> {
              trace(Kind.FAILED, why);
              answers.failed(mayHaveArrived, why);
            }));
  }

  private void trace(Kind kind, String words) {
    cluster.traceRequest(kind, client, to, number, words);
  }
}
