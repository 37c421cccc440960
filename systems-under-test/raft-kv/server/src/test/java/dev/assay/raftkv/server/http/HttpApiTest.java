package dev.assay.raftkv.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.raftkv.server.Bug;
import dev.assay.raftkv.server.RaftKvServer;
import dev.assay.raftkv.server.raft.RaftConfig;
import dev.assay.runtime.Http.Request;
import dev.assay.runtime.manual.ManualCall;
import dev.assay.runtime.manual.ManualCall.Response;
import dev.assay.runtime.manual.ManualCluster;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The API of README.md against three servers in memory, n1 leading. */
class HttpApiTest {
  private final ManualCluster cluster = cluster(Map.of("n1", "h1:8001"));

  private static ManualCluster cluster(Map<String, String> clientPeers, Bug... bugs) {
    Set<Bug> on = EnumSet.noneOf(Bug.class);
    on.addAll(List.of(bugs));
    ManualCluster cluster =
        new ManualCluster(
            List.of("n1", "n2", "n3"),
            1,
            name ->
                new RaftKvServer(
                    RaftConfig.ofPaper(name.equals("n1") ? 50 : 5000, 10, 64, on),
                    new HttpApi.Settings(clientPeers, 500, 2, on)));
    cluster.startAll();
    cluster.runMillis(1000);
    return cluster;
  }

  private ManualCall begin(
      String node, String method, String target, String body, String... headers) {
    String[] parts = target.split("\\?", -1);
    Map<String, String> query = new HashMap<>();
    for (String pair : parts.length > 1 ? parts[1].split("&", -1) : new String[0]) {
      query.put(pair.split("=", -1)[0], pair.split("=", -1)[1]);
    }
    Map<String, String> header = new HashMap<>();
    for (int i = 0; i < headers.length; i += 2) {
      header.put(headers[i], headers[i + 1]);
    }
    return cluster.request(
        node, new Request(method, target, parts[0], query, header, body.getBytes(UTF_8)));
  }

  private Response call(String method, String target, String body, String... headers) {
    ManualCall call = begin("n1", method, target, body, headers);
    cluster.runMillis(20);
    return call.response().orElseThrow();
  }

  private static void assertAnswer(int status, String part, Response response) {
    assertEquals(status, response.status(), response.body());
    assertTrue(response.body().contains(part), response.body());
  }

  @Test
  void putGetCasAndAppend() {
    assertAnswer(404, "\"error\":\"no-value\",\"definite\":true", call("GET", "/kv/x", ""));
    assertAnswer(200, "{\"ok\":true}", call("PUT", "/kv/x", "1"));
    assertAnswer(200, "{\"ok\":true,\"value\":\"1\"}", call("GET", "/kv/x", ""));
    assertAnswer(200, "{\"ok\":true}", call("POST", "/kv/x?op=cas&from=1&to=2", ""));
    assertAnswer(409, "\"definite\":true", call("POST", "/kv/x?op=cas&from=1&to=3", ""));
    assertAnswer(409, "\"value\":\"2\"", call("POST", "/kv/x?op=cas&from=1&to=3", ""));
    assertAnswer(409, "\"value\":null", call("POST", "/kv/absent?op=cas&from=1&to=3", ""));
    assertAnswer(200, "{\"ok\":true}", call("POST", "/kv/absent?op=cas&to=0", ""));
    assertAnswer(200, "{\"ok\":true}", call("POST", "/kv/x?op=append", "b"));
    assertAnswer(200, "\"value\":\"2b\"", call("GET", "/kv/x", ""));
  }

  @Test
  void valuesAreEscaped() {
    call("PUT", "/kv/x", "\"\\\n\u0001é𝄞</script>");

    assertAnswer(
        200,
        "\"value\":\"\\\"\\\\\\u000a\\u0001é\\ud834\\udd1e</script>\"",
        call("GET", "/kv/x", ""));
  }

  @Test
  void whatCannotBeUnderstoodSaysWhatWasExpected() {
    assertAnswer(404, "no-such-path", call("GET", "/", ""));
    assertAnswer(404, "no-such-path", call("DELETE", "/kv/x", ""));
    assertAnswer(400, "expected /kv/KEY", call("GET", "/kv/", ""));
    assertAnswer(400, "found op 'incr'", call("POST", "/kv/x?op=incr", ""));
    assertAnswer(400, "to is missing", call("POST", "/kv/x?op=cas&from=1", ""));
    assertAnswer(400, "neither", call("PUT", "/kv/x", "1", "assay-session", "5"));
    assertAnswer(
        400, "found '-5'", call("PUT", "/kv/x", "1", "assay-session", "-5", "assay-sequence", "1"));
    assertAnswer(413, "a key of 257 bytes", call("GET", "/kv/" + "k".repeat(257), ""));
    assertAnswer(413, "a value of 65537 bytes", call("PUT", "/kv/x", "v".repeat(65_537)));
  }

  @Test
  void appendThatWouldGrowTooLongIsRefusedForCertain() {
    for (int i = 0; i < 16; i++) {
      assertAnswer(200, "true", call("POST", "/kv/x?op=append", "v".repeat(65_536)));
    }

    assertAnswer(413, "\"definite\":true", call("POST", "/kv/x?op=append", "v"));
  }

  @Test
  void followerNamesTheLeaderAndRedirects() {
    ManualCall call = begin("n2", "PUT", "/kv/a%20b?x=y", "1");

    assertAnswer(307, "\"leader\":\"n1\"", call.response().orElseThrow());
    assertEquals(
        Map.of("Location", "http://h1:8001/kv/a%20b?x=y"), call.response().get().headers());
  }

