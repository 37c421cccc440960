package dev.assay.raftkv.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.harness.Client;
import dev.assay.harness.Operation;
import dev.assay.harness.Outcome;
import dev.assay.harness.SystemProvider.SystemConfig;
import dev.assay.harness.cluster.Cluster;
import dev.assay.harness.cluster.Cluster.Link;
import dev.assay.harness.cluster.ClusterOptions;
import dev.assay.harness.cluster.Clusters;
import dev.assay.harness.cluster.Node;
import dev.assay.harness.cluster.support.InParallel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real servers on nodes of this machine, over SSH. */
class LocalNodesTest {
  private static final Duration READY = Duration.ofSeconds(60);
  private static final Path PROC = Path.of("/proc");
  private static final Path CACHE = Path.of("target", "cache");

  @TempDir Path temp;

  @Test
  void servesThroughKillPauseAndPartitionAndLeavesNothing() throws Exception {
    String mark;
    try (Cluster cluster = Clusters.open("local:3", options())) {
      mark = cluster.mark();
      RaftKv system = system(cluster, Map.of());
      InParallel.run(cluster.nodes(), system::install);
      InParallel.run(cluster.nodes(), system::start);
      system.awaitReady(READY);

      servesOperations(system, cluster.nodes().getFirst());
      survivesTheDeathOfItsLeader(system, cluster);
      survivesAPauseOfItsLeader(system);
      isolatedLeaderGivesNoStaleAnswer(system, cluster);

      for (Node node : cluster.nodes()) {
        String log = node.session().run("cat " + system.logFiles(node).getFirst());
        assertTrue(log.contains(node.name() + " serving clients on "), log);
      }
      assertEquals(Files.isDirectory(PROC), !marked(mark).isEmpty(), "servers carry the mark");
    }
    assertEquals(Set.of(), marked(mark));
    try (Stream<Path> left = Files.list(temp.resolve("nodes"))) {
      assertEquals(List.of(), left.toList());
    }
  }

  private static void servesOperations(RaftKv system, Node node) throws Exception {
    assertEquals(new Outcome.Ok(null), perform(system, node, "read", null));
    assertEquals(new Outcome.Ok(1L), perform(system, node, "write", 1L));
    assertEquals(new Outcome.Ok(List.of(1L, 2L)), perform(system, node, "cas", List.of(1L, 2L)));
    assertEquals(new Outcome.Fail("mismatch"), perform(system, node, "cas", List.of(1L, 3L)));
    assertEquals(new Outcome.Ok(2L), perform(system, node, "read", null));
  }

  private static void survivesTheDeathOfItsLeader(RaftKv system, Cluster cluster) throws Exception {
    Node leader = system.leader().orElseThrow();
    system.kill(leader);
    system.kill(leader);
    Node other = otherThan(leader, cluster);
    assertEquals(new Outcome.Ok(3L), perform(system, other, "write", 3L));
    assertEquals(new Outcome.Ok(3L), perform(system, leader, "read", null));
    assertNotEquals(leader.name(), system.leader().orElseThrow().name());
    system.start(leader);
    system.start(leader);
    system.awaitReady(READY);
    assertEquals(new Outcome.Ok(3L), perform(system, leader, "read", null));
  }

  private static void survivesAPauseOfItsLeader(RaftKv system) throws Exception {
    Node leader = system.leader().orElseThrow();
    system.pause(leader);
    assertEquals(new Outcome.Ok(4L), perform(system, leader, "write", 4L), "asks another node");
    system.resume(leader);
    system.awaitReady(READY);
    assertEquals(new Outcome.Ok(4L), perform(system, leader, "read", null));
  }

  private static void isolatedLeaderGivesNoStaleAnswer(RaftKv system, Cluster cluster)
      throws Exception {
    Node leader = system.leader().orElseThrow();
    Set<Link> cut = new HashSet<>();
    for (Node other : cluster.nodes()) {
      if (!other.name().equals(leader.name())) {
        cut.add(new Link(leader.name(), other.name()));
        cut.add(new Link(other.name(), leader.name()));
      }
    }
    cluster.drop(cut);
    assertEquals(new Outcome.Ok(5L), perform(system, otherThan(leader, cluster), "write", 5L));
    assertEquals(new Outcome.Ok(5L), perform(system, leader, "read", null));
    cluster.heal();
    system.awaitReady(READY);
    assertEquals(new Outcome.Ok(5L), perform(system, leader, "read", null));
  }

  @Test
  void takenPortIsToldWithTheNodeAndItsLog() throws Exception {
    try (Cluster cluster = Clusters.open("local:1", options())) {
      Node node = cluster.nodes().getFirst();
      try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName(node.address()))) {
        int port = taken.getLocalPort();
        RaftKv system = system(cluster, Map.of("client-port", Integer.toString(port)));
        system.install(node);
        IOException failure =
            assertThrows(
                IOException.class,
                () -> {
                  system.start(node);
                  system.awaitReady(READY);
                });
        assertTrue(
            failure.toString().contains("n1") && failure.toString().contains(":" + port),
            failure.toString());
        assertTrue(
            failure.toString().toLowerCase(Locale.ROOT).contains("in use"), failure.toString());
      }
    }
  }

  /** Enough time for an election on a busy machine: what is tested here is not speed. */
  private static RaftKv system(Cluster cluster, Map<String, String> options) {
    Map<String, String> patient = new TreeMap<>(options);
    patient.put("operation-timeout-millis", "30000");
    SystemConfig config = new SystemConfig(List.of(), patient, "register", 42);
    return new RaftKv(cluster, Settings.of(config, List.of()), CACHE);
  }

  private ClusterOptions options() throws IOException {
    return ClusterOptions.ofEnvironment()
        .withStateFolder(temp.resolve("state"))
        .withTemporaryFolder(Files.createDirectories(temp.resolve("nodes")));
  }

  private static Outcome perform(RaftKv system, Node node, String f, @Nullable Object value)
      throws Exception {
    try (Client client = system.client(node, 0)) {
      return client.invoke(new Operation(f, 7L, value)).get(60, TimeUnit.SECONDS);
    }
  }

  private static Node otherThan(Node node, Cluster cluster) {
    return cluster.nodes().stream()
        .filter(each -> !each.name().equals(node.name()))
        .findFirst()
        .orElseThrow();
  }

  /** The processes that carry the mark; empty where there is no /proc to look in. */
  private static Set<Long> marked(String mark) {
    Set<Long> found = new HashSet<>();
    ProcessHandle.allProcesses()
        .forEach(
            process -> {
              Path environment = PROC.resolve(process.pid() + "/environ");
              if (isMarked(environment, mark)) {
                found.add(process.pid());
              }
            });
    return found;
  }

  private static boolean isMarked(Path environment, String mark) {
    try {
      String all = new String(Files.readAllBytes(environment), StandardCharsets.ISO_8859_1);
      return List.of(all.split("\0", -1)).contains("ASSAY_CLUSTER=" + mark);
    } catch (IOException e) {
      // It has ended, belongs to somebody else or to the kernel: not one of ours.
      return false;
    }
  }
}
