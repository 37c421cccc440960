package dev.assay.cli;

import dev.assay.histories.format.HistoryFiles;
import dev.assay.histories.format.HistoryFormatException;
import dev.assay.histories.format.LoadedHistory;
import dev.assay.histories.format.ReadOptions;
import dev.assay.histories.format.ReadOptions.Keyed;
import java.io.IOException;
import java.nio.file.Path;

/** Reads the history that an argument of the command names. */
final class HistorySource {
  /** Stands for standard input. */
  static final String STDIN = "-";

  private HistorySource() {}

  /**
   * A history that was read.
   *
   * @param file how the user named it
   * @param parseNanos how long reading took
   */
  record Read(String file, LoadedHistory loaded, long parseNanos) {}

  /**
   * Reads a file, a run's folder, or standard input.
   *
   * <p>A run's history may end in a torn line, because its harness was killed: that is a warning.
   * Elsewhere it is an error, because nobody knows what else was cut.
   */
  static Read read(String file, String format, Keyed keyed)
      throws IOException, HistoryFormatException {
    return read(file, format, new ReadOptions(keyed, false));
  }

  /** The same; lenient options are lenient with every source. */
  static Read read(String file, String format, ReadOptions options)
      throws IOException, HistoryFormatException {
    long begin = System.nanoTime();
    LoadedHistory loaded =
        file.equals(STDIN)
            ? HistoryFiles.read(System.in, "stdin", format, options)
            : readPath(Path.of(file), format, options);
    return new Read(file, loaded, System.nanoTime() - begin);
  }

  private static LoadedHistory readPath(Path path, String format, ReadOptions options)
      throws IOException, HistoryFormatException {
    boolean lenient = options.lenient() || RunReport.isRunFolder(path);
    return HistoryFiles.read(path, format, new ReadOptions(options.keyed(), lenient));
  }
}
