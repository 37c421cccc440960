package dev.assay.checkers.text;

import dev.assay.checkers.Classification;
import dev.assay.checkers.Decision;
import dev.assay.checkers.isolation.ConsistencyModel;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What was decided of consistency models, in words. */
public final class DecisionText {
  private static final int NAMES_MAX = 4;

  private DecisionText() {}

  /**
   * One line for each reason why models are undecided, such as {@code prefix and 2 more: …}; the
   * strongest of them by name. Those that no check ever decides by itself are passed over.
   */
  public static List<String> undecided(Classification found) {
    List<String> lines = new ArrayList<>();
    found
        .undecided()
        .forEach(
            (why, models) -> {
              if (!why.hasNoCheck()) {
                lines.add(names(models) + ": " + why.reason());
              }
            });
    return lines;
  }

  private static String names(List<String> labels) {
    Set<ConsistencyModel> models = EnumSet.noneOf(ConsistencyModel.class);
    labels.forEach(label -> ConsistencyModel.named(label).ifPresent(models::add));
    List<String> strongest = ConsistencyModel.labels(ConsistencyModel.strongest(models));
    List<String> shown = strongest.subList(0, Math.min(NAMES_MAX, strongest.size()));
    int more = labels.size() - shown.size();
    return String.join(", ", shown) + (more == 0 ? "" : " and " + more + " more");
  }

  /** Whether a model holds: {@code holds}, {@code ruled out} or {@code undecided}. */
  public static String word(Decision decision) {
    return switch (decision) {
      case Decision.Holds holds -> "holds";
      case Decision.RuledOut ruledOut -> "ruled out";
      case Decision.Undecided open -> "undecided";
    };
  }

  /** Why that is so of this model. */
  public static String why(String model, Decision decision) {
    return switch (decision) {
      case Decision.Holds holds -> {
        String what =
            holds.byOrder()
                ? "an order of the transactions shows "
                : "nothing was found that is forbidden by ";
        yield holds.through().equals(model)
            ? what + "it"
            : what + holds.through() + ", which implies it";
      }
      case Decision.RuledOut ruledOut -> ruledOut.anomaly();
      case Decision.Undecided open -> open.reason();
    };
  }
}
