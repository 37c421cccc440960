package dev.assay.checkers.isolation.listappend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.assay.checkers.Budget;
import dev.assay.checkers.CheckOptions;
import dev.assay.checkers.Verdict;
import dev.assay.checkers.certificates.CertificateVerifier;
import dev.assay.checkers.certificates.Verification;
import dev.assay.checkers.isolation.AnomalyType;
import dev.assay.checkers.isolation.ConsistencyModel;
import dev.assay.checkers.isolation.IsolationChecker;
import dev.assay.histories.History;
import dev.assay.histories.format.HistoryFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What Elle overlooks, or fails at, on list-append; and that we find all that it finds. */
class ElleDefectsTest {
  /** It ends with an assertion that no transaction wrote the element. */
  @Test
  void garbageAfterAnAbortedElementIsAnAnomaly() {
    Map<String, Integer> found =
        anomalies("0 fail [[:append 1 1]]", "1 [[:r 1 [1 7]]]", "2 [[:append 1 2]]");
    assertTrue(found.containsKey("garbage-read"), found::toString);
    assertTrue(found.containsKey("G1a"), found::toString);
  }

  /** It takes no dependency from a read that ends with the reader's own appends. */
  @Test
  void readsThatEndWithOwnAppendsDependOnOthers() {
    Map<String, Integer> found =
        anomalies(
            "0 [[:append 1 1] [:append 2 1]]",
            "1 [[:append 1 2] [:r 1 [1 2]] [:r 2 nil]]",
            "2 [[:r 1 [1 2]] [:r 2 [1]]]");
    assertTrue(found.containsKey("G-single-item"), found::toString);
    assertTrue(found.containsKey("fractured-read"), found::toString);
  }

  /** It reports one cycle of a kind in a component, however many there are. */
  @Test
  void independentCyclesOfOneComponentAreCounted() {
    Map<String, Integer> found =
        anomalies(
            "0 [[:append 1 1] [:append 2 1] [:append 3 1]]",
            "1 [[:r 1 [1]] [:r 2 nil]]",
            "2 [[:r 1 [1]] [:r 3 nil]]",
            "3 [[:r 2 [1]] [:r 3 [1]]]");
    assertEquals(2, found.get("G-single-item"));
  }

  /** elle#21: a read, the order of the reader's process, and a read back. */
  @Test
  void elle21ReadProcessRead() {
    Map<String, Integer> found =
        anomalies("0 [[:append 1 1] [:r 2 [1]]]", "1 [[:r 1 [1]]]", "1 [[:append 2 1]]");
    assertTrue(found.containsKey("G1c-process"), found::toString);
  }

  /** elle#25: monotonic views are violated by reads that go back in one transaction. */
  @Test
  void elle25MonotonicView() {
    Verdict verdict =
        verdict(ListHistories.of("0 [[:append 1 1] [:append 2 1]]", "1 [[:r 1 [1]] [:r 2 nil]]"));
    List<String> not = verdict.summary().classification().not();
    assertTrue(not.contains("monotonic-atomic-view"), not::toString);
  }

  /** elle#17: snapshots without an order of sessions may be those of before an own write. */
  @Test
  void elle17SnapshotsOfSessions() {
    History history = ListHistories.of("0 [[:append 1 1]]", "0 [[:r 1 nil]]", "1 [[:r 1 [1]]]");
    List<String> holds = verdict(history).summary().classification().holds();
    List<String> not = verdict(history).summary().classification().not();
    assertTrue(holds.contains("serializable"), holds::toString);
    assertTrue(not.contains("read-your-writes"), not::toString);
  }

  /** Which anomalies it finds in a large component depends on a clock. */
  @Test
  void whatIsFoundDependsOnNoClock() {
    String[] lines = new String[400];
    for (int i = 0; i < lines.length; i += 2) {
      int key = i / 2;
      int next = (key + 1) % (lines.length / 2);
      lines[i] = i + " [[:append " + key + " 1] [:r " + next + " nil]]";
      lines[i + 1] = (i + 1) + " [[:r " + key + " [1]]]";
    }
    Map<String, Integer> found = anomalies(lines);
    assertEquals(found, anomalies(lines));
    assertTrue(found.containsKey("G2-item"), found::toString);
  }

  /** The small histories that lie beside the project: every verdict, anomaly and model of Elle. */
  @Test
  void smallHistoriesHaveAllThatElleFinds() throws Exception {
    Path folder = folder();
    int histories = 0;
    for (String line : Files.readAllLines(folder.resolve("MANIFEST.tsv"))) {
      String[] cells = line.split("\t", -1);
      if (cells[1].equals("list-append")) {
        histories++;
        compare(folder.resolve(cells[0]), cells);
      }
    }
    assertTrue(histories > 10, histories + " histories");
  }

  private static void compare(Path file, String[] cells) throws Exception {
    Verdict verdict = verdict(HistoryFiles.read(file, HistoryFiles.AUTO).history());
    assertEquals(cells[3].equals("true") ? "valid" : "invalid", verdict.label(), cells[0]);
    Set<AnomalyType> found = EnumSet.noneOf(AnomalyType.class);
    for (String name : verdict.summary().classification().anomalies().keySet()) {
      found.add(AnomalyType.named(name).orElseThrow());
    }
    Set<AnomalyType> implied = AnomalyType.impliedBy(found);
    for (String counted : cells[4].split(",")) {
      String name = counted.replaceAll("\\(.*", "");
      // Elle's word for "suspiciously few dependencies", which is no anomaly.
      if (!name.isEmpty() && !name.equals("empty-transaction-graph")) {
        assertTrue(implied.contains(AnomalyType.named(name).orElseThrow()), line(cells, found));
      }
    }
    Set<ConsistencyModel> ruledOut = ConsistencyModel.ruledOutBy(found);
    for (String name : cells[5].replaceAll("[#{}:]", " ").trim().split("\\s+")) {
      ConsistencyModel model = ConsistencyModel.named(name).orElse(null);
      assertTrue(name.isEmpty() || ruledOut.contains(model), line(cells, found) + " " + name);
    }
  }

  private static String line(String[] cells, Set<AnomalyType> found) {
    return List.of(cells) + " but we " + found;
  }

  private static Path folder() {
    Path at = Path.of("").toAbsolutePath();
    while (at.getParent() != null && !Files.exists(at.resolve("LICENSE"))) {
      at = at.getParent();
    }
    Path folder = at.resolve("../shared/data/micro").normalize();
    assumeTrue(Files.isDirectory(folder), "no real histories in " + folder);
    return folder;
  }

  private static Map<String, Integer> anomalies(String... transactions) {
    return verdict(ListHistories.of(transactions)).summary().classification().anomalies();
  }

  private static Verdict verdict(History history) {
    Verdict verdict =
        new IsolationChecker("list-append", ListAppend::infer, null)
            .check(history, Budget.of(Duration.ofMinutes(1)));
    Verification evidence = CertificateVerifier.verify(history, verdict, CheckOptions.DEFAULT);
    assertTrue(evidence.accepted(), evidence::reason);
    return verdict;
  }
}
