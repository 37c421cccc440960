package dev.assay.checkers.isolation.listappend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.assay.checkers.Budget;
import dev.assay.checkers.CheckOptions;
import dev.assay.checkers.Classification;
import dev.assay.checkers.Verdict;
import dev.assay.checkers.certificates.CertificateVerifier;
import dev.assay.checkers.certificates.Verification;
import dev.assay.checkers.isolation.AnomalyType;
import dev.assay.checkers.isolation.ConsistencyModel;
import dev.assay.checkers.isolation.IsolationChecker;
import dev.assay.histories.History;
import dev.assay.histories.format.HistoryFiles;
import dev.assay.histories.format.ReadOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The histories of Elle's own tests, which lie beside the project and are no part of it: Elle's
 * verdict, and every model that Elle rules out.
 */
class ElleSuiteTest {
  private static final Pattern MODEL = Pattern.compile(":consistency-models \\[:([a-z-]+)\\]");
  private static final Pattern ANOMALY = Pattern.compile(":anomalies \\[:([A-Za-z0-9-]+)\\]");

  @Test
  void verdictsAndRuledOutModelsAreElles() throws Exception {
    Path folder = folder();
    List<String> different = new ArrayList<>();
    int histories = 0;
    for (String line : Files.readAllLines(folder.resolve("MANIFEST.tsv"))) {
      String[] cells = line.split("\t", -1);
      if (cells[1].equals("list-append")) {
        histories++;
        different.addAll(differences(folder.resolve(cells[0]), cells));
      }
    }
    assertTrue(histories > 40, histories + " histories");
    assertEquals(List.of(), different);
  }

  private static Path folder() {
    Path at = Path.of("").toAbsolutePath();
    while (at.getParent() != null && !Files.exists(at.resolve("LICENSE"))) {
      at = at.getParent();
    }
    Path folder = at.resolve("../shared/data/elle-testsuite").normalize();
    assumeTrue(Files.isDirectory(folder), "no real histories in " + folder);
    return folder;
  }

  private static List<String> differences(Path file, String[] cells) throws Exception {
    History history = read(file);
    Matcher model = MODEL.matcher(cells[4]);
    String claim = model.find() ? model.group(1) : "strict-serializable";
    Verdict verdict =
        new IsolationChecker(
                "list-append", ListAppend::infer, ConsistencyModel.named(claim).orElseThrow())
            .check(history, Budget.of(Duration.ofMinutes(1)));
    List<String> different = new ArrayList<>();
    String elles =
        switch (cells[6]) {
          case "true" -> "valid";
          case "false" -> "invalid";
          // Without any dependency Elle suspects a broken test. We prove the history valid.
          default -> "valid";
        };
    String ours = verdictOn(verdict, cells[4]);
    if (!ours.equals(elles)) {
      different.add(cells[0] + ": Elle " + elles + ", we " + ours);
    }
    Classification found = verdict.summary().classification();
    Set<String> ruledOut = new TreeSet<>(found.not());
    ruledOut.addAll(found.alsoNot());
    for (String name : (cells[8] + "," + cells[9]).split(",")) {
      if (name.matches("[a-z-]+") && !ruledOut.contains(label(name))) {
        different.add(cells[0] + ": Elle rules out " + name);
      }
    }
    if (!(verdict instanceof Verdict.Unknown)) {
      Verification evidence = CertificateVerifier.verify(history, verdict, CheckOptions.DEFAULT);
      if (!evidence.accepted() && !evidence.gaveUp()) {
        different.add(cells[0] + ": " + evidence.reason());
      }
    }
    return different;
  }

  private static History read(Path file) throws Exception {
    ReadOptions options = new ReadOptions(ReadOptions.Keyed.NO, false);
    return HistoryFiles.read(file, HistoryFiles.AUTO, options).history();
  }

  private static String label(String name) {
    return ConsistencyModel.named(name).orElseThrow().label();
  }

  /** Where a test asks for one anomaly, the verdict is whether it or what implies it is there. */
  private static String verdictOn(Verdict verdict, String options) {
    Matcher wanted = ANOMALY.matcher(options);
    if (!wanted.find()) {
      return verdict.label();
    }
    AnomalyType type = AnomalyType.named(wanted.group(1)).orElseThrow();
    Set<AnomalyType> found = EnumSet.noneOf(AnomalyType.class);
    for (String name : verdict.summary().classification().anomalies().keySet()) {
      found.add(AnomalyType.named(name).orElseThrow());
    }
    boolean isThere =
        found.stream().anyMatch(each -> AnomalyType.impliedBy(Set.of(each)).contains(type));
    return isThere ? "invalid" : "valid";
  }
}
