package dev.assay.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole way, from the command line to the report, with three nodes on this machine. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class EndToEndTest {
  @TempDir Path runs;
  private final Console console = new Console();

  @Test
  void aRunIsJudgedAndKeptForLater() throws IOException {
    int code = console.assay(test("--time-limit", "4s", "--faults", "kill-one,partition-halves"));
    assertEquals(0, code, console.out() + console.err());
    assertEquals("exit     0 (valid)", console.outLines().getLast());
    Path run = runs.resolve("latest").toRealPath();
    JsonNode test = new ObjectMapper().readTree(run.resolve("test.json").toFile());
    assertEquals(11, test.get("seed").asLong());
    JsonNode results = new ObjectMapper().readTree(run.resolve("results.json").toFile());
    assertTrue(results.get("valid").booleanValue());
    assertTrue(results.get("certified").booleanValue());
    assertTrue(results.get("ops").asInt() > 0);
    assertTrue(Files.readString(run.resolve("report.html")).contains("raft-kv"));
    assertTrue(Files.isDirectory(run.resolve("n3")), "the nodes' logs were fetched");

    Console later = new Console();
    assertEquals(0, later.assay("check", run.toString()), later.err());
    assertEquals(run + "\tvalid\n", later.out());
  }

  @Test
  void aStoppedRunKeepsItsHistoryAndLeavesNothingBehind() throws Exception {
    // SIGTERM, which is answered like Ctrl-C.
    Ended run = run(ProcessHandle::destroy, test("--time-limit", "120s", "--faults", "none"));
    assertEquals(130, run.code(), run.out());
    assertTrue(run.out().contains("stopped: not judged"), run.out());
    assertFalse(Files.exists(latest().resolve("results.json")));
    assertEquals(0, console.assay("check", latest().toString()), console.err());
    assertEquals(List.of(), processesWith(mark()));
  }

  @Test
  void whatAKilledHarnessLeavesCanBeCheckedAndIsCleanedUp() throws Exception {
    run(ProcessHandle::destroyForcibly, test("--time-limit", "120s", "--faults", "none"));
    assertEquals(0, console.assay("check", latest().toString()), console.err());
    Ended clean = run(process -> {}, "cluster", "clean");
    assertEquals(0, clean.code(), clean.out());
    assertTrue(clean.out().contains("undone   " + mark()), clean.out());
    assertEquals(List.of(), processesWith(mark()));
    assertTrue(run(process -> {}, "cluster", "clean").out().contains("nothing was left behind"));
  }

  /** The server tells timestamps, the client records them, and they are judged while it runs. */
  @Test
  void snapshotsAreJudgedByTheirTimestamps() throws IOException {
    String[] correct = ofSnapshots("--time-limit", "3s");
    assertEquals(0, console.assay(correct), console.out() + console.err());
    String history = Files.readString(latest().resolve("history.jsonl"));
    assertTrue(history.contains("\"commit-ts\":["), history);
    Console broken = new Console();
    String[] bug = {"--bug", "last-committer-wins", "--stop-at-first-violation"};
    assertEquals(1, broken.assay(ofSnapshots(bug)), broken.out() + broken.err());
    assertTrue(broken.out().contains("overlapping-writers"), broken.out());
    assertEquals(1, new Console().assay("check", latest().toString(), "--certify"));
  }

  private String[] ofSnapshots(String... more) {
    List<String> arguments = new ArrayList<>(List.of("test", "two-phase-commit", "--timestamps"));
    arguments.addAll(List.of("--system-option", "isolation=snapshot-isolation"));
    arguments.addAll(List.of("--nodes", "local:3", "--faults", "none", "--seed", "3"));
    arguments.addAll(List.of("--runs", runs.toString()));
    arguments.addAll(List.of(more));
    return arguments.toArray(String[]::new);
  }

  @Test
  void whatCannotBeTestedIsToldBeforeAnythingIsDone() throws IOException {
    assertEquals(254, console.assay("test", "raft-vk", "--runs", runs.toString()));
    assertTrue(console.err().contains("did you mean raft-kv?"), console.err());
    assertEquals(254, console.assay(test("--bug", "stale-raed")));
    assertTrue(console.err().contains("did you mean stale-read?"), console.err());
    assertEquals(254, console.assay(test("--workload", "list-append")));
    assertEquals(254, console.assay(test("--faults", "klil")));
    assertEquals(254, console.assay(test("--system-option", "election-timout-millis=5")));
    assertEquals(254, console.assay(test("--workload-option", "mix=read=nothing")));
    assertEquals(254, console.assay(test("--consistency", "serializable")));
    assertEquals(254, console.assay(test("--concurrency", "0")));
    assertEquals(254, console.assay(test("--timestamps")));
    try (var left = Files.list(runs)) {
      assertEquals(List.of(), left.toList());
    }
  }

  private String[] test(String... more) {
    List<String> arguments = new ArrayList<>(List.of("test", "raft-kv", "--nodes", "local:3"));
    arguments.addAll(List.of("--seed", "11", "--runs", runs.toString()));
    arguments.addAll(List.of(more));
    return arguments.toArray(String[]::new);
  }

  private Path latest() throws IOException {
    return runs.resolve("latest").toRealPath();
  }

  private String mark() throws IOException {
    return new ObjectMapper().readTree(latest().resolve("test.json").toFile()).get("mark").asText();
  }

  private record Ended(int code, String out) {}

  /** Runs the command as a process of its own; ends it so when its clients are at work. */
  private Ended run(Consumer<ProcessHandle> end, String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    // Clusters are written down there: what others left behind is none of this test's business.
    builder.environment().put("XDG_STATE_HOME", runs.resolve("state").toString());
    Process assay = builder.start();
    List<String> said = new ArrayList<>();
    boolean ended = false;
    try (BufferedReader out =
        new BufferedReader(new InputStreamReader(assay.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        said.add(line);
        if (!ended && line.contains(" ops/s, ")) {
          end.accept(assay.toHandle());
          ended = true;
        }
      }
    }
    assertTrue(assay.waitFor(60, TimeUnit.SECONDS));
    return new Ended(assay.exitValue(), String.join("\n", said));
  }

  /** Processes that carry the cluster's mark, in their command line or environment. */
  private static List<String> processesWith(String mark) throws IOException {
    Path proc = Path.of("/proc");
    if (!Files.isDirectory(proc)) {
      return List.of();
    }
    List<String> found = new ArrayList<>();
    try (var processes = Files.newDirectoryStream(proc, "[0-9]*")) {
      for (Path process : processes) {
        if (contains(process.resolve("cmdline"), mark)
            || contains(process.resolve("environ"), "ASSAY_CLUSTER=" + mark)) {
          found.add(process.toString());
        }
      }
    }
    return found;
  }

  private static boolean contains(Path file, String text) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1).contains(text);
    } catch (IOException e) {
      // The process ended, or is somebody else's: not one of ours in either case.
      return false;
    }
  }
}
