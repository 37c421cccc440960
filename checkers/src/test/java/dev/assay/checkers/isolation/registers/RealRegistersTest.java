package dev.assay.checkers.isolation.registers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.assay.checkers.Budget;
import dev.assay.checkers.CheckOptions;
import dev.assay.checkers.Verdict;
import dev.assay.checkers.certificates.CertificateVerifier;
import dev.assay.checkers.certificates.Verification;
import dev.assay.checkers.isolation.ConsistencyModel;
import dev.assay.checkers.isolation.IsolationChecker;
import dev.assay.histories.History;
import dev.assay.histories.format.HistoryFiles;
import dev.assay.histories.format.ReadOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Histories of real databases, which lie beside the project and are no part of it, with what others
 * say of them. Levels there know the order of sessions. Every eighth file of the large collections;
 * a campaign ({@code assay.campaign.histories} of any number) takes them all.
 */
class RealRegistersTest {
  private static final int STRIDE = Integer.getInteger("assay.campaign.histories") == null ? 8 : 1;

  @Test
  void serializableAndSnapshotVerdictsAreThePublishedOnes() throws Exception {
    Path folder = folder("isolation");
    List<String> different = new ArrayList<>();
    int histories = 0;
    int at = 0;
    for (String line : Files.readAllLines(folder.resolve("MANIFEST.tsv"))) {
      String[] cells = line.split("\t", -1);
      boolean isLarge = cells[0].matches("(veristrong-table2|polysi-bench|dbcop-tests)/.*");
      if (!cells[2].startsWith("plume text") || (isLarge && at++ % STRIDE != 0)) {
        continue;
      }
      histories++;
      History history = read(folder.resolve(cells[0]));
      compare(
          cells[0],
          history,
          ConsistencyModel.STRONG_SESSION_SERIALIZABLE,
          told(cells[4], "SER"),
          different);
      compare(
          cells[0],
          history,
          ConsistencyModel.STRONG_SESSION_SNAPSHOT_ISOLATION,
          cells[4].contains("all weaker ok") ? "valid" : told(cells[4], "SI"),
          different);
    }
    assertTrue(histories > 40, histories + " histories");
    assertEquals(List.of(), different);
  }

  @Test
  void microHistoriesHaveTheirTrueVerdicts() throws Exception {
    Path folder = folder("micro");
    List<String> different = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve("MANIFEST.tsv"))) {
      String[] cells = line.split("\t", -1);
      if (cells[1].equals("rw-register")) {
        String expected = cells[2].equals("true") ? "valid" : "invalid";
        History history = read(folder.resolve(cells[0]));
        compare(cells[0], history, ConsistencyModel.STRICT_SERIALIZABLE, expected, different);
      }
    }
    assertEquals(List.of(), different);
  }

  /** The verdict on a level; empty where there is none. */
  private static String told(String verdict, String level) {
    return verdict.contains(level + "=ok")
        ? "valid"
        : verdict.contains(level + "=viol") ? "invalid" : "";
  }

  private static void compare(
      String name, History history, ConsistencyModel model, String expected, List<String> out) {
    Verdict verdict =
        new IsolationChecker("rw-register", RwRegister::infer, model)
            .check(history, Budget.of(Duration.ofMinutes(1)));
    if (!expected.isEmpty() && !verdict.label().equals(expected)) {
      out.add(name + ": " + model.label() + " " + verdict.label() + ", not " + expected);
    }
    Verification evidence = CertificateVerifier.verify(history, verdict, CheckOptions.DEFAULT);
    if (!evidence.accepted()) {
      out.add(name + ": " + model.label() + " not certified: " + evidence.reason());
    }
  }

  private static Path folder(String name) {
    Path at = Path.of("").toAbsolutePath();
    while (at.getParent() != null && !Files.exists(at.resolve("LICENSE"))) {
      at = at.getParent();
    }
    Path folder = at.resolve("../shared/data").resolve(name).normalize();
    assumeTrue(Files.isDirectory(folder), "no real histories in " + folder);
    return folder;
  }

  private static History read(Path file) throws Exception {
    ReadOptions options = new ReadOptions(ReadOptions.Keyed.NO, false);
    return HistoryFiles.read(file, HistoryFiles.AUTO, options).history();
  }
}
