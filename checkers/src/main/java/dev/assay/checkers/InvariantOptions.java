package dev.assay.checkers;

import org.jspecify.annotations.Nullable;

/**
 * What the checkers of invariants have to be told because no history says it.
 *
 * @param totalAmount bank: the sum of all balances; null for that of the first complete read
 * @param negativeBalances bank: whether an account may be overdrawn
 * @param linearizable set-full: whether an element has to be in every read that begins after it was
 *     known to be there, not only in the last ones
 */
public record InvariantOptions(
    @Nullable Long totalAmount, boolean negativeBalances, boolean linearizable) {
  /** The total of the first read, no negative balances, stale reads allowed: Jepsen's defaults. */
  public static final InvariantOptions DEFAULT = new InvariantOptions(null, false, false);
}
