package dev.assay.cli;

import dev.assay.checkers.Verdict;
import dev.assay.simulation.Campaign;
import dev.assay.simulation.SimulationPlan;
import dev.assay.simulation.SimulationPlan.Drawn;
import dev.assay.simulation.SimulationResult;
import dev.assay.simulation.SimulationResult.Failure;
import dev.assay.simulation.SimulationResult.FailureKind;
import dev.assay.simulation.Swarm;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What simulating says on the terminal. */
final class SimulationView {
  private static final int PROOF_LINES_MAX = 24;
  private static final long TICK_MILLIS = 500;
  private static final int PLAIN_TICKS = 20;
  private static final int PLAIN_TICKS_FIRST = 4;

  private final Terminal terminal;
  private final PrintWriter out;
  private final long beginNanos = System.nanoTime();
  private boolean drawn;
  private volatile boolean stopped;

  SimulationView(Terminal terminal) {
    this.terminal = terminal;
    this.out = terminal.out();
  }

  /** {@code violation}, {@code crash}, {@code no progress}. */
  static String word(FailureKind kind) {
    return kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** What is going to be simulated. */
  void head(Swarm.Asked asked, String seeds) {
    List<String> parts = new ArrayList<>();
    parts.add(asked.system().name());
    parts.add(asked.workload().name());
    parts.add(asked.nodes() == null ? "nodes drawn" : "nodes sim:" + asked.nodes());
    if (!asked.bugs().isEmpty()) {
      parts.add("bug " + String.join(",", asked.bugs()));
    }
    parts.add("seeds " + seeds);
    out.println(terminal.bold(Text.printable(String.join(" · ", parts))));
    out.flush();
  }

  /** What one seed has drawn. */
  void plan(SimulationPlan plan) {
    List<String> parts = new ArrayList<>();
    parts.add(plan.system().name());
    parts.add(plan.workload().name());
    parts.add("nodes sim:" + plan.nodes().size());
    parts.add(plan.load().concurrency() + " clients");
    if (plan.course() instanceof Drawn drawnCourse) {
      List<String> faults = drawnCourse.faults();
      parts.add("faults " + (faults.isEmpty() ? "none" : String.join(",", faults)));
    }
    if (!plan.systemConfig().bugs().isEmpty()) {
      parts.add("bug " + String.join(",", plan.systemConfig().bugs()));
    }
    parts.add("seed " + plan.seed());
    out.println(terminal.bold(Text.printable(String.join(" · ", parts))));
    out.flush();
  }

  /** Runs the campaign and shows how far it is. */
  Campaign.Tally watch(Campaign campaign, int jobs, long seeds) throws InterruptedException {
    CountDownLatch ended = new CountDownLatch(1);
    Thread ticker = Thread.ofPlatform().daemon().unstarted(() -> tick(campaign, seeds, ended));
    Signals.listen(
        count -> {
          stopped = true;
          campaign.stop();
          if (count > 1) {
            Runtime.getRuntime().halt(LiveRun.STOPPED);
          }
        });
    ticker.start();
    try {
      return campaign.run(jobs);
    } finally {
      ended.countDown();
      ticker.join();
      clear();
    }
  }

  private void tick(Campaign campaign, long seeds, CountDownLatch ended) {
    try {
      for (int ticks = 1; !ended.await(TICK_MILLIS, TimeUnit.MILLISECONDS); ticks++) {
        if (terminal.live()) {
          draw(progress(campaign.tally(), seeds));
        } else if (ticks == PLAIN_TICKS_FIRST || ticks % PLAIN_TICKS == 0) {
          line(progress(campaign.tally(), seeds));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private String progress(Campaign.Tally tally, long seeds) {
    return String.format(
        Locale.ROOT,
        "%,d of %,d seeds, %.1f seeds/s, %.2f h simulated, %s",
        tally.seeds(),
        seeds,
        tally.seeds() / seconds(),
        hours(tally),
        Text.count(tally.failures(), "failure"));
  }

  private double seconds() {
    return (System.nanoTime() - beginNanos) / 1e9;
  }

  private static double hours(Campaign.Tally tally) {
    return tally.virtualNanos() / 3.6e12;
  }

  /** A seed failed. */
  void failed(long seed, Failure failure, Path folder, List<String> command) {
    line(
        terminal.red("seed " + seed + ": " + word(failure.kind()))
            + ": "
            + Text.printable(failure.words()));
    line("  run    " + folder);
    line("  again  " + Text.printable(Shell.line(command)));
  }

  void undecided(long seed, String reason) {
    line(terminal.yellow("seed " + seed + ": unknown") + ": " + Text.printable(reason));
  }

  /** What a campaign found, and the exit code. */
  int summary(Campaign.Tally tally, Map<String, Long> failures) {
    double seconds = seconds();
    out.println(
        String.format(
            Locale.ROOT,
            "%s in %.1f s (%.1f seeds/s): %.2f h simulated, %,d operations (%,d ok), %,d events"
                + " (%,.0f a second)",
            Text.count(tally.seeds(), "seed"),
            seconds,
            tally.seeds() / seconds,
            hours(tally),
            tally.operations(),
            tally.ok(),
            tally.events(),
            tally.events() / seconds));
    failures.forEach((what, count) -> out.println("  " + count + " × " + Text.printable(what)));
    if (tally.unknown() > 0) {
      out.println("  " + tally.unknown() + " × undecided");
    }
    ExitCode code = ExitCode.VALID;
    if (tally.failures() > 0) {
      code = ExitCode.INVALID;
    } else if (tally.unknown() > 0 || tally.ok() == 0) {
      code = ExitCode.UNKNOWN;
    }
    if (stopped && code != ExitCode.INVALID) {
      out.println("exit     " + LiveRun.STOPPED + " (stopped before all seeds were run)");
      return LiveRun.STOPPED;
    }
    out.println("exit     " + code.number() + " (" + words(code) + ")");
    return code.number();
  }

  private static String words(ExitCode code) {
    return switch (code) {
      case VALID -> "no failure";
      case INVALID -> "failures";
      default -> "unknown: undecided, or nothing was done";
    };
  }

  /** What came of one seed. */
  ExitCode single(
      SimulationResult result, SimulationFolders.Written written, List<String> command) {
    Judgement judgement = written.judgement();
    Verdict verdict = judgement.verdict();
    out.println(
        String.format(
            Locale.ROOT,
            "%s (%,d ok) in %.1f s of virtual time, %,d events, trace %016x",
            Text.count(result.operations(), "operation"),
            result.ok(),
            result.virtualNanos() / 1e9,
            result.events(),
            result.traceHash()));
    out.println(terminal.verdict(verdict) + (judgement.certified() ? " (certified)" : ""));
    Optional<Failure> failure = result.failure();
    if (failure.isPresent() && failure.get().kind() != FailureKind.VIOLATION) {
      out.println(
          terminal.red(word(failure.get().kind())) + ": " + Text.printable(failure.get().words()));
    }
    List<String> proof = Proof.lines(judgement);
    if (!proof.isEmpty()) {
      out.println();
      proof.stream().limit(PROOF_LINES_MAX).forEach(out::println);
      out.println();
    }
    out.println("run      " + written.folder());
    out.println("report   " + written.folder().resolve("report.html"));
    out.println("again    " + Text.printable(Shell.line(command)));
    if (failure.isPresent()) {
      out.println("smaller  ./assay shrink " + Shell.quote(written.folder().toString()));
    }
    ExitCode code = failure.isPresent() ? ExitCode.INVALID : ExitCode.of(verdict);
    if (code == ExitCode.VALID && result.ok() == 0) {
      code = ExitCode.UNKNOWN;
    }
    String why = failure.map(it -> word(it.kind())).orElse(verdict.label());
    out.println("exit     " + code.number() + " (" + (result.ok() == 0 ? words(code) : why) + ")");
    return code;
  }

  private synchronized void line(String text) {
    clear();
    out.println(text);
    out.flush();
  }

  private synchronized void draw(String text) {
    out.print("\r\u001b[2K" + text);
    out.flush();
    drawn = true;
  }

  private synchronized void clear() {
    if (drawn) {
      out.print("\r\u001b[2K");
      drawn = false;
    }
  }
}
