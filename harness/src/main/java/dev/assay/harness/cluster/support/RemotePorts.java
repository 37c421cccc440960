package dev.assay.harness.cluster.support;

import dev.assay.harness.cluster.Node;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Ports that are free on nodes with a network of their own. */
public final class RemotePorts {
  /** Below the ports that systems hand out to outgoing connections. */
  private static final int PORT_MIN = 15_000;

  private static final int PORT_MAX = 29_999;

  /** The local address, then the port in four hexadecimal digits. */
  private static final Pattern PROC_LINE = Pattern.compile("\\d+: [0-9A-F]+:([0-9A-F]{4}) ");

  private final Map<String, Set<Integer>> given = new HashMap<>();

  /** A port that nothing uses now on the node and that was not given before. */
  public synchronized int free(Node node) throws IOException {
    Set<Integer> taken = new HashSet<>();
    String sockets =
        node.session().run("cat /proc/net/tcp; cat /proc/net/tcp6 2>/dev/null || true");
    Matcher lines = PROC_LINE.matcher(sockets);
    while (lines.find()) {
      taken.add(Integer.parseInt(lines.group(1), 16));
    }
    Set<Integer> ours = given.computeIfAbsent(node.name(), name -> new HashSet<>());
    for (int port = PORT_MIN; port <= PORT_MAX; port++) {
      if (!taken.contains(port) && ours.add(port)) {
        return port;
      }
    }
    throw new IOException(
        "no port from %d to %d is free on %s".formatted(PORT_MIN, PORT_MAX, node.name()));
  }
}
