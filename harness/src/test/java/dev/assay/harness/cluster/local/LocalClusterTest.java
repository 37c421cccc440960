package dev.assay.harness.cluster.local;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.harness.cluster.Cluster.Endpoint;
import dev.assay.harness.cluster.ClusterOptions;
import dev.assay.harness.cluster.Node;
import dev.assay.harness.cluster.Registry;
import dev.assay.harness.cluster.support.InParallel;
import dev.assay.harness.cluster.support.MarkedProcesses;
import dev.assay.harness.ssh.Session.ExecResult;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class LocalClusterTest {
  @TempDir static Path temporary;
  private static LocalCluster cluster;
  private static ClusterOptions options;

  @BeforeAll
  static void open() throws IOException {
    options =
        ClusterOptions.ofEnvironment()
            .withStateFolder(temporary.resolve("state"))
            .withTemporaryFolder(temporary);
    cluster = LocalCluster.open(5, options);
  }

  @AfterAll
  static void close() throws IOException {
    cluster.close();
    cluster.close();
    assertTrue(new Registry(options.stateFolder()).list().isEmpty());
    assertFalse(Files.exists(LocalCluster.folderOf(cluster.mark(), options)));
  }

  @Test
  void everyNodeRunsCommandsInItsOwnFolderWithTheMark() throws IOException {
    List<String> seen =
        InParallel.map(
            cluster.nodes(), node -> node.session().run("pwd; echo $ASSAY_CLUSTER $ASSAY_NODE"));
    for (int i = 0; i < 5; i++) {
      Node node = cluster.nodes().get(i);
      assertEquals(
          Path.of(node.directory()).toRealPath() + "\n" + cluster.mark() + " n" + (i + 1) + "\n",
          seen.get(i));
    }
  }

  @Test
  void addressesAreDistinctWhereTheSystemAllowsIt() {
    Set<String> addresses = new HashSet<>();
    cluster.nodes().forEach(node -> addresses.add(node.address()));
    assertTrue(addresses.size() == 5 || addresses.equals(Set.of("127.0.0.1")), addresses::toString);
  }

  @Test
  void outputErrorsAndExitCodeComeApart() throws IOException {
    ExecResult result =
        cluster
            .nodes()
            .get(0)
            .session()
            .exec("echo out; echo err >&2; exit 7", Duration.ofSeconds(20));
    assertEquals(new ExecResult(7, "out\n", "err\n"), result);
  }

  @Test
  void thirtyMegabytesReachFiveNodesAndComeBack() throws IOException {
    byte[] content = new byte[30 << 20];
    new SplittableRandom(1).nextBytes(content);
    Path file = temporary.resolve("thirty");
    Files.write(file, content);
    long startNanos = System.nanoTime();
    InParallel.run(cluster.nodes(), node -> node.session().upload(file, "data.bin"));
    long millis = (System.nanoTime() - startNanos) / 1_000_000;
    assertTrue(millis < 60_000, () -> "took " + millis + " ms");
    System.out.println("30 MB to five local nodes: " + millis + " ms");
    Node node = cluster.nodes().get(2);
    Path back = temporary.resolve("back");
    node.session().download(node.directory() + "/data.bin", back);
    assertArrayEquals(content, Files.readAllBytes(back));
  }

  @Test
  void daemonsOutliveTheirCommandAndCarryTheMark() throws Exception {
    Node node = cluster.nodes().get(1);
    String pid =
        node.session().run("nohup sleep 1000 >/dev/null 2>&1 </dev/null & echo $!").strip();
    try {
      // In the middle of its exec a process shows no environment for a moment.
      for (int look = 0; look < 100 && !carriesTheMark(Long.parseLong(pid)); look++) {
        Thread.sleep(20);
      }
      assertTrue(carriesTheMark(Long.parseLong(pid)));
    } finally {
      node.session().run("kill " + pid);
    }
  }

  private static boolean carriesTheMark(long pid) throws IOException {
    return new MarkedProcesses(cluster.mark())
        .find().stream().anyMatch(handle -> handle.pid() == pid);
  }

  @Test
  void freePortsAreFreeAndNeverGivenTwice() throws IOException {
    Node node = cluster.nodes().get(0);
    Set<Integer> ports = new HashSet<>();
    for (int i = 0; i < 20; i++) {
      int port = cluster.freePort(node);
      assertTrue(ports.add(port));
      new ServerSocket(port, 1, InetAddress.getByName(node.address())).close();
    }
  }

  @Test
  void aNodeReachesItselfDirectly() throws IOException {
    Node node = cluster.nodes().get(0);
    assertEquals(new Endpoint(node.address(), 4711), cluster.route(node, node, 4711));
  }

  @Test
  void unknownNodesAreRefused() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> cluster.drop(Set.of(new dev.assay.harness.cluster.Cluster.Link("n1", "n9"))));
    assertTrue(e.toString().contains("n9"), e::toString);
  }
}
