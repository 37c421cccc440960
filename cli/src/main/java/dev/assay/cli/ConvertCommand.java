package dev.assay.cli;

import dev.assay.histories.History;
import dev.assay.histories.format.HistoryFiles;
import dev.assay.histories.format.HistoryFormat;
import dev.assay.histories.format.HistoryFormatException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes a history in another format. */
@Command(
    name = "convert",
    mixinStandardHelpOptions = true,
    header = "Writes a history in another format",
    description = {
      "Writes a history, or a slice of it, in another format. What the other format cannot hold"
          + " is an error, and then nothing is written.%n"
    },
    footer = {
      "",
      "Example: a run of ours for Elle and Knossos",
      "  ./assay convert runs/raft-kv/latest --to jepsen-edn -o history.edn"
    })
final class ConvertCommand implements Callable<Integer> {
  private final PrintWriter err;

  @Parameters(
      paramLabel = "FILE",
      description = "A history, the folder of a run, or - for standard input.")
  private String file = "";

  @Option(
      names = "--to",
      required = true,
      paramLabel = "NAME",
      description = "The format to write: see ./assay list formats -v.")
  private String to = "";

  @Option(
      names = {"-o", "--output"},
      paramLabel = "OUT",
      description =
          "The file to write, packed when it ends in .gz or .zst. Default: standard output.")
  private @Nullable Path output;

  @Mixin private ReadFlags reading = new ReadFlags();

  @Mixin private SliceFlags slice = new SliceFlags();

  ConvertCommand(Terminal terminal) {
    this.err = terminal.err();
  }

  @Override
  public Integer call() {
    checkTarget();
    checkFolder();
    try {
      HistorySource.Read read = reading.read(file);
      read.loaded().warnings().forEach(warning -> err.println("assay: warning: " + warning));
      write(slice.of(read.loaded().history()));
      return ExitCode.VALID.number();
    } catch (HistoryFormatException | IOException e) {
      err.println("assay: " + Failures.reason(e));
      return ExitCode.USAGE.number();
    }
  }

  private void write(History history) throws IOException, HistoryFormatException {
    if (output != null) {
      HistoryFiles.write(history, output, to);
      err.println("assay: " + Text.count(history.size(), "event") + " written to " + output);
      return;
    }
    OutputStream out = new BufferedOutputStream(System.out);
    HistoryFiles.write(history, out, to);
    out.flush();
  }

  private void checkFolder() {
    Path folder = output == null ? null : output.toAbsolutePath().getParent();
    if (folder != null && !Files.isDirectory(folder)) {
      throw new UsageException("--output: no folder " + Text.printable(folder.toString()));
    }
  }

  private void checkTarget() {
    List<String> writable =
        HistoryFiles.formats().stream()
            .filter(HistoryFormat::isWritable)
            .map(HistoryFormat::name)
            .toList();
    if (!writable.contains(to)) {
      boolean isRead = HistoryFiles.formats().stream().anyMatch(f -> f.name().equals(to));
      throw new UsageException(
          isRead
              ? "--to: "
                  + to
                  + " can be read but not written; there is "
                  + String.join(", ", writable)
              : "--to: " + Suggestions.unknown("format", to, writable));
    }
  }
}
