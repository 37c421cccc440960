package dev.assay.raftkv.client;

import static dev.assay.raftkv.client.ScriptedServer.HANG_UP;
import static dev.assay.raftkv.client.ScriptedServer.OK;
import static dev.assay.raftkv.client.ScriptedServer.SESSION_17;
import static dev.assay.raftkv.client.ScriptedServer.SILENCE;
import static dev.assay.raftkv.client.ScriptedServer.error;
import static dev.assay.raftkv.client.ScriptedServer.notLeader;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.harness.Operation;
import dev.assay.harness.Outcome;
import dev.assay.harness.client.SocketTransport;
import dev.assay.harness.cluster.Cluster.Endpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every answer, and every way to get none, becomes the outcome that it allows. */
class RaftKvClientTest {
  private static final Operation READ = new Operation("read", 7L, null);
  private static final Operation WRITE = new Operation("write", 7L, 3L);
  private static final Operation CAS = new Operation("cas", 7L, List.of(3L, 4L));
  private static final String TIMEOUT = error(504, "timeout", false, "");

  private final List<ScriptedServer> servers = new ArrayList<>();
  private final Map<String, Endpoint> endpoints = new LinkedHashMap<>();
  private Attempts.Timeouts timeouts = new Attempts.Timeouts(20_000, 10_000);

  @AfterEach
  void closeServers() {
    servers.forEach(ScriptedServer::close);
  }

  @Test
  void readsAreDecoded() throws Exception {
    ScriptedServer n1 =
        node(
            "200 {\"ok\":true,\"value\":\"3\"}",
            error(404, "no-value", true, ""),
            "200 {\"ok\":true,\"value\":\"3x\"}");
    try (RaftKvClient client = client()) {
      assertEquals(new Outcome.Ok(3L), invoke(client, READ));
      assertEquals(new Outcome.Ok(null), invoke(client, READ));
      assertEquals(new Outcome.Ok("3x"), invoke(client, READ), "garbage is not hidden");
    }
    assertEquals(List.of("GET /kv/7", "GET /kv/7", "GET /kv/7"), n1.asked);
  }

  @Test
  void writesAndCasHaveASessionAndEverNewNumbers() throws Exception {
    ScriptedServer n1 =
        node(SESSION_17, OK, OK, error(409, "mismatch", true, ",\"value\":\"9\""), OK);
    try (RaftKvClient client = client()) {
      assertEquals(new Outcome.Ok(3L), invoke(client, WRITE));
      assertEquals(new Outcome.Ok(List.of(3L, 4L)), invoke(client, CAS));
      assertEquals(new Outcome.Fail("mismatch"), invoke(client, CAS));
      invoke(client, new Operation("append", "a b/ü", "x"));
    }
    assertEquals(
        List.of(
            "POST /session",
            "PUT /kv/7 3 #17/1",
            "POST /kv/7?op=cas&from=3&to=4 #17/2",
            "POST /kv/7?op=cas&from=3&to=4 #17/3",
            "POST /kv/a%20b%2F%C3%BC?op=append x #17/4"),
        n1.asked);
  }

  @Test
  void leaderIsFoundThroughTheOwnNodeEveryTime() throws Exception {
    ScriptedServer n1 = node(notLeader("n2"), notLeader("n2"));
    ScriptedServer n2 =
        node("200 {\"ok\":true,\"value\":\"1\"}", "200 {\"ok\":true,\"value\":\"2\"}");
    try (RaftKvClient client = client()) {
      assertEquals("n1", client.node());
      assertEquals(new Outcome.Ok(1L), invoke(client, READ));
      assertEquals(new Outcome.Ok(2L), invoke(client, READ));
    }
    assertEquals(2, n1.asked.size());
    assertEquals(2, n2.asked.size());
  }

  @Test
  void lostAcknowledgementIsAskedForAgainUnderTheSameNumber() throws Exception {
    for (String lost : List.of(HANG_UP, TIMEOUT, "200 <html>", "500 {}")) {
      endpoints.clear();
      ScriptedServer n1 = node(SESSION_17, lost, notLeader("n2"));
      ScriptedServer n2 = node(notLeader("n1"), OK);
      try (RaftKvClient client = client()) {
        assertEquals(new Outcome.Ok(3L), invoke(client, WRITE), lost);
      }
      assertEquals(
          List.of("POST /session", "PUT /kv/7 3 #17/1", "PUT /kv/7 3 #17/1"), n1.asked, lost);
      assertEquals(List.of("PUT /kv/7 3 #17/1", "PUT /kv/7 3 #17/1"), n2.asked, lost);
    }
  }

