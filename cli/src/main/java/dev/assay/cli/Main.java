package dev.assay.cli;

import dev.assay.nemesis.Schedule;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.HelpCommand;

/** The {@code assay} command. Exit codes are told at {@link ExitCode}. */
public final class Main {
  private static final String HELP = "help";

  private Main() {}

  public static void main(String[] args) {
    PrintWriter out = writer(FileDescriptor.out);
    PrintWriter err = writer(FileDescriptor.err);
    int code = run(Terminal.of(out, err), args);
    out.flush();
    err.flush();
    System.exit(code);
  }

  /** Runs one command and returns its exit code. */
  static int run(Terminal terminal, String... args) {
    Map<String, Supplier<Object>> subcommands = subcommands(terminal);
    CommandLine assay = new CommandLine(new AssayCommand());
    boolean isOne = args.length > 0 && subcommands.containsKey(args[0]) && !args[0].equals(HELP);
    String asked = isOne ? args[0] : null;
    subcommands.forEach(
        (name, subcommand) -> {
          if (asked == null || asked.equals(name)) {
            assay.addSubcommand(name, subcommand.get());
          }
        });
    HelpPages.tidy(assay);
    return assay
        .setOut(terminal.out())
        .setErr(terminal.err())
        .setColorScheme(Help.defaultColorScheme(terminal.color() ? Help.Ansi.ON : Help.Ansi.OFF))
        .setUsageHelpWidth(HelpPages.WIDTH)
        .registerConverter(Duration.class, new DurationConverter())
        .registerConverter(Schedule.Range.class, new TimeRangeConverter())
        .setParameterExceptionHandler(Failures::badUsage)
        .setExecutionExceptionHandler(Failures::failed)
        .execute(args);
  }

  /** What makes each subcommand: picocli takes long to look at them all when one is asked for. */
  private static Map<String, Supplier<Object>> subcommands(Terminal terminal) {
    Map<String, Supplier<Object>> byName = new LinkedHashMap<>();
    // Not HelpCommand::new: JDK 25 cannot archive a reference to a class as old as picocli's.
    byName.put(HELP, () -> new HelpCommand());
    byName.put("test", () -> new TestCommand(terminal));
    byName.put("simulate", () -> new SimulateCommand(terminal));
    byName.put("shrink", () -> new ShrinkCommand(terminal));
    byName.put("check", () -> new CheckCommand(terminal));
    byName.put("history", () -> new HistoryCommand(terminal));
    byName.put("convert", () -> new ConvertCommand(terminal));
    byName.put("report", () -> new ReportCommand(terminal));
    byName.put("list", () -> new ListCommand(terminal));
    byName.put("cluster", () -> ClusterCommand.withSubcommands(terminal));
    return byName;
  }

  private static PrintWriter writer(FileDescriptor descriptor) {
    return new PrintWriter(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }
}
