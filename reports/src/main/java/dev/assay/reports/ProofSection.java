package dev.assay.reports;

import dev.assay.checkers.Anomaly;
import dev.assay.checkers.Verdict;
import java.util.List;

/** A card an anomaly: the proof in words, its window drawn, and the same to be copied. */
final class ProofSection {
  private static final int KEY_LENGTH_MAX = 120;

  private ProofSection() {}

  static void write(RunFacts facts, Html html) {
    if (!(facts.input().verdict() instanceof Verdict.Invalid invalid)) {
      return;
    }
    html.open("section", "id", "proof", "class", "card");
    html.element("h2", facts.proofs().size() == 1 ? "The proof" : "The proofs");
    for (int place = 0; place < facts.proofs().size(); place++) {
      writeCard(facts, place, html);
    }
    int told = facts.proofs().stream().mapToInt(proof -> proof.anomalies().size()).sum();
    int more = invalid.anomalies().size() - told;
    if (more > 0) {
      html.element(
          "p", Words.count(more) + " more are in results.json, not here.", "class", "quiet");
    }
    html.close("section");
  }

  private static void writeCard(RunFacts facts, int place, Html html) {
    Anomaly anomaly = facts.proofs().get(place).anomaly();
    FailingWindow window = facts.windows().get(place);
    html.open("article", "class", "proof", "data-anomaly", Integer.toString(place));
    html.open("h3").text(anomaly.name());
    if (anomaly.key() != null) {
      html.element("span", "key " + EdnText.of(anomaly.key(), KEY_LENGTH_MAX), "class", "key");
    }
    html.close("h3");
    String proof = facts.proofs().get(place).text();
    html.open("div", "class", "words");
    for (String sentence : sentences(proof, !window.names().isEmpty())) {
      if (sentence.startsWith(" ")) {
        html.element("p", sentence.strip(), "class", "reason");
      } else {
        html.element("p", sentence);
      }
    }
    html.close("div");
    html.element("p", caption(window), "class", "quiet");
    html.open("div", "class", "window", "data-window", Integer.toString(place)).close("div");
    html.open("div", "class", "orders", "data-orders", Integer.toString(place)).close("div");
    html.open("div", "class", "actions");
    html.element("button", "Show in the timeline", "type", "button", "data-jump", "" + place);
    writeCopyButton("Copy the proof", "proof-text-" + place, html);
    writeCopyButton("Copy as Jepsen EDN", "window-edn-" + place, html);
    html.close("div");
    writeCode("The proof as plain text", "proof-text-" + place, proof, html);
    String edn = JepsenEdn.of(facts.history(), window.operations(), window.lastEvent());
    writeCode("The window as Jepsen EDN", "window-edn-" + place, edn, html);
    html.close("article");
  }

  /**
   * The lines of a proof after its heading and the table of operations, which is drawn.
   *
   * @param hasReasons whether further lines that are set in are reasons; else they are drawn, too
   */
  static List<String> sentences(String proof, boolean hasReasons) {
    return proof
        .lines()
        .skip(1)
        .dropWhile(line -> line.startsWith(" "))
        .filter(line -> hasReasons || !line.startsWith(" "))
        .toList();
  }

  private static void writeCopyButton(String name, String id, Html html) {
    html.element("button", name, "type", "button", "data-copy", id);
  }

  private static void writeCode(String summary, String id, String text, Html html) {
    html.open("details").element("summary", summary);
    html.element("pre", text, "id", id, "class", "code").close("details");
  }

  private static String caption(FailingWindow window) {
    List<Integer> operations = window.operations();
    String drawn = Words.count(operations.size(), "operation");
    return window.leftOut() == 0
        ? drawn + "."
        : "The last " + drawn + "; " + Words.count(window.leftOut()) + " earlier ones not drawn.";
  }
}
