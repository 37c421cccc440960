package dev.assay.reports;

import dev.assay.checkers.Anomaly;
import dev.assay.checkers.CheckSummary;
import dev.assay.checkers.Classification;
import dev.assay.checkers.Staleness;
import dev.assay.checkers.Verdict;
import dev.assay.checkers.certificates.Certificate;
import dev.assay.checkers.text.DecisionText;
import dev.assay.checkers.text.StalenessText;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The strip at the top: what was claimed, whether it holds, and how far one can rely on that. */
final class VerdictSection {
  /** What is longer would be a tall column of few words. */
  private static final int NARROW_CHARS_MAX = 100;

  private VerdictSection() {}

  static void write(RunFacts facts, Html html) {
    ReportInput input = facts.input();
    Verdict verdict = input.verdict();
    html.open("section", "class", "verdict " + verdict.label(), "id", "verdict");
    html.open("div", "class", "verdict-mark").raw(mark(verdict)).close("div");
    html.open("div", "class", "verdict-words");
    html.element("p", word(verdict), "class", "verdict-word");
    html.element("h2", headline(verdict));
    html.element("p", sentence(facts), "class", "verdict-sentence");
    html.close("div");
    html.open("dl", "class", "facts");
    for (String[] fact : facts(facts)) {
      html.open("div", "class", fact[1].length() > NARROW_CHARS_MAX ? "fact wide" : "fact");
      html.element("dt", fact[0]).element("dd", fact[1]).close("div");
    }
    html.close("dl");
    ModelsTable.write(verdict.summary().classification(), html);
    html.close("section");
    if (!input.warnings().isEmpty()) {
      html.open("section", "class", "warnings", "aria-label", "Warnings");
      html.element("h2", "Before you rely on it");
      html.open("ul");
      input.warnings().forEach(warning -> html.element("li", warning));
      html.close("ul").close("section");
    }
  }

  static String word(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Valid v -> "Holds";
      case Verdict.Invalid i -> "Violated";
      case Verdict.Unknown u -> "Unknown";
    };
  }

  private static String headline(Verdict verdict) {
    String consistency = verdict.summary().consistency();
    boolean isAdjective = consistency.endsWith("able");
    return switch (verdict) {
      case Verdict.Valid v -> "This history " + (isAdjective ? "is " : "satisfies ") + consistency;
      case Verdict.Invalid i ->
          "This history " + (isAdjective ? "is not " : "violates ") + consistency;
      case Verdict.Unknown u ->
          "Not known whether this history " + (isAdjective ? "is " : "satisfies ") + consistency;
    };
  }

  private static String sentence(RunFacts facts) {
    Verdict verdict = facts.input().verdict();
    return switch (verdict) {
      case Verdict.Valid v -> explained(v);
      case Verdict.Invalid i -> accusation(i.anomalies());
      case Verdict.Unknown u -> u.reason();
    };
  }

  /** Weaker levels of transactions and invariants hold without an order of all. */
  private static String explained(Verdict.Valid valid) {
    if (valid.certificates().isEmpty()) {
      return "Nothing that this model forbids is in the history, and everything was looked at.";
    }
    String operations = Words.count(valid.summary().operations(), "operation");
    return valid.certificates().get(0) instanceof Certificate.InvariantHolds
        ? "What clients were told keeps the rule: all " + operations + " were looked at."
        : "Every answer that clients got can be explained: an order of all "
            + operations
            + " was found.";
  }

  private static String accusation(List<Anomaly> anomalies) {
    Anomaly root = anomalies.get(0);
    String where = root.key() == null ? "" : " on key " + EdnText.of(root.key(), 80);
    String more =
        anomalies.size() == 1
            ? ""
            : " It is one of " + Words.count(anomalies.size()) + " anomalies.";
    return "Clients got answers that no order of the operations"
        + where
        + " explains: "
        + root.name()
        + "."
        + more;
  }

  private static List<String[]> facts(RunFacts facts) {
    ReportInput input = facts.input();
    CheckSummary summary = input.verdict().summary();
    Tally all = facts.statistics().all();
    List<String[]> out = new ArrayList<>();
    out.add(new String[] {"Claim tested", summary.consistency()});
    out.add(new String[] {"Judged", judged(summary, all)});
    out.add(new String[] {"Left out", leftOut(input.verdict(), all)});
    out.add(new String[] {"May have happened", Words.count(all.info()) + " indeterminate"});
    out.add(new String[] {"Split into", Words.count(summary.partitions(), "object")});
    out.add(new String[] {"Algorithm", summary.algorithm()});
    out.add(new String[] {"Checked in", Words.duration(summary.checkNanos())});
    out.add(new String[] {"Certificate", certificate(input)});
    addLevels(summary.classification(), out);
    Staleness staleness = summary.staleness();
    if (staleness != null && staleness.reads() > 0) {
      addIfAny("Staleness", StalenessText.render(input.history(), staleness), out);
    }
    return out;
  }

  private static void addLevels(Classification found, List<String[]> out) {
    String counts =
        found.anomalies().entrySet().stream()
            .map(each -> each.getKey() + " " + Words.count(each.getValue()))
            .collect(Collectors.joining(", "));
    addIfAny("Anomalies", counts, out);
    addIfAny("Ruled out", String.join(", ", found.not()), out);
    addIfAny("Known to hold", String.join(", ", found.holds()), out);
    addIfAny("Undecided", String.join(". ", DecisionText.undecided(found)), out);
    addIfAny("Limits", String.join(" ", found.notes()), out);
  }

  private static void addIfAny(String term, String text, List<String[]> out) {
    if (!text.isEmpty()) {
      out.add(new String[] {term, text});
    }
  }

  private static String judged(CheckSummary summary, Tally all) {
    return Words.count(summary.operations()) + " of " + Words.count(all.total(), "operation");
  }

  /** Why operations were not judged: what failed did not happen, so it has no say. */
  private static String leftOut(Verdict verdict, Tally all) {
    long leftOut = all.total() - verdict.summary().operations();
    if (leftOut <= 0) {
      return "nothing";
    }
    long failed = Math.min(leftOut, all.fail());
    String first = failed == 0 ? "" : Words.count(failed) + " that failed and did not happen";
    if (leftOut == failed) {
      return first;
    }
    String why =
        switch (verdict) {
          case Verdict.Valid v -> " without effect on any answer";
          case Verdict.Invalid i -> " not needed for the proof";
          case Verdict.Unknown u -> " not reached";
        };
    return first + (first.isEmpty() ? "" : ", ") + Words.count(leftOut - failed) + why;
  }

  private static String certificate(ReportInput input) {
    if (input.certified()) {
      return "accepted by the independent verifier";
    }
    return input.verdict() instanceof Verdict.Unknown ? "none: undecided" : "not verified";
  }

  private static String mark(Verdict verdict) {
    String path =
        switch (verdict) {
          case Verdict.Valid v -> "<path d=\"M13 25l8 8 15-18\"/>";
          case Verdict.Invalid i -> "<path d=\"M15 15l18 18M33 15L15 33\"/>";
          case Verdict.Unknown u -> "<path d=\"M17 19a7 7 0 1 1 10 6c-2 1-3 2-3 5M24 35.5v.5\"/>";
        };
    return "<svg viewBox=\"0 0 48 48\" aria-hidden=\"true\"><circle cx=\"24\" cy=\"24\" r=\"22\"/>"
        + path
        + "</svg>";
  }
}
