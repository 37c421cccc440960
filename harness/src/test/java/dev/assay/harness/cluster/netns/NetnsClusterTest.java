package dev.assay.harness.cluster.netns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.harness.cluster.Cluster.Link;
import dev.assay.harness.cluster.ClusterOptions;
import dev.assay.harness.cluster.ClusterRecord;
import dev.assay.harness.cluster.Node;
import dev.assay.harness.cluster.Registry;
import dev.assay.harness.cluster.support.HostCommand;
import dev.assay.harness.cluster.support.InParallel;
import dev.assay.harness.cluster.support.MarkedProcesses;
import dev.assay.harness.ssh.Session.ExecResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class NetnsClusterTest {
  @TempDir static Path temporary;
  private static NetnsCluster cluster;
  private static ClusterOptions options;
  private static String before;

  @BeforeAll
  static void open() throws IOException {
    String missing = Prerequisites.missing().orElse("");
    Assumptions.assumeTrue(missing.isEmpty(), missing);
    options = ClusterOptions.ofEnvironment().withStateFolder(temporary.resolve("state"));
    before = hostState();
    long startNanos = System.nanoTime();
    cluster = NetnsCluster.open(5, options);
    System.out.println(
        "five netns nodes up: " + (System.nanoTime() - startNanos) / 1_000_000 + " ms");
  }

  @AfterAll
  static void close() throws IOException {
    if (cluster == null) {
      return;
    }
    ClusterRecord record = new Registry(options.stateFolder()).find(cluster.mark()).orElseThrow();
    long startNanos = System.nanoTime();
    cluster.close();
    System.out.println("down: " + (System.nanoTime() - startNanos) / 1_000_000 + " ms");
    cluster.close();
    assertEquals(List.of(), new MarkedProcesses(cluster.mark()).find());
    assertFalse(Files.exists(Path.of(record.folders().get(0))));
    assertTrue(new Registry(options.stateFolder()).list().isEmpty());
    // Other tests may bring up and down theirs meanwhile: only our own traces count.
    assertFalse(hostState().contains(cluster.mark()), NetnsClusterTest::hostState);
    assertEquals(
        before.contains("nf-call 1"), hostState().contains("nf-call 1"), "a changed sysctl");
  }

  private static String hostState() {
    try {
      return HostCommand.run(
          """
          ip link; ip netns; iptables -w -S 2>/dev/null; cat /proc/self/mounts
          echo nf-call $(cat /proc/sys/net/bridge/bridge-nf-call-iptables 2>/dev/null)
          """);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @AfterEach
  void heal() throws IOException {
    cluster.heal();
  }

  @Test
  void nodesHaveTheirOwnNamesProcessesAndFiles() throws IOException {
    Set<String> seen = new HashSet<>();
    for (Node node : cluster.nodes()) {
      String processes = node.session().run("ls -d /proc/[0-9]* | wc -l").strip();
      assertTrue(Integer.parseInt(processes) < 12, processes);
      node.session().run("echo " + node.name() + " >/etc/assay-probe; cp /etc/assay-probe /tmp/");
    }
    for (Node node : cluster.nodes()) {
      seen.add(
          node.session()
              .run("cat /etc/hostname /etc/assay-probe /tmp/assay-probe; hostname; pwd")
              .replace("\n", " "));
    }
    assertEquals(
        Set.of(
            "n1 n1 n1 n1 /opt/assay ",
            "n2 n2 n2 n2 /opt/assay ",
            "n3 n3 n3 n3 /opt/assay ",
            "n4 n4 n4 n4 /opt/assay ",
            "n5 n5 n5 n5 /opt/assay "),
        seen);
    assertFalse(Files.exists(Path.of("/etc/assay-probe")));
  }

  @Test
  void theHarnessesKeysAndOtherNodesDisksAreOutOfSight() throws IOException {
    ClusterRecord record = new Registry(options.stateFolder()).find(cluster.mark()).orElseThrow();
    Node node = cluster.nodes().get(0);
    assertEquals("", node.session().run("ls /root/.ssh 2>/dev/null || true"));
    assertEquals("", node.session().run("ls " + record.folders().get(0) + " 2>/dev/null || true"));
    assertEquals("", node.session().run("cat /proc/mounts | grep run/old || true"));
  }

  @Test
  void commandsCarryTheMark() throws IOException {
    Node node = cluster.nodes().get(2);
    assertEquals(cluster.mark() + " n3\n", node.session().run("echo $ASSAY_CLUSTER $ASSAY_NODE"));
  }

  @Test
  void partitionsCutBothWaysAndHeal() throws IOException {
    assertTrue(reaches("n1", "n2"));
    cluster.drop(Set.of(new Link("n1", "n2"), new Link("n2", "n1")));
    assertFalse(reaches("n1", "n2"));
    assertFalse(reaches("n2", "n1"));
    assertTrue(reaches("n1", "n3"));
    cluster.drop(Set.of(new Link("n3", "n1")));
    assertFalse(reaches("n3", "n1"));
    assertFalse(reaches("n1", "n2"));
    cluster.heal();
    assertTrue(reaches("n1", "n2"));
    assertTrue(reaches("n3", "n1"));
    cluster.heal();
  }

  @Test
  void oneWayCutsAreOfOneWay() throws IOException {
    cluster.drop(Set.of(new Link("n4", "n5")));
    String four = cluster.nodes().get(3).address();
    Node five = cluster.nodes().get(4);
    String rules = five.session().run("iptables -w -S ASSAY-" + cluster.mark());
    assertTrue(rules.contains("-s " + four + "/32 -j DROP"), rules);
    ExecResult other =
        cluster
            .nodes()
            .get(3)
            .session()
            .exec("iptables -w -S ASSAY-" + cluster.mark(), Duration.ofSeconds(20));
    assertNotEquals(0, other.exitCode());
    // A handshake needs both ways.
    assertFalse(reaches("n5", "n4"));
  }

  @Test
  void aCrashTakesTheProcessesAndLeavesTheDisk() throws IOException {
    Node node = cluster.nodes().get(4);
    node.session().run("echo kept >kept; sync; nohup sleep 1000 >/dev/null 2>&1 </dev/null &");
    cluster.crash(node);
    assertEquals(List.of(), MarkedProcesses.ofNode(cluster.mark(), node.name()).find());
    cluster.boot(node);
    assertEquals("kept\n", node.session().run("cat kept"));
    assertEquals("", node.session().run("grep -l sleep /proc/[0-9]*/comm || true"));
  }

  @Test
  void portsAreFree() throws IOException {
    Set<Integer> ports = new HashSet<>();
    for (int i = 0; i < 5; i++) {
      assertTrue(ports.add(cluster.freePort(cluster.nodes().get(0))));
    }
  }

  @Test
  void manyCommandsAtATime() throws IOException {
    long startNanos = System.nanoTime();
    for (int round = 0; round < 20; round++) {
      InParallel.run(cluster.nodes(), node -> node.session().run("true"));
    }
    System.out.println(
        "a command on five nodes: " + (System.nanoTime() - startNanos) / 20_000 + " us");
  }

  private static boolean reaches(String from, String to) throws IOException {
    String address = node(to).address();
    ExecResult result =
        node(from)
            .session()
            .exec(
                "timeout 2 bash -c 'exec 3<>/dev/tcp/" + address + "/22; head -c 3 <&3'",
                Duration.ofSeconds(30));
    return result.out().equals("SSH");
  }

  private static Node node(String name) {
    return cluster.nodes().stream()
        .filter(node -> node.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
