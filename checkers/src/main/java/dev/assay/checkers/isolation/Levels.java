package dev.assay.checkers.isolation;

import dev.assay.checkers.Classification;
import dev.assay.checkers.Decision;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which consistency models a history's anomalies rule out, and which are known to hold.
 *
 * <p>A model holds when the check was complete for it and found nothing that it forbids:
 *
 * <ul>
 *   <li>The serializable levels: without a cycle there is an order of all transactions that
 *       explains every read. Writes whose order nobody saw can take that order.
 *   <li>The read committed and read uncommitted levels: they forbid cycles without
 *       anti-dependencies, so writes whose order nobody saw can take any order that fits the rest.
 *       Not where the completion left them open.
 *   <li>The snapshot isolation levels and consistent view: only when the order of the versions of
 *       every key is known, because another order might bring an anti-dependency; or where a search
 *       found one that brings none.
 *   <li>Repeatable read: as serializable, where there are no predicates. It and consistent view
 *       only where no transaction contradicts itself, for else it is open what that read.
 *   <li>Others: where {@link Completion#looked} says so.
 * </ul>
 *
 * Where it is not known of the reads that such an order explains them, as with blind writes to
 * registers, a search over all orders decides the serializable and snapshot isolation levels. What
 * lies between is known only when something stronger holds.
 */
final class Levels {
  private static final Set<ConsistencyModel> BY_ANY_ORDER =
      EnumSet.of(
          ConsistencyModel.READ_UNCOMMITTED,
          ConsistencyModel.READ_COMMITTED,
          ConsistencyModel.STRONG_SESSION_READ_UNCOMMITTED,
          ConsistencyModel.STRONG_SESSION_READ_COMMITTED,
          ConsistencyModel.STRONG_READ_UNCOMMITTED,
          ConsistencyModel.STRONG_READ_COMMITTED);

  private static final Set<ConsistencyModel> BY_SERIAL_ORDER =
      EnumSet.of(
          ConsistencyModel.SERIALIZABLE,
          ConsistencyModel.STRONG_SESSION_SERIALIZABLE,
          ConsistencyModel.STRICT_SERIALIZABLE,
          ConsistencyModel.REPEATABLE_READ);

  private static final Set<ConsistencyModel> BY_KNOWN_ORDER =
      EnumSet.of(
          ConsistencyModel.CONSISTENT_VIEW,
          ConsistencyModel.SNAPSHOT_ISOLATION,
          ConsistencyModel.STRONG_SESSION_SNAPSHOT_ISOLATION,
          ConsistencyModel.STRONG_SNAPSHOT_ISOLATION);

  /** Levels that also ask what a transaction read that contradicts itself: which then is open. */
  private static final Set<ConsistencyModel> BY_OWN_READS =
      EnumSet.of(ConsistencyModel.REPEATABLE_READ, ConsistencyModel.CONSISTENT_VIEW);

  private static final String TIME_OVER =
      "the time was over before all cycles were sought: allow more with --time-limit";

  private final Inference inferred;
  private final Decisions decisions;
  private final @Nullable String gap;
  private final boolean searchedAll;
  private final boolean isRealTime;
  private final boolean isContradictory;
  private final Completion completion;

  private Levels(
      Inference inferred, Set<AnomalyType> found, boolean searchedAll, Completion completion) {
    this.inferred = inferred;
    this.completion = completion;
    this.searchedAll = searchedAll;
    gap = inferred.orderGap();
    isRealTime = inferred.transactions().history().isRealTime();
    isContradictory = AnomalyType.impliedBy(found).contains(AnomalyType.INTERNAL);
    decisions = new Decisions(found);
    decisions.hold(completion.proven().keySet(), true);
    if (searchedAll && inferred.unresolved() == null) {
      decisions.hold(complete(), false);
    }
    decisions.close();
  }

  /** The models for which the search was complete. */
  private Set<ConsistencyModel> complete() {
    Set<ConsistencyModel> complete = EnumSet.copyOf(BY_ANY_ORDER);
    complete.removeAll(completion.undecided().keySet());
    if (inferred.isSerialWithoutCycles()) {
      complete.addAll(BY_SERIAL_ORDER);
    }
    if (gap == null) {
      complete.addAll(BY_KNOWN_ORDER);
    }
    if (isContradictory) {
      complete.removeAll(BY_OWN_READS);
    }
    complete.addAll(completion.looked());
    complete.removeIf(model -> model.needsRealTime() && !isRealTime);
    return complete;
  }

  /**
   * @param found the anomalies that occurred
   * @param searchedAll whether the search for cycles came to its end
   * @param completion what a search over all orders of writes decided
   */
  static Levels of(
      Inference inferred, Set<AnomalyType> found, boolean searchedAll, Completion completion) {
    return new Levels(inferred, found, searchedAll, completion);
  }

  boolean holds(ConsistencyModel model) {
    return decisions.holds(model);
  }

  /** What is known of every model. */
  Classification classification(Map<AnomalyType, Integer> counts) {
    List<String> notes = new ArrayList<>(inferred.premises());
    notes.addAll(inferred.leftOut());
    if (!searchedAll) {
      notes.add("The budget ran out while cycles were sought: there may be more anomalies.");
    }
    return decisions.classification(counts, this::why, List.copyOf(notes));
  }

  /** Why a model is neither ruled out nor known to hold, in a sentence. */
  String whyUndecided(ConsistencyModel model) {
    Decision.Undecided why = why(model);
    String end =
        why.hasNoCheck()
            ? "the check is complete for it only when a stronger model holds; known to hold: "
                + String.join(", ", ConsistencyModel.labels(decisions.strongest()))
            : why.reason();
    return "nothing that " + model.label() + " forbids was found, but " + end;
  }

  private Decision.Undecided why(ConsistencyModel model) {
    String reason = completion.undecided().get(model);
    if (reason == null && !isRealTime && model.needsRealTime()) {
      reason = "the history tells no real time, only the order of each process";
    }
    if (reason == null) {
      reason = inferred.unresolved();
    }
    if (reason == null && !searchedAll) {
      reason = TIME_OVER;
    }
    if (reason == null && isContradictory && BY_OWN_READS.contains(model)) {
      reason = Completion.WRONG_READS;
    }
    if (reason == null && BY_KNOWN_ORDER.contains(model)) {
      reason = gap;
    }
    return reason == null ? Decisions.NO_CHECK : new Decision.Undecided(reason, false);
  }
}
