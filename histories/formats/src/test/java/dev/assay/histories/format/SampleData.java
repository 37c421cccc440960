package dev.assay.histories.format;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The collection of real histories, which is no part of the project: tests skip without it. */
final class SampleData {
  private SampleData() {}

  /** The rows of a folder's MANIFEST.tsv, by the names in its first line. */
  static List<Map<String, String>> manifest(String folder) throws IOException {
    List<String> lines = Files.readAllLines(folder(folder).resolve("MANIFEST.tsv"));
    String[] names = lines.get(0).split("\t", -1);
    List<Map<String, String>> rows = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split("\t", -1);
      Map<String, String> row = new LinkedHashMap<>();
      for (int i = 0; i < Math.min(cells.length, names.length); i++) {
        row.put(names[i], cells[i]);
      }
      rows.add(row);
    }
    return rows;
  }

  static Path folder(String name) {
    Path folder = root().resolve(name);
    assumeTrue(
        Files.isDirectory(folder),
        "no real histories in " + folder + "; set -Dassay.data or ASSAY_DATA");
    return folder;
  }

  private static Path root() {
    String named = System.getProperty("assay.data", System.getenv("ASSAY_DATA"));
    if (named != null) {
      return Path.of(named);
    }
    Path at = Path.of("").toAbsolutePath();
    while (at.getParent() != null && !Files.exists(at.resolve("LICENSE"))) {
      at = at.getParent();
    }
    return at.resolve("../shared/data").normalize();
  }
}
