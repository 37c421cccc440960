package dev.assay.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assay.reports.HtmlReport;
import dev.assay.reports.ReportInput;
import dev.assay.reports.ResultsJson;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a run's folder says besides its history, and the files that checking adds to it. */
final class RunReport {
  private static final int LOG_BYTES_MAX = 64 * 1024;
  private static final long TEST_JSON_BYTES_MAX = 16 * 1024 * 1024;
  private static final int LOGS_MAX = 200;
  private static final long TRACE_BYTES_MAX = 256L << 20;

  private RunReport() {}

  /** Whether the path is a folder in which a run left its history. */
  static boolean isRunFolder(Path path) {
    return Files.isRegularFile(path.resolve("history.jsonl"));
  }

  /**
   * Writes {@code results.json} and {@code report.html} into the run's folder; returns the latter.
   */
  static Path write(Path folder, Judgement judgement, List<String> runWarnings) throws IOException {
    ResultsJson.write(
        judgement.source(),
        judgement.loaded().history(),
        judgement.verdict(),
        folder.resolve("results.json"));
    Path page = folder.resolve("report.html");
    HtmlReport.write(input(folder, judgement, runWarnings), page);
    return page;
  }

  /** Writes the report of a history that came without a run's folder. */
  static void writeAlone(Path page, Judgement judgement) throws IOException {
    HtmlReport.write(
        plain(judgement.file(), judgement)
            .withCommands(null, "./assay check " + Shell.quote(judgement.file())),
        page);
  }

  /**
   * The content of {@code test.json}; empty when there is none.
   *
   * @throws UsageException when it is not what a run writes
   */
  static Map<String, ?> test(Path folder) throws IOException {
    Path file = folder.resolve("test.json");
    if (!Files.isRegularFile(file)) {
      return Map.of();
    }
    if (Files.size(file) > TEST_JSON_BYTES_MAX) {
      throw new UsageException(file + ": too long to be the description of a run");
    }
    try {
      Map<?, ?> content = new ObjectMapper().readValue(file.toFile(), Map.class);
      Map<String, Object> named = new TreeMap<>();
      content.forEach((key, value) -> named.put(String.valueOf(key), value));
      return named;
    } catch (JsonProcessingException e) {
      throw new UsageException(
          file
              + ":"
              + e.getLocation().getLineNr()
              + ": expected the description of a run, found "
              + Text.printable(e.getOriginalMessage()));
    }
  }

  /** A text of {@code test.json}, or null when it is not there. */
  static @Nullable String text(Map<String, ?> test, String key) {
    return test.get(key) instanceof String value ? value : null;
  }

  private static ReportInput input(Path folder, Judgement judgement, List<String> runWarnings)
      throws IOException {
    Map<String, ?> test = test(folder);
    String system = text(test, "system");
    String title = (system == null ? folder.toString() : system) + " · " + judgement.workload();
    String rerun =
        test.get("command") instanceof List<?> words
            ? Shell.line(words.stream().map(String::valueOf).toList())
            : null;
    return plain(title, judgement)
        .withTest(test)
        .withWarnings(Stream.concat(runWarnings.stream(), loaded(judgement)).toList())
        .withCommands(rerun, "./assay check " + Shell.quote(folder.toString()))
        .withNodeLogs(nodeLogs(folder))
        .withTrace(trace(folder));
  }

  /** The lines of a simulated run's trace; none when it is too long to be drawn from. */
  private static List<String> trace(Path folder) throws IOException {
    Path file = folder.resolve(SimulationTrace.NAME);
    return Files.isRegularFile(file) && Files.size(file) <= TRACE_BYTES_MAX
        ? Files.readAllLines(file)
        : List.of();
  }

  private static Stream<String> loaded(Judgement judgement) {
    return judgement.loaded().warnings().stream();
  }

  private static ReportInput plain(String title, Judgement judgement) {
    return ReportInput.of(title, judgement.loaded().history(), judgement.verdict())
        .withCertified(judgement.certified())
        .withWarnings(judgement.loaded().warnings());
  }

  /** The end of every file in the nodes' folders, by {@code node/file}. */
  private static Map<String, String> nodeLogs(Path folder) throws IOException {
    Map<String, String> logs = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder, 3)) {
      List<Path> wanted =
          files.filter(file -> isLog(folder, file)).sorted().limit(LOGS_MAX).toList();
      for (Path file : wanted) {
        logs.put(folder.relativize(file).toString(), end(file));
      }
    }
    return logs;
  }

  private static boolean isLog(Path folder, Path file) {
    return Files.isRegularFile(file) && folder.relativize(file).getNameCount() > 1;
  }

  private static String end(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      long skipped = Math.max(0, channel.size() - LOG_BYTES_MAX);
      ByteBuffer bytes = ByteBuffer.allocate((int) (channel.size() - skipped));
      channel.position(skipped);
      while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
        // One read may bring less than asked for.
      }
      String text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
      return skipped == 0 ? text : "… " + skipped + " bytes before this\n" + text;
    }
  }
}
