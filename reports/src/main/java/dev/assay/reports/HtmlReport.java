package dev.assay.reports;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A run as one HTML file that needs nothing else: no network, no server, no other file.
 *
 * <p>What was read from elsewhere (values, errors, names, logs) is escaped, and the page's own
 * policy forbids every script but the report's and every connection.
 */
public final class HtmlReport {
  private HtmlReport() {}

  /**
   * Writes the report, replacing the file if there is one; when that fails nothing is left.
   * O(events log events); about 6 bytes an operation.
   */
  public static void write(ReportInput input, Path file) throws IOException {
    Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
    try {
      Files.writeString(unfinished, Page.of(input));
      Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }
}
