package dev.assay.harness.workload;

import dev.assay.checkers.CheckOptions;
import dev.assay.checkers.Checker;
import dev.assay.checkers.Checkers;
import dev.assay.harness.Workload;
import dev.assay.harness.WorkloadProvider;
import dev.assay.harness.generator.Generators;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Transfers between accounts, and reads of all balances, whose sum stays as it is. */
public final class BankProvider implements WorkloadProvider {
  private static final Duration RETRY_PAUSE = Duration.ofMillis(100);
  private static final String TRANSFER_MAX = "max-transfer";

  /** Made by {@link java.util.ServiceLoader}. */
  public BankProvider() {}

  @Override
  public String name() {
    return "bank";
  }

  @Override
  public String description() {
    return "transfers between accounts, and reads of all balances";
  }

  @Override
  public String consistency() {
    return "snapshot-isolation";
  }

  @Override
  public Map<String, String> options() {
    return Map.of(TRANSFER_MAX, "the most that a transfer moves; default 5");
  }

  @Override
  public Workload create(Map<String, String> options, long seed) {
    for (String name : options.keySet()) {
      if (!name.equals(TRANSFER_MAX)) {
        throw new IllegalArgumentException(
            "workload bank has no option " + name + "; there is: " + TRANSFER_MAX);
      }
    }
    return new Workload(
        new BankGenerator(transferMax(options.getOrDefault(TRANSFER_MAX, "5"))),
        Generators.eachKeyUntilOk(
            all -> BankGenerator.read(), operation -> List.of("all accounts"), RETRY_PAUSE),
        Set.of("read"),
        BankGenerator.read(),
        Checkers.forWorkload(name(), CheckOptions.DEFAULT.withInitial(Bank.initialBalances())));
  }

  private static int transferMax(String text) {
    if (text.matches("[1-9][0-9]{0,8}")) {
      return Integer.parseInt(text);
    }
    throw new IllegalArgumentException(
        "option max-transfer: expected a number from 1 to 999999999, found `" + text + "`");
  }

  /** Of histories of others the first read tells the sum. */
  @Override
  public Checker checker() {
    return Checkers.forWorkload(name(), CheckOptions.DEFAULT);
  }
}
