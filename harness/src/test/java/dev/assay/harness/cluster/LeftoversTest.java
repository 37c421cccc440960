package dev.assay.harness.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.harness.cluster.Leftovers.Fate;
import dev.assay.harness.cluster.Leftovers.Found;
import dev.assay.harness.cluster.Leftovers.Undone;
import dev.assay.harness.cluster.local.LocalCluster;
import dev.assay.harness.cluster.netns.NetnsCluster;
import dev.assay.harness.cluster.netns.Prerequisites;
import dev.assay.harness.cluster.support.HostCommand;
import dev.assay.harness.cluster.support.MarkedProcesses;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class LeftoversTest {
  @TempDir Path folder;
  private ClusterOptions options;
  private Leftovers leftovers;

  @BeforeEach
  void prepare() {
    options =
        ClusterOptions.ofEnvironment()
            .withStateFolder(folder.resolve("state"))
            .withTemporaryFolder(folder);
    leftovers = new Leftovers(options);
  }

  @Test
  void nothingIsLeftOfLocalNodesAfterTheirHarnessWasKilled() throws Exception {
    ClusterRecord record = killedHarness("local:2");
    assertEquals(2, new MarkedProcesses(record.mark()).find().size(), "the daemons live on");
    assertTrue(Files.exists(Path.of(record.nodes().get(0).directory(), "data/file")));
    assertCleans(record);
  }

  @Test
  void nothingIsLeftOfNetnsNodesAfterTheirHarnessWasKilled() throws Exception {
    String missing = Prerequisites.missing().orElse("");
    Assumptions.assumeTrue(missing.isEmpty(), missing);
    ClusterRecord record = killedHarness("netns:2");
    assertTrue(new MarkedProcesses(record.mark()).find().size() >= 2, "the nodes live on");
    assertCleans(record);
    String host = HostCommand.run("ip link; ip netns; cat /proc/self/mounts; iptables -w -S");
    assertFalse(host.contains(record.mark()), host);
  }

  @Test
  void whatIsInUseIsNeverTouched() throws Exception {
    try (LocalCluster cluster = LocalCluster.open(1, options)) {
      assertEquals(List.of(), leftovers.clean());
      assertEquals(Fate.IN_USE, leftovers.list().get(0).fate());
      IOException e = assertThrows(IOException.class, () -> leftovers.down(cluster.mark()));
      assertTrue(e.toString().contains("in use by process "), e::toString);
      assertEquals("on\n", cluster.nodes().get(0).session().run("echo on"));
    }
  }

  @Test
  void aClusterLeftRunningStaysUntilItIsTakenDown() throws Exception {
    String missing = Prerequisites.missing().orElse("");
    Assumptions.assumeTrue(missing.isEmpty(), missing);
    NetnsCluster cluster = NetnsCluster.open(1, options);
    cluster.detach();
    cluster.close();
    Found found = leftovers.list().get(0);
    assertEquals(Fate.LEFT_RUNNING, found.fate());
    assertEquals(List.of(), leftovers.clean());
    NetnsCluster again = NetnsCluster.attach(found.cluster(), options);
    assertEquals("on\n", again.nodes().get(0).session().run("echo on"));
    Undone undone = leftovers.down(cluster.mark());
    assertTrue(undone.complete(), undone::toString);
    assertEquals(List.of(), leftovers.list());
    assertEquals(List.of(), new MarkedProcesses(cluster.mark()).find());
  }

  @Test
  void anUnknownMarkIsSaidSo() {
    IOException e = assertThrows(IOException.class, () -> leftovers.down("c0000000"));
    assertTrue(e.toString().contains("no cluster c0000000"), e::toString);
    assertThrows(IllegalArgumentException.class, () -> leftovers.down("../../etc"));
  }

  @Test
  void whatDoesNotBelongToTheClusterIsNotDeleted() throws Exception {
    Path precious = Files.createDirectories(folder.resolve("precious"));
    ClusterRecord record =
        new ClusterRecord(
            "cabcdefg",
            "local",
            "2026-01-01T00:00:00Z",
            false,
            dead(Harness.current()),
            List.of(precious.toString()),
            List.of());
    new Registry(options.stateFolder()).write(record);
    Undone undone = leftovers.clean().get(0);
    assertFalse(undone.complete());
    assertTrue(undone.problems().get(0).contains("not of cluster cabcdefg"), undone::toString);
    assertTrue(Files.exists(precious));
    assertEquals(1, leftovers.find().size(), "still written down");
  }

  @Test
  void aHarnessIsKnownByMoreThanItsNumber() {
    Harness own = Harness.current();
    assertEquals(Harness.State.ALIVE, own.state());
    assertEquals(Harness.State.DEAD, dead(own).state());
    assertEquals(
        Harness.State.ELSEWHERE,
        new Harness(own.pid(), own.start(), "elsewhere", own.boot(), own.pidNamespace()).state());
    assertEquals(
        Harness.State.DEAD,
        new Harness(own.pid(), own.start(), own.host(), "an earlier boot", own.pidNamespace())
            .state());
  }

  private static Harness dead(Harness own) {
    return new Harness(own.pid(), own.start() + "1", own.host(), own.boot(), own.pidNamespace());
  }

  /** A cluster whose harness was ended with SIGKILL while links were cut and daemons ran. */
  private ClusterRecord killedHarness(String nodes) throws Exception {
    Process child =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                ChildHarness.class.getName(),
                nodes,
                options.stateFolder().toString(),
                options.temporaryFolder().toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader out = child.inputReader()) {
      String mark = String.valueOf(out.readLine());
      ClusterRecord record = new Registry(options.stateFolder()).find(mark).orElseThrow();
      assertEquals(Fate.IN_USE, leftovers.list().get(0).fate());
      assertEquals(List.of(), leftovers.clean());
      return record;
    } finally {
      child.destroyForcibly();
      assertTrue(child.waitFor(20, TimeUnit.SECONDS));
    }
  }

  private void assertCleans(ClusterRecord record) throws IOException {
    assertEquals(List.of(record), leftovers.find());
    List<Undone> undone = leftovers.clean();
    assertEquals(1, undone.size());
    assertTrue(undone.get(0).complete(), undone::toString);
    assertEquals(List.of(), new MarkedProcesses(record.mark()).find());
    assertFalse(Files.exists(Path.of(record.folders().get(0))));
    assertEquals(List.of(), leftovers.list());
  }
}
