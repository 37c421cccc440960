package dev.assay.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.assay.checkers.Budget;
import dev.assay.checkers.CheckOptions;
import dev.assay.checkers.Checkers;
import dev.assay.checkers.Verdict;
import dev.assay.checkers.certificates.CertificateVerifier;
import dev.assay.checkers.certificates.Verification;
import dev.assay.histories.History;
import dev.assay.histories.format.HistoryFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Real histories of queues, stacks, sets and others, which lie beside the project and are no part
 * of it: every verdict is that of their collectors, and every evidence is accepted.
 */
class RealModelHistoriesTest {
  private static final Map<String, String> WORKLOADS =
      Map.of(
          "queue", "fifo-queue",
          "stack", "stack",
          "priorityqueue", "priority-queue",
          "set", "linearizable-set",
          "semaphore", "semaphore");

  /** Longer histories of queues and stacks want more than a search: they end as unknown. */
  private static final int OPERATIONS_MAX = 300;

  @ParameterizedTest
  @ValueSource(strings = {"collections", "small-adts"})
  void verdictsAreThoseOfTheManifest(String folder) throws Exception {
    Path root = Path.of("../../shared/data", folder);
    assumeTrue(Files.isDirectory(root), "no real histories in " + root);
    List<String> lines = Files.readAllLines(root.resolve("MANIFEST.tsv"));
    List<String> names = List.of(lines.get(0).split("\t", -1));
    List<String> wrong = new ArrayList<>();
    int judged = 0;
    for (String line : lines.subList(1, lines.size())) {
      List<String> row = List.of(line.split("\t", -1));
      String workload = WORKLOADS.get(row.get(names.indexOf("workload")));
      boolean isLong = Integer.parseInt(row.get(names.indexOf("ops"))) > OPERATIONS_MAX;
      if (workload == null || isLong) {
        continue;
      }
      String file = row.get(names.indexOf("file"));
      String expected = row.get(names.indexOf("valid")).equals("true") ? "valid" : "invalid";
      String found = judge(root.resolve(file), workload);
      judged++;
      if (!found.equals(expected)) {
        wrong.add(file + ": expected " + expected + ", found " + found);
      }
    }
    assertTrue(judged > 0, "no history of " + folder + " was judged");
    assertEquals(List.of(), wrong);
  }

  private static String judge(Path file, String workload) throws Exception {
    History history = HistoryFiles.read(file, HistoryFiles.AUTO).history();
    CheckOptions options =
        workload.equals("semaphore") ? CheckOptions.DEFAULT.withInitial(0L) : CheckOptions.DEFAULT;
    Verdict verdict =
        Checkers.forWorkload(workload, options).check(history, Budget.of(Duration.ofSeconds(30)));
    if (verdict instanceof Verdict.Unknown unknown) {
      return "unknown: " + unknown.reason();
    }
    Verification evidence = CertificateVerifier.verify(history, verdict, options);
    return evidence.accepted() ? verdict.label() : verdict.label() + ", " + evidence.reason();
  }
}
