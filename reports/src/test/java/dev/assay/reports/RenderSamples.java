package dev.assay.reports;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes the sample reports into a folder, for those who want to look at them. */
final class RenderSamples {
  private RenderSamples() {}

  public static void main(String[] args) throws IOException {
    Path folder = Files.createDirectories(Path.of(args[0]));
    HtmlReport.write(SampleReports.valid(), folder.resolve("valid.html"));
    HtmlReport.write(SampleReports.invalid(), folder.resolve("invalid.html"));
    HtmlReport.write(SampleReports.crowded(), folder.resolve("crowded.html"));
    HtmlReport.write(SampleReports.unknown(), folder.resolve("unknown.html"));
    if (args.length > 1) {
      HtmlReport.write(SampleReports.million(), folder.resolve("million.html"));
    }
  }
}
