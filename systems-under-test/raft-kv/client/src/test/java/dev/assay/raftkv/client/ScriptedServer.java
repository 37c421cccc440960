package dev.assay.raftkv.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.assay.harness.cluster.Cluster.Endpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;

/** A node that answers what it was told to, in that order, and notes what it was asked. */
final class ScriptedServer implements AutoCloseable {
  static final String SESSION_17 = "200 {\"ok\":true,\"session\":17}";
  static final String OK = "200 {\"ok\":true}";

  /** Takes the request and closes the connection without an answer. */
  static final String HANG_UP = "hang up";

  /** Takes the request and is silent. */
  static final String SILENCE = "silence";

  final List<String> asked = Collections.synchronizedList(new ArrayList<>());
  private final BlockingQueue<String> script = new LinkedBlockingQueue<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpServer server;

  ScriptedServer(String... answers) throws IOException {
    script.addAll(List.of(answers));
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  static String error(int status, String error, boolean definite, String more) {
    return "%d {\"ok\":false,\"error\":\"%s\",\"definite\":%s%s}"
        .formatted(status, error, definite, more);
  }

  static String notLeader(String leader) {
    return error(421, "not-leader", true, ",\"leader\":\"" + leader + "\"");
  }

  Endpoint endpoint() {
    return new Endpoint(server.getAddress().getHostString(), server.getAddress().getPort());
  }

  private void handle(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String session = exchange.getRequestHeaders().getFirst("Assay-Session");
    String sequence = exchange.getRequestHeaders().getFirst("Assay-Sequence");
    asked.add(
        (exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body).strip()
            + (session == null ? "" : " #" + session + "/" + sequence));
    String answer = script.poll();
    if (answer == null) {
      answer = error(503, "no-leader", true, "");
    }
    switch (answer) {
      case HANG_UP -> exchange.close();
      case SILENCE -> {}
      default -> {
        byte[] bytes = answer.substring(4).getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(Integer.parseInt(answer.substring(0, 3)), bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
