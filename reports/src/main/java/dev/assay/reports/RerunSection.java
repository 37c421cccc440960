package dev.assay.reports;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How to run and check it again, what it was configured with, and what the nodes logged. */
final class RerunSection {
  private static final int VALUE_LENGTH_MAX = 600;
  private static final int LOG_LENGTH_MAX = 40_000;

  private RerunSection() {}

  static void write(RunFacts facts, Html html) {
    ReportInput input = facts.input();
    html.open("section", "class", "card", "id", "rerun");
    html.element("h2", "Run it again");
    writeCommand("The same test", "rerun", input.rerunCommand(), html);
    writeCommand("Check this history again, offline", "recheck", input.recheckCommand(), html);
    if (input.rerunCommand() == null && input.recheckCommand() == null) {
      html.element("p", "No command is known for this history.", "class", "quiet");
    }
    if (!input.test().isEmpty()) {
      html.element("h3", "Configuration");
      html.open("dl", "class", "configuration");
      for (Map.Entry<String, ?> e : input.test().entrySet()) {
        html.open("div").element("dt", e.getKey());
        html.element("dd", text(e.getValue())).close("div");
      }
      html.close("dl");
    }
    html.close("section");
    writeLogs(input.nodeLogs(), html);
  }

  private static void writeCommand(String what, String id, @Nullable String command, Html html) {
    if (command == null) {
      return;
    }
    html.element("h3", what);
    html.open("div", "class", "command");
    html.element("pre", command, "class", "code", "id", "command-" + id);
    html.element("button", "Copy", "type", "button", "data-copy", "command-" + id);
    html.close("div");
  }

  private static void writeLogs(Map<String, String> logs, Html html) {
    if (logs.isEmpty()) {
      return;
    }
    html.open("section", "class", "card", "id", "logs");
    html.element("h2", "What the nodes logged last");
    for (Map.Entry<String, String> log : logs.entrySet()) {
      html.open("details").element("summary", log.getKey());
      html.element("pre", end(log.getValue()), "class", "code log").close("details");
    }
    html.close("section");
  }

  private static String end(String log) {
    return log.length() <= LOG_LENGTH_MAX
        ? log
        : "…\n" + log.substring(log.indexOf('\n', log.length() - LOG_LENGTH_MAX) + 1);
  }

  private static String text(@Nullable Object value) {
    return value instanceof String s ? s : EdnText.of(value, VALUE_LENGTH_MAX);
  }
}
