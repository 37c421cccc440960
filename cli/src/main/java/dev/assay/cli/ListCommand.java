package dev.assay.cli;

import dev.assay.checkers.Checkers;
import dev.assay.checkers.isolation.ConsistencyModel;
import dev.assay.checkers.isolation.ModelDescriptions;
import dev.assay.harness.PlantedBug;
import dev.assay.harness.SystemProvider;
import dev.assay.harness.WorkloadProvider;
import dev.assay.histories.format.HistoryFiles;
import dev.assay.histories.format.HistoryFormat;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists what can be named on the command line. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    header = "Lists systems, workloads, models, consistency models, faults and formats",
    description = "Lists what can be named on the command line.%n",
    footer = {
      "",
      "Example: the systems, with their planted bugs and where those come from",
      "  ./assay list systems -v"
    })
final class ListCommand implements Callable<Integer> {
  private static final List<String> KINDS =
      List.of("systems", "workloads", "models", "consistency-models", "faults", "formats");

  private static final int COLUMNS = 98;

  private final PrintWriter out;

  @Parameters(
      paramLabel = "KIND",
      description = "systems, workloads, models, consistency-models, faults or formats")
  private String kind = "";

  @Option(
      names = {"-v", "--verbose"},
      description = "Also list options, planted bugs and their sources.")
  private boolean verbose;

  ListCommand(Terminal terminal) {
    this.out = terminal.out();
  }

  @Override
  public Integer call() {
    switch (kind) {
      case "systems" -> Catalog.systems().forEach(this::system);
      case "workloads" -> Catalog.workloads().forEach(this::workload);
      case "faults" -> Catalog.faults().forEach(fault -> line(fault.name(), fault.description()));
      case "models" ->
          Checkers.workloads().forEach(model -> line(model, Checkers.description(model)));
      case "consistency-models" -> List.of(ConsistencyModel.values()).forEach(this::model);
      case "formats" -> HistoryFiles.formats().forEach(this::format);
      default -> throw new UsageException(Suggestions.unknown("list", kind, KINDS));
    }
    return ExitCode.VALID.number();
  }

  private void system(SystemProvider system) {
    line(system.name(), system.description());
    if (!verbose) {
      return;
    }
    out.println("    claims     " + system.claims());
    out.println("    workloads  " + String.join(", ", system.workloads()));
    options("--system-option", system.options());
    for (PlantedBug bug : system.bugs()) {
      out.println("    --bug " + bug.name());
      paragraph(bug.description());
      paragraph("Source: " + bug.source());
    }
    out.println();
  }

  private void model(ConsistencyModel model) {
    String synonyms =
        model.synonyms().isEmpty() ? "" : " (" + String.join(", ", model.synonyms()) + ")";
    out.printf("%-36s  %s%s%n", model.label(), ModelDescriptions.of(model), synonyms);
  }

  private void format(HistoryFormat format) {
    line(format.name(), format.description());
    if (verbose) {
      out.println("    " + (format.isWritable() ? "read and written" : "read"));
    }
  }

  private void workload(WorkloadProvider workload) {
    line(workload.name(), workload.description());
    if (verbose) {
      out.println("    decides    " + workload.consistency());
      options("--workload-option", workload.options());
      out.println();
    }
  }

  private void options(String flag, Map<String, String> options) {
    options.forEach(
        (name, meaning) -> {
          List<String> lines = Text.wrap(flag + " " + name + "=… " + meaning, COLUMNS - 8);
          out.println("    " + lines.getFirst());
          lines.stream().skip(1).forEach(more -> out.println("        " + more));
        });
  }

  private void line(String name, String description) {
    out.printf("%-26s  %s%n", name, description);
  }

  private void paragraph(String text) {
    Text.wrap(text, COLUMNS - 8).forEach(part -> out.println("        " + part));
  }
}
