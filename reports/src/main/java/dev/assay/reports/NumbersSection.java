package dev.assay.reports;

import dev.assay.reports.FaultBands.Band;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whether the test tested anything, the faults one by one, and counts by function and node. */
final class NumbersSection {
  /** How many faults are listed; the timeline has them all. */
  private static final int FAULTS_MAX = 200;

  private NumbersSection() {}

  static void write(RunFacts facts, Html html) {
    writeQuality(facts, html);
    writeFaults(facts, html);
    html.open("div", "class", "columns");
    html.open("section", "class", "card", "id", "counts");
    html.element("h2", "Operations");
    writeTallies("Function", facts.statistics().byFunction(), facts.statistics().all(), html);
    html.close("section");
    html.open("section", "class", "card", "id", "nodes");
    html.element("h2", "Who answered");
    if (facts.statistics().byNode().isEmpty()) {
      html.element("p", "The history does not say which node answered.", "class", "quiet");
    } else {
      writeTallies("Node", facts.statistics().byNode(), null, html);
    }
    html.close("section").close("div");
  }

  private static void writeQuality(RunFacts facts, Html html) {
    html.open("section", "class", "card", "id", "quality");
    html.element("h2", "Did the test test anything?");
    html.open("ul", "class", "checks");
    for (Finding finding : findings(facts)) {
      html.open("li", "class", finding.good() ? "good" : "doubtful");
      html.element("span", finding.good() ? "✓" : "!", "class", "sign", "aria-hidden", "true");
      html.open("span").element("b", finding.what()).text(" " + finding.detail()).close("span");
      html.close("li");
    }
    html.close("ul").close("section");
  }

  /** One answer to whether the test was worth its time. */
  record Finding(boolean good, String what, String detail) {}

  static List<Finding> findings(RunFacts facts) {
    RunStatistics numbers = facts.statistics();
    Tally all = numbers.all();
    List<Finding> out = new ArrayList<>();
    Map<String, Integer> kinds = facts.faults().countsByKind();
    out.add(
        kinds.isEmpty()
            ? new Finding(false, "No fault struck.", "The system was tried in fair weather only.")
            : new Finding(true, "Faults struck:", kinds(kinds) + "."));
    if (!kinds.isEmpty() && facts.clock().isTime()) {
      out.add(duringFaults(facts));
    }
    double okShare = all.total() == 0 ? 0 : (double) all.ok() / all.total();
    out.add(
        new Finding(
            okShare >= 0.5,
            capital(Words.share(all.ok(), all.total())) + " of the operations succeeded.",
            okShare >= 0.5
                ? "Clients mostly got answers, so the claim was put to the test."
                : "Where few operations succeed, few answers can be wrong."));
    out.add(
        new Finding(
            5 * all.info() <= all.total(),
            capital(Words.share(all.info(), all.total())) + " of them are indeterminate.",
            all.info() == 0
                ? "No client was ever left in doubt."
                : "Each may have happened at any later time: many of them hide anomalies."));
    out.addAll(contention(facts));
    return out;
  }

  private static Finding duringFaults(RunFacts facts) {
    RunStatistics numbers = facts.statistics();
    long healthyNanos = facts.clock().lengthNanos() - numbers.faultNanos();
    long healthyOk = numbers.all().ok() - numbers.okInFaults();
    String during = Words.rate(numbers.okInFaults(), numbers.faultNanos());
    String healthy = Words.rate(healthyOk, healthyNanos);
    return new Finding(
        numbers.okInFaults() > 0,
        during + " succeeded during faults, " + healthy + " without.",
        "A fault was active for "
            + Words.share(numbers.faultNanos(), facts.clock().lengthNanos())
            + " of the run.");
  }

