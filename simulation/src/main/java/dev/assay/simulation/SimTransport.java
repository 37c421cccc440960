package dev.assay.simulation;

import dev.assay.harness.client.Transport;
import dev.assay.runtime.Http;
import dev.assay.simulator.SimCluster;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A client's requests through the simulator. */
final class SimTransport implements Transport {
  private final SimCluster cluster;
  private final String client;
  private boolean isClosed;

  /**
   * Sends nothing yet.
   *
   * @param client its name in traces
   */
  SimTransport(SimCluster cluster, String client) {
    this.cluster = cluster;
    this.client = client;
  }

  @Override
  public List<String> nodes() {
    return cluster.names();
  }

  @Override
  public long nowNanos() {
    return cluster.nowNanos();
  }

  @Override
  public void schedule(long delayNanos, Runnable task) {
    cluster.schedule(
        cluster.nowNanos() + delayNanos,
        () -> {
          if (!isClosed) {
            task.run();
          }
        });
  }

  @Override
  public void exchange(String node, Request request, long timeoutNanos, Callback callback) {
    new Exchange(callback).begin(node, request, timeoutNanos);
  }

  @Override
  public void close() {
    isClosed = true;
  }

  static Http.Request translate(Request request) {
    String target = request.target();
    int mark = target.indexOf('?');
    String path = decode(mark < 0 ? target : target.substring(0, mark));
    Map<String, String> query = new LinkedHashMap<>();
    if (mark >= 0 && mark + 1 < target.length()) {
      for (String part : target.substring(mark + 1).split("&", -1)) {
        int equals = part.indexOf('=');
        String name = decode(equals < 0 ? part : part.substring(0, equals));
        query.putIfAbsent(name, equals < 0 ? "" : decode(part.substring(equals + 1)));
      }
    }
    Map<String, String> headers = new LinkedHashMap<>();
    request.headers().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
    return new Http.Request(request.method(), target, path, query, headers, request.body());
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  /** One request; the first thing that happens counts. */
  private final class Exchange implements SimCluster.Answers {
    private final Callback callback;
    private boolean isOver;
    private SimCluster.Cancellable timeout = () -> {};

    Exchange(Callback callback) {
      this.callback = callback;
    }

    void begin(String node, Request request, long timeoutNanos) {
      timeout =
          cluster.schedule(cluster.nowNanos() + timeoutNanos, () -> failed(true, "timed out"));
      cluster.request(client, node, translate(request), this);
    }

    private boolean isFirst() {
      if (isOver || isClosed) {
        return false;
      }
      isOver = true;
      timeout.cancel();
      return true;
    }

    @Override
    public void answered(int status, byte[] body) {
      if (isFirst()) {
        callback.answered(new Answer(status, new String(body, StandardCharsets.UTF_8)));
      }
    }

    @Override
    public void failed(boolean mayHaveArrived, String why) {
      if (isFirst()) {
        callback.failed(mayHaveArrived, why);
      }
    }
  }
}
