package dev.assay.runtime.real;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.runtime.Http;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RealHttpTest {
  private final StderrTrace trace =
      new StderrTrace("n1", true, new PrintStream(OutputStream.nullOutputStream(), true));
  private final RealHttp http = new RealHttp(trace, new Crash(trace));
  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final List<Http.Request> requests = new ArrayList<>();
  private final List<Http.Exchange> exchanges = new ArrayList<>();

  RealHttpTest() {
    http.serve(
        (request, exchange) -> {
          requests.add(request);
          exchanges.add(exchange);
        });
    http.accept(channel);
    channel.pipeline().fireChannelActive();
  }

  private void send(String text) {
    channel.writeInbound(Unpooled.copiedBuffer(text.replace("\n", "\r\n"), UTF_8));
  }

  private static void answer(Http.Exchange exchange, String body) {
    exchange.respond(200, Map.of("X-Mark", "m"), "text/plain", body.getBytes(UTF_8));
  }

  private String received() {
    channel.runPendingTasks();
    StringBuilder text = new StringBuilder();
    for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
      text.append(part.toString(UTF_8));
      part.release();
    }
    return text.toString();
  }

  @Test
  void requestIsDecoded() {
    send("PUT /kv/a%20b?op=x%26y HTTP/1.1\nHost: h\nAssay-Session: 5\nContent-Length: 2\n\nhi");

    Http.Request request = requests.get(0);
    assertEquals("PUT", request.method());
    assertEquals("/kv/a b", request.path());
    assertEquals("/kv/a%20b?op=x%26y", request.target());
    assertEquals("x&y", request.parameter("op").orElseThrow());
    assertEquals("5", request.header("assay-session").orElseThrow());
    assertEquals("hi", new String(request.body(), UTF_8));
  }

  @Test
  void pipelinedRequestsAreAnsweredInOrder() {
    send("GET /1 HTTP/1.1\n\nGET /2 HTTP/1.1\n\n");
    assertEquals(1, requests.size());

    answer(exchanges.get(0), "first");
    String first = received();
    assertEquals(2, requests.size());
    answer(exchanges.get(1), "second");

    assertTrue(first.startsWith("HTTP/1.1 200 OK\r\n") && first.endsWith("first"), first);
    assertTrue(first.contains("x-mark: m\r\n") || first.contains("X-Mark: m\r\n"), first);
    assertTrue(received().endsWith("second"));
  }

  @Test
  void secondAnswerOfOneRequestIsIgnored() {
    send("GET /1 HTTP/1.1\n\n");
    answer(exchanges.get(0), "first");
    answer(exchanges.get(0), "again");

    assertTrue(received().endsWith("first"));
  }

  @Test
  void malformedRequestsGet400AndOversizedOnes413() {
    send("GET /kv/%zz HTTP/1.1\n\n");
    assertTrue(received().startsWith("HTTP/1.1 400"));
    send("PUT /kv/x HTTP/1.1\nContent-Length: 99999999\n\n");
    assertTrue(received().startsWith("HTTP/1.1 413"));
    assertEquals(0, requests.size());
  }
}
