package dev.assay.runtime.real;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/** An address and a TCP port, as given by a user. */
public record HostPort(String host, int port) {
  /**
   * Reads {@code host:port}, {@code [::1]:port} included.
   *
   * @throws IllegalArgumentException naming what was expected and found
   */
  public static HostPort parse(String text) {
    int colon = text.lastIndexOf(':');
    String host = colon < 0 ? "" : text.substring(0, colon);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    }
    String port = text.substring(colon + 1);
    if (host.isEmpty() || !port.matches("[0-9]{1,5}") || Integer.parseInt(port) > 65535) {
      throw new IllegalArgumentException("expected HOST:PORT, found '" + text + "'");
    }
    return new HostPort(host, Integer.parseInt(port));
  }

  /** Looks the host up; blocks. */
  InetSocketAddress resolve() throws UnknownHostException {
    return new InetSocketAddress(InetAddress.getByName(host), port);
  }

  @Override
  public String toString() {
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
  }
}
