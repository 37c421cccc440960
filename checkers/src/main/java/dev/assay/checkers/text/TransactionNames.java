package dev.assay.checkers.text;

import dev.assay.checkers.Explanation;
import dev.assay.checkers.certificates.CommitEdge;
import dev.assay.checkers.certificates.CommitWait;
import dev.assay.checkers.certificates.CycleEdge;
import dev.assay.checkers.certificates.MicroOpRef;
import dev.assay.checkers.isolation.CommitExplanation;
import dev.assay.checkers.isolation.CommitWaits;
import dev.assay.checkers.isolation.CycleExplanation;
import dev.assay.checkers.isolation.Evidence;
import dev.assay.checkers.isolation.RefutedOrders;
import dev.assay.checkers.isolation.RefutedPart;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Which transactions the text of an anomaly calls T1, T2 and so on, for those who show them
 * elsewhere. Of large anomalies not all have names.
 */
public final class TransactionNames {
  /** How many edges, cases or waits are told, each naming one transaction or a few. */
  static final int TOLD_MAX = 12;

  /** How many edges of commits, for each of which there are several reasons. */
  static final int COMMITS_MAX = 8;

  private TransactionNames() {}

  /** Names by positions of invocations, T1 first; none where the text names no transactions. */
  public static Map<Integer, String> of(Explanation explanation) {
    Map<Integer, String> names = new LinkedHashMap<>();
    for (int invocation : named(explanation)) {
      names.putIfAbsent(invocation, "T" + (names.size() + 1));
    }
    return names;
  }

  private static List<Integer> named(Explanation explanation) {
    return switch (explanation) {
      case CycleExplanation cycle ->
          cycle.edges().stream().map(CycleEdge::from).limit(TOLD_MAX).toList();
      case Evidence evidence ->
          evidence.microOps().stream().map(MicroOpRef::transaction).distinct().toList();
      case CommitExplanation commits ->
          commits.edges().stream()
              .limit(COMMITS_MAX)
              .flatMap(TransactionNames::of)
              .filter(operation -> operation >= 0)
              .distinct()
              .limit(2 * COMMITS_MAX)
              .toList();
      case CommitWaits waits ->
          waits.waits().stream().map(CommitWait::transaction).limit(TOLD_MAX).toList();
      case RefutedOrders refuted ->
          refuted.cases().stream()
              .limit(TOLD_MAX)
              .flatMap(List::stream)
              .map(step -> step.edge().from())
              .distinct()
              .limit(2 * TOLD_MAX)
              .toList();
      case RefutedPart part -> part.operations();
      default -> List.of();
    };
  }

  private static Stream<Integer> of(CommitEdge each) {
    return Stream.concat(
        Stream.of(each.edge().from(), each.edge().to()),
        each.because().stream().flatMap(step -> Stream.of(step.from(), step.to())));
  }
}
