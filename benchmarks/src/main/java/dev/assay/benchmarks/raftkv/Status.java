package dev.assay.benchmarks.raftkv;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Optional;

/** What a server says of itself. */
record Status(String text) {
  private static final int TIMEOUT_MILLIS = 1000;
  private static final String REQUEST =
      "GET /status HTTP/1.1\r\nHost: local\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";

  /** Asks; empty when there is no answer, as of a server that is just starting. */
  static Optional<Status> of(InetSocketAddress server) {
    try (Socket socket = new Socket()) {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.connect(server, TIMEOUT_MILLIS);
      socket.getOutputStream().write(REQUEST.getBytes(UTF_8));
      return Optional.of(new Status(new String(socket.getInputStream().readAllBytes(), UTF_8)));
    } catch (IOException silent) {
      return Optional.empty();
    }
  }

  boolean leads() {
    return text.contains("\"role\":\"leader\"");
  }
}
