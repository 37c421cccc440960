package dev.assay.checkers.text;

import dev.assay.checkers.Anomaly;
import dev.assay.checkers.linearizability.ClashExplanation;
import dev.assay.histories.History;

/** Why two operations cannot both have told the truth, in a sentence. */
final class ClashText {
  private ClashText() {}

  static String render(History history, Anomaly anomaly, ClashExplanation clash) {
    OperationText words = new OperationText(history);
    int last = Math.max(history.pair(clash.first()), history.pair(clash.second()));
    String title = ExplanationText.title(anomaly) + " (" + clash.model() + ")\n";
    String story = clash.isBackwards() ? backwards(history, words, clash) : neither(words, clash);
    return title + words.table(clash.operations(), last) + story;
  }

  private static String backwards(History history, OperationText words, ClashExplanation clash) {
    String law =
        switch (clash.model()) {
          case "versioned-register", "revision-register" -> "versions only grow";
          case "fetch-and-add" -> "the number only grows";
          case "log" -> "entries are only added, at the end";
          case "id-generator" -> "ids only grow";
          case "max-register" -> "what is read only grows";
          default -> "they tell of another order";
        };
    return deed(words, clash.second())
        + " began "
        + words.when(clash.second())
        + ", when "
        + deed(words, clash.first())
        + " had completed "
        + words.when(history.pair(clash.first()))
        + ". But "
        + law
        + ": by what they told it was the other way round.";
  }

  private static String neither(OperationText words, ClashExplanation clash) {
    String law =
        switch (clash.model()) {
          case "versioned-register", "revision-register" ->
              "a version is made once, from the one before it, and has one value";
          case "fetch-and-add" -> "each change begins where the one before it ended";
          case "log" -> "an offset has one entry";
          case "id-generator" -> "no id is given twice";
          default -> "they tell of no order";
        };
    return "By what they told, "
        + deed(words, clash.first())
        + " and "
        + deed(words, clash.second())
        + " can have come in neither order: "
        + law
        + ".";
  }

  private static String deed(OperationText words, int op) {
    return words.what(op) + " by " + words.who(op);
  }
}
