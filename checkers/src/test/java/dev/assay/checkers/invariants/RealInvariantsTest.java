package dev.assay.checkers.invariants;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.assay.checkers.CheckOptions;
import dev.assay.checkers.InvariantOptions;
import dev.assay.histories.History;
import dev.assay.histories.format.HistoryFiles;
import dev.assay.histories.format.HistoryFormatException;
import dev.assay.histories.format.ReadOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** elle-cli's samples of Jepsen's workloads, with the verdicts that its tests expect. */
class RealInvariantsTest {
  private static final ReadOptions READ = new ReadOptions(ReadOptions.Keyed.NO, false);

  @ParameterizedTest
  @CsvSource({
    "jepsen/bank.edn, bank, valid, ''",
    "jepsen/bank.json, bank, valid, ''",
    "jepsen/bank-neg.edn, bank, valid, ''",
    "jepsen/bank-negative-balances.json, bank, invalid, negative-value",
    "jepsen/bank-tidb.edn, bank, invalid, wrong-total",
    "jepsen/counter.edn, counter, valid, ''",
    "jepsen/counter.json, counter, valid, ''",
    "jepsen/set.edn, set, valid, ''",
    "jepsen/set_full.edn, set-full, invalid, unexpected lost",
    "jepsen/set_full.json, set-full, invalid, unexpected lost",
    "jepsen/long-fork.edn, long-fork, invalid, long-fork",
    "custom/comments.edn, comments, invalid, causal-reverse"
  })
  void elleCli(String file, String workload, String verdict, String anomalies)
      throws IOException, HistoryFormatException {
    Judged judged = Judged.of(workload, read(file), CheckOptions.DEFAULT);
    assertEquals(verdict, judged.verdict().label());
    assertEquals(anomalies, String.join(" ", judged.anomalies()));
  }

  /** Its first read has a total of 10 × 10, so only other options make a difference. */
  @ParameterizedTest
  @CsvSource({"jepsen/bank-tidb.edn, true, wrong-total", "jepsen/bank.edn, false, ''"})
  void bankWithOptions(String file, boolean mayBeNegative, String anomalies)
      throws IOException, HistoryFormatException {
    CheckOptions options =
        CheckOptions.DEFAULT.withInvariants(new InvariantOptions(100L, mayBeNegative, false));
    assertEquals(
        List.of(anomalies).toString(),
        "[" + String.join(" ", Judged.of("bank", read(file), options).anomalies()) + "]");
  }

  private static History read(String file) throws IOException, HistoryFormatException {
    @Nullable String told = System.getProperty("assay.data", System.getenv("ASSAY_DATA"));
    Path data =
        told != null ? Path.of(told) : Path.of("").toAbsolutePath().resolve("../../shared/data");
    Path path = data.resolve("isolation/elle-cli").resolve(file);
    Assumptions.assumeTrue(Files.exists(path), "no real histories: set -Dassay.data=FOLDER");
    return HistoryFiles.read(path, HistoryFiles.AUTO, READ).history();
  }
}
