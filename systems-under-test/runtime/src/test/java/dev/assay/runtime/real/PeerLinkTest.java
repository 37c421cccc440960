package dev.assay.runtime.real;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.runtime.real.Frames.Hello;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A link against a real peer on loopback, and against one that takes the connection and stays
 * silent.
 */
class PeerLinkTest {
  private final StderrTrace trace =
      new StderrTrace("n1", true, new PrintStream(OutputStream.nullOutputStream(), true));
  private final MultiThreadIoEventLoopGroup group =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final EventLoop loop = group.next();
  private final BlockingQueue<byte[]> received = new LinkedBlockingQueue<>();

  @AfterEach
  void stop() {
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  private Channel listen(int port) {
    PeerServer server =
        new PeerServer(
            "n2",
            Set.of("n1"),
            (from, message) -> {
              assertEquals("n1", from);
              received.add(message);
            },
            trace,
            new Crash(trace));
    return new ServerBootstrap()
        .group(loop)
        .channel(NioServerSocketChannel.class)
        .childHandler(
            new ChannelInitializer<>() {
              @Override
              protected void initChannel(Channel channel) {
                server.accept(channel);
              }
            })
        .bind(InetAddress.getLoopbackAddress(), port)
        .syncUninterruptibly()
        .channel();
  }

  private PeerLink link(int port) {
    PeerLink link =
        new PeerLink(
            new Hello("n1", "n2"),
            new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
            loop,
            trace,
            new Crash(trace));
    loop.execute(link::start);
    return link;
  }

  /** Sends until something arrives: messages to a peer that is not there are lost. */
  private byte[] sendUntilReceived(PeerLink link, byte... message) throws InterruptedException {
    for (int i = 0; i < 300; i++) {
      loop.execute(() -> link.send(message));
      byte[] arrived = received.poll(100, TimeUnit.MILLISECONDS);
      if (arrived != null) {
        return arrived;
      }
    }
    throw new AssertionError("nothing arrived within 30 s");
  }

  @Test
  void messagesArriveIntact() throws Exception {
    Channel server = listen(0);
    PeerLink link = link(((InetSocketAddress) server.localAddress()).getPort());

    assertArrayEquals(new byte[] {1, 2, 3}, sendUntilReceived(link, (byte) 1, (byte) 2, (byte) 3));
  }

  @Test
  void silentPeerIsGivenUpAndDialledAnew() throws Exception {
    PeerLink link;
    int port;
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      silent.setSoTimeout(20_000);
      port = silent.getLocalPort();
      link = link(port);
      try (Socket first = silent.accept();
          Socket second = silent.accept()) {
        assertTrue(first.isConnected() && second.isConnected());
      }
    }
    assertTrue(listen(port).isActive());
    sendUntilReceived(link, (byte) 9);
  }
}
