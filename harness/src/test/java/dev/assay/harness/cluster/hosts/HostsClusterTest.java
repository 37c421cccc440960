package dev.assay.harness.cluster.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.harness.cluster.Cluster;
import dev.assay.harness.cluster.Cluster.Link;
import dev.assay.harness.cluster.ClusterOptions;
import dev.assay.harness.cluster.ClusterRecord;
import dev.assay.harness.cluster.Clusters;
import dev.assay.harness.cluster.Node;
import dev.assay.harness.cluster.Registry;
import dev.assay.harness.cluster.netns.NetnsCluster;
import dev.assay.harness.cluster.netns.Prerequisites;
import dev.assay.harness.cluster.support.HostCommand;
import dev.assay.harness.ssh.Session.ExecResult;
import dev.assay.harness.ssh.SshException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Hosts that know nothing of us: nodes of another cluster stand in for them. */
@Timeout(120)
class HostsClusterTest {
  @TempDir static Path temporary;
  private static NetnsCluster machines;
  private static ClusterOptions options;
  private static Path file;

  @BeforeAll
  static void open() throws IOException {
    String missing = Prerequisites.missing().orElse("");
    Assumptions.assumeTrue(missing.isEmpty(), missing);
    options =
        ClusterOptions.ofEnvironment()
            .withStateFolder(temporary.resolve("state"))
            .withUser("root")
            .withHostKeysChecked(false);
    machines = NetnsCluster.open(3, options);
    ClusterRecord record = new Registry(options.stateFolder()).find(machines.mark()).orElseThrow();
    options = options.withKeyFile(Path.of(record.nodes().get(0).keyFile()));
    StringBuilder lines = new StringBuilder();
    for (Node node : machines.nodes()) {
      lines.append(node.address()).append(" name=h").append(node.name()).append('\n');
    }
    file = temporary.resolve("hosts");
    Files.writeString(file, lines);
  }

  @AfterAll
  static void close() throws IOException {
    if (machines != null) {
      machines.close();
    }
  }

  @Test
  void whatIsDoneThereIsUndone() throws IOException {
    Node machine = machines.nodes().get(0);
    String mark;
    String pid;
    try (Cluster cluster = Clusters.open(file.toString(), options)) {
      mark = cluster.mark();
      assertEquals("hosts", cluster.kind());
      assertEquals("", cluster.whyNoCuts().orElse(""));
      Node node = cluster.nodes().get(0);
      assertEquals("hn1", node.name());
      assertEquals(machine.address(), node.address());
      assertEquals(
          "/opt/assay-" + mark + " " + mark + "\n", node.session().run("echo $PWD $ASSAY_CLUSTER"));
      pid = node.session().run("nohup sleep 1000 >/dev/null 2>&1 </dev/null & echo $!").strip();
      cluster.drop(Set.of(new Link("hn2", "hn1"), new Link("hn1", "hn2")));
      assertFalse(reaches(node, cluster.nodes().get(1)));
      assertTrue(reaches(node, cluster.nodes().get(2)));
      cluster.heal();
      assertTrue(reaches(node, cluster.nodes().get(1)));
      cluster.drop(Set.of(new Link("hn3", "hn1")));
      assertTrue(cluster.freePort(node) > 1024);
    }
    ExecResult gone =
        machine.session().exec("kill -0 " + pid + " 2>/dev/null", Duration.ofSeconds(20));
    assertNotEquals(0, gone.exitCode());
    assertEquals("", machine.session().run("ls -A /opt | grep " + mark + " || true"));
    assertEquals("", machine.session().run("iptables -w -S | grep " + mark + " || true"));
    assertTrue(new Registry(options.stateFolder()).find(mark).isEmpty());
  }

  @Test
  void anAbandonedClusterIsUndoneFromItsRecord() throws IOException {
    Cluster cluster = Clusters.open(file.toString(), options);
    cluster.nodes().get(1).session().run("nohup sleep 1000 >/dev/null 2>&1 </dev/null &");
    cluster.drop(Set.of(new Link("hn1", "hn2")));
    ClusterRecord record = new Registry(options.stateFolder()).find(cluster.mark()).orElseThrow();
    HostsCluster.attach(record, options).close();
    Node machine = machines.nodes().get(1);
    assertEquals("", machine.session().run("iptables -w -S | grep " + cluster.mark() + " || true"));
    assertEquals(
        "", machine.session().run("grep -ls " + cluster.mark() + " /proc/[0-9]*/environ || true"));
    cluster.close();
  }

  @Test
  void whereThereIsNoIptablesThereMayBeNft() throws IOException {
    Assumptions.assumeTrue(HostCommand.find("nft").isPresent(), "there is no nft here");
    Node machine = machines.nodes().get(2);
    // Deleted on that machine alone: its disk lies over the host's.
    machine.session().run("rm -f $(PATH=$PATH:/usr/sbin:/sbin command -v iptables-restore)");
    String mark;
    try (Cluster cluster = Clusters.open(file.toString(), options)) {
      mark = cluster.mark();
      Node one = cluster.nodes().get(0);
      Node three = cluster.nodes().get(2);
      cluster.drop(Set.of(new Link("hn1", "hn3")));
      assertTrue(machine.session().run("nft list ruleset").contains("assay_" + mark));
      assertFalse(reaches(one, three));
      assertTrue(reaches(cluster.nodes().get(1), three));
      cluster.drop(Set.of(new Link("hn2", "hn3")));
      assertFalse(reaches(cluster.nodes().get(1), three));
      cluster.heal();
      assertTrue(reaches(one, three));
      cluster.drop(Set.of(new Link("hn1", "hn3")));
    }
    assertFalse(machine.session().run("nft list ruleset").contains(mark));
  }

  @Test
  void aHostThatLetsNobodyInLeavesNothingBehind() throws IOException {
    Path stranger = temporary.resolve("stranger");
    dev.assay.harness.ssh.KeyFiles.generate(
        stranger, dev.assay.harness.ssh.KeyFiles.Kind.ED25519, "stranger");
    SshException e =
        assertThrows(
            SshException.class,
            () -> Clusters.open(file.toString(), options.withKeyFile(stranger)));
    assertTrue(e.toString().contains("hn1 (root@"), e::toString);
    assertEquals(2, e.getSuppressed().length, "the other two hosts are named too");
    assertEquals(1, new Registry(options.stateFolder()).list().size(), "the machines alone");
  }

  private static boolean reaches(Node from, Node to) throws IOException {
    ExecResult result =
        from.session()
            .exec(
                "timeout 2 bash -c 'exec 3<>/dev/tcp/" + to.address() + "/22; head -c 3 <&3'",
                Duration.ofSeconds(30));
    return result.out().equals("SSH");
  }
}
