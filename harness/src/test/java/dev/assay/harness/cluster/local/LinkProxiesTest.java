package dev.assay.harness.cluster.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.harness.cluster.Cluster.Link;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a cut looks like from both ends of a connection from node a to node b. */
@Timeout(60)
class LinkProxiesTest {
  private static final Link FORTH = new Link("a", "b");
  private static final Link BACK = new Link("b", "a");
  private static final int SILENCE_MILLIS = 300;

  private final BlockingQueue<Socket> accepted = new LinkedBlockingQueue<>();
  private ServerSocket server;
  private Thread acceptor;
  private LinkProxies proxies;
  private InetSocketAddress way;

  @BeforeEach
  void open() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    acceptor = Thread.ofVirtual().start(this::acceptAll);
    proxies = new LinkProxies();
    way =
        proxies.open(
            FORTH,
            InetAddress.getLoopbackAddress(),
            (InetSocketAddress) server.getLocalSocketAddress());
  }

  @AfterEach
  void close() throws IOException {
    proxies.close();
    server.close();
    for (Socket socket : accepted) {
      socket.close();
    }
  }

  @Test
  void carriesBothWays() throws Exception {
    try (Socket a = connect();
        Socket b = accept()) {
      send(a, "hello");
      assertEquals("hello", receive(b, 5));
      send(b, "world");
      assertEquals("world", receive(a, 5));
    }
  }

  @Test
  void passesOnAnEndInOneDirectionAlone() throws Exception {
    try (Socket a = connect();
        Socket b = accept()) {
      send(a, "last");
      a.shutdownOutput();
      assertEquals("last", receive(b, 4));
      assertEquals(-1, b.getInputStream().read());
      send(b, "still");
      assertEquals("still", receive(a, 5));
    }
  }

  @Test
  void passesOnAReset() throws Exception {
    try (Socket a = connect();
        Socket b = accept()) {
      send(a, "x");
      assertEquals("x", receive(b, 1));
      reset(a);
      assertThrows(SocketException.class, () -> b.getInputStream().read());
    }
  }

  @Test
  void refusesWhereTheOtherNodeRefuses() throws Exception {
    server.close();
    // A virtual thread in accept closes the descriptor itself: until then the port listens.
    assertTrue(acceptor.join(Duration.ofSeconds(20)), "the server still accepts");
    assertThrows(SocketException.class, () -> connectAndRead());
  }

  @Test
  void holdsWhatIsSentInALostDirectionAndDeliversItLate() throws Exception {
    try (Socket a = connect();
        Socket b = accept()) {
      proxies.drop(Set.of(FORTH, BACK));
      send(a, "late");
      send(b, "too");
      assertSilent(b);
      assertSilent(a);
      proxies.heal();
      assertEquals("late", receive(b, 4));
      assertEquals("too", receive(a, 3));
    }
  }

  @Test
  void losesOneDirectionAlone() throws Exception {
    try (Socket a = connect();
        Socket b = accept()) {
      proxies.drop(Set.of(BACK));
      send(a, "request");
      assertEquals("request", receive(b, 7));
      send(b, "answer");
      assertSilent(a);
      proxies.heal();
      assertEquals("answer", receive(a, 6));
    }
  }

  @Test
  void withoutAcknowledgementsOnlyTheFirstWindowArrives() throws Exception {
    try (Socket a = connect();
        Socket b = accept()) {
      proxies.drop(Set.of(BACK));
      a.getOutputStream().write(new byte[20_000]);
      b.setSoTimeout(SILENCE_MILLIS);
      assertEquals(LinkConnection.UNACKNOWLEDGED_MAX, countUntilSilence(b));
      proxies.heal();
      b.setSoTimeout(20_000);
      assertEquals(
          20_000 - LinkConnection.UNACKNOWLEDGED_MAX,
          b.getInputStream().readNBytes(20_000 - (int) LinkConnection.UNACKNOWLEDGED_MAX).length);
    }
  }

  @Test
  void connectionsOpenedDuringACutLeadNowhereUntilItHeals() throws Exception {
    proxies.drop(Set.of(BACK));
    try (Socket a = connect()) {
      send(a, "hello");
      assertEquals(null, accepted.poll(SILENCE_MILLIS, TimeUnit.MILLISECONDS));
      assertSilent(a);
      proxies.heal();
      try (Socket b = accept()) {
        assertEquals("hello", receive(b, 5));
      }
    }
  }

  @Test
  void connectionsGivenUpDuringACutAreNeverHeardOf() throws Exception {
    proxies.drop(Set.of(FORTH));
    try (Socket a = connect()) {
      send(a, "never");
    }
    Thread.sleep(SILENCE_MILLIS);
    proxies.heal();
    assertEquals(null, accepted.poll(SILENCE_MILLIS, TimeUnit.MILLISECONDS));
  }

  @Test
  void anEndDuringACutArrivesAfterIt() throws Exception {
    Socket a = connect();
    try (Socket b = accept()) {
      proxies.drop(Set.of(FORTH, BACK));
      send(a, "bye");
      a.close();
      assertSilent(b);
      proxies.heal();
      assertEquals("bye", receive(b, 3));
      assertEquals(-1, b.getInputStream().read());
    }
  }

  @Test
  void aResetDuringACutArrivesAfterIt() throws Exception {
    Socket a = connect();
    try (Socket b = accept()) {
      send(a, "x");
      assertEquals("x", receive(b, 1));
      proxies.drop(Set.of(FORTH, BACK));
      reset(a);
      assertSilent(b);
      proxies.heal();
      assertThrows(SocketException.class, () -> assertEquals(-2, b.getInputStream().read()));
    }
  }

  @Test
  void healingTwiceOrWithoutACutIsNoError() throws Exception {
    proxies.heal();
    proxies.heal();
    try (Socket a = connect();
        Socket b = accept()) {
      send(a, "x");
      assertEquals("x", receive(b, 1));
    }
  }

  @Test
  void otherLinksGoOn() throws Exception {
    proxies.drop(Set.of(new Link("a", "c"), new Link("c", "b")));
    try (Socket a = connect();
        Socket b = accept()) {
      send(a, "x");
      assertEquals("x", receive(b, 1));
    }
  }

  @Test
  void carriesManyMegabytesUnharmedThroughCutsAndHealings() throws Exception {
    int total = 64 << 20;
    try (Socket a = connect();
        Socket b = accept()) {
      Thread writer = Thread.ofVirtual().start(() -> writePattern(a, total));
      byte[] buffer = new byte[1 << 16];
      int position = 0;
      int cuts = 0;
      while (position < total) {
        int count = b.getInputStream().read(buffer);
        assertTrue(count > 0);
        for (int i = 0; i < count; i++) {
          assertEquals(pattern(position + i), buffer[i]);
        }
        position += count;
        if (position > (cuts + 1) * (8 << 20)) {
          cuts++;
          proxies.drop(Set.of(cuts % 2 == 0 ? FORTH : BACK));
          proxies.heal();
        }
      }
      writer.join();
      assertEquals(7, cuts);
    }
  }

  @Test
  void nothingGetsThroughAfterClose() throws Exception {
    try (Socket a = connect();
        Socket b = accept()) {
      proxies.close();
      assertThrows(SocketException.class, () -> assertEquals(-2, b.getInputStream().read()));
      assertThrows(SocketException.class, () -> assertEquals(-2, a.getInputStream().read()));
      assertThrows(IOException.class, () -> proxies.drop(Set.of(FORTH)));
      assertThrows(IOException.class, this::connect);
    }
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket();
    socket.connect(way, 20_000);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(20_000);
    return socket;
  }

  /** The reset may come while the connection is being opened or when it is read. */
  private int connectAndRead() throws IOException {
    try (Socket a = connect()) {
      return a.getInputStream().read();
    }
  }

  private Socket accept() throws Exception {
    Socket socket = accepted.poll(20, TimeUnit.SECONDS);
    assertTrue(socket != null, "no connection came through");
    socket.setSoTimeout(20_000);
    return socket;
  }

  private static void reset(Socket socket) throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  private void acceptAll() {
    try {
      while (true) {
        accepted.add(server.accept());
      }
    } catch (IOException e) {
      // The test is over.
      return;
    }
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static String receive(Socket socket, int count) throws IOException {
    return new String(socket.getInputStream().readNBytes(count), StandardCharsets.US_ASCII);
  }

  private static void assertSilent(Socket socket) throws IOException {
    socket.setSoTimeout(SILENCE_MILLIS);
    assertThrows(SocketTimeoutException.class, () -> socket.getInputStream().read());
    socket.setSoTimeout(20_000);
  }

  private static long countUntilSilence(Socket socket) throws IOException {
    long count = 0;
    try {
      while (socket.getInputStream().read() >= 0) {
        count++;
      }
    } catch (SocketTimeoutException e) {
      return count;
    }
    return -1;
  }

  private static byte pattern(int position) {
    return (byte) ((position * 31) >> 4);
  }

  private static void writePattern(Socket socket, int total) {
    byte[] buffer = new byte[10_007];
    try {
      for (int position = 0; position < total; ) {
        int count = Math.min(buffer.length, total - position);
        for (int i = 0; i < count; i++) {
          buffer[i] = pattern(position + i);
        }
        socket.getOutputStream().write(buffer, 0, count);
        position += count;
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
