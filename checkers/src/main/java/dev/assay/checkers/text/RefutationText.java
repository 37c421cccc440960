package dev.assay.checkers.text;

import dev.assay.checkers.Anomaly;
import dev.assay.checkers.certificates.SupposedEdge;
import dev.assay.checkers.certificates.SupposedEdge.WriteOrder;
import dev.assay.checkers.isolation.RefutedOrders;
import dev.assay.checkers.isolation.RefutedPart;
import dev.assay.histories.History;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Why no order of the writes explains a history: the transactions, then case by case. */
final class RefutationText {
  private RefutationText() {}

  static String render(History history, Anomaly anomaly, RefutedOrders refuted) {
    if (refuted.cases().isEmpty()) {
      return ExplanationText.title(anomaly) + "\n" + noOrder(anomaly, "") + ": all were tried.";
    }
    DependencyText reasons = new DependencyText(history);
    StringBuilder out = new StringBuilder(ExplanationText.title(anomaly)).append('\n');
    new IsolationText(history, refuted).appendTransactions(out);
    Map<Integer, String> names = TransactionNames.of(refuted);
    List<List<SupposedEdge>> told =
        refuted.cases().stream().limit(TransactionNames.TOLD_MAX).toList();
    for (List<SupposedEdge> cycle : told) {
      append(cycle, names, reasons, out);
    }
    if (told.size() < refuted.cases().size()) {
      out.append("… and so on over ").append(refuted.cases().size() - told.size());
      out.append(" more cases.\n");
    }
    return out.append(
            refuted.cases().size() == 1
                ? "So each of them would have to come before itself: a contradiction."
                : "Each case makes transactions come before themselves, and no order of the writes"
                    + " avoids all cases.")
        .toString();
  }

  /** No order explains what a few transactions did to a few keys. */
  static String render(History history, Anomaly anomaly, RefutedPart part) {
    StringBuilder out = new StringBuilder(ExplanationText.title(anomaly)).append('\n');
    PredicateText words = new PredicateText(history);
    out.append("What was done to ").append(part.keys().size() == 1 ? "the key " : "the keys ");
    out.append(
        part.keys().stream()
            .map(key -> ValueText.of(key) + words.atFirst(key))
            .sorted()
            .collect(Collectors.joining(", ")));
    out.append(":\n");
    new IsolationText(history, part)
        .appendTransactions(invocation -> words.restricted(invocation, part.keys()), out);
    return out.append(noOrder(anomaly, " of this")).append(": all were tried.").toString();
  }

  private static String noOrder(Anomaly anomaly, String ofWhat) {
    return anomaly.name().startsWith("no-snapshot-order")
        ? "No order in which the transactions begin and commit explains what they read" + ofWhat
        : "No order of the transactions explains what they read" + ofWhat;
  }

  private static void append(
      List<SupposedEdge> cycle,
      Map<Integer, String> names,
      DependencyText reasons,
      StringBuilder out) {
    String suppositions =
        cycle.stream()
            .map(SupposedEdge::supposing)
            .filter(Objects::nonNull)
            .distinct()
            .map(
                order ->
                    name(names, order.first()) + " wrote before " + name(names, order.second()))
            .collect(Collectors.joining(" and "));
    out.append(suppositions.isEmpty() ? "In any case:\n" : "If " + suppositions + ":\n");
    for (SupposedEdge step : cycle) {
      String from = name(names, step.edge().from());
      String to = name(names, step.edge().to());
      out.append("  ").append(from).append(" < ").append(to).append(", because ");
      out.append(reasons.because(step.edge(), from, to)).append(supposed(step.supposing()));
      out.append(".\n");
    }
  }

  private static String supposed(@Nullable WriteOrder order) {
    return order == null ? "" : ", as supposed";
  }

  private static String name(Map<Integer, String> names, int invocation) {
    return names.getOrDefault(invocation, "operation " + invocation);
  }
}
