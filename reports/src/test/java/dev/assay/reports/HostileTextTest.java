package dev.assay.reports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.histories.EventType;
import dev.assay.histories.History;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Histories are written by anybody: nothing in them may become markup, script or disguise. */
class HostileTextTest {
  static final List<String> HOSTILE =
      List.of(
          "</script><script>document.documentElement.dataset.owned='yes'</script>",
          "<img src=x onerror=\"document.documentElement.dataset.owned='yes'\">",
          "\"' onmouseover='alert(1)' <!-- --> ]]> &lt;",
          "<!--<script>",
          "line\u2028separator\u2029and \u202Eright to left\u202C and \u0000 nul",
          "javascript:alert(1)",
          "${7*7} {{7*7}} \\u003cscript\\u003e");

  @Test
  void everyPlaceThatShowsWhatWasReadEscapesIt() {
    for (String hostile : HOSTILE) {
      String page = Page.of(input(hostile));
      Matcher scripts = Pattern.compile("<script", Pattern.CASE_INSENSITIVE).matcher(page);
      assertEquals(2, scripts.results().count(), hostile);
      assertEquals(2, page.split("</script", -1).length - 1, hostile);
      assertFalse(page.contains("<img"), hostile);
      assertFalse(page.contains("<!--"), hostile);
      String markup = page.substring(0, page.indexOf("<script"));
      assertFalse(markup.contains("onmouseover='"), hostile);
      assertTrue(page.chars().noneMatch(c -> "\u2028\u2029\u202E\u202C\u0000".indexOf(c) >= 0));
    }
  }

  @Test
  void textIsShownAsItIsReadSafely() {
    assertEquals("&lt;b&gt; &amp;amp; &quot;&#39;", Html.escape("<b> &amp; \"'"));
    assertEquals("a\\u202eb", Html.escape("a\u202Eb"));
    assertEquals("\"a\\u202eb\"", EdnText.of("a\u202Eb", 100));
  }

  @Test
  void thePolicyAllowsNothingButTheTwoOfThePage() {
    String page = Page.of(input("x"));
    Matcher policy =
        Pattern.compile("Content-Security-Policy\" content=\"([^\"]*)\"").matcher(page);
    assertTrue(policy.find());
    assertTrue(policy.group(1).startsWith("default-src 'none'; "));
    assertFalse(policy.group(1).contains("unsafe"));
    assertFalse(policy.group(1).contains("http"));
  }

  @Test
  void theScriptNeverTakesTextForMarkupOrCode() {
    String script = Assets.script();
    for (String way :
        List.of(
            "innerHTML",
            "outerHTML",
            "insertAdjacentHTML",
            "document.write",
            "eval(",
            "new Function",
            "fetch(",
            "XMLHttpRequest",
            "WebSocket",
            "import(",
            "srcdoc")) {
      assertFalse(script.contains(way), way);
    }
  }

  /** A history and a run in which every text is hostile. */
  static ReportInput input(String hostile) {
    History.Builder events = History.builder();
    events.add(EventType.INFO, History.NEMESIS, "start-" + hostile, null, hostile, 0, 0, Map.of());
    events.add(
        EventType.INVOKE,
        0,
        hostile,
        hostile,
        List.of(hostile, Map.of(hostile, hostile)),
        10,
        1,
        Map.of(hostile, hostile));
    events.add(
        EventType.OK,
        0,
        hostile,
        hostile,
        hostile,
        2000,
        2,
        Map.of("node", hostile, "error", hostile));
    History history = events.build();
    return ReportInput.of(hostile, history, SampleReports.accusing(history, 1, hostile))
        .withTest(Map.of(hostile, List.of(hostile)))
        .withWarnings(List.of(hostile))
        .withCommands(hostile, hostile)
        .withNodeLogs(Map.of(hostile, hostile));
  }
}
