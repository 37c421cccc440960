package dev.assay.checkers.text;

import dev.assay.checkers.Anomaly;
import dev.assay.checkers.certificates.CommitEdge;
import dev.assay.checkers.certificates.CycleEdge;
import dev.assay.checkers.certificates.MicroOpRef;
import dev.assay.checkers.isolation.CommitExplanation;
import dev.assay.histories.History;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Why no order of commits lets everybody read the last that they know of. */
final class CommitText {
  private CommitText() {}

  static String render(History history, Anomaly anomaly, CommitExplanation explanation) {
    StringBuilder out = new StringBuilder(ExplanationText.title(anomaly)).append('\n');
    List<CommitEdge> edges = explanation.edges();
    new IsolationText(history, explanation).appendTransactions(out);
    Map<Integer, String> names = TransactionNames.of(explanation);
    DependencyText reasons = new DependencyText(history);
    List<CommitEdge> told = edges.stream().limit(TransactionNames.COMMITS_MAX).toList();
    for (CommitEdge each : told) {
      append(each, names, reasons, out);
    }
    if (told.size() < edges.size()) {
      out.append("… and so on over ").append(edges.size() - told.size()).append(" more.\n");
    }
    return out.append(
            edges.get(0).edge().to() == CommitEdge.INITIAL
                ? "So it would have to commit before there was anything: a contradiction."
                : "So each of them would have to commit before itself: a contradiction.")
        .toString();
  }

  private static void append(
      CommitEdge each, Map<Integer, String> names, DependencyText reasons, StringBuilder out) {
    CycleEdge edge = each.edge();
    boolean isInitial = edge.to() == CommitEdge.INITIAL;
    String from = name(names, edge.from());
    String to = isInitial ? "everything" : name(names, edge.to());
    out.append(from).append(" < ").append(to).append(", because ");
    MicroOpRef read = edge.witness();
    if (!edge.kind().equals("commit") || read == null) {
      out.append(reasons.because(edge, from, to)).append(".\n");
      return;
    }
    String key = ValueText.of(edge.key());
    out.append(name(names, read.transaction())).append(" read ");
    out.append(isInitial ? "nil" : told(edge.after()) + ", which " + to + " wrote,");
    out.append(" from ").append(key).append(" although it knew of ").append(from);
    out.append(", which wrote ").append(told(edge.before())).append(" to it:\n");
    for (CycleEdge step : each.because()) {
      String one = name(names, step.from());
      String other = name(names, step.to());
      out.append("  ").append(other).append(" knew of ").append(one).append(", because ");
      out.append(reasons.because(step, one, other)).append(".\n");
    }
  }

  private static String told(@Nullable Object value) {
    return ValueText.of(value);
  }

  private static String name(Map<Integer, String> names, int invocation) {
    return names.getOrDefault(invocation, "operation " + invocation);
  }
}
