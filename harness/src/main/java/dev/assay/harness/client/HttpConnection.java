package dev.assay.harness.client;

import dev.assay.harness.client.Transport.Answer;
import dev.assay.harness.client.Transport.Request;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP/1.1 connection that is kept open between requests, for one thread at a time.
 *
 * <p>Unlike a general client it never sends a request twice by itself, and it tells apart what
 * matters for a verdict: whether a request may have reached the server ({@link IOException}) or
 * cannot have ({@link NotSentException}).
 */
public final class HttpConnection implements AutoCloseable {
  private static final int HEAD_BYTES_MAX = 16 << 10;
  private static final int BODY_BYTES_MAX = 4 << 20;

  private final String host;
  private final int port;
  private final byte[] buffer = new byte[4096];
  private int position;
  private int limit;
  private volatile @Nullable Socket socket;
  private volatile boolean closed;

  /** Connects on the first exchange. */
  public HttpConnection(String host, int port) {
    this.host = host;
    this.port = port;
  }

  /** The request was not sent: nothing can have come of it. */
  public static final class NotSentException extends IOException {
    private static final long serialVersionUID = 1;

    NotSentException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /**
   * Sends a request and waits for its answer; connects first when there is no connection.
   *
   * @param deadlineNanos of {@link System#nanoTime}
   * @throws NotSentException when no byte was sent
   * @throws IOException when nobody knows what came of it
   */
  public Answer exchange(Request request, long deadlineNanos) throws IOException {
    Socket connected = connect(deadlineNanos);
    boolean reusable = false;
    try {
      connected.getOutputStream().write(encode(request));
      Reader reader = new Reader(connected, deadlineNanos);
      Answer answer = reader.answer();
      reusable = !reader.lastOfConnection && position == limit;
      return answer;
    } finally {
      if (!reusable) {
        disconnect();
      }
    }
  }

  private Socket connect(long deadlineNanos) throws NotSentException {
    Socket open = socket;
    if (open != null) {
      return open;
    }
    Socket fresh = new Socket();
    socket = fresh;
    try {
      if (closed) {
        throw new IOException("the client was closed");
      }
      fresh.setTcpNoDelay(true);
      fresh.connect(new InetSocketAddress(host, port), millisUntil(deadlineNanos));
      position = 0;
      limit = 0;
      return fresh;
    } catch (IOException e) {
      disconnect();
      throw new NotSentException("cannot connect to " + this + ": " + e.getMessage(), e);
    }
  }

  private byte[] encode(Request request) {
    StringBuilder head = new StringBuilder();
    head.append(request.method()).append(' ').append(request.target()).append(" HTTP/1.1\r\n");
    head.append("Host: ").append(this).append("\r\n");
    request.headers().forEach((k, v) -> head.append(k).append(": ").append(v).append("\r\n"));
    head.append("Content-Length: ").append(request.body().length).append("\r\n\r\n");
    byte[] headBytes = head.toString().getBytes(StandardCharsets.US_ASCII);
    byte[] bytes = Arrays.copyOf(headBytes, headBytes.length + request.body().length);
    System.arraycopy(request.body(), 0, bytes, headBytes.length, request.body().length);
    return bytes;
  }

  private static int millisUntil(long deadlineNanos) throws SocketTimeoutException {
    long millis = (deadlineNanos - System.nanoTime()) / 1_000_000;
    if (millis <= 0) {
      throw new SocketTimeoutException("timed out");
    }
    return (int) Math.min(millis, Integer.MAX_VALUE);
  }

  private void disconnect() {
    Socket open = socket;
    socket = null;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        // Closing a socket that is given up anyway: there is nobody whom this would help.
        return;
      }
    }
  }

  /** Also ends an exchange that another thread waits for. */
  @Override
  public void close() {
    closed = true;
    disconnect();
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }

  /** Reads one answer. */
  private final class Reader {
    private final Socket from;
    private final InputStream in;
    private final long deadlineNanos;
    private int headBytes;
    boolean lastOfConnection;

    Reader(Socket from, long deadlineNanos) throws IOException {
      this.from = from;
      this.in = from.getInputStream();
      this.deadlineNanos = deadlineNanos;
    }

    Answer answer() throws IOException {
      String[] status = line().split(" ", 3);
      if (status.length < 2 || !status[0].startsWith("HTTP/1.") || status[1].length() != 3) {
        throw new IOException("expected an HTTP/1.1 answer, got: " + String.join(" ", status));
      }
      int length = -1;
      for (String header = line(); !header.isEmpty(); header = line()) {
        int colon = header.indexOf(':');
        String name = header.substring(0, Math.max(colon, 0)).toLowerCase(Locale.ROOT);
        String value = header.substring(colon + 1).strip();
        if (name.equals("content-length")) {
          length = number(value);
        } else if (name.equals("connection") && value.equalsIgnoreCase("close")) {
          lastOfConnection = true;
        }
      }
      if (length < 0 || length > BODY_BYTES_MAX) {
        throw new IOException("expected Content-Length 0 to " + BODY_BYTES_MAX + ", got " + length);
      }
      return new Answer(number(status[1]), body(length));
    }

    private static int number(String text) throws IOException {
      try {
        return Integer.parseInt(text);
      } catch (NumberFormatException e) {
        throw new IOException("expected a number in the answer's head, got: " + text, e);
      }
    }

    private String line() throws IOException {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      for (int next = read(); next != '\n'; next = read()) {
        if (++headBytes > HEAD_BYTES_MAX) {
          throw new IOException("the answer's head has more than " + HEAD_BYTES_MAX + " bytes");
        }
        line.write(next);
      }
      return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }

    private String body(int length) throws IOException {
      byte[] body = new byte[length];
      int filled = 0;
      while (filled < length) {
        fillIfEmpty();
        int part = Math.min(length - filled, limit - position);
        System.arraycopy(buffer, position, body, filled, part);
        position += part;
        filled += part;
      }
      return new String(body, StandardCharsets.UTF_8);
    }

    private int read() throws IOException {
      fillIfEmpty();
      return buffer[position++];
    }

    private void fillIfEmpty() throws IOException {
      if (position == limit) {
        from.setSoTimeout(millisUntil(deadlineNanos));
        int read = in.read(buffer);
        if (read < 0) {
          throw new EOFException("the server closed the connection before its answer was complete");
        }
        position = 0;
        limit = read;
      }
    }
  }
}
