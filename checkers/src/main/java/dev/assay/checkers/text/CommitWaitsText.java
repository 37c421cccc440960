package dev.assay.checkers.text;

import dev.assay.checkers.Anomaly;
import dev.assay.checkers.certificates.CommitWait;
import dev.assay.checkers.isolation.CommitWaits;
import dev.assay.histories.History;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Why none of some transactions can be the first of them to commit: the transactions, then why. */
final class CommitWaitsText {
  private CommitWaitsText() {}

  static String render(History history, Anomaly anomaly, CommitWaits explanation) {
    PredicateText reasons = new PredicateText(history);
    StringBuilder out = new StringBuilder(ExplanationText.title(anomaly)).append('\n');
    List<CommitWait> waits = explanation.waits();
    List<CommitWait> told = waits.stream().limit(TransactionNames.TOLD_MAX).toList();
    new IsolationText(history, explanation).appendTransactions(out);
    Map<Integer, String> names = TransactionNames.of(explanation);
    for (CommitWait each : told) {
      String who = name(names, each.transaction());
      out.append(who).append(" is not the first: ");
      out.append(reasons.because(each, who, others(names, each.earlier()))).append(".\n");
    }
    if (told.size() < waits.size()) {
      out.append("… and so on over ").append(waits.size() - told.size());
      out.append(" more transactions.\n");
    }
    return out.append("So none of them can have been the first to commit: a contradiction.")
        .toString();
  }

  private static String others(Map<Integer, String> names, List<Integer> earlier) {
    String last = name(names, earlier.getLast());
    String before =
        earlier.stream()
            .limit(earlier.size() - 1L)
            .map(each -> name(names, each))
            .collect(Collectors.joining(", "));
    return before.isEmpty() ? last : before + " and " + last;
  }

  private static String name(Map<Integer, String> names, int invocation) {
    return names.getOrDefault(invocation, "operation " + invocation);
  }
}
