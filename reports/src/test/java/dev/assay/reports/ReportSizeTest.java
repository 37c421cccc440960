package dev.assay.reports;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportSizeTest {
  @TempDir Path folder;

  @Test
  void aMillionOperationsFitIntoAFewBytesEach() throws IOException {
    Path file = folder.resolve("report.html");
    HtmlReport.write(SampleReports.million(), file);
    long bytes = Files.size(file);
    assertTrue(bytes < 9_000_000, "expected less than 9 MB, found " + bytes + " bytes");
  }
}
