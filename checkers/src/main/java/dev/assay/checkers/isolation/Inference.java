package dev.assay.checkers.isolation;

import dev.assay.checkers.Budget;
import dev.assay.checkers.certificates.CycleEdge;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a workload's rules tell of a history: who depends on whom, and what is wrong already. */
public interface Inference {
  Transactions transactions();

  /** How many keys there are. */
  default int keys() {
    return transactions().keys();
  }

  /** Which transactions took effect: those that completed, and those that others saw. */
  boolean[] committed();

  /** The dependencies; with edges of process and real time where the history tells them. */
  DependencyGraph graph();

  /** The anomalies that need no cycle. */
  Findings findings();

  /** Why the graph has an edge of this kind between two transactions; empty when it has none. */
  Optional<CycleEdge> reason(int from, int to, int kind);

  /**
   * Why the versions of some keys are not in a known total order, so that more anomalies may be
   * there than could be found at levels weaker than serializable; null when all orders are known.
   */
  @Nullable String orderGap();

  /**
   * Why it is not known of some reads from whom they are, as the end of a sentence: then nothing
   * holds but what is proven. Null when all is known.
   */
  default @Nullable String unresolved() {
    return null;
  }

  /** What was assumed though no operation shows it, in sentences for people. */
  default List<String> premises() {
    return List.of();
  }

  /** What of the history was left out or taken for granted, in sentences for people. */
  default List<String> leftOut() {
    return List.of();
  }

  /**
   * Whether any order without a cycle in {@link #graph} explains every read, which makes it serial.
   */
  default boolean isSerialWithoutCycles() {
    return true;
  }

  /**
   * Whether orders that keep the dependencies prove what holds of the levels that allow any cycle
   * with an anti-dependency, even where nothing else was looked at.
   */
  default boolean isShownByCommits() {
    return false;
  }

  /**
   * Searches all orders of the writes that nobody saw, where {@link #graph} does not decide.
   *
   * @param found what was found without
   * @param claim the model that has to be decided, others come after it
   */
  default Completion complete(Set<AnomalyType> found, ConsistencyModel claim, Budget budget) {
    return Completion.NONE;
  }
}
