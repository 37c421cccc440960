package dev.assay.cli;

import dev.assay.simulation.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files of scenarios. */
final class ScenarioFile {
  /** In the folder of a simulated run that failed. */
  static final String NAME = "scenario.txt";

  private static final long BYTES_MAX = 64 << 20;

  private ScenarioFile() {}

  /**
   * The same file without links: what {@code runs/latest} leads to changes with the next run. Below
   * the folder where one works it is relative to that.
   *
   * @throws IOException when there is no such file
   */
  static Path lasting(Path file) throws IOException {
    Path here = Path.of("").toRealPath();
    Path real = file.toRealPath();
    return real.startsWith(here) ? here.relativize(real) : real;
  }

  /**
   * Reads a scenario, or that of a run's folder.
   *
   * @throws UsageException when it is none, with the line and what was expected
   */
  static Scenario read(Path source) throws IOException {
    Path file = Files.isDirectory(source) ? source.resolve(NAME) : source;
    if (!Files.isRegularFile(file)) {
      throw new UsageException(
          Files.isDirectory(source)
              ? source + " holds no " + NAME + ": it is no simulated run that failed"
              : "no such file: " + file);
    }
    if (Files.size(file) > BYTES_MAX) {
      throw new UsageException(file + ": too long to be a scenario");
    }
    try {
      return Scenario.parse(Files.readString(file), SimulateOptions::simulated, Catalog::workload);
    } catch (IllegalArgumentException e) {
      throw new UsageException(file + ": " + e.getMessage());
    }
  }
}
