package dev.assay.reports;

import dev.assay.checkers.Classification;
import dev.assay.checkers.text.DecisionText;

/** What was decided of every consistency model, folded; nothing where none was looked at. */
final class ModelsTable {
  private ModelsTable() {}

  static void write(Classification found, Html html) {
    if (found.decisions().isEmpty()) {
      return;
    }
    html.open("details", "class", "models");
    html.element("summary", "Every consistency model");
    html.open("div", "class", "scroll").open("table");
    html.open("thead").open("tr");
    html.element("th", "Model").element("th", "Is it so?").element("th", "Because");
    html.close("tr").close("thead").open("tbody");
    found
        .decisions()
        .forEach(
            (model, decision) -> {
              html.open("tr").element("td", model);
              html.element("td", DecisionText.word(decision));
              html.element("td", DecisionText.why(model, decision), "class", "words").close("tr");
            });
    html.close("tbody").close("table").close("div").close("details");
  }
}
