package dev.assay.cli;

import dev.assay.checkers.CheckOptions;
import dev.assay.checkers.CheckOptions.FailedCas;
import dev.assay.checkers.Checker;
import dev.assay.checkers.Checkers;
import dev.assay.checkers.KeyOptions;
import dev.assay.checkers.Verdict;
import dev.assay.checkers.certificates.Verification;
import dev.assay.histories.format.EdnValues;
import dev.assay.histories.format.HistoryFormatException;
import dev.assay.reports.ResultsJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Judges recorded histories. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    header = "Judges recorded histories, of Assay and of other tools",
    description = {
      "Judges recorded histories: prints FILE, a tab and valid, invalid or unknown for each, then"
          + " the proof in words for what is not valid. Of several exit codes the worst wins.",
      "A run is judged as its test.json tells, where no option says otherwise.",
      "Of cycles the dependencies that lie on them are counted, those between writes of G0, reads"
          + " of G1c, and anti-dependencies of the others, each kind in what graver ones leave.%n"
    },
    footer = {
      "",
      "Example: a history recorded by Jepsen, with one HTML report a file",
      "  ./assay check history.edn --certify --report reports"
    })
final class CheckCommand implements Callable<Integer> {
  private final Terminal terminal;
  private final PrintWriter out;
  private final PrintWriter err;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "A history, the folder of a run, or - for standard input.")
  private List<String> files = List.of();

  @Option(
      names = {"-w", "--workload"},
      paramLabel = "NAME",
      description = "Whose rules apply: see ./assay list models. Default: told by the operations.")
  private @Nullable String workload;

  @Option(
      names = "--consistency",
      paramLabel = "MODEL",
      description =
          "The claim to check: strict-serializable, snapshot-isolation, read-committed … for"
              + " transactions; ./assay list consistency-models -v says what each asks for."
              + " Default: the strongest, or the one that the workload decides.")
  private @Nullable String consistency;

  @Option(
      names = "--timestamps",
      description =
          "Check instead that the timestamps which the database told, start-ts and commit-ts of"
              + " each transaction, are an order that keeps the claim: one of serializability or"
              + " snapshot isolation. Linear.")
  private boolean byTimestamps;

  @Mixin private ReadFlags reading = new ReadFlags();

  @Option(
      names = "--initial",
      paramLabel = "VALUE",
      description = "The value of every object at the beginning, as EDN. Default: nil.")
  private @Nullable String initial;

  @Option(
      names = "--failed-cas",
      paramLabel = "WHAT",
      defaultValue = "ignored",
      description = {
        "What a compare-and-set that failed tells: ignored (nothing, as in Jepsen) or observed",
        "(at some moment the value was another). Default: ${DEFAULT-VALUE}"
      })
  private String failedCas = "";

  @Mixin private InvariantFlags invariants = new InvariantFlags();

  @Mixin private VersionFlags keys = new VersionFlags();

  @Option(
      names = "--time-limit",
      paramLabel = "TIME",
      defaultValue = "60s",
      description =
          "How long a file may be checked before it is unknown. Default: ${DEFAULT-VALUE}")
  private Duration timeLimit = Duration.ZERO;

  @Option(names = "--certify", description = "Also run the independent verifier.")
  private boolean certify;

  @Option(names = "--json", description = "Print one JSON object a file and line instead.")
  private boolean json;

  @Option(
      names = "--report",
      paramLabel = "DIR",
      description = "Write an HTML report of each file into this folder.")
  private @Nullable Path reports;

  CheckCommand(Terminal terminal) {
    this.terminal = terminal;
    this.out = terminal.out();
    this.err = terminal.err();
  }

  @Override
  public Integer call() throws IOException {
    CheckOptions options = checkOptions();
    if (workload != null) {
      WorkloadGuess.known(workload);
    }
    if (reports != null) {
      createFolder(reports);
    }
    ExitCode worst = ExitCode.VALID;
    for (String file : files) {
      worst = worst.worse(check(file, options));
    }
    return worst.number();
  }

  private static void createFolder(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UsageException(
          "--report: expected a folder, or where one can be made, found "
              + Text.printable(folder.toString())
              + " ("
              + Failures.reason(e)
              + ")");
    }
  }

  /** Judges one file; whatever is wrong with it, the others can still be judged. */
  private ExitCode check(String file, CheckOptions options) {
    try {
      HistorySource.Read read = reading.read(file);
      read.loaded().warnings().forEach(warning -> err.println("assay: warning: " + warning));
      Judgement judgement = judge(read, options);
      print(judgement);
      if (reports != null) {
        RunReport.writeAlone(reports.resolve(pageName(file)), judgement);
      }
      return ExitCode.of(judgement.verdict());
    } catch (HistoryFormatException | IOException e) {
      err.println("assay: " + Failures.reason(e));
      return ExitCode.USAGE;
    } catch (UsageException e) {
      err.println("assay: " + Text.printable(file) + ": " + e.getMessage());
      return ExitCode.USAGE;
    } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
      err.println("assay: " + Text.printable(file) + ": not judged");
      Failures.report(e, spec.commandLine());
      return ExitCode.CRASH;
    } finally {
      out.flush();
      err.flush();
    }
  }

  private Judgement judge(HistorySource.Read read, CheckOptions options) throws IOException {
    String name = WorkloadGuess.of(workload, read);
    if (!options.keys().isNone() && !name.equals("rw-register")) {
      throw new UsageException(
          "--"
              + options.keys().assumptions().iterator().next().label()
              + " is for rw-register: workload "
              + name
              + " needs no assumption on versions");
    }
    requireTimestampsFit(name, options);
    boolean isOfRun = RunRules.isOfRun(read.file());
    RunRules rules = isOfRun && !saysMore(options) ? RunRules.of(read.file(), name) : null;
    if (rules != null) {
      rules = rules.with(claim(name), keys, byTimestamps);
    }
    Judgement judgement =
        rules == null
            ? Judgement.of(read, name, checker(name, options), options, timeLimit, certify)
            : Judgement.of(read, name, rules.checker(), rules.checkOptions(), timeLimit, certify);
    String decided = judgement.verdict().summary().consistency();
    if (consistency != null && !consistency.equals(decided) && !Checkers.isOfTransactions(name)) {
      throw new UsageException(
          "workload "
              + name
              + " decides whether a history is "
              + decided
              + ", not "
              + Text.printable(consistency));
    }
    return judgement;
  }

  /** Whether options tell more than a run can have in its {@code test.json}. */
  private boolean saysMore(CheckOptions options) {
    return !options.withKeys(KeyOptions.NONE).equals(CheckOptions.DEFAULT)
        || !options.keys().orders().isEmpty();
  }

  /** The claim about transactions that was named; that of other workloads goes without saying. */
  private @Nullable String claim(String name) {
    String claim = Checkers.isOfTransactions(name) ? consistency : null;
    if (claim != null) {
      Catalog.requireModel(claim);
    }
    return claim;
  }

  private Checker checker(String name, CheckOptions options) {
    String claim = claim(name);
    try {
      if (byTimestamps) {
        return Checkers.forTimestamps(name, claim);
      }
      return claim == null
          ? Checkers.forWorkload(name, options)
          : Checkers.forClaim(name, claim, options.keys());
    } catch (IllegalArgumentException e) {
      String option = claim == null ? "--initial: " : "--consistency: ";
      throw new UsageException(option + e.getMessage());
    }
  }

  private void requireTimestampsFit(String name, CheckOptions options) {
    if (byTimestamps && !Checkers.hasTimestamps(name)) {
      throw new UsageException(
          "--timestamps is for transactions, list-append and rw-register, not for workload "
              + name);
    }
    if (byTimestamps && !options.keys().isNone()) {
      throw new UsageException(
          "--timestamps tell the order of versions: leave out --"
              + options.keys().assumptions().iterator().next().label());
    }
  }

  private void print(Judgement judgement) {
    if (json) {
      out.println(
          ResultsJson.line(judgement.source(), judgement.loaded().history(), judgement.verdict()));
      return;
    }
    Verdict verdict = judgement.verdict();
    out.println(Text.printable(judgement.file()) + "\t" + terminal.verdict(verdict));
    Proof.lines(judgement).forEach(line -> out.println(line.isEmpty() ? "" : "  " + line));
    LevelLines.lines(verdict.summary().classification()).forEach(line -> out.println("  " + line));
    Verification said = judgement.certification();
    if (said != null) {
      out.println("  " + (said.accepted() ? "certified: " : "not certified: ") + said.reason());
    }
  }

  private CheckOptions checkOptions() {
    CheckOptions options =
        CheckOptions.DEFAULT
            .withFailedCas(meaningOfFailedCas())
            .withInvariants(invariants.options())
            .withKeys(keys.options());
    if (initial == null) {
      return options;
    }
    try {
      return options.withInitial(EdnValues.fromEdn(initial));
    } catch (HistoryFormatException e) {
      throw new UsageException("--initial: " + e.getMessage());
    }
  }

  private FailedCas meaningOfFailedCas() {
    return switch (failedCas) {
      case "ignored" -> FailedCas.IGNORED;
      case "observed" -> FailedCas.OBSERVED;
      default ->
          throw new UsageException(
              "--failed-cas: "
                  + Suggestions.unknown("meaning", failedCas, List.of("ignored", "observed")));
    };
  }

  /** A name for the report that tells the file from others of the same name elsewhere. */
  private static String pageName(String file) {
    String plain = file.equals(HistorySource.STDIN) ? "stdin" : file;
    return plain.replaceFirst("^[./]+", "").replaceAll("[^A-Za-z0-9._-]+", "-") + ".html";
  }
}
