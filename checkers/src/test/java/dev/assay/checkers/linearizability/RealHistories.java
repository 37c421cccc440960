package dev.assay.checkers.linearizability;

import dev.assay.checkers.CheckOptions;
import dev.assay.checkers.CheckOptions.FailedCas;
import dev.assay.histories.format.EdnValues;
import dev.assay.histories.format.HistoryFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds histories recorded by others, which are no part of the project, and their manifests. */
final class RealHistories {
  private RealHistories() {}

  /** One line of a manifest. */
  record Entry(Path file, String workload, boolean isValid, CheckOptions options) {}

  /**
   * Where they are: system property {@code assay.data}, environment {@code ASSAY_DATA}, or {@code
   * ../shared/data} beside the project.
   */
  static Optional<Path> folder() {
    @Nullable String told = System.getProperty("assay.data", System.getenv("ASSAY_DATA"));
    Path folder =
        told != null ? Path.of(told) : Path.of("").toAbsolutePath().resolve("../../shared/data");
    return Files.isDirectory(folder) ? Optional.of(folder.normalize()) : Optional.empty();
  }

  /** Columns: file, source, workload, initial, semantics, ops, events, open, fail, valid, why. */
  static List<Entry> manifest(Path collection) throws IOException {
    return Files.readAllLines(collection.resolve("MANIFEST.tsv")).stream()
        .skip(1)
        .map(line -> line.split("\t"))
        .map(cells -> entry(collection, cells))
        .toList();
  }

  private static Entry entry(Path collection, String[] cells) {
    // "empty/0": collections are empty at first, counts are 0
    String told = cells[2].equals("semaphore") ? cells[3].replace("empty/", "") : cells[3];
    Object initial = told.matches("-?\\d+|\\{.*") ? edn(told) : null;
    FailedCas failedCas =
        cells[4].equals("fail=cas-observed") ? FailedCas.OBSERVED : FailedCas.IGNORED;
    return new Entry(
        collection.resolve(cells[0]),
        workload(cells[2]),
        Boolean.parseBoolean(cells[9]),
        CheckOptions.DEFAULT.withInitial(initial).withFailedCas(failedCas));
  }

  /** The model for which the manifest may have another name. */
  private static String workload(String name) {
    return switch (name) {
      case "queue" -> "fifo-queue";
      case "priorityqueue" -> "priority-queue";
      case "set" -> "linearizable-set";
      case "kv-string-append" -> "kv";
      default -> name;
    };
  }

  private static @Nullable Object edn(String text) {
    try {
      return EdnValues.fromEdn(text);
    } catch (HistoryFormatException e) {
      throw new IllegalArgumentException("the manifest says " + text, e);
    }
  }
}
