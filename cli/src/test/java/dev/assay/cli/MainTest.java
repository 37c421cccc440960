package dev.assay.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
  private final Console console = new Console();

  @Test
  void anUnknownCommandIsGuessed() {
    assertEquals(254, console.assay("lits"));
    assertEquals("assay: no command \"lits\": did you mean list?", console.errLines().getFirst());
    assertEquals("", console.out());
  }

  @Test
  void anUnknownOptionIsGuessed() {
    assertEquals(254, console.assay("list", "systems", "--verbos"));
    assertEquals(
        List.of("assay: no option --verbos: did you mean --verbose?", "Try: ./assay list --help"),
        console.errLines());
  }

  @Test
  void noCommandAtAllIsBadUsage() {
    assertEquals(254, console.assay());
    assertTrue(console.err().contains("which COMMAND?"), console.err());
  }

  @ParameterizedTest
  @ValueSource(strings = {"test", "check", "history", "convert", "report", "list", "cluster"})
  void everyCommandHelpsWithAnExample(String command) {
    assertEquals(0, console.assay(command, "--help"));
    assertTrue(console.out().contains("\n  ./assay " + command + " "), console.out());
  }

  @Test
  void systemsTellTheirPlantedBugsWithSources() {
    assertEquals(0, console.assay("list", "faults"));
    assertTrue(console.outLines().stream().anyMatch(l -> l.matches("partition +\\S.*")));
  }

  @Test
  void theWorseExitCodeWins() {
    assertEquals(ExitCode.INVALID, ExitCode.INVALID.worse(ExitCode.UNKNOWN));
    assertEquals(ExitCode.UNKNOWN, ExitCode.VALID.worse(ExitCode.UNKNOWN));
    assertEquals(ExitCode.USAGE, ExitCode.USAGE.worse(ExitCode.INVALID));
    assertEquals(ExitCode.CRASH, ExitCode.USAGE.worse(ExitCode.CRASH));
  }
}
