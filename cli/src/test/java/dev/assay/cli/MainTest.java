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

  @ParameterizedTest
  @ValueSource(strings = {"", "test", "simulate", "shrink", "check", "history", "convert", "list"})
  void helpFitsTheScreenAndTearsNothingApart(String command) {
    assertEquals(0, console.assay((command + " --help").strip().split(" ")));
    for (String line : console.outLines()) {
      assertTrue(line.length() <= 101, line);
      assertTrue(!line.matches(".*( \\.|[^.]\\.\\.)"), line);
      assertTrue(!line.strip().matches("(/assay|txt).*"), line);
    }
  }

  @Test
  void mendingMovesWordsAndKeepsSentences() {
    assertEquals("see\n  ./assay list", HelpPages.mend("see .\n  /assay list"));
    assertEquals("lasts\n 700ms..2s", HelpPages.mend("lasts 700ms..\n 2s"));
    assertEquals("to\nminimal.txt", HelpPages.mend("to minimal.\ntxt"));
    assertEquals("or\n TIME..TIME", HelpPages.mend("or TIME..\n TIME"));
    assertEquals("it is so.\n  Default", HelpPages.mend("it is so.\n  Default"));
  }

  @Test
  void whatIsMissingOrNoValueIsToldByItsName() {
    assertEquals(254, console.assay("test"));
    assertEquals("assay: which SYSTEM?", console.errLines().getFirst());
    assertBad("assay: --seed: 'x' is no whole number", "test", "raft-kv", "--seed", "x");
    assertBad(
        "assay: --system-option: expected NAME=VALUE, found pre-vote",
        "test",
        "raft-kv",
        "--system-option",
        "pre-vote");
    assertBad(
        "assay: raft-kv's option pre-vote must be a whole number from 0 to 1, not `2`",
        "test",
        "raft-kv",
        "--system-option",
        "pre-vote=2");
    assertBad("assay: expected the mark of a cluster, found: x", "cluster", "down", "x");
  }

  private static void assertBad(String words, String... command) {
    Console console = new Console();
    assertEquals(254, console.assay(command));
    assertEquals(words, console.errLines().getFirst());
  }

  @Test
  void systemsTellTheirPlantedBugsWithSources() {
    assertEquals(0, console.assay("list", "faults"));
    assertTrue(console.outLines().stream().anyMatch(l -> l.matches("partition +\\S.*")));
  }

  @Test
  void everyModelIsListedWithADescription() {
    Console workloads = new Console();
    assertEquals(0, workloads.assay("list", "models"));
    assertTrue(workloads.outLines().stream().allMatch(l -> l.matches("[a-z0-9-]+ +\\S.*")));
    Console models = new Console();
    assertEquals(0, models.assay("list", "consistency-models"));
    assertTrue(
        models.outLines().stream()
            .anyMatch(l -> l.matches("serializable +\\S.*\\(PL-3, conflict-serializable\\)")));
  }

  @Test
  void theWorseExitCodeWins() {
    assertEquals(ExitCode.INVALID, ExitCode.INVALID.worse(ExitCode.UNKNOWN));
    assertEquals(ExitCode.UNKNOWN, ExitCode.VALID.worse(ExitCode.UNKNOWN));
    assertEquals(ExitCode.USAGE, ExitCode.USAGE.worse(ExitCode.INVALID));
    assertEquals(ExitCode.CRASH, ExitCode.USAGE.worse(ExitCode.CRASH));
  }
}
