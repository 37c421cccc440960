package dev.assay.harness.cluster.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Loopback addresses for nodes, one for each where the system has more than 127.0.0.1 (Linux has
 * all of 127/8, macOS only the first), and ports that are free on them.
 */
final class Loopback {
  private static final int NETWORK_ATTEMPTS_MAX = 20;

  /** Below the ports that systems hand out to outgoing connections. */
  private static final int PORT_MIN = 15_000;

  private static final int PORT_MAX = 29_999;

  private final List<String> addresses;
  private final Set<InetSocketAddress> given = new HashSet<>();
  private int next;

  private Loopback(List<String> addresses, int firstPort) {
    this.addresses = addresses;
    this.next = firstPort;
  }

  /** Chooses addresses that no other cluster is likely to use. */
  static Loopback choose(int count) {
    SecureRandom random = new SecureRandom();
    int firstPort = PORT_MIN + random.nextInt(PORT_MAX - PORT_MIN);
    for (int attempt = 0; attempt < NETWORK_ATTEMPTS_MAX; attempt++) {
      String network = "127.%d.%d.".formatted(1 + random.nextInt(254), 1 + random.nextInt(254));
      List<String> addresses = new ArrayList<>();
      for (int i = 1; i <= count; i++) {
        addresses.add(network + i);
      }
      if (addresses.stream().allMatch(address -> isFree(address, 0))) {
        return new Loopback(addresses, firstPort);
      }
    }
    return new Loopback(java.util.Collections.nCopies(count, "127.0.0.1"), firstPort);
  }

  String address(int index) {
    return addresses.get(index);
  }

  /** A port on the address that is free now and that no one was given before. */
  synchronized int freePort(String address) throws IOException {
    for (int tried = 0; tried <= PORT_MAX - PORT_MIN; tried++) {
      int port = next;
      next = next == PORT_MAX ? PORT_MIN : next + 1;
      InetSocketAddress candidate = new InetSocketAddress(address, port);
      if (!given.contains(candidate) && isFree(address, port)) {
        given.add(candidate);
        return port;
      }
    }
    throw new IOException(
        "no port from %d to %d is free on %s".formatted(PORT_MIN, PORT_MAX, address));
  }

  private static boolean isFree(String address, int port) {
    try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getByName(address))) {
      return probe.isBound();
    } catch (IOException e) {
      // Not to be bound here: taken, or no address of this machine.
      return false;
    }
  }
}
