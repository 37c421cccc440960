package dev.assay.checkers.isolation.registers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.checkers.Budget;
import dev.assay.checkers.CheckOptions;
import dev.assay.checkers.KeyOptions;
import dev.assay.checkers.Verdict;
import dev.assay.checkers.certificates.CertificateVerifier;
import dev.assay.checkers.isolation.ConsistencyModel;
import dev.assay.histories.EventType;
import dev.assay.histories.History;
import dev.assay.histories.Keyword;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Causal consistency with and without processes is decided in two ways; where every transaction has
 * a process of its own, both must say the same, also of histories too large for brute force.
 */
class CausalPastTest {
  private static final Keyword READ = new Keyword("r");
  private static final Keyword WRITE = new Keyword("w");

  @Test
  void bothWaysAgree() {
    SplittableRandom random = new SplittableRandom(20261127);
    TreeMap<String, Integer> verdicts = new TreeMap<>();
    for (int i = 0; i < 120; i++) {
      int size = i % 40 == 39 ? 6_000 : 20 + random.nextInt(400);
      History history =
          history(size, 2 + random.nextInt(1 + size / 8), random.nextInt(4), random.split());
      Verdict past = check(history, ConsistencyModel.CAUSAL_CERONE);
      Verdict clocks = check(history, ConsistencyModel.STRONG_SESSION_CAUSAL);
      assertEquals(clocks.label(), past.label(), () -> "of " + size + " transactions");
      assertTrue(
          CertificateVerifier.verify(history, past, CheckOptions.DEFAULT).accepted(),
          () -> "of " + size + " transactions: " + past);
      verdicts.merge(past.label() + (size > 4096 ? " large" : ""), 1, Integer::sum);
    }
    assertTrue(verdicts.getOrDefault("valid", 0) > 10, verdicts::toString);
    assertTrue(verdicts.getOrDefault("invalid", 0) > 10, verdicts::toString);
  }

  private static Verdict check(History history, ConsistencyModel model) {
    return new WeakChecker(model, KeyOptions.NONE).check(history, Budget.of(Duration.ofMinutes(1)));
  }

  /** Most reads are of the newest values, a few of values some transactions older. */
  private static History history(int size, int keys, int staleness, SplittableRandom random) {
    History.Builder builder = History.builder();
    List<int[]> written = new ArrayList<>();
    for (int txn = 0; txn < size; txn++) {
      int[] now = written.isEmpty() ? new int[keys] : written.getLast().clone();
      int[] newest = now.clone();
      List<Object> value = new ArrayList<>();
      for (int key : random.ints(4, 0, keys).distinct().toArray()) {
        boolean reads = random.nextBoolean();
        now[key] = reads ? now[key] : txn + 1;
        boolean isStale = !written.isEmpty() && random.nextInt(size) < staleness;
        int[] view = isStale ? written.get(random.nextInt(written.size())) : newest;
        long shown = reads ? view[key] : txn + 1;
        value.add(
            Arrays.<@Nullable Object>asList(
                reads ? READ : WRITE, (long) key, shown == 0 ? null : shown));
      }
      written.add(now);
      if (size > 1_000 && written.size() > 200) {
        written.removeFirst();
      }
      builder.add(EventType.INVOKE, txn, "txn", value);
      builder.add(EventType.OK, txn, "txn", value);
    }
    return builder.build();
  }
}
