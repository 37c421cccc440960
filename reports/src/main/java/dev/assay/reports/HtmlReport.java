package dev.assay.reports;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A run as one HTML file that needs nothing else: no network, no server, no other file. */
public final class HtmlReport {
  private HtmlReport() {}

  /** Writes the report, replacing the file if there is one. */
  public static void write(ReportInput input, Path file) throws IOException {
    Files.writeString(file, Page.of(input));
  }
}
