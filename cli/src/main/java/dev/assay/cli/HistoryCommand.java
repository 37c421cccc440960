package dev.assay.cli;

import dev.assay.histories.History;
import dev.assay.histories.format.EdnValues;
import dev.assay.histories.format.HistoryFormatException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what a history holds. */
@Command(
    name = "history",
    mixinStandardHelpOptions = true,
    header = "Shows what a history holds",
    description = {
      "Shows what a history holds: its format, how many operations of each function ended how,"
          + " processes, keys, the time it spans, what was odd, and its first events.%n"
    },
    footer = {
      "",
      "Example: everything that happened to key 3 in the tenth second",
      "  ./assay history runs/raft-kv/latest --key 3 --time 9s..10s --head 1000"
    })
final class HistoryCommand implements Callable<Integer> {
  private static final int VALUE_CHARS_MAX = 120;

  private final PrintWriter out;
  private final PrintWriter err;

  @Parameters(
      paramLabel = "FILE",
      description = "A history, the folder of a run, or - for standard input.")
  private String file = "";

  @Mixin private ReadFlags reading = new ReadFlags();

  @Mixin private SliceFlags slice = new SliceFlags();

  @Option(
      names = "--head",
      paramLabel = "N",
      defaultValue = "10",
      description = "How many events to show. Default: ${DEFAULT-VALUE}")
  private int head;

  @Option(names = "--json", description = "Print one JSON object instead.")
  private boolean json;

  HistoryCommand(Terminal terminal) {
    this.out = terminal.out();
    this.err = terminal.err();
  }

  @Override
  public Integer call() throws IOException {
    if (head < 0) {
      throw new UsageException("--head: expected a number of events, found " + head);
    }
    try {
      HistorySource.Read read = reading.read(file);
      History part = slice.of(read.loaded().history());
      if (json) {
        out.println(HistoryJson.of(read, part, head));
      } else {
        read.loaded().warnings().forEach(warning -> err.println("assay: warning: " + warning));
        print(read, part);
      }
      return ExitCode.VALID.number();
    } catch (HistoryFormatException | IOException e) {
      err.println("assay: " + Failures.reason(e));
      return ExitCode.USAGE.number();
    }
  }

  private void print(HistorySource.Read read, History part) {
    HistoryCounts counts = HistoryCounts.of(part);
    out.println(Text.printable(file) + "\t" + read.loaded().format());
    if (part.size() == 0) {
      int all = read.loaded().history().size();
      out.println("none of " + Text.count(all, "event") + " fits");
      return;
    }
    out.println(
        Text.count(counts.operations(), "operation")
            + ", "
            + Text.count(counts.events(), "event")
            + ", "
            + Text.count(counts.processes(), "process", "processes")
            + (counts.keys() > 0 ? ", " + Text.count(counts.keys(), "key") : "")
            + (part.hasTimes()
                ? ", " + seconds(counts.beginNanos()) + " s to " + seconds(counts.endNanos()) + " s"
                : ", no times")
            + (part.isRealTime() ? "" : ", no order between processes"));
    int width =
        counts.byFunction().stream().mapToInt(row -> shown(row.f()).length()).max().orElse(1);
    String form = "  %-" + Math.max(7, width) + "s  %10s  %10s  %10s  %10s  %10s%n";
    out.println();
    out.printf(form, "f", "invoke", "ok", "fail", "info", "open");
    for (HistoryCounts.Row row : counts.byFunction()) {
      out.printf(
          form,
          shown(row.f()),
          Text.count(row.invoke()),
          Text.count(row.ok()),
          Text.count(row.fail()),
          Text.count(row.info()),
          Text.count(row.open()));
    }
    if (counts.nemesis() > 0) {
      out.printf(
          "  %-" + Math.max(7, width) + "s  %10s%n", "nemesis", Text.count(counts.nemesis()));
    }
    if (head > 0) {
      events(part);
    }
  }

  private void events(History part) {
    out.println();
    out.printf(
        "  %8s  %12s  %7s  %-6s  %s%n", "index", "time s", "process", "type", "f, key and value");
    int end = Math.min(head, part.size());
    for (int event = 0; event < end; event++) {
      Object key = part.key(event);
      out.printf(
          "  %8d  %12s  %7s  %-6s  %s%n",
          part.index(event),
          part.hasTimes() ? seconds(part.timeNanos(event)) : "-",
          part.isClient(event) ? part.process(event) : "nemesis",
          part.type(event).jepsenName(),
          shown(part.f(event))
              + (key == null ? "" : " " + edn(key))
              + " "
              + edn(part.value(event))
              + (part.extra(event).isEmpty() ? "" : "  " + edn(part.extra(event))));
    }
    if (end < part.size()) {
      out.println("  … and " + Text.count(part.size() - end, "more event"));
    }
  }

  private static String edn(@Nullable Object value) {
    return Text.printable(EdnValues.toEdn(value), VALUE_CHARS_MAX);
  }

  private static String shown(String name) {
    return Text.printable(name, 30);
  }

  private static String seconds(long nanos) {
    return String.format(Locale.ROOT, "%.6f", nanos / 1e9);
  }
}
