package dev.assay.runtime.real;

import dev.assay.runtime.real.Frames.Frame;
import dev.assay.runtime.real.Frames.Hello;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The connection this node dials to one peer, and on which it only sends.
 *
 * <p>TCP alone would hide a healed partition behind its backoff for many seconds. So the peer sends
 * a sign of life every {@link PeerServer#ALIVE_MILLIS} back on this connection, and when none came
 * for {@link #SILENCE_MILLIS_MAX} the connection is given up and dialled anew every {@link
 * #TICK_MILLIS}. Messages sent while the peer has not answered are lost, as are those beyond {@link
 * #UNSENT_BYTES_MAX}.
 */
// The channel itself tells what became of a write or a close.
@SuppressWarnings("FutureReturnValueIgnored")
final class PeerLink {
  private static final int CONNECT_MILLIS_MAX = 500;
  private static final int SILENCE_MILLIS_MAX = 1000;
  private static final int TICK_MILLIS = 200;
  private static final int UNSENT_BYTES_MAX = 8 << 20;

  private final Hello hello;
  private final EventLoop loop;
  private final StderrTrace trace;
  private final Crash crash;
  private final Bootstrap bootstrap;

  private @Nullable Channel channel;
  private boolean answered;
  private long lastHeardNanos;
  private long dropped;

  PeerLink(Hello hello, InetSocketAddress address, EventLoop loop, StderrTrace trace, Crash crash) {
    this.hello = hello;
    this.loop = loop;
    this.trace = trace;
    this.crash = crash;
    this.bootstrap =
        new Bootstrap()
            .group(loop)
            .channel(NioSocketChannel.class)
            .remoteAddress(address)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS_MAX)
            .option(ChannelOption.TCP_NODELAY, true)
            .option(
                ChannelOption.WRITE_BUFFER_WATER_MARK,
                new WriteBufferWaterMark(UNSENT_BYTES_MAX / 2, UNSENT_BYTES_MAX))
            .handler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel connected) {
                    connected.pipeline().addLast(new Frames.Decoder(), new Receiver());
                  }
                });
  }

  void start() {
    var unused =
        loop.scheduleWithFixedDelay(
            () -> crash.guard(this::tick), 0, TICK_MILLIS, TimeUnit.MILLISECONDS);
  }

  void send(byte[] message) {
    Channel open = channel;
    if (open == null || !answered || !open.isWritable()) {
      dropped++;
      return;
    }
    write(open, Frames.MESSAGE, message);
  }

  private void tick() {
    Channel open = channel;
    if (open == null) {
      dial();
    } else if (System.nanoTime() - lastHeardNanos > SILENCE_MILLIS_MAX * 1_000_000L) {
      open.close();
    } else if (answered) {
      write(open, Frames.ALIVE, new byte[0]);
    }
  }

  private void dial() {
    ChannelFuture attempt = bootstrap.connect();
    Channel dialled = attempt.channel();
    channel = dialled;
    answered = false;
    lastHeardNanos = System.nanoTime();
    dialled.closeFuture().addListener(closed -> onClose(dialled));
    attempt.addListener(
        connected -> {
          if (connected.isSuccess()) {
            write(dialled, Frames.HELLO, hello.encode());
          } else {
            dialled.close();
          }
        });
  }

  private static void write(Channel open, byte kind, byte[] payload) {
    open.writeAndFlush(Frames.encode(open.alloc(), kind, payload), open.voidPromise());
  }

  private void onClose(Channel closed) {
    if (!closed.equals(channel)) {
      return;
    }
    channel = null;
    if (answered) {
      answered = false;
      trace.log("lost the link to " + hello.to());
    }
  }

  /** Hears the peer's signs of life. */
  private final class Receiver extends SimpleChannelInboundHandler<Frame> {
    @Override
    protected void channelRead0(ChannelHandlerContext context, Frame frame) {
      lastHeardNanos = System.nanoTime();
      if (!answered && context.channel().equals(channel)) {
        answered = true;
        trace.log("link to " + hello.to() + " is up" + (dropped == 0 ? "" : "; lost " + dropped));
        dropped = 0;
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      trace.event("link-error", hello.to() + ": " + cause);
      context.close();
    }
  }
}
