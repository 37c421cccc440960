package dev.assay.checkers.certificates;

import java.util.List;

/**
 * Why one transaction committed before another.
 *
 * <p>Either by reading from it or as the next of its process, and then {@code because} is empty. Or
 * because a third transaction, which knew of the first, a writer of a key, read that key from the
 * second: then the kind of {@code edge} is {@code commit}, its {@code first} is the first's write
 * of the key, {@code second} the write that was read, {@code witness} the read; and {@code because}
 * leads from the first to the reader.
 *
 * @param edge for kind {@code commit}, {@code to} is {@link #INITIAL} where the reader found the
 *     key as it was before all transactions
 * @param because how the reader knew of the first: edges of kind {@code wr} and {@code process}
 */
public record CommitEdge(CycleEdge edge, List<CycleEdge> because) {
  /** In place of a transaction: the state before all of them. */
  public static final int INITIAL = -1;
}
