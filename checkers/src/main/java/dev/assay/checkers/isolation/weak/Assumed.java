package dev.assay.checkers.isolation.weak;

import dev.assay.checkers.certificates.CycleEdge;
import java.util.Optional;

/** Of which writers of a key it is assumed that one committed before the other. */
public interface Assumed {
  /** Nothing is assumed. */
  Assumed NOTHING =
      new Assumed() {
        @Override
        public void each(Pair pair) {}

        @Override
        public Optional<CycleEdge> overwrite(int from, int to) {
          return Optional.empty();
        }
      };

  /** Is told two transactions, the one first that comes first. */
  interface Pair {
    void accept(int earlier, int later);
  }

  /** Tells all pairs; those between them follow. */
  void each(Pair pair);

  /** Why one comes before the other, if that is one of the pairs. */
  Optional<CycleEdge> overwrite(int from, int to);
}
