package dev.assay.cli;

import dev.assay.checkers.InvariantOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What the checkers of invariants have to be told. */
final class InvariantFlags {
  @Option(
      names = "--total-amount",
      paramLabel = "N",
      description = "bank: the sum of all balances. Default: that of the first read.")
  private @Nullable Long totalAmount;

  @Option(names = "--negative-balances", description = "bank: accounts may be overdrawn.")
  private boolean negativeBalances;

  @Option(
      names = "--linearizable-set",
      description = "set-full: an element has to be in every read after it was known.")
  private boolean linearizable;

  InvariantOptions options() {
    return new InvariantOptions(totalAmount, negativeBalances, linearizable);
  }
}
