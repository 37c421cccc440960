package dev.assay.reports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.checkers.Classification;
import dev.assay.checkers.Decision;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ModelsTableTest {
  @Test
  void everyModelHasARowWithItsReason() {
    Map<String, Decision> decisions = new TreeMap<>();
    decisions.put("read-atomic", new Decision.Holds("prefix", true));
    decisions.put("serializable", new Decision.RuledOut("G2-item"));
    decisions.put("snapshot-isolation", new Decision.Undecided("<late>", false));
    Html html = new Html();
    ModelsTable.write(
        new Classification(Map.of(), List.of(), List.of(), List.of(), decisions, List.of()), html);
    String page = html.toString();
    assertTrue(page.contains("an order of the transactions shows prefix, which implies it"), page);
    assertTrue(page.contains("<td>ruled out</td>"), page);
    assertTrue(page.contains("G2-item"), page);
    assertTrue(page.contains("&lt;late&gt;"), page);
  }

  @Test
  void nothingIsShownWhereNothingWasClassified() {
    Html html = new Html();
    ModelsTable.write(Classification.NONE, html);
    assertEquals("", html.toString());
  }
}
