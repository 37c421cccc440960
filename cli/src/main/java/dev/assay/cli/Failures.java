package dev.assay.cli;

import dev.assay.histories.format.HistoryFormatException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what went wrong in a line or two; the stack trace goes to a file. */
final class Failures {
  private static final int LINE_CHARS_MAX = 100;

  /** What picocli says of a value that it cannot convert. */
  private static final Pattern INVALID_VALUE =
      Pattern.compile("Invalid value for (?:option|positional parameter.*?) '?([^' ]+)'?.*?: (.*)");

  private static final Pattern NO_NUMBER = Pattern.compile("is not an? (long|int|double)");
  private static final Pattern NO_PAIR =
      Pattern.compile("Value for option option '([^']+)' .*KEY=VALUE format but was (.*)");

  private Failures() {}

  /** Options, parameters or commands that do not exist or do not fit. */
  static int badUsage(ParameterException failure, String[] args) {
    CommandLine command = failure.getCommandLine();
    complain(command, message(failure));
    return ExitCode.USAGE.number();
  }

  /** Whatever a command threw. */
  static int failed(Exception failure, CommandLine command, ParseResult parsed) {
    if (failure instanceof UsageException) {
      complain(command, reason(failure));
      return ExitCode.USAGE.number();
    }
    report(failure, command);
    return ExitCode.CRASH.number();
  }

  /**
   * One line for people: what happened, without the name of a Java class where that helps nobody.
   */
  static String reason(Throwable failure) {
    String message = failure.getMessage();
    return switch (failure) {
      case OutOfMemoryError e ->
          "out of memory (" + message + "): give more, as in JAVA_TOOL_OPTIONS=-Xmx8g";
      case NoSuchFileException e -> "no such file or folder: " + message;
      case AccessDeniedException e -> "not permitted: " + message;
      case FileAlreadyExistsException e -> "exists already: " + message;
      case FileSystemException e ->
          Objects.requireNonNullElse(e.getReason(), e.getClass().getSimpleName())
              + ": "
              + e.getFile();
      case HistoryFormatException e -> Objects.requireNonNullElse(message, e.toString());
      case IOException e -> Objects.requireNonNullElse(message, e.toString());
      case UsageException e -> Objects.requireNonNullElse(message, e.toString());
      default -> failure.getClass().getSimpleName() + (message == null ? "" : ": " + message);
    };
  }

  private static void complain(CommandLine command, String message) {
    PrintWriter err = command.getErr();
    String head = "assay: ";
    List<String> lines = Text.wrap(message, LINE_CHARS_MAX - head.length());
    err.println(head + lines.getFirst());
    lines.stream().skip(1).forEach(line -> err.println(" ".repeat(head.length()) + line));
    err.println("Try: ./" + command.getCommandSpec().qualifiedName() + " --help");
  }

  /** A failure in a line or two, and the stack trace in a file. */
  static void report(Throwable failure, CommandLine command) {
    PrintWriter err = command.getErr();
    err.println("assay: " + reason(failure));
    if (root(command).debug()) {
      failure.printStackTrace(err);
    } else {
      err.println("details: " + keep(failure));
    }
  }

  private static AssayCommand root(CommandLine command) {
    return (AssayCommand) command.getCommandSpec().root().userObject();
  }

  /** Writes the stack trace to a file of its own and says where, or why that was not possible. */
  private static String keep(Throwable failure) {
    String folder = System.getProperty("assay.home", ".");
    Path file = Path.of(folder, "target", "failure-" + ProcessHandle.current().pid() + ".log");
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      try (PrintWriter writer = new PrintWriter(file.toFile(), StandardCharsets.UTF_8)) {
        failure.printStackTrace(writer);
      }
      return file.toString();
    } catch (IOException e) {
      return "could not be written to " + file + " (" + reason(e) + "); run again with --debug";
    }
  }

  private static String message(ParameterException failure) {
    if (failure instanceof UnmatchedArgumentException unmatched
        && !unmatched.getUnmatched().isEmpty()) {
      return unmatched(unmatched.getUnmatched().getFirst(), failure.getCommandLine());
    }
    String message = Objects.requireNonNullElse(failure.getMessage(), failure.toString());
    if (failure instanceof MissingParameterException missing
        && message.startsWith("Missing required parameter: ")) {
      return "which " + missing.getMissing().getFirst().paramLabel() + "?";
    }
    Matcher pair = NO_PAIR.matcher(message);
    if (pair.matches()) {
      return pair.group(1) + ": expected NAME=VALUE, found " + Text.printable(pair.group(2));
    }
    Matcher value = INVALID_VALUE.matcher(message);
    return value.matches() ? value.group(1) + ": " + numbers(value.group(2)) : message;
  }

  private static String numbers(String complaint) {
    return NO_NUMBER
        .matcher(complaint)
        .replaceAll(it -> it.group(1).equals("double") ? "is no number" : "is no whole number");
  }

  private static String unmatched(String argument, CommandLine command) {
    CommandSpec spec = command.getCommandSpec();
    if (argument.startsWith("-")) {
      String name = argument.replaceFirst("=.*", "");
      List<String> options = new ArrayList<>(spec.optionsMap().keySet());
      return Suggestions.nearest(name, options)
          .map(near -> "no option " + Text.printable(name) + ": did you mean " + near + "?")
          .orElse("no option " + Text.printable(name));
    }
    return spec.subcommands().isEmpty()
        ? "one argument too many: " + Text.printable(argument)
        : Suggestions.unknown("command", argument, spec.subcommands().keySet());
  }
}
