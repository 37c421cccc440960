package dev.assay.checkers.isolation.registers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.checkers.Budget;
import dev.assay.checkers.CheckOptions;
import dev.assay.checkers.Verdict;
import dev.assay.checkers.certificates.CertificateVerifier;
import dev.assay.checkers.isolation.ConsistencyModel;
import dev.assay.checkers.isolation.IsolationChecker;
import dev.assay.histories.History;
import dev.assay.histories.format.HistoryFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A file that is long enough to be read in stretches, where invocations share the micro-operations
 * of their completions, gets the verdict of the same events that share nothing. Few keys, so that
 * many invocations are equal: some are answered with nil, some with other values, some never.
 */
class SharedMicroOpsTest {
  private static final int TRANSACTIONS = 3_000;
  private static final int PROCESSES = 20;
  private static final int KEYS = 40;

  @Test
  void aFileReadInStretchesGetsTheVerdictOfItsEvents(@TempDir Path folder) throws Exception {
    for (int seed = 0; seed < 8; seed++) {
      Path file = folder.resolve(seed + ".edn");
      Files.writeString(file, text(new SplittableRandom(20261128 + seed), seed % 2 == 0));
      assertTrue(Files.size(file) > 1 << 18, "as long as two stretches");
      History shared = HistoryFiles.read(file, HistoryFiles.AUTO).history();
      Verdict verdict = check(shared);
      assertEquals(describe(check(eventByEvent(shared))), describe(verdict), "seed " + seed);
      assertEquals(seed % 2 == 0 ? "valid" : "invalid", verdict.label());
      assertTrue(
          CertificateVerifier.verify(shared, verdict, CheckOptions.DEFAULT).accepted(),
          "seed " + seed);
    }
  }

  private static Verdict check(History history) {
    return new IsolationChecker(
            "rw-register", RwRegister::infer, ConsistencyModel.STRICT_SERIALIZABLE)
        .check(history, Budget.of(Duration.ofMinutes(1)));
  }

  private static String describe(Verdict verdict) {
    String found = verdict instanceof Verdict.Invalid invalid ? invalid.anomalies() + "" : "";
    return verdict.label() + verdict.summary().classification() + found;
  }

  private static History eventByEvent(History history) {
    History.Builder builder = History.builder();
    for (int event = 0; event < history.size(); event++) {
      builder.add(
          history.type(event),
          history.process(event),
          history.f(event),
          null,
          history.value(event),
          History.NO_TIME,
          history.index(event),
          history.extra(event));
    }
    return builder.build();
  }

  /**
   * Transactions that take effect when they complete. A process whose transaction never completes
   * invokes no other; where all is not to be serializable, some read what was overwritten.
   */
  private static String text(SplittableRandom random, boolean isSerializable) {
    long[] store = new long[KEYS];
    long[] before = new long[KEYS];
    Map<Integer, int[]> open = new HashMap<>();
    StringBuilder out = new StringBuilder();
    for (int step = 0, written = 0; step < 2 * TRANSACTIONS; step++) {
      int process = random.nextInt(PROCESSES);
      int[] mops = open.remove(process);
      boolean isStale = !isSerializable && random.nextInt(50) == 0;
      StringBuilder value = new StringBuilder();
      if (mops == null) {
        int[] asked = new int[1 + random.nextInt(5)];
        for (int i = 0; i < asked.length; i++) {
          boolean isWrite = step > TRANSACTIONS / 10 && random.nextInt(3) == 0;
          asked[i] = isWrite ? ++written : -random.nextInt(KEYS);
          value.append(isWrite ? mop("w", asked[i], written) : mop("r", asked[i], 0));
        }
        open.put(process, asked);
      }
      for (int i = 0; mops != null && i < mops.length; i++) {
        int key = Math.abs(mops[i]) % KEYS;
        if (mops[i] > 0) {
          before[key] = store[key];
          store[key] = mops[i];
        }
        long told = isStale && mops[i] <= 0 ? before[key] : store[key];
        value.append(mop(mops[i] > 0 ? "w" : "r", mops[i], told));
      }
      out.append("{:type ").append(mops == null ? ":invoke" : ":ok");
      out.append(", :process ").append(process).append(", :f :txn, :value [");
      out.append(value.substring(1)).append("], :index ").append(step).append("}\n");
    }
    return out.toString();
  }

  /** Of a key that is the remainder of what was asked. */
  private static String mop(String name, int asked, long value) {
    String told = value == 0 ? "nil" : value + "";
    return " [:" + name + " " + Math.abs(asked) % KEYS + " " + told + "]";
  }
}
