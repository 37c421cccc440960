package dev.assay.raftkv.server.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.raftkv.server.chaos.AppendHistory.Op;
import dev.assay.runtime.Http.Request;
import dev.assay.runtime.Rng;
import dev.assay.runtime.manual.ManualCall;
import dev.assay.runtime.manual.ManualCall.Response;
import dev.assay.runtime.manual.ManualCluster;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A client with a session: sends an append again, to any node, until it gets a definite answer. */
final class ChaosClient {
  private static final long PATIENCE_NANOS = 300_000_000;
  private static final Pattern SESSION = Pattern.compile("\"session\":(\\d+)");
  private static final Pattern VALUE = Pattern.compile("\"value\":\"([^\"]*)\"");

  private final String name;
  private final ManualCluster cluster;
  private final AppendHistory history;
  private final double reads;
  private final long idleMillisMax;
  private final Rng rng;
  private String node;
  private String session = "";
  private int sequence;
  private @Nullable Op op;
  private @Nullable ManualCall call;
  private long sentNanos;
  private long idleUntilNanos;

  ChaosClient(
      String name,
      ManualCluster cluster,
      AppendHistory history,
      double reads,
      long idleMillisMax,
      Rng rng) {
    this.name = name;
    this.cluster = cluster;
    this.history = history;
    this.reads = reads;
    this.idleMillisMax = idleMillisMax;
    this.rng = rng;
    this.node = anyNode();
  }

  private String anyNode() {
    List<String> names = cluster.names();
    return names.get(rng.nextInt(names.size()));
  }

  /** Looks whether an answer came or patience is over, and sends what is next. */
  void step() {
    ManualCall open = call;
    if (open == null) {
      sendNext();
    } else if (open.response().isPresent()) {
      call = null;
      receive(open.response().get());
    } else if (cluster.nowNanos() - sentNanos > PATIENCE_NANOS) {
      call = null;
      giveUp();
    }
  }

  private void sendNext() {
    if (cluster.nowNanos() < idleUntilNanos) {
      return;
    }
    Op open = op;
    if (session.isEmpty()) {
      send("POST", "/session", "", Map.of());
    } else if (open != null) {
      append(open);
    } else if (rng.chance(reads)) {
      op = history.begin(name, "", cluster.nowNanos());
      send("GET", "/kv/x", "", Map.of());
    } else {
      sequence++;
      Op begun = history.begin(name, name + "-" + sequence + ",", cluster.nowNanos());
      op = begun;
      append(begun);
    }
  }

  private void append(Op append) {
    Map<String, String> headers =
        Map.of("assay-session", session, "assay-sequence", Integer.toString(sequence));
    send("POST", "/kv/x?op=append", append.token, headers);
  }

  private void send(String method, String target, String body, Map<String, String> headers) {
    sentNanos = cluster.nowNanos();
    String[] parts = target.split("\\?op=", -1);
    Map<String, String> query = parts.length > 1 ? Map.of("op", parts[1]) : Map.of();
    call =
        cluster.request(
            node, new Request(method, target, parts[0], query, headers, body.getBytes(UTF_8)));
  }

  private void receive(Response response) {
    Op open = op;
    if (open == null) {
      Matcher opened = SESSION.matcher(response.body());
      session = opened.find() ? opened.group(1) : "";
      moveOn(response.status() != 200);
    } else if (response.status() == 200 || (open.isRead() && response.status() == 404)) {
      Matcher value = VALUE.matcher(response.body());
      open.value = value.find() ? value.group(1) : "";
      open.ok = true;
      open.end = cluster.nowNanos();
      op = null;
      moveOn(false);
    } else {
      if (open.isRead()) {
        op = null;
      }
      moveOn(true);
    }
  }

  private void giveUp() {
    if (op != null && op.isRead()) {
      op = null;
    }
    moveOn(true);
  }

  private void moveOn(boolean elsewhere) {
    if (elsewhere) {
      node = anyNode();
    }
    idleUntilNanos = cluster.nowNanos() + rng.nextLong(0, idleMillisMax * 1_000_000);
  }
}
