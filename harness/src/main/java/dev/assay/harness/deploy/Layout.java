package dev.assay.harness.deploy;

import dev.assay.harness.cluster.Cluster;
import dev.assay.harness.cluster.Cluster.Endpoint;
import dev.assay.harness.cluster.Node;
import dev.assay.harness.cluster.support.InParallel;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where servers listen, for the whole run: a server that comes back has its old ports.
 *
 * @param servers where each node listens for the others, by name
 * @param clients where each node listens for clients, by name
 * @param peers for each node, where it reaches each other node: through the cluster's links
 */
public record Layout(
    Map<String, Endpoint> servers,
    Map<String, Endpoint> clients,
    Map<String, Map<String, Endpoint>> peers) {

  private static final int TRIES = 20;

  /** Chooses ports and lays the links. */
  public static Layout of(Cluster cluster, int serverPort, int clientPort) throws IOException {
    Map<String, Endpoint> servers = new ConcurrentHashMap<>();
    Map<String, Endpoint> clients = new ConcurrentHashMap<>();
    InParallel.run(
        cluster.nodes(),
        node -> {
          int forPeers = serverPort == 0 ? freePort(cluster, node, clientPort) : serverPort;
          int forClients = clientPort == 0 ? freePort(cluster, node, forPeers) : clientPort;
          servers.put(node.name(), new Endpoint(node.address(), forPeers));
          clients.put(node.name(), new Endpoint(node.address(), forClients));
        });
    Map<String, Map<String, Endpoint>> peers = new LinkedHashMap<>();
    for (Node from : cluster.nodes()) {
      Map<String, Endpoint> routes = new LinkedHashMap<>();
      for (Node to : cluster.nodes()) {
        @Nullable Endpoint listening = servers.get(to.name());
        if (!to.name().equals(from.name()) && listening != null) {
          routes.put(to.name(), cluster.route(from, to, listening.port()));
        }
      }
      peers.put(from.name(), routes);
    }
    return new Layout(inOrder(cluster, servers), inOrder(cluster, clients), peers);
  }

  /** The list form of the server's command line: {@code n2=127.0.0.1:7002,n3=127.0.0.1:7003}. */
  public static String list(Map<String, Endpoint> endpoints, String without) {
    return endpoints.entrySet().stream()
        .filter(each -> !each.getKey().equals(without))
        .map(each -> each.getKey() + "=" + each.getValue())
        .collect(Collectors.joining(","));
  }

  /** What is free stays so until it is used: the same port may be offered twice. */
  private static int freePort(Cluster cluster, Node node, int except) throws IOException {
    for (int i = 0; i < TRIES; i++) {
      int port = cluster.freePort(node);
      if (port != except) {
        return port;
      }
    }
    throw new IOException(node.name() + " offers no free port but " + except);
  }

  private static Map<String, Endpoint> inOrder(Cluster cluster, Map<String, Endpoint> byName) {
    Map<String, Endpoint> ordered = new LinkedHashMap<>();
    for (Node node : cluster.nodes()) {
      @Nullable Endpoint endpoint = byName.get(node.name());
      if (endpoint != null) {
        ordered.put(node.name(), endpoint);
      }
    }
    return ordered;
  }
}