  @Test
  void serverThatKnowsNoLeaderSaysSo() {
    cluster.crash("n1");
    cluster.crash("n2");
    cluster.start("n2");

    assertAnswer(
        503,
        "\"error\":\"no-leader\",\"definite\":true",
        begin("n2", "GET", "/kv/x", "").response().orElseThrow());
  }

  @Test
  void writesInFlightEndIndefiniteAndReadsDefinite() {
    cluster.isolate("n1");
    ManualCall write = begin("n1", "PUT", "/kv/x", "1");
    ManualCall read = begin("n1", "GET", "/kv/x", "");
    cluster.runMillis(400);
    assertTrue(write.response().isEmpty());
    cluster.runMillis(200);

    assertAnswer(504, "\"error\":\"timeout\",\"definite\":false", write.response().orElseThrow());
    assertAnswer(504, "\"error\":\"timeout\",\"definite\":true", read.response().orElseThrow());
  }

  @Test
  void statusTellsRoleTermAndBugs() {
    assertAnswer(
        200,
        "{\"id\":\"n1\",\"role\":\"leader\",\"term\":1,\"leader\":\"n1\"",
        call("GET", "/status", ""));
    ManualCluster broken = cluster(Map.of(), Bug.STALE_READ);
    Response status =
        broken
            .request(
                "n2", new Request("GET", "/status", "/status", Map.of(), Map.of(), new byte[0]))
            .response()
            .orElseThrow();
    assertAnswer(200, "\"role\":\"follower\"", status);
    assertAnswer(200, "\"bugs\":[\"stale-read\"]", status);
  }

  private String openSession() {
    return call("POST", "/session", "").body().replaceAll("[^0-9]", "");
  }

  private Response inSession(String session, int sequence, String target, String body) {
    return call(
        "POST",
        target,
        body,
        "assay-session",
        session,
        "assay-sequence",
        Integer.toString(sequence));
  }

  @Test
  @Tag("paper")
  void section8_operationSentAgainIsAppliedOnceAndAnsweredAlike() {
    String session = openSession();
    assertAnswer(200, "true", inSession(session, 1, "/kv/x?op=append", "a"));
    assertAnswer(200, "true", inSession(session, 1, "/kv/x?op=append", "a"));
    assertAnswer(409, "mismatch", inSession(session, 2, "/kv/x?op=cas&from=z&to=y", ""));
    call("PUT", "/kv/x", "z");
    assertAnswer(409, "\"value\":\"a\"", inSession(session, 2, "/kv/x?op=cas&from=z&to=y", ""));

    assertAnswer(200, "\"value\":\"z\"", call("GET", "/kv/x", ""));
    assertAnswer(409, "stale-sequence", inSession(session, 1, "/kv/x?op=append", "a"));
  }

  @Test
  @Tag("paper")
  void section8_sessionsSurviveTheLeader() {
    String session = openSession();
    assertAnswer(200, "true", inSession(session, 1, "/kv/x?op=append", "a"));

    cluster.names().forEach(cluster::crash);
    cluster.startAll();
    cluster.runMillis(1000);

    assertAnswer(200, "true", inSession(session, 1, "/kv/x?op=append", "a"));
    assertAnswer(200, "\"value\":\"a\"", call("GET", "/kv/x", ""));
  }

  @Test
  void sessionUnusedForLongestIsEvictedAndItsOperationsRefused() {
    String first = openSession();
    String second = openSession();
    inSession(first, 1, "/kv/x?op=append", "a");
    openSession();

    assertAnswer(410, "session-unknown", inSession(second, 1, "/kv/x?op=append", "b"));
    assertAnswer(200, "true", inSession(first, 1, "/kv/x?op=append", "a"));
    assertAnswer(410, "\"definite\":true", inSession("999999", 1, "/kv/x?op=append", "c"));
    assertAnswer(200, "\"value\":\"a\"", call("GET", "/kv/x", ""));
  }

  @Test
  void membersAreRemovedAndAdded() {
    assertAnswer(200, "members: n1, n2", call("POST", "/members?remove=n3", ""));
    assertAnswer(200, "\"members\":[\"n1\",\"n2\"]", call("GET", "/status", ""));
    assertAnswer(200, "n3 is no member", call("POST", "/members?remove=n3", ""));
    ManualCall added = begin("n1", "POST", "/members?add=n3", "");
    cluster.runMillis(200);

    assertAnswer(200, "members: n1, n2, n3", added.response().orElseThrow());
    assertAnswer(409, "no address of n9", call("POST", "/members?add=n9", ""));
    assertAnswer(400, "expected POST", call("POST", "/members", ""));
  }

  @Test
  void leadershipIsHandedOver() {
    ManualCall handedOver = begin("n1", "POST", "/leader?to=n2", "");
    cluster.runMillis(40);

    assertAnswer(200, "{\"ok\":true", handedOver.response().orElseThrow());
    assertAnswer(421, "\"leader\":\"n2\"", call("PUT", "/kv/x", "1"));
    assertAnswer(400, "expected POST", call("POST", "/leader", ""));
  }

  @Test
  void bug_doubleApply_appliesWhatIsSentAgain() {
    ManualCluster broken = cluster(Map.of(), Bug.DOUBLE_APPLY);
    for (int i = 0; i < 2; i++) {
      broken.request(
          "n1",
          new Request(
              "POST",
              "/kv/x?op=append",
              "/kv/x",
              Map.of("op", "append"),
              Map.of("assay-session", "7", "assay-sequence", "1"),
              "a".getBytes(UTF_8)));
      broken.runMillis(20);
    }
    ManualCall read =
        broken.request("n1", new Request("GET", "/kv/x", "/kv/x", Map.of(), Map.of(), new byte[0]));
    broken.runMillis(20);

    assertAnswer(200, "\"value\":\"aa\"", read.response().orElseThrow());
  }
}
