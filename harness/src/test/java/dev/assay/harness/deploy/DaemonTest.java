package dev.assay.harness.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes, on this machine. */
class DaemonTest {
  private static final String SLEEP = "echo started; exec sleep 300";

  @TempDir Path temp;
  private Path folder = Path.of("");
  private final List<Daemon> daemons = new ArrayList<>();

  @BeforeEach
  void makeFolder() throws IOException {
    folder = Files.createDirectory(temp.resolve("it's a node's folder"));
  }

  @AfterEach
  void killAll() throws IOException {
    for (Daemon each : daemons) {
      each.kill();
    }
  }

  @Test
  void startsOnceAndKills() throws IOException {
    Daemon daemon = daemon(SLEEP);
    assertFalse(daemon.isRunning());
    daemon.start();
    assertTrue(daemon.isRunning());
    long pid = pid();
    daemon.start();
    assertEquals(pid, pid(), "starting again what runs changes nothing");

    daemon.kill();
    assertFalse(daemon.isRunning());
    assertTrue(List.of("", "Z").contains(state(pid)), "gone, or waits to be reaped by init");
    daemon.kill();

    daemon.start();
    assertNotEquals(pid, pid());
    assertTrue(daemon.isRunning());
  }

  @Test
  void carriesTheMarkAndRunsInTheNodesFolder() throws IOException {
    Daemon daemon = daemon("echo \"$ASSAY_CLUSTER in $PWD\"; exec sleep 300");
    daemon.start();
    assertEquals("a $mark in " + folder.toRealPath(), daemon.logTail(5).strip());
    assertEquals(folder + "/server.log", daemon.logFile());
  }

  @Test
  void logGrowsOverRestartsAndItsTailIsBounded() throws IOException {
    Daemon daemon = daemon(SLEEP);
    assertEquals("", daemon.logTail(5));
    for (int i = 0; i < 3; i++) {
      daemon.start();
      daemon.kill();
    }
    assertEquals("started\nstarted\n", daemon.logTail(2));
  }

  @Test
  void whatEndsAtOnceIsReportedWithItsLog() {
    Daemon daemon = daemon("echo port 8001 is taken; exit 1");
    IOException failure = assertThrows(IOException.class, daemon::start);
    assertEquals("n1: cannot start server: port 8001 is taken", failure.getMessage());

    Daemon missing = new Daemon(node(), "server", "mark", List.of("/no/such/program"));
    failure = assertThrows(IOException.class, missing::start);
    assertTrue(failure.toString().contains("/no/such/program"), failure.toString());
  }

  @Test
  void pausedOnesRunNotUntilResumedAndCanBeKilled() throws IOException {
    Daemon daemon = daemon(SLEEP);
    daemon.start();
    daemon.pause();
    daemon.pause();
    assertEquals("T", state(pid()));
    assertTrue(daemon.isRunning());
    daemon.resume();
    daemon.resume();
    assertEquals("S", state(pid()));

    daemon.pause();
    daemon.kill();
    assertFalse(daemon.isRunning());
    daemon.pause();
    daemon.resume();
    daemon.start();
    assertEquals("S", state(pid()), "a pause does not outlive its process");
  }

  @Test
  void anotherProcessWithTheNumberIsNeverTouched() throws IOException {
    Process stranger = new ProcessBuilder("sleep", "300").start();
    try {
      Daemon daemon = daemon(SLEEP);
      Files.writeString(folder.resolve("server.pid"), stranger.pid() + " 1\n");
      assertFalse(daemon.isRunning());
      daemon.pause();
      daemon.kill();
      assertTrue(stranger.isAlive());

      Files.writeString(folder.resolve("server.pid"), "");
      daemon.kill();
      daemon.start();
      assertNotEquals(stranger.pid(), pid());
      daemon.kill();
      assertTrue(stranger.isAlive());
    } finally {
      stranger.destroyForcibly();
    }
  }

  private Daemon daemon(String script) {
    Daemon daemon = new Daemon(node(), "server", "a $mark", List.of("/bin/sh", "-c", script));
    daemons.add(daemon);
    return daemon;
  }

  private dev.assay.harness.cluster.Node node() {
    return LocalShell.node("n1", folder, new LocalShell());
  }

  private long pid() throws IOException {
    String[] words = Files.readString(folder.resolve("server.pid")).strip().split(" ", 2);
    return Long.parseLong(words[0]);
  }

  /** S: sleeps, T: stopped, Z: a zombie, empty: no such process. */
  private static String state(long pid) throws IOException {
    String stat = new LocalShell().run("ps -o stat= -p " + pid + " || true");
    return stat.strip().replaceAll("(?<=.).*", "");
  }
}
