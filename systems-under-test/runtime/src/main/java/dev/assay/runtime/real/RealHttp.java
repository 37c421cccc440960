package dev.assay.runtime.real;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.runtime.Http;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** HTTP/1.1 with keep-alive; requests on one connection are answered one after the other. */
// The channel itself tells what became of a write or a close.
@SuppressWarnings("FutureReturnValueIgnored")
final class RealHttp implements Http {
  private static final int CONNECTIONS_MAX = 4096;
  private static final int PIPELINED_MAX = 64;

  private final StderrTrace trace;
  private final Crash crash;
  private @Nullable Handler handler;
  private int connections;

  RealHttp(StderrTrace trace, Crash crash) {
    this.trace = trace;
    this.crash = crash;
  }

  @Override
  public void serve(Handler requestHandler) {
    handler = requestHandler;
  }

  void accept(Channel channel) {
    if (connections >= CONNECTIONS_MAX) {
      trace.log("refused a client: " + connections + " connections are open");
      channel.close();
      return;
    }
    channel
        .pipeline()
        .addLast(new HttpServerCodec(), new HttpObjectAggregator(BODY_BYTES_MAX))
        .addLast(new Connection());
  }

  private final class Connection extends SimpleChannelInboundHandler<FullHttpRequest> {
    private final Queue<FullHttpRequest> waiting = new ArrayDeque<>();
    private boolean busy;

    @Override
    public void channelActive(ChannelHandlerContext context) {
      connections++;
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      connections--;
      waiting.forEach(FullHttpRequest::release);
      waiting.clear();
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
      if (waiting.size() >= PIPELINED_MAX) {
        context.close();
        return;
      }
      waiting.add(request.retain());
      next(context);
    }

    private void next(ChannelHandlerContext context) {
      while (!busy && !waiting.isEmpty()) {
        FullHttpRequest request = waiting.remove();
        try {
          busy = true;
          dispatch(context, request);
        } finally {
          request.release();
        }
      }
    }

    private void dispatch(ChannelHandlerContext context, FullHttpRequest raw) {
      boolean keepAlive = HttpUtil.isKeepAlive(raw);
      Exchange exchange = new OnceExchange(context, this, keepAlive);
      Request request;
      try {
        if (raw.decoderResult().isFailure()) {
          throw new IllegalArgumentException("not HTTP/1.1");
        }
        request = translate(raw);
      } catch (IllegalArgumentException malformed) {
        byte[] reason = ("bad request: " + malformed.getMessage() + "\n").getBytes(UTF_8);
        exchange.respond(400, Map.of(), "text/plain; charset=utf-8", reason);
        return;
      }
      Handler receiver = handler;
      if (receiver == null) {
        exchange.respond(503, Map.of(), "text/plain", "not serving yet\n".getBytes(UTF_8));
        return;
      }
      crash.guard(() -> receiver.handle(request, exchange));
    }

    void answered(ChannelHandlerContext context) {
      busy = false;
      if (!waiting.isEmpty()) {
        // Not now: the program may be in the middle of something.
        context.executor().execute(() -> next(context));
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      trace.event("client-error", String.valueOf(cause));
      context.close();
    }
  }

  private static Request translate(FullHttpRequest raw) {
    QueryStringDecoder uri = new QueryStringDecoder(raw.uri(), UTF_8);
    Map<String, String> query = new HashMap<>();
    uri.parameters().forEach((name, values) -> query.put(name, values.get(0)));
    Map<String, String> headers = new HashMap<>();
    raw.headers()
        .forEach(h -> headers.putIfAbsent(h.getKey().toLowerCase(Locale.ROOT), h.getValue()));
    byte[] body = ByteBufUtil.getBytes(raw.content());
    return new Request(raw.method().name(), raw.uri(), uri.path(), query, headers, body);
  }

  /** Answers once. */
  private static final class OnceExchange implements Exchange {
    private final ChannelHandlerContext context;
    private final Connection connection;
    private final boolean keepAlive;
    private boolean done;

    OnceExchange(ChannelHandlerContext context, Connection connection, boolean keepAlive) {
      this.context = context;
      this.connection = connection;
      this.keepAlive = keepAlive;
    }

    @Override
    public void respond(int status, Map<String, String> headers, String contentType, byte[] body) {
      if (done) {
        return;
      }
      done = true;
      DefaultFullHttpResponse response =
          new DefaultFullHttpResponse(
              HttpVersion.HTTP_1_1,
              HttpResponseStatus.valueOf(status),
              Unpooled.wrappedBuffer(body));
      headers.forEach((name, value) -> response.headers().set(name, value));
      response.headers().set(HttpHeaderNames.CONTENT_TYPE, contentType);
      HttpUtil.setContentLength(response, body.length);
      HttpUtil.setKeepAlive(response, keepAlive);
      var written = context.writeAndFlush(response);
      if (!keepAlive) {
        written.addListener(ChannelFutureListener.CLOSE);
      }
      connection.answered(context);
    }
  }
}
