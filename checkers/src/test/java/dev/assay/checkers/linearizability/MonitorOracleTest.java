package dev.assay.checkers.linearizability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.checkers.Budget;
import dev.assay.checkers.CheckOptions;
import dev.assay.checkers.Verdict;
import dev.assay.checkers.certificates.CertificateVerifier;
import dev.assay.checkers.certificates.Verification;
import dev.assay.histories.History;
import java.time.Duration;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Each monitor by itself against brute force over all orders, on histories that it should be able
 * to decide; then the whole checker, with its certificates.
 */
class MonitorOracleTest {
  private static final int HISTORIES = Integer.getInteger("assay.campaign.histories", 3_000);
  private static final long SEED = Long.getLong("assay.campaign.seed", 20261126);
  private static final int OPERATIONS_MAX = 8;

  /** The second column: how many of a hundred histories the monitor decides at least. */
  @ParameterizedTest
  @CsvSource({
    "register, 80",
    "cas-register, 70",
    "versioned-register, 60",
    "revision-register, 60",
    "max-register, 99",
    "map, 60",
    "linearizable-set, 75",
    "growing-set, 99",
    "linearizable-counter, 99",
    "fetch-and-add, 70",
    "id-generator, 99",
    "log, 70",
    "append-list, 99",
    "unordered-queue, 40",
    "queue-deque, 60",
    "stack-deque, 60",
    "mutex, 99",
    "owner-aware-mutex, 60",
    "reentrant-mutex, 60",
    "fenced-mutex, 60",
    "reentrant-fenced-mutex, 60",
    "semaphore, 60",
    "etcd-kv, 99",
    "kv, 20",
    "distinct-kv, 90"
  })
  void theMonitorDecidesAsBruteForceDoes(String name, int percentMin) throws Exception {
    String modelName =
        switch (name) {
          case "growing-set" -> "linearizable-set";
          case "distinct-kv" -> "kv";
          case "queue-deque", "stack-deque" -> "deque";
          default -> name;
        };
    CheckOptions options = ModelCases.options(modelName);
    Model model = Objects.requireNonNull(Models.byName().get(modelName)).apply(options);
    Monitor monitor = Objects.requireNonNull(Monitor.of(model));
    SplittableRandom random = new SplittableRandom(SEED ^ name.hashCode() * 0x9E3779B97F4A7C15L);
    int decided = 0;
    int invalid = 0;
    for (int i = 0; i < HISTORIES; i++) {
      History history = MonitorCases.random(name, model, random.split(), OPERATIONS_MAX);
      String context = name + ", history " + i + "\n" + new HistoryCase(history, options);
      boolean expected = BruteForce.isLinearizable(history, model);
      Answer answer = monitor.decide(Problem.of(history, ObjectSplit.of(history), 0, model));
      if (answer != null) {
        decided++;
        assertEquals(expected, answer instanceof Answer.Yes, context);
      }
      invalid += expected ? 0 : 1;
      Verdict verdict =
          new LinearizabilityChecker(model, 1).check(history, Budget.of(Duration.ofMinutes(1)));
      assertEquals(expected ? "valid" : "invalid", verdict.label(), context);
      Verification verification = CertificateVerifier.verify(history, verdict, options);
      assertTrue(verification.accepted(), () -> verification.reason() + "\n" + context);
    }
    String count = name + ": " + decided + " decided by the monitor, " + invalid + " invalid";
    assertTrue(100L * decided >= (long) percentMin * HISTORIES, count);
    assertTrue(invalid > HISTORIES / 100 && invalid < HISTORIES * 3 / 4, count);
  }
}
