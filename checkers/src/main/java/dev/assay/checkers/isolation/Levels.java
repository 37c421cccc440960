package dev.assay.checkers.isolation;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
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
 *   <li>The snapshot isolation levels and consistent view: only when the order of the versions of
 *       every key is known, because another order might bring an anti-dependency.
 *   <li>Repeatable read: as serializable, where there are no predicates.
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

  private final Inference inferred;
  private final Set<ConsistencyModel> ruledOut;
  private final Set<ConsistencyModel> holding = EnumSet.noneOf(ConsistencyModel.class);
  private final List<String> notes = new ArrayList<>();
  private final @Nullable String gap;
  private final boolean searchedAll;
  private final boolean isRealTime;
  private final Completion completion;

  private Levels(
      Inference inferred, Set<AnomalyType> found, boolean searchedAll, Completion completion) {
    this.inferred = inferred;
    this.completion = completion;
    this.searchedAll = searchedAll;
    gap = inferred.orderGap();
    isRealTime = inferred.transactions().history().isRealTime();
    ruledOut = ConsistencyModel.ruledOutBy(found);
    Set<ConsistencyModel> decided = EnumSet.noneOf(ConsistencyModel.class);
    if (searchedAll && inferred.unresolved() == null) {
      decided.addAll(BY_ANY_ORDER);
      if (inferred.isSerialWithoutCycles()) {
        decided.addAll(BY_SERIAL_ORDER);
      }
      if (gap == null) {
        decided.addAll(BY_KNOWN_ORDER);
      }
      decided.addAll(completion.looked());
    }
    for (ConsistencyModel model : decided) {
      if (!ruledOut.contains(model) && (isRealTime || !model.needsRealTime())) {
        holding.addAll(model.implied());
      }
    }
    completion.proven().keySet().forEach(model -> holding.addAll(model.implied()));
    notes.addAll(inferred.premises());
    if (completion.undecided().isEmpty()) {
      notes.addAll(inferred.completeness());
    }
    if (!isRealTime) {
      notes.add(
          "The history tells no real time, only the order of each process: what speaks of real"
              + " time was not checked.");
    }
    if (gap != null && !found.isEmpty() && inferred.isSerialWithoutCycles()) {
      notes.add("Some levels are undecided: " + gap + ".");
    }
    if (!searchedAll) {
      notes.add("The budget ran out while cycles were sought: there may be more anomalies.");
    }
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

  /** The weakest models that are ruled out. */
  Set<ConsistencyModel> not() {
    return ConsistencyModel.weakest(ruledOut);
  }

  /** The other models that are ruled out. */
  Set<ConsistencyModel> alsoNot() {
    Set<ConsistencyModel> out = EnumSet.copyOf(ruledOut);
    out.removeAll(not());
    return out;
  }

  boolean holds(ConsistencyModel model) {
    return holding.contains(model);
  }

  /** The strongest models that hold. */
  Set<ConsistencyModel> strongest() {
    return ConsistencyModel.strongest(holding);
  }

  List<String> notes() {
    return List.copyOf(notes);
  }

  /** Why a model is neither ruled out nor known to hold. */
  String whyUndecided(ConsistencyModel model) {
    String begin = "nothing that " + model.label() + " forbids was found, but ";
    if (!searchedAll) {
      return begin
          + "the time was over before all cycles were sought: allow more with --time-limit";
    }
    if (!isRealTime && model.needsRealTime()) {
      return begin
          + "it speaks of real time, and this history tells only the order of each process: record"
          + " the times of invocations and completions, or check strong-session-serializable";
    }
    String undecided = completion.undecided().getOrDefault(model, inferred.unresolved());
    if (undecided != null) {
      return begin + undecided;
    }
    if (gap != null && BY_KNOWN_ORDER.contains(model)) {
      return begin + gap;
    }
    return begin
        + "the check is complete for it only when a stronger model holds; known to hold: "
        + String.join(", ", ConsistencyModel.labels(strongest()));
  }
}
