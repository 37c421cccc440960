package dev.assay.benchmarks.raftkv;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Clients that each send the next request when they have the answer to the last, all in one thread:
 * on a machine that runs servers too they should cost little.
 */
final class Load implements AutoCloseable {
  private static final int KEYS = 1000;

  private final Selector selector = Selector.open();
  private final SplittableRandom random;
  private final int readPercent;
  private final String value;
  private final AtomicLong failures = new AtomicLong();
  private Latencies reads = new Latencies();
  private Latencies writes = new Latencies();

  /**
   * Connects the clients.
   *
   * @param readPercent how many of a hundred requests read; the others write
   */
  Load(InetSocketAddress server, int clients, int readPercent, int valueBytes, long seed)
      throws IOException {
    this.random = new SplittableRandom(seed);
    this.readPercent = readPercent;
    this.value = "v".repeat(valueBytes);
    for (int i = 0; i < clients; i++) {
      SocketChannel channel = SocketChannel.open(server);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.configureBlocking(false);
      channel.register(selector, SelectionKey.OP_READ, new Connection(channel));
    }
  }

  /**
   * Lets the clients work for so long; what is open at the end does not count.
   *
   * @throws IOException when a connection breaks
   */
  void run(long nanos) throws IOException {
    reads = new Latencies();
    writes = new Latencies();
    failures.set(0);
    for (SelectionKey key : selector.keys()) {
      Connection connection = (Connection) key.attachment();
      if (!connection.isOpen) {
        connection.send();
      }
    }
    long end = System.nanoTime() + nanos;
    while (System.nanoTime() - end < 0) {
      selector.select(100);
      for (SelectionKey key : selector.selectedKeys()) {
        ((Connection) key.attachment()).receive();
      }
      selector.selectedKeys().clear();
    }
  }

  Latencies reads() {
    return reads;
  }

  Latencies writes() {
    return writes;
  }

  /** How many answers were neither a value nor an acknowledgement. */
  long failures() {
    return failures.get();
  }

  @Override
  public void close() throws IOException {
    for (SelectionKey key : selector.keys()) {
      key.channel().close();
    }
    selector.close();
  }

  private final class Connection {
    private final SocketChannel channel;
    private final ByteBuffer in = ByteBuffer.allocate(16 << 10);
    private boolean isOpen;
    private boolean isRead;
    private long sentNanos;

    Connection(SocketChannel channel) {
      this.channel = channel;
    }

    void send() throws IOException {
      isRead = random.nextInt(100) < readPercent;
      String path = " /kv/k" + random.nextInt(KEYS) + " HTTP/1.1\r\nHost: local\r\n";
      String request =
          isRead
              ? "GET" + path + "Content-Length: 0\r\n\r\n"
              : "PUT" + path + "Content-Length: " + value.length() + "\r\n\r\n" + value;
      ByteBuffer out = ByteBuffer.wrap(request.getBytes(US_ASCII));
      sentNanos = System.nanoTime();
      isOpen = true;
      while (out.hasRemaining()) {
        channel.write(out); // a request fits into any socket's buffer
      }
    }

    void receive() throws IOException {
      if (channel.read(in) < 0) {
        throw new IOException("the server closed a connection");
      }
      String answer = new String(in.array(), 0, in.position(), US_ASCII);
      int head = answer.indexOf("\r\n\r\n");
      if (head < 0 || in.position() < head + 4 + contentLength(answer)) {
        return;
      }
      in.clear();
      isOpen = false;
      long took = System.nanoTime() - sentNanos;
      boolean isGood = answer.startsWith("200", 9) || (isRead && answer.startsWith("404", 9));
      if (!isGood) {
        failures.incrementAndGet();
      } else {
        (isRead ? reads : writes).add(took);
      }
      send();
    }

    private static int contentLength(String answer) throws IOException {
      int at = answer.toLowerCase(java.util.Locale.ROOT).indexOf("content-length:");
      if (at < 0) {
        throw new IOException("an answer without a length: " + answer);
      }
      int begin = at + "content-length:".length();
      return Integer.parseInt(answer.substring(begin, answer.indexOf("\r\n", begin)).strip());
    }
  }
}
