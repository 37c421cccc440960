package dev.assay.checkers.text;

import dev.assay.checkers.Anomaly;
import dev.assay.checkers.Explanation;
import dev.assay.checkers.certificates.CycleEdge;
import dev.assay.checkers.isolation.CycleExplanation;
import dev.assay.checkers.isolation.Evidence;
import dev.assay.histories.EventType;
import dev.assay.histories.History;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Anomalies of transactions in words: the transactions first, then why they clash. */
final class IsolationText {
  private final History history;
  private final OperationText words;

  /** What the transactions are called, by their invocations. */
  private final Map<Integer, String> names;

  IsolationText(History history, Explanation explanation) {
    this.history = history;
    names = TransactionNames.of(explanation);
    words = new OperationText(history);
  }

  static String render(History history, Anomaly anomaly, CycleExplanation explanation) {
    IsolationText text = new IsolationText(history, explanation);
    List<CycleEdge> edges = explanation.edges();
    StringBuilder out = new StringBuilder(ExplanationText.title(anomaly)).append('\n');
    int told = Math.min(edges.size(), TransactionNames.TOLD_MAX);
    text.appendTransactions(out);
    for (int i = 0; i < told; i++) {
      text.appendEdge(edges.get(i), PredicateText.isOne(anomaly), out);
    }
    if (told < edges.size()) {
      out.append("… and so on over ").append(edges.size() - told);
      out.append(" more transactions, the last of which comes before T1.\n");
    }
    out.append("So each of them would have to come before itself: a contradiction.");
    return out.toString();
  }

  static String render(History history, Anomaly anomaly, Evidence evidence) {
    IsolationText text = new IsolationText(history, evidence);
    StringBuilder out = new StringBuilder(ExplanationText.title(anomaly)).append('\n');
    text.appendTransactions(out);
    if (TimestampText.isOne(evidence.type())) {
      return out.append(TimestampText.tell(history, evidence, text.names)).toString();
    }
    if (PredicateText.isOne(anomaly)) {
      return out.append(new PredicateText(history).tell(evidence, text.names)).toString();
    }
    if (SetEvidenceText.isOne(anomaly)) {
      return out.append(SetEvidenceText.tell(evidence, text.names)).toString();
    }
    return out.append(
            RegisterEvidenceText.isOne(history, evidence)
                ? RegisterEvidenceText.tell(history, evidence, text.names)
                : EvidenceText.tell(history, evidence, text.names))
        .toString();
  }

  /** A table of the transactions that have names. */
  void appendTransactions(StringBuilder out) {
    appendTransactions(this::told, out);
  }

  /**
   * The same.
   *
   * @param told what each did, as far as it is of interest
   */
  void appendTransactions(IntFunction<? extends @Nullable Object> told, StringBuilder out) {
    List<List<String>> rows = new ArrayList<>();
    names.forEach(
        (invocation, name) ->
            rows.add(
                List.of(
                    name,
                    words.who(invocation),
                    words.time(invocation) + " – " + words.until(invocation, history.size()),
                    ValueText.of(told.apply(invocation)))));
    out.append(ExplanationText.table(rows));
  }

  /** What it did, with results where it has any. */
  private @Nullable Object told(int invocation) {
    int completion = history.pair(invocation);
    return history.outcome(invocation) == EventType.OK
        ? history.value(completion)
        : history.value(invocation) == null && completion != History.NONE
            ? history.value(completion)
            : history.value(invocation);
  }

  private void appendEdge(CycleEdge edge, boolean ofPredicates, StringBuilder out) {
    String from = names.getOrDefault(edge.from(), "the first of them");
    String to = names.getOrDefault(edge.to(), "the next");
    out.append(from).append(" < ").append(to).append(", because ");
    boolean isOfData = !edge.kind().equals("process") && !edge.kind().equals("realtime");
    out.append(
            ofPredicates && isOfData
                ? new PredicateText(history).because(edge, from, to)
                : new DependencyText(history).because(edge, from, to))
        .append(".\n");
  }
}
