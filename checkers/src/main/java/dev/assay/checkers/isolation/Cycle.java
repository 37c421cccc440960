package dev.assay.checkers.isolation;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/**
 * Transactions each of which must come before the next, and the last before the first.
 *
 * @param transactions the transactions, each once
 * @param kinds the {@link Edge} from the transaction at the same place to the next
 */
public record Cycle(List<Integer> transactions, List<Integer> kinds) {
  public int size() {
    return transactions.size();
  }

  /** The transaction that an edge leads to. */
  public int target(int edge) {
    return transactions.get((edge + 1) % size());
  }

  /** How many anti-dependencies it has. */
  public int antiDependencies() {
    return (int) kinds.stream().filter(kind -> Edge.has(Edge.ANTI_DEPENDENCIES, kind)).count();
  }

  /** Whether two anti-dependencies follow each other. */
  public boolean hasAdjacentAntiDependencies() {
    return size() > 1
        && IntStream.range(0, size())
            .anyMatch(
                i ->
                    Edge.has(Edge.ANTI_DEPENDENCIES, kinds.get(i))
                        && Edge.has(Edge.ANTI_DEPENDENCIES, kinds.get((i + 1) % size())));
  }

  /** The anomaly that such a cycle is (Adya 1999, chapter 4; Elle for the names). */
  public AnomalyType type() {
    CycleForm form =
        kinds.contains(Edge.REALTIME)
            ? CycleForm.REALTIME
            : kinds.contains(Edge.PROCESS) ? CycleForm.PROCESS : CycleForm.PLAIN;
    boolean isPredicate = kinds.contains(Edge.RWP);
    int antiDependencies = antiDependencies();
    if (antiDependencies == 0) {
      boolean reads = kinds.contains(Edge.WR) || kinds.contains(Edge.WRP);
      return reads ? form.g1c() : form.g0();
    }
    if (antiDependencies == 1) {
      return form.gSingle(isPredicate);
    }
    return hasAdjacentAntiDependencies() ? form.g2(isPredicate) : form.gNonadjacent(isPredicate);
  }

  /** The same cycle, begun at its smallest transaction, so that equal cycles are equal. */
  Cycle normalized() {
    int first = transactions.indexOf(transactions.stream().min(Integer::compare).orElseThrow());
    return new Cycle(turned(transactions, first), turned(kinds, first));
  }

  /** The same cycle by other numbers of its transactions. */
  Cycle renamed(IntUnaryOperator name) {
    return new Cycle(transactions.stream().map(name::applyAsInt).toList(), kinds);
  }

  private static List<Integer> turned(List<Integer> list, int first) {
    Integer[] out = new Integer[list.size()];
    Arrays.setAll(out, i -> list.get((i + first) % list.size()));
    return List.of(out);
  }
}
