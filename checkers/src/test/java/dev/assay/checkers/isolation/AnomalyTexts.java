package dev.assay.checkers.isolation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.assay.checkers.Anomaly;
import dev.assay.checkers.Budget;
import dev.assay.checkers.Checkers;
import dev.assay.checkers.Verdict;
import dev.assay.checkers.text.ExplanationText;
import dev.assay.histories.History;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The words for every kind of anomaly of a workload, pinned: of those that some histories have, the
 * shortest of each kind. Refresh with {@code -Dassay.golden.refresh=true} and read the difference.
 */
public final class AnomalyTexts {
  private final String workload;
  private final Path golden;
  private final Map<String, String> shortest = new TreeMap<>();

  public AnomalyTexts(String workload) {
    this.workload = workload;
    golden = Path.of("src/test/resources/golden/isolation", workload);
  }

  /** Takes the texts of all that is wrong with a history. */
  public void add(History history) {
    Verdict verdict =
        Checkers.forClaim(workload, "strict-serializable")
            .check(history, Budget.of(Duration.ofMinutes(1)));
    if (verdict instanceof Verdict.Invalid invalid) {
      invalid.anomalies().forEach(each -> add(history, each));
    }
  }

  private void add(History history, Anomaly anomaly) {
    String text = ExplanationText.render(history, anomaly) + "\n";
    shortest.merge(
        anomaly.name(), text, (old, other) -> other.length() < old.length() ? other : old);
  }

  /** Compares with the files, one a kind. */
  public void assertGolden() throws IOException {
    if (Boolean.getBoolean("assay.golden.refresh")) {
      Files.createDirectories(golden);
      for (Map.Entry<String, String> each : shortest.entrySet()) {
        Files.writeString(file(each.getKey()), each.getValue());
      }
    }
    Map<String, String> expected = new TreeMap<>();
    try (Stream<Path> files = Files.list(golden)) {
      for (Path file : files.toList()) {
        expected.put(file.getFileName().toString().replace(".txt", ""), Files.readString(file));
      }
    }
    assertEquals(expected.keySet(), shortest.keySet());
    for (Map.Entry<String, String> each : expected.entrySet()) {
      assertEquals(each.getValue(), shortest.get(each.getKey()), each.getKey());
    }
  }

  private Path file(String kind) {
    return golden.resolve(kind + ".txt");
  }
}
