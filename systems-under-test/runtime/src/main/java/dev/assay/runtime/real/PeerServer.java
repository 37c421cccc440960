package dev.assay.runtime.real;

import dev.assay.runtime.Network.MessageHandler;
import dev.assay.runtime.real.Frames.Frame;
import dev.assay.runtime.real.Frames.Hello;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The connections that peers dialled: receives their messages and sends back nothing but life. */
// The channel itself tells what became of a write or a close.
@SuppressWarnings("FutureReturnValueIgnored")
final class PeerServer {
  static final int ALIVE_MILLIS = 200;
  private static final int SILENCE_MILLIS_MAX = 5000;

  private final String self;
  private final Set<String> peers;
  private final MessageHandler handler;
  private final StderrTrace trace;
  private final Crash crash;
  private final Map<String, Channel> current = new HashMap<>();

  PeerServer(
      String self, Set<String> peers, MessageHandler handler, StderrTrace trace, Crash crash) {
    this.self = self;
    this.peers = peers;
    this.handler = handler;
    this.trace = trace;
    this.crash = crash;
  }

  void accept(Channel channel) {
    channel.pipeline().addLast(new Frames.Decoder(), new Connection());
  }

  private final class Connection extends SimpleChannelInboundHandler<Frame> {
    private @Nullable String from;
    private @Nullable Future<?> alive;
    private long lastHeardNanos;

    @Override
    public void channelActive(ChannelHandlerContext context) {
      lastHeardNanos = System.nanoTime();
      alive =
          context
              .executor()
              .scheduleWithFixedDelay(
                  () -> crash.guard(() -> tick(context)),
                  ALIVE_MILLIS,
                  ALIVE_MILLIS,
                  TimeUnit.MILLISECONDS);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, Frame frame) {
      lastHeardNanos = System.nanoTime();
      String sender = from;
      if (sender == null) {
        greet(context, frame);
      } else if (frame.kind() == Frames.MESSAGE) {
        crash.guard(() -> handler.receive(sender, frame.payload()));
      }
    }

    private void greet(ChannelHandlerContext context, Frame frame) {
      Hello hello = frame.kind() == Frames.HELLO ? Hello.decode(frame.payload()) : null;
      if (hello == null || !hello.to().equals(self) || !peers.contains(hello.from())) {
        trace.log(
            "refused a connection from %s: expected a peer that dials %s, found %s"
                .formatted(context.channel().remoteAddress(), self, hello));
        context.close();
        return;
      }
      from = hello.from();
      Channel older = current.put(hello.from(), context.channel());
      if (older != null) {
        older.close();
      }
      sendAlive(context);
    }

    private void tick(ChannelHandlerContext context) {
      if (System.nanoTime() - lastHeardNanos > SILENCE_MILLIS_MAX * 1_000_000L) {
        context.close();
      } else if (from != null) {
        sendAlive(context);
      }
    }

    private void sendAlive(ChannelHandlerContext context) {
      if (context.channel().isWritable()) {
        context.writeAndFlush(
            Frames.encode(context.alloc(), Frames.ALIVE, new byte[0]), context.voidPromise());
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      if (alive != null) {
        alive.cancel(false);
      }
      if (from != null) {
        current.remove(from, context.channel());
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      trace.event("connection-error", (from == null ? "?" : from) + ": " + cause);
      context.close();
    }
  }
}
