package dev.assay.harness.cluster.netns;

import dev.assay.harness.cluster.support.HostCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The bridge, and a namespace with a cable to it for each node. */
final class Network {
  private static final int NETWORKS = 256;
  private static final Path BRIDGE_FILTER = Path.of("/proc/sys/net/bridge/bridge-nf-call-iptables");

  private final Layout layout;

  Network(Layout layout) {
    this.layout = layout;
  }

  /**
   * A network of 10.78/16 that this machine does not know yet.
   *
   * @param first where to begin looking
   */
  static String free(int first) throws IOException {
    String known = HostCommand.run("ip -4 -o addr; ip -4 route show table all");
    for (int i = 0; i < NETWORKS; i++) {
      String network = "10.78." + Math.floorMod(first + i, NETWORKS);
      if (!known.contains(network + ".")) {
        return network;
      }
    }
    throw new IOException(
        "all networks from 10.78.0.0/24 to 10.78.255.0/24 are taken; `assay cluster clean` removes"
            + " what other runs have left");
  }

  void createBridge() throws IOException {
    StringBuilder script = new StringBuilder("set -e\n");
    script.append("ip link add ").append(layout.bridge()).append(" type bridge\n");
    script.append("ip addr add %s/24 dev %s\n".formatted(layout.gateway(), layout.bridge()));
    script.append("ip link set ").append(layout.bridge()).append(" up\n");
    if (bridgeIsFiltered()) {
      script.append("iptables -w -I FORWARD 1 ").append(forwardRule()).append('\n');
    }
    run("create the bridge of the nodes", script);
  }

  void createNamespaces(int count) throws IOException {
    StringBuilder script = new StringBuilder("set -e\n");
    for (int i = 0; i < count; i++) {
      String namespace = layout.namespace(i);
      script.append(
          """
          ip netns add %1$s
          ip link add %2$s type veth peer name eth0 netns %1$s
          ip link set %2$s master %3$s up
          ip -n %1$s -batch - <<'END'
          link set lo up
          addr add %4$s/24 dev eth0
          link set eth0 up
          END
          """
              .formatted(namespace, layout.cable(i), layout.bridge(), layout.address(i)));
    }
    run("create the network namespaces of the nodes", script);
  }

  /** Removes what is there of it, whoever made it. */
  void remove(int count) throws IOException {
    StringBuilder script = new StringBuilder("failed=\n");
    for (int i = 0; i < count; i++) {
      // The namespace alone would take its cable along, but only some time later.
      script.append(
          """
          if [ -e /sys/class/net/%1$s ]; then ip link del %1$s || failed=1; fi
          if [ -e /run/netns/%2$s ]; then
            for pid in $(ip netns pids %2$s); do kill -KILL $pid 2>/dev/null; done
            ip netns del %2$s || failed=1
          fi
          """
              .formatted(layout.cable(i), layout.namespace(i)));
    }
    script.append(
        "if [ -e /sys/class/net/%1$s ]; then ip link del %1$s || failed=1; fi\n"
            .formatted(layout.bridge()));
    if (HostCommand.find("iptables").isPresent()) {
      script.append("while iptables -w -D FORWARD " + forwardRule() + " 2>/dev/null; do :; done\n");
    }
    script.append("[ -z \"$failed\" ]\n");
    run("remove the network of the nodes", script);
  }

  /**
   * Where the kernel shows bridged packets to iptables, a host that forwards nothing would cut the
   * nodes from each other. One rule for this bridge alone lets them pass.
   */
  private static boolean bridgeIsFiltered() throws IOException {
    return Files.isReadable(BRIDGE_FILTER)
        && Files.readString(BRIDGE_FILTER).strip().equals("1")
        && HostCommand.find("iptables").isPresent();
  }

  private String forwardRule() {
    return "-i %1$s -o %1$s -j ACCEPT".formatted(layout.bridge());
  }

  private static void run(String what, StringBuilder script) throws IOException {
    try {
      HostCommand.run(script.toString());
    } catch (IOException e) {
      throw new IOException("cannot " + what + ": " + e.getMessage(), e);
    }
  }
}
