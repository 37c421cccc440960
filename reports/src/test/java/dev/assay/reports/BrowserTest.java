package dev.assay.reports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.checkers.Budget;
import dev.assay.checkers.Checkers;
import dev.assay.checkers.Verdict;
import dev.assay.histories.EventType;
import dev.assay.histories.History;
import dev.assay.histories.Keyword;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Opens reports from disk in a real browser, offline, and looks at what became of them. */
class BrowserTest {
  private static final int BUDGET_MILLIS = 10_000;

  @TempDir Path folder;

  @BeforeEach
  void needsABrowser() {
    Assumptions.assumeTrue(
        Chromium.find().isPresent(),
        "no chromium, chromium-browser or google-chrome on the PATH: the report is not opened");
  }

  @Test
  void anInvalidRunShowsItsProofAndItsPlots() throws IOException {
    ReportInput input = SampleReports.invalid();
    String dom = open(input, "");
    assertDrawn(dom, 6000);
    assertTrue(dom.contains("class=\"window-drawing\""));
    assertEquals(1, count(dom, "class=\"operation impossible[^\"]*\""));
    assertTrue(count(dom, "class=\"operation ok[^\"]*\"") >= 1);
    assertTrue(count(dom, "marker-end=") >= 1);
    assertTrue(dom.contains("cannot come next"));
    assertFalse(dom.contains(">null<"));
    assertFalse(dom.contains("</h4>null"));
    assertTrue(dom.contains("This history is not linearizable"));
    assertTrue(dom.contains("data-jump=\"0\""));
    assertTrue(dom.contains("data-zoom=\"all\""));
    assertTrue(dom.contains("id=\"query\""));
  }

  @Test
  void transactionsThatClashHaveTheNamesOfTheProof() throws IOException {
    History.Builder events = History.builder();
    // Each reads what the other appended.
    Keyword append = new Keyword("append");
    Keyword read = new Keyword("r");
    List<Object> first = List.of(List.of(append, 1L, 1L), List.of(read, 2L, List.of(1L)));
    List<Object> second = List.of(List.of(append, 2L, 1L), List.of(read, 1L, List.of(1L)));
    events.add(EventType.INVOKE, 0, "txn", first);
    events.add(EventType.INVOKE, 1, "txn", second);
    events.add(EventType.OK, 0, "txn", first);
    events.add(EventType.OK, 1, "txn", second);
    History history = events.build();
    Verdict verdict =
        Checkers.forClaim("list-append", "serializable")
            .check(history, Budget.of(Duration.ofMinutes(1)));
    String dom = open(ReportInput.of("a cycle", history, verdict), "");
    assertTrue(dom.contains(">T1 [[:append 1 1]"), dom);
    assertTrue(dom.contains(">T2 [[:append 2 1]"), dom);
    assertEquals(0, count(dom, "class=\"operation impossible[^\"]*\""));
  }

  @Test
  void aValidRunShowsFaultsAndNumbers() throws IOException {
    String dom = open(SampleReports.valid(), "");
    assertDrawn(dom, 6000);
    assertEquals(0, count(dom, "class=\"window-drawing\""));
    assertTrue(dom.contains("This history is linearizable"));
    assertEquals(6, count(dom, "class=\"swatch\""));
    assertEquals(10, count(dom, "<tr data-fault="));
  }

  @Test
  void anUnknownVerdictSaysWhy() throws IOException {
    String dom = open(SampleReports.unknown(), "");
    assertDrawn(dom, 180);
    assertTrue(dom.contains("Give more with --time-limit"));
    assertTrue(dom.contains("Before you rely on it"));
  }

  @Test
  void aLinkToAnOperationOpensIt() throws IOException {
    ReportInput input = SampleReports.valid();
    History history = input.history();
    int wanted =
        history
            .clientInvocations()
            .filter(event -> history.f(event).equals("cas"))
            .filter(event -> history.outcome(event) == EventType.OK)
            .skip(700)
            .findFirst()
            .orElseThrow();
    String dom = open(input, "#op=" + history.index(wanted));
    String inspector = dom.substring(dom.indexOf("id=\"inspector\""));
    assertTrue(inspector.contains("<dt>key</dt><dd>" + history.key(wanted) + "</dd>"), inspector);
    String value = EdnText.of(history.value(wanted), 100);
    assertTrue(inspector.contains("<dt>value</dt><dd>" + value + "</dd>"), inspector);
    Object node = history.extra(history.pair(wanted)).get("node");
    assertTrue(inspector.contains("<dt>node</dt><dd>" + node + "</dd>"), inspector);
  }

  @Test
  void hostileTextStaysText() throws IOException {
    for (String hostile : HostileTextTest.HOSTILE.subList(0, 2)) {
      String dom = open(HostileTextTest.input(hostile), "#op=1");
      assertDrawn(dom, 1);
      assertFalse(dom.contains("data-owned"), hostile);
      assertEquals(0, count(dom, "<img"), hostile);
    }
  }

  @Test
  void aHistoryWithoutTimesIsDrawnByPosition() throws IOException {
    History.Builder events = History.builder();
    for (long i = 0; i < 40; i++) {
      events.add(EventType.INVOKE, (int) (i % 3), "write", i);
      events.add(EventType.OK, (int) (i % 3), "write", i);
    }
    History history = events.build();
    String dom = open(ReportInput.of("no times", history, SampleReports.undecided(history)), "");
    assertDrawn(dom, 40);
    assertFalse(dom.contains("id=\"latency-chart\""));
  }

  private static void assertDrawn(String dom, int operations) {
    String root = dom.substring(dom.indexOf("<html"), dom.indexOf(">", dom.indexOf("<html")));
    assertTrue(root.contains("data-rendered=\"true\""), root);
    assertFalse(root.contains("data-error"), root);
    assertTrue(root.contains("data-operations=\"" + operations + "\""), root);
    Matcher drawn = Pattern.compile("data-drawn=\"(\\d+)\"").matcher(dom);
    assertTrue(drawn.find(), "the timeline was not painted");
    assertTrue(Integer.parseInt(drawn.group(1)) >= operations, drawn.group());
  }

  private String open(ReportInput input, String fragment) throws IOException {
    Optional<Chromium> browser = Chromium.find();
    Path page = folder.resolve("report.html");
    HtmlReport.write(input, page);
    assertFalse(Files.exists(folder.resolve("report.html.unfinished")));
    return browser.orElseThrow().dump(page, fragment, BUDGET_MILLIS);
  }

  private static long count(String text, String pattern) {
    String markup = text.substring(0, text.indexOf("<script"));
    return Pattern.compile(pattern).matcher(markup).results().count();
  }
}
