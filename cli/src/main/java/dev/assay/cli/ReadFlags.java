package dev.assay.cli;

import dev.assay.histories.format.HistoryFormatException;
import dev.assay.histories.format.ReadOptions;
import dev.assay.histories.format.ReadOptions.Keyed;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a history is to be read. */
final class ReadFlags {
  @Option(
      names = "--format",
      paramLabel = "NAME",
      defaultValue = "auto",
      description = "See ./assay list formats. Default: ${DEFAULT-VALUE}, told by the content.")
  private String format = "";

  @Option(
      names = "--keyed",
      negatable = true,
      description = "Whether values are [key value]. Default: told by the content.")
  private @Nullable Boolean keyed;

  @Option(
      names = "--lenient",
      description =
          "Read what can be read safely, with a warning: a torn last line, left-out parts.")
  private boolean lenient;

  HistorySource.Read read(String file) throws IOException, HistoryFormatException {
    Keyed keys = keyed == null ? Keyed.AUTO : keyed ? Keyed.YES : Keyed.NO;
    return HistorySource.read(file, format, new ReadOptions(keys, lenient));
  }
}
