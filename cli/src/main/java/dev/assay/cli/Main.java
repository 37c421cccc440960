package dev.assay.cli;

import dev.assay.nemesis.Schedule;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import picocli.CommandLine;
import picocli.CommandLine.Help;

/** The {@code assay} command. Exit codes are told at {@link ExitCode}. */
public final class Main {
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
    CommandLine assay = new CommandLine(new AssayCommand());
    assay.addSubcommand(new TestCommand(terminal));
    assay.addSubcommand(new SimulateCommand(terminal));
    assay.addSubcommand(new ShrinkCommand(terminal));
    assay.addSubcommand(new CheckCommand(terminal));
    assay.addSubcommand(new HistoryCommand(terminal));
    assay.addSubcommand(new ConvertCommand(terminal));
    assay.addSubcommand(new ReportCommand(terminal));
    assay.addSubcommand(new ListCommand(terminal));
    assay.addSubcommand(ClusterCommand.withSubcommands(terminal));
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

  private static PrintWriter writer(FileDescriptor descriptor) {
    return new PrintWriter(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }
}