  private static List<Finding> contention(RunFacts facts) {
    RunStatistics numbers = facts.statistics();
    List<Finding> out = new ArrayList<>();
    if (facts.clock().isTime() && facts.clock().lengthNanos() > 0) {
      double open = numbers.openNanos() / facts.clock().lengthNanos();
      out.add(
          new Finding(
              open >= 1.5,
              String.format(Locale.ROOT, "%.1f operations were open at a time", open),
              open >= 1.5 ? "on average." : "on average: clients hardly met each other."));
    }
    if (numbers.keys() > 0) {
      out.add(
          new Finding(
              numbers.busiestKeyOperations() >= 10,
              Words.count(numbers.keys(), "key") + ",",
              "the busiest with "
                  + Words.count(numbers.busiestKeyOperations(), "operation")
                  + "."));
    }
    return out;
  }

  private static String capital(String words) {
    return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
  }

  private static String kinds(Map<String, Integer> kinds) {
    List<String> out = new ArrayList<>();
    kinds.forEach((kind, count) -> out.add(kind + " × " + Words.count(count)));
    return String.join(", ", out);
  }

  private static void writeFaults(RunFacts facts, Html html) {
    List<Band> bands = facts.faults().bands();
    html.open("section", "class", "card", "id", "faults");
    html.element("h2", "Faults");
    if (bands.isEmpty()) {
      html.element("p", "The history has no fault.", "class", "quiet").close("section");
      return;
    }
    html.open("div", "class", "scroll").open("table");
    html.tableHead(List.of("Fault", "Whom", "#Start", "#Lasted", "#ok", "#ok/s", "#info"));
    html.open("tbody");
    for (int i = 0; i < Math.min(FAULTS_MAX, bands.size()); i++) {
      writeFault(facts, i, html);
    }
    html.close("tbody").close("table").close("div");
    int more = bands.size() - FAULTS_MAX + facts.faults().leftOut();
    if (bands.size() > FAULTS_MAX) {
      html.element("p", Words.count(more) + " more are not listed.", "class", "quiet");
    }
    html.close("section");
  }

  private static void writeFault(RunFacts facts, int place, Html html) {
    Band band = facts.faults().bands().get(place);
    Tally during = facts.statistics().byBand().get(place);
    boolean isTime = facts.clock().isTime();
    html.open("tr", "data-fault", Integer.toString(place));
    html.open("td").element("span", band.kind(), "class", "fault-kind", "data-kind", band.kind());
    html.close("td");
    html.element("td", FaultWords.of(band.kind(), band.value()), "class", "words");
    String start = isTime ? Words.duration(band.startNanos()) : "event " + band.startNanos();
    html.element("td", start, "class", "number");
    String lasted = isTime ? Words.duration(band.lengthNanos()) : band.lengthNanos() + " events";
    html.element("td", band.isStopped() ? lasted : lasted + " (to the end)", "class", "number");
    html.element("td", Words.count(during.ok()), "class", "number");
    String rate = isTime ? Words.rate(during.ok(), band.lengthNanos()) : "–";
    html.element("td", rate, "class", "number");
    html.element("td", Words.count(during.info()), "class", "number");
    html.close("tr");
  }

  private static void writeTallies(
      String name, Map<String, Tally> tallies, @Nullable Tally all, Html html) {
    html.open("div", "class", "scroll").open("table");
    html.tableHead(List.of(name, "#ok", "#fail", "#info", "#p50", "#p95", "#p99", "#max"));
    html.open("tbody");
    tallies.forEach((row, tally) -> writeTally(row, tally, html));
    html.close("tbody");
    if (all != null && tallies.size() > 1) {
      html.open("tfoot");
      writeTally("all", all, html);
      html.close("tfoot");
    }
    html.close("table").close("div");
  }

  private static void writeTally(String name, Tally tally, Html html) {
    html.open("tr").element("th", name, "scope", "row");
    html.element("td", Words.count(tally.ok()), "class", "number");
    html.element("td", Words.count(tally.fail()), "class", "number");
    html.element("td", Words.count(tally.info()), "class", "number");
    for (double share : new double[] {0.5, 0.95, 0.99, 1}) {
      String latency = tally.hasLatencies() ? Words.duration(tally.quantileNanos(share)) : "–";
      html.element("td", latency, "class", "number");
    }
    html.close("tr");
  }
}
