package dev.assay.reports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.checkers.CheckSummary;
import dev.assay.checkers.Verdict;
import dev.assay.histories.History;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LamportSectionTest {
  private static String page(List<String> trace) {
    Verdict verdict =
        new Verdict.Valid(List.of(), new CheckSummary("linearizable", "none", 0, 0, 0));
    ReportInput input = ReportInput.of("a run", History.builder().build(), verdict);
    return Page.of(input.withTrace(trace));
  }

  private static int count(String text, String part) {
    return text.split(part, -1).length - 1;
  }

  @Test
  void messageThatArrivesIsAnArrowAndOneThatIsLostABrokenOne() {
    String page =
        page(
            List.of(
                "    1.000000 ms  send     n1 > n2 #7  Vote granted",
                "    1.500000 ms  receive  n2 < n1 #7  Vote granted",
                "    2.000000 ms  timer    n2  ",
                "    3.000000 ms  send     n1 > n2 #8  Vote refused",
                "    3.500000 ms  lose     n2 < n1 #8  Vote refused",
                "    4.000000 ms  request  client 3 > n1 #0  GET /kv/0",
                "    5.000000 ms  crash    n1  "));
    assertEquals(1, count(page, "class=\"arrow\""));
    assertEquals(1, count(page, "class=\"arrow lost\""));
    assertEquals(6, count(page, "<circle cx=\"\\d+\" cy=\"\\d+\" r=\"3\""));
    assertTrue(page.contains(">client 3</text>"));
  }

  @Test
  void nodesComeBeforeClientsAndCountAsNumbersDo() {
    String page =
        page(
            List.of(
                "    1.000000 ms  request  client 3 > n2 #0  GET /kv/0",
                "    1.500000 ms  handle   n2 < client 3 #0  GET /kv/0",
                "    2.000000 ms  send     n10 > n2 #8  Vote refused",
                "    3.500000 ms  receive  n2 < n10 #8  Vote refused"));
    assertTrue(page.indexOf(">n2</text>") < page.indexOf(">n10</text>"));
    assertTrue(page.indexOf(">n10</text>") < page.indexOf(">client 3</text>"));
  }

  @Test
  void runWithoutTraceHasNoSection() {
    assertFalse(page(List.of()).contains("id=\"messages\""));
  }

  @Test
  void longTraceIsBoundedAndForeignTextEscaped() {
    List<String> trace = new ArrayList<>();
    for (int i = 0; i < 5000; i++) {
      trace.add("%12.6f ms  log      n1  <script>alert(1)</script>".formatted(i / 10.0));
    }
    String page = page(trace);
    assertTrue(count(page, "r=\"3\"") <= 160);
    assertFalse(page.contains("<script>alert"));
  }

  @Test
  void linesThatAreNoEventsAreLeftOut() {
    assertEquals(Optional.empty(), TraceLine.of("hello"));
    assertEquals(Optional.empty(), TraceLine.of("9".repeat(100_000)));
    assertEquals(
        "n2", TraceLine.of("    1.500000 ms  receive  n2 < n1 #7  a > b #9").orElseThrow().lane());
  }
}
