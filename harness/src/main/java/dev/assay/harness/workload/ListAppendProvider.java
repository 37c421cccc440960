package dev.assay.harness.workload;

import dev.assay.checkers.Checker;
import dev.assay.checkers.Checkers;
import dev.assay.checkers.KeyOptions;
import dev.assay.harness.Workload;
import dev.assay.harness.WorkloadProvider;
import dev.assay.harness.generator.Generators;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/** Transactions that append to lists and read them: what was read tells the order of appends. */
public class ListAppendProvider implements WorkloadProvider {
  private static final Duration RETRY_PAUSE = Duration.ofMillis(100);

  /** Made by {@link java.util.ServiceLoader}. */
  public ListAppendProvider() {}

  @Override
  public String name() {
    return "list-append";
  }

  @Override
  public String description() {
    return "transactions that append unique elements to lists and read them";
  }

  @Override
  public String consistency() {
    return "strict-serializable";
  }

  @Override
  public Map<String, String> options() {
    return TransactionOptions.described();
  }

  @Override
  public Workload create(Map<String, String> options, long seed) {
    TransactionOptions parsed = TransactionOptions.parse(name(), options, options().keySet());
    return new Workload(
        TransactionGenerator.of(parsed, write(parsed, options)),
        Generators.eachKeyUntilOk(
            TransactionGenerator::read, TransactionGenerator::keysOf, RETRY_PAUSE),
        Set.of(),
        TransactionGenerator.read(0L),
        checker(parsed, checkOptions(options).keys()));
  }

  private Checker checker(TransactionOptions parsed, KeyOptions keys) {
    if (!parsed.byTimestamps()) {
      return Checkers.forClaim(checkedAs(), parsed.consistency(), keys);
    }
    if (!keys.isNone()) {
      throw new IllegalArgumentException(
          "timestamps tell the order of versions: leave out the option "
              + keys.assumptions().iterator().next().label());
    }
    return Checkers.forTimestamps(checkedAs(), parsed.consistency());
  }

  @Override
  public Checker checker() {
    return Checkers.forClaim(name(), consistency());
  }

  /** The workload by whose rules it is judged. */
  String checkedAs() {
    return name();
  }

  /** The operation that changes a key. */
  TransactionGenerator.Write write(TransactionOptions parsed, Map<String, String> options) {
    return TransactionGenerator.Write.numbers("append");
  }
}
