package dev.assay.checkers.isolation.registers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.assay.checkers.Budget;
import dev.assay.checkers.CheckOptions;
import dev.assay.checkers.Checkers;
import dev.assay.checkers.Verdict;
import dev.assay.checkers.certificates.CertificateVerifier;
import dev.assay.checkers.certificates.Verification;
import dev.assay.checkers.isolation.ConsistencyModel;
import dev.assay.histories.History;
import dev.assay.histories.format.HistoryFiles;
import dev.assay.histories.format.ReadOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Histories of real databases and of other checkers' tests, which lie beside the project and are no
 * part of it, with what others say of the levels below snapshot isolation, which know the order of
 * sessions there. Every fifth file of the large collection; a campaign ({@code
 * assay.campaign.histories} of any number) takes them all.
 */
class RealWeakLevelsTest {
  private static final int STRIDE = Integer.getInteger("assay.campaign.histories") == null ? 5 : 1;
  private static final Pattern CELL = Pattern.compile("\\b(RC|RA|CC)=(ok|viol)");

  private static final Map<String, ConsistencyModel> LEVELS =
      Map.of(
          "RC", ConsistencyModel.STRONG_SESSION_MONOTONIC_ATOMIC_VIEW,
          "RA", ConsistencyModel.STRONG_SESSION_READ_ATOMIC,
          "CC", ConsistencyModel.STRONG_SESSION_CAUSAL);

  @Test
  void verdictsAreThePublishedOnes() throws Exception {
    Path folder = folder();
    List<String> different = new ArrayList<>();
    int histories = 0;
    int alike = 0;
    for (String line : Files.readAllLines(folder.resolve("MANIFEST.tsv"))) {
      String[] cells = line.split("\t", -1);
      if (cells.length < 5 || !CELL.matcher(cells[4]).find()) {
        continue;
      }
      if (cells[0].startsWith("veristrong-table2") && alike++ % STRIDE != 0) {
        continue;
      }
      histories++;
      different.addAll(differences(folder.resolve(cells[0]), cells[4]));
    }
    assertTrue(histories > 100, histories + " histories");
    assertEquals(List.of(), different);
  }

  private static Path folder() {
    Path at = Path.of("").toAbsolutePath();
    while (at.getParent() != null && !Files.exists(at.resolve("LICENSE"))) {
      at = at.getParent();
    }
    Path folder = at.resolve("../shared/data/isolation").normalize();
    assumeTrue(Files.isDirectory(folder), "no published histories in " + folder);
    return folder;
  }

  private static List<String> differences(Path file, String verdicts) throws Exception {
    History history =
        HistoryFiles.read(file, HistoryFiles.AUTO, new ReadOptions(ReadOptions.Keyed.NO, false))
            .history();
    List<String> different = new ArrayList<>();
    Matcher cell = CELL.matcher(verdicts);
    while (cell.find()) {
      ConsistencyModel model = Objects.requireNonNull(LEVELS.get(cell.group(1)));
      Verdict verdict =
          Checkers.forClaim("rw-register", model.label())
              .check(history, Budget.of(Duration.ofMinutes(1)));
      String expected = cell.group(2).equals("ok") ? "valid" : "invalid";
      if (!verdict.label().equals(expected)) {
        different.add(file + ": " + cell.group() + ", we " + verdict.label() + ": " + verdict);
        continue;
      }
      Verification evidence = CertificateVerifier.verify(history, verdict, CheckOptions.DEFAULT);
      if (!evidence.accepted()) {
        different.add(file + ": " + cell.group() + " not certified: " + evidence.reason());
      }
    }
    return different;
  }
}
