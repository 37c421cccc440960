package dev.assay.harness.workload;

import dev.assay.harness.Operation;
import dev.assay.harness.generator.Generator;
import dev.assay.histories.Keyword;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/** Random transfers and whole reads, half and half, for ever, as Jepsen's bank makes them. */
record BankGenerator(int transferMax) implements Generator {
  /** Reads the balances of all accounts. */
  static Operation read() {
    return new Operation("read", null, null);
  }

  @Override
  public Step next(Context context) {
    SplittableRandom random = context.random();
    Operation operation = random.nextBoolean() ? read() : transfer(random);
    return new Step.Do(operation, context.timeNanos(), this);
  }

  private Operation transfer(SplittableRandom random) {
    int from = random.nextInt(Bank.ACCOUNTS);
    int distance = 1 + random.nextInt(Bank.ACCOUNTS - 1);
    Map<Keyword, Long> transfer = new LinkedHashMap<>();
    transfer.put(Bank.FROM, (long) from);
    transfer.put(Bank.TO, (long) ((from + distance) % Bank.ACCOUNTS));
    transfer.put(Bank.AMOUNT, 1L + random.nextInt(transferMax));
    return new Operation("transfer", null, Collections.unmodifiableMap(transfer));
  }
}
