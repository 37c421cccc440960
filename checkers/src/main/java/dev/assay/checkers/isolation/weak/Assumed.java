package dev.assay.checkers.isolation.weak;

import dev.assay.checkers.certificates.CycleEdge;
import dev.assay.checkers.isolation.DependencyGraph;
import java.util.Optional;

/** Of which writers of a key it is assumed that one committed before the other. */
public interface Assumed {
  /** Nothing is assumed. */
  Assumed NOTHING =
      new Assumed() {
        @Override
        public void each(Pair pair) {}

        @Override
        public void addAlone(DependencyGraph.Builder graph) {}

        @Override
        public Optional<CycleEdge> overwrite(int from, int to) {
          return Optional.empty();
        }
      };

  /** Is told two transactions, the one first that comes first. */
  interface Pair {
    void accept(int earlier, int later);
  }

  /**
   * Tells all pairs; those between them follow, where who overwrote what it had read comes after
   * whom it read from.
   */
  void each(Pair pair);

  /**
   * Adds all that follows from assumptions alone, wherever reads put nobody, to a graph on the
   * transactions of the history.
   */
  void addAlone(DependencyGraph.Builder graph);

  /** Why one comes before the other, if assumptions alone say so. */
  Optional<CycleEdge> overwrite(int from, int to);
}
