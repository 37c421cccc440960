package dev.assay.harness.workload;

import dev.assay.checkers.Checker;
import dev.assay.checkers.Checkers;
import dev.assay.harness.Workload;
import dev.assay.harness.WorkloadProvider;
import dev.assay.harness.generator.Generators;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Transactions that insert, write, delete and read keys, and read them by predicates: what a
 * predicate read does not show tells as much as what it shows. After Elle's {@code
 * closed-predicate} and Jepsen's tests of MySQL with it.
 */
public final class ClosedPredicateProvider implements WorkloadProvider {
  private static final Duration RETRY_PAUSE = Duration.ofMillis(100);
  private static final String PREDICATES = "predicates";
  private static final String WRITES_PER_KEY = "max-writes-per-key";

  /** Made by {@link java.util.ServiceLoader}. */
  public ClosedPredicateProvider() {}

  @Override
  public String name() {
    return "closed-predicate";
  }

  @Override
  public String description() {
    return "transactions that insert, write and delete keys, and read them by predicates";
  }

  @Override
  public String consistency() {
    return "strict-serializable";
  }

  @Override
  public Map<String, String> options() {
    Map<String, String> options = new LinkedHashMap<>(TransactionOptions.described());
    options.remove("timestamps");
    options.put(
        WRITES_PER_KEY,
        "half of the keys are deleted by so many writes, the others only inserted; 1: all only"
            + " inserted, which tells the order of all versions; default 4");
    options.put(PREDICATES, "how likely a read is one by predicate, 0 to 1; default 0.5");
    return options;
  }

  @Override
  public Workload create(Map<String, String> options, long seed) {
    Map<String, String> all = new TreeMap<>(Map.of(WRITES_PER_KEY, "4"));
    all.putAll(options);
    TransactionOptions parsed = TransactionOptions.parse(name(), all, options().keySet());
    double share = TransactionOptions.share(PREDICATES, all.getOrDefault(PREDICATES, "0.5"));
    return new Workload(
        PredicateGenerator.of(parsed, share, seed),
        Generators.eachKeyUntilOk(
            every -> PredicateGenerator.readAll(), operation -> List.of("all keys"), RETRY_PAUSE),
        Set.of(),
        PredicateGenerator.readAll(),
        Checkers.forClaim(name(), parsed.consistency()));
  }

  @Override
  public Checker checker() {
    return Checkers.forClaim(name(), consistency());
  }
}
