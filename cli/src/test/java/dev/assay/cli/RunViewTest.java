package dev.assay.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.harness.run.Phase;
import dev.assay.harness.run.Progress;
import dev.assay.harness.run.Progress.ActiveFault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RunViewTest {
  private final Console console = new Console();

  @Test
  void inAPipePhasesAndChangesOfFaultsGetALineEach() {
    RunView view = new RunView(console.plain());
    view.phase(Phase.RUN);
    view.progress(progress(List.of()));
    view.progress(progress(List.of(kill("n1"))));
    view.progress(progress(List.of(kill("n1"))));
    view.progress(progress(List.of()));
    view.clear();
    assertEquals(
        List.of(
            "running",
            "200 ops/s, 1,234 ok, 5 fail, 6 info, 12 s left  ⚡ kill n1 (one)",
            "200 ops/s, 1,234 ok, 5 fail, 6 info, 12 s left"),
        console.outLines().stream().map(line -> line.replaceFirst("^ *[0-9.]+ s  ", "")).toList());
  }

  @Test
  void onATerminalOneLineIsDrawnAgain() {
    RunView view = new RunView(console.live(false));
    view.progress(progress(List.of()));
    view.progress(progress(List.of(new ActiveFault("pause", List.of("n2")))));
    view.clear();
    assertTrue(!console.out().contains("\n"), "no line end");
    assertTrue(console.out().contains("⚡ pause n2"), console.out());
    assertTrue(console.out().endsWith("\r\u001b[?7l\u001b[2K\u001b[?7h"), "the line is taken away");
  }

  @Test
  void withoutColourNoColourIsUsed() {
    RunView view = new RunView(console.live(false));
    view.progress(progress(List.of(kill("n1"))));
    assertTrue(!console.out().matches("(?s).*\u001b\\[[0-9;]*m.*"), console.out());
    new RunView(console.live(true)).progress(progress(List.of(kill("n1"))));
    assertTrue(console.out().matches("(?s).*\u001b\\[[0-9;]*m.*"), console.out());
  }

  @Test
  void namesOfFaultsCannotMoveTheCursor() {
    RunView view = new RunView(console.plain());
    view.progress(progress(List.of(kill("\u001b[2J"))));
    assertTrue(!console.out().contains("\u001b"), console.out());
  }

  private static ActiveFault kill(String node) {
    return new ActiveFault("kill", Map.of("targets", "one", "nodes", List.of(node)));
  }

  private static Progress progress(List<ActiveFault> faults) {
    return new Progress(
        Phase.RUN, Duration.ofSeconds(18), Duration.ofSeconds(12), 200, 1234, 5, 6, 3, faults);
  }
}
