package dev.assay.checkers.text;

import dev.assay.checkers.Anomaly;
import dev.assay.checkers.certificates.CommitEdge;
import dev.assay.checkers.certificates.CycleEdge;
import dev.assay.checkers.certificates.MicroOpRef;
import dev.assay.checkers.isolation.CommitExplanation;
import dev.assay.histories.History;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Why no order of commits lets everybody read the last that they know of. */
final class CommitText {
  /** How many edges are told, and how many transactions are shown. */
  private static final int TOLD_MAX = 8;

  private static final int SHOWN_MAX = 16;

  private CommitText() {}

  static String render(History history, Anomaly anomaly, CommitExplanation explanation) {
    IsolationText transactions = new IsolationText(history);
    StringBuilder out = new StringBuilder(ExplanationText.title(anomaly)).append('\n');
    List<CommitEdge> edges = explanation.edges();
    transactions.appendTransactions(
        edges.stream()
            .limit(TOLD_MAX)
            .flatMap(CommitText::operations)
            .filter(operation -> operation >= 0)
            .distinct()
            .limit(SHOWN_MAX)
            .toList(),
        out);
    DependencyText reasons = new DependencyText(history);
    for (CommitEdge each : edges.subList(0, Math.min(TOLD_MAX, edges.size()))) {
      append(each, transactions.names(), reasons, out);
    }
    if (edges.size() > TOLD_MAX) {
      out.append("… and so on over ").append(edges.size() - TOLD_MAX).append(" more.\n");
    }
    return out.append(
            edges.get(0).edge().to() == CommitEdge.INITIAL
                ? "So it would have to commit before there was anything: a contradiction."
                : "So each of them would have to commit before itself: a contradiction.")
        .toString();
  }

  private static Stream<Integer> operations(CommitEdge each) {
    return Stream.concat(
        Stream.of(each.edge().from(), each.edge().to()),
        each.because().stream().flatMap(step -> Stream.of(step.from(), step.to())));
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