  @Test
  void whatMayHaveHappenedIsInDoubtWhateverIsSaidAfterwards() throws Exception {
    timeouts = new Attempts.Timeouts(800, 300);
    for (String lost : List.of(HANG_UP, SILENCE, TIMEOUT)) {
      endpoints.clear();
      node(SESSION_17, lost);
      try (RaftKvClient client = client()) {
        assertInstanceOf(Outcome.Info.class, invoke(client, WRITE), lost);
      }
    }
    for (String refused :
        List.of(
            error(410, "session-unknown", true, ""),
            error(409, "stale-sequence", true, ""),
            error(400, "bad-request", true, ""))) {
      endpoints.clear();
      node(SESSION_17, TIMEOUT, refused);
      try (RaftKvClient client = client()) {
        assertInstanceOf(Outcome.Info.class, invoke(client, WRITE), refused);
      }
    }
  }

  @Test
  void whatCannotHaveHappenedFails() throws Exception {
    timeouts = new Attempts.Timeouts(600, 200);
    node();
    try (RaftKvClient client = client()) {
      assertEquals(new Outcome.Fail("n1: no-leader"), invoke(client, WRITE));
    }
    endpoints.clear();
    node(SESSION_17, error(413, "too-large", true, ""));
    try (RaftKvClient client = client()) {
      assertEquals(new Outcome.Fail("n1: too-large"), invoke(client, WRITE));
      Outcome.Fail fail =
          assertInstanceOf(Outcome.Fail.class, invoke(client, new Operation("swap", 7L, null)));
      assertTrue(fail.error().contains("not swap"), fail.error());
    }
    endpoints.clear();
    node(HANG_UP, HANG_UP, HANG_UP, SILENCE);
    try (RaftKvClient client = client()) {
      assertInstanceOf(Outcome.Fail.class, invoke(client, WRITE), "no session, nothing was sent");
    }
  }

  @Test
  void readsInDoubtFail() throws Exception {
    timeouts = new Attempts.Timeouts(600, 200);
    node(HANG_UP, SILENCE, error(504, "timeout", true, ""));
    try (RaftKvClient client = client()) {
      assertInstanceOf(Outcome.Fail.class, invoke(client, READ));
    }
  }

  @Test
  void refusedConnectionsLeaveNoDoubt() throws Exception {
    timeouts = new Attempts.Timeouts(600, 200);
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      endpoints.put("n1", new Endpoint("127.0.0.1", free.getLocalPort()));
    }
    try (RaftKvClient client = client()) {
      Outcome.Fail fail = assertInstanceOf(Outcome.Fail.class, invoke(client, WRITE));
      assertTrue(fail.error().startsWith("cannot connect to 127.0.0.1:"), fail.error());
    }
    ScriptedServer n2 = node(SESSION_17, OK);
    try (RaftKvClient client = client()) {
      assertEquals(new Outcome.Ok(3L), invoke(client, WRITE), "the next node is asked");
    }
    assertEquals(2, n2.asked.size());
  }

  @Test
  void evictedSessionIsReplacedWhenNothingIsInDoubt() throws Exception {
    ScriptedServer n1 =
        node(
            SESSION_17,
            OK,
            error(410, "session-unknown", true, ""),
            "200 {\"ok\":true,\"session\":18}",
            OK);
    try (RaftKvClient client = client()) {
      invoke(client, WRITE);
      assertEquals(new Outcome.Ok(3L), invoke(client, WRITE));
    }
    assertEquals(
        List.of("PUT /kv/7 3 #17/2", "POST /session", "PUT /kv/7 3 #18/1"), n1.asked.subList(2, 5));
  }

  @Test
  void closingEndsWhatIsOpen() throws Exception {
    ScriptedServer n1 = node(SESSION_17, SILENCE);
    RaftKvClient client = client();
    CompletableFuture<Outcome> open = client.invoke(WRITE);
    while (n1.asked.size() < 2) {
      Thread.sleep(5);
    }
    client.close();
    assertInstanceOf(Outcome.Info.class, open.get(5, TimeUnit.SECONDS));
  }

  private ScriptedServer node(String... answers) throws IOException {
    ScriptedServer server = new ScriptedServer(answers);
    servers.add(server);
    endpoints.put("n" + (endpoints.size() + 1), server.endpoint());
    return server;
  }

  private RaftKvClient client() {
    return new RaftKvClient("n1", new SocketTransport(endpoints), timeouts);
  }

  private static Outcome invoke(RaftKvClient client, Operation operation) throws Exception {
    return client.invoke(operation).get(30, TimeUnit.SECONDS);
  }
}
