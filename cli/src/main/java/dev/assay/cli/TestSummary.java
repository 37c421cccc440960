package dev.assay.cli;

import dev.assay.checkers.CheckSummary;
import dev.assay.checkers.Verdict;
import dev.assay.harness.run.RunResult;
import dev.assay.harness.run.TestPlan;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What a test says before and after it runs: one screen. */
final class TestSummary {
  private static final int PROOF_LINES_MAX = 24;

  private final Terminal terminal;
  private final PrintWriter out;
  private final TestPlan plan;

  TestSummary(Terminal terminal, TestPlan plan) {
    this.terminal = terminal;
    this.out = terminal.out();
    this.plan = plan;
  }

  /** What is going to be tested. */
  void head() {
    List<String> parts = new ArrayList<>();
    parts.add(plan.system().name());
    parts.add(plan.workload().name());
    parts.add("nodes " + plan.nodes());
    parts.add(plan.load().concurrency() + " clients");
    parts.add("faults " + (plan.faults().isEmpty() ? "none" : String.join(",", plan.faults())));
    if (!plan.systemConfig().bugs().isEmpty()) {
      parts.add("bug " + String.join(",", plan.systemConfig().bugs()));
    }
    parts.add("seed " + plan.seed());
    out.println(terminal.bold(Text.printable(String.join(" · ", parts))));
    out.flush();
  }

  /** The whole run took place and was judged. */
  ExitCode judged(RunResult result, Judgement judgement) {
    Verdict verdict = judgement.verdict();
    CheckSummary checked = verdict.summary();
    out.println(operations(result));
    out.println(
        terminal.verdict(verdict)
            + switch (verdict) {
              case Verdict.Valid v -> ": " + checked.consistency();
              case Verdict.Invalid i -> ": not " + checked.consistency();
              case Verdict.Unknown u -> "";
            }
            + " ("
            + Text.count(checked.operations(), "operation")
            + " on "
            + Text.count(checked.partitions(), "object")
            + ", checked in "
            + Text.seconds(checked.checkNanos())
            + (judgement.certified() ? ", certified" : "")
            + ")");
    List<String> proof = Proof.lines(judgement);
    if (!proof.isEmpty()) {
      out.println();
      proof.stream().limit(PROOF_LINES_MAX).forEach(out::println);
      if (proof.size() > PROOF_LINES_MAX) {
        out.println("… " + (proof.size() - PROOF_LINES_MAX) + " lines more in the report");
      }
      out.println();
    }
    if (verdict instanceof Verdict.Invalid) {
      List<String> levels = LevelLines.lines(checked.classification());
      levels.forEach(out::println);
      out.print(levels.isEmpty() ? "" : System.lineSeparator());
    }
    ExitCode code = ExitCode.of(verdict);
    files(result.folder(), "report.html");
    out.println("again    " + Text.printable(Shell.line(plan.command())));
    out.println("exit     " + code.number() + " (" + verdict.label() + ")");
    return code;
  }

  /** Ctrl-C. */
  int stopped(RunResult result) {
    out.println(operations(result));
    out.println(terminal.yellow("stopped") + ": not judged");
    files(result.folder(), "history.jsonl");
    if (result.ok() + result.fail() + result.info() > 0) {
      out.println("check    ./assay check " + Shell.quote(result.folder().toString()));
    }
    return LiveRun.STOPPED;
  }

  /** The run could not begin or not go on. */
  int failed(RunResult result) throws IOException {
    String failure = Objects.requireNonNullElse(result.failure(), "the run failed");
    PrintWriter err = terminal.err();
    out.flush();
    List<String> lines = failure.lines().toList();
    lines.stream()
        .filter(line -> !line.startsWith("\tat "))
        .forEach(line -> err.println("assay: " + line));
    if (lines.stream().anyMatch(line -> line.startsWith("\tat "))) {
      Path details = result.folder().resolve("failure.log");
      Files.writeString(details, failure + "\n");
      err.println("details: " + details);
    }
    if (result.ok() + result.fail() + result.info() > 0) {
      err.println("the history so far: " + result.folder().resolve("history.jsonl"));
      err.println("check it: ./assay check " + Shell.quote(result.folder().toString()));
    } else {
      err.println("the folder of the run: " + result.folder());
    }
    return ExitCode.CRASH.number();
  }

  private String operations(RunResult result) {
    long all = result.ok() + result.fail() + result.info();
    return Text.count(all, "operation")
        + " in "
        + Text.seconds(result.ran().toNanos())
        + ": "
        + Text.count(result.ok())
        + " ok, "
        + Text.count(result.fail())
        + " fail, "
        + Text.count(result.info())
        + " info";
  }

  private void files(Path folder, String main) {
    out.println("run      " + folder);
    if (Files.exists(folder.resolve(main))) {
      out.printf("%-8s %s%n", main.replaceFirst("\\..*", ""), folder.resolve(main));
    }
  }
}
