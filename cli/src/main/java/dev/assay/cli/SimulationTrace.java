package dev.assay.cli;

import dev.assay.simulation.SimulationPlan;
import dev.assay.simulator.TraceEvent;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The trace of a run, a line an event, written to a file while the run goes on. */
final class SimulationTrace implements AutoCloseable {
  /** In the run's folder. */
  static final String NAME = "trace.txt";

  private final @Nullable Path file;
  private final @Nullable BufferedWriter writer;

  private SimulationTrace(@Nullable Path file, @Nullable BufferedWriter writer) {
    this.file = file;
    this.writer = writer;
  }

  /** A trace that nobody wants. */
  static SimulationTrace none() {
    return new SimulationTrace(null, null);
  }

  /** A trace that is recorded if it is wanted. */
  static SimulationTrace recording(boolean isWanted, Path runs, SimulationPlan plan)
      throws IOException {
    if (!isWanted) {
      return none();
    }
    Files.createDirectories(runs);
    Path file = Files.createTempFile(runs, "trace-" + plan.seed() + "-", ".txt");
    return new SimulationTrace(file, Files.newBufferedWriter(file));
  }

  /** Hears the events, or null when nobody wants them. */
  @Nullable Consumer<TraceEvent> listener() {
    BufferedWriter to = writer;
    if (to == null) {
      return null;
    }
    return event -> {
      try {
        to.write(event.toString());
        to.newLine();
      } catch (IOException e) {
        throw new UncheckedIOException("the trace cannot be written", e);
      }
    };
  }

  /** Moves what was recorded into the run's folder. */
  void moveTo(Path folder) throws IOException {
    if (file != null && writer != null) {
      writer.close();
      Files.move(file, folder.resolve(NAME), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  @Override
  public void close() throws IOException {
    if (file != null && writer != null) {
      writer.close();
      Files.deleteIfExists(file);
    }
  }
}
