package dev.assay.benchmarks;

import dev.assay.benchmarks.generate.GenerateCommand;
import dev.assay.histories.History;
import dev.assay.histories.format.HistoryFiles;
import dev.assay.histories.format.HistoryFormatException;
import dev.assay.histories.format.ReadOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;

/** A history as {@code generate} writes it, read again. */
final class GeneratedHistory {
  private GeneratedHistory() {}

  /**
   * Makes one.
   *
   * @param options those of {@code generate}, but for the file
   */
  static History of(String workload, ReadOptions.Keyed keyed, List<String> options)
      throws IOException, HistoryFormatException {
    Path file = Files.createTempFile("assay-growth", ".edn");
    try {
      List<String> arguments = new ArrayList<>(List.of(workload, "--out=" + file));
      arguments.addAll(options);
      int exit =
          new CommandLine(new GenerateCommand())
              .setCaseInsensitiveEnumValuesAllowed(true)
              .execute(arguments.toArray(String[]::new));
      if (exit != 0) {
        throw new IOException("no history was made: exit code " + exit);
      }
      return HistoryFiles.read(file, HistoryFiles.AUTO, new ReadOptions(keyed, false)).history();
    } finally {
      Files.delete(file);
    }
  }
}
