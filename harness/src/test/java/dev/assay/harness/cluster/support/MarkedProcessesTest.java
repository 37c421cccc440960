package dev.assay.harness.cluster.support;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MarkedProcessesTest {
  @Test
  void findsAndEndsThoseWithTheMarkAndNoOthers() throws Exception {
    String mark = Mark.create();
    String other = Mark.create();
    Process ours = start(mark, "n1");
    Process theirs = start(other, "n1");
    try {
      MarkedProcesses marked = new MarkedProcesses(mark);
      assertEquals(List.of(ours.pid()), pids(marked.find()));
      assertEquals(List.of(ours.pid()), pids(MarkedProcesses.ofNode(mark, "n1").find()));
      assertEquals(List.of(), MarkedProcesses.ofNode(mark, "n2").find());
      marked.kill(Duration.ofSeconds(20));
      assertTrue(ours.waitFor(20, TimeUnit.SECONDS));
      assertTrue(theirs.isAlive());
      marked.kill(Duration.ofSeconds(20));
    } finally {
      ours.destroyForcibly();
      theirs.destroyForcibly();
    }
  }

  @Test
  void psShowsWhatProcShows() throws Exception {
    Assumptions.assumeTrue(
        Files.exists(Path.of("/bin/ps")) || Files.exists(Path.of("/usr/bin/ps")),
        "there is no ps here");
    String mark = Mark.create();
    Process ours = start(mark, "n1");
    try {
      assertEquals(List.of(ours.pid()), pids(new MarkedProcesses(mark).findWithPs()));
    } finally {
      ours.destroyForcibly();
    }
  }

  @Test
  void aLineOfPsCountsOnlyWithTheWholeMark() {
    MarkedProcesses marked = new MarkedProcesses("c2345678");
    assertEquals(
        Optional.of(42L), marked.psLine("  42 sleep 9 PATH=/bin ASSAY_CLUSTER=c2345678 A=b"));
    assertEquals(Optional.of(7L), marked.psLine("7 x ASSAY_CLUSTER=c2345678"));
    assertFalse(marked.psLine("42 sleep 9 ASSAY_CLUSTER=c23456789").isPresent());
    assertFalse(marked.psLine("42 sleep 9 MY_ASSAY_CLUSTER=c2345678").isPresent());
    assertFalse(marked.psLine("no number ASSAY_CLUSTER=c2345678").isPresent());
  }

  @Test
  void whatIsNoMarkIsRefused() {
    for (String text : List.of("", "*", "../x", "C2345678", "c23456789", "c234567.")) {
      assertThrows(IllegalArgumentException.class, () -> new MarkedProcesses(text));
    }
    assertTrue(Mark.isMark(Mark.create()));
  }

  private static List<Long> pids(List<ProcessHandle> handles) {
    return handles.stream().map(ProcessHandle::pid).toList();
  }

  /** A process with the mark; returns once it runs what it was started for. */
  private static Process start(String mark, String node) throws IOException {
    ProcessBuilder builder = new ProcessBuilder("sh", "-c", "echo started; exec sleep 1000");
    builder.environment().put(Mark.VARIABLE, mark);
    builder.environment().put(Mark.NODE_VARIABLE, node);
    Process process = builder.start();
    assertEquals("started", process.inputReader().readLine());
    return process;
  }
}
