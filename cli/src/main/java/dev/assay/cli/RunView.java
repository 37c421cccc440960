package dev.assay.cli;

import dev.assay.harness.run.Phase;
import dev.assay.harness.run.Progress;
import dev.assay.harness.run.Progress.ActiveFault;
import dev.assay.harness.run.RunListener;
import dev.assay.histories.format.RunFolder;
import dev.assay.reports.FaultWords;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Shows a run while it goes on: on a terminal one line that is drawn again and again, in a pipe a
 * line for every phase, for every change of the faults and every few seconds.
 */
final class RunView implements RunListener {
  private static final long PLAIN_EVERY_NANOS = Duration.ofSeconds(5).toNanos();

  private static final int FAULT_CHARS_MAX = 60;

  /** Back to the first column, no wrapping at the right edge, and what was there is erased. */
  private static final String REDRAW = "\r\u001b[?7l\u001b[2K";

  private static final String WRAP_AGAIN = "\u001b[?7h";

  private final Terminal terminal;
  private final PrintWriter out;
  private final long beginNanos = System.nanoTime();
  private boolean drawn;
  private long shownNanos;
  private List<ActiveFault> shownFaults = List.of();
  private @Nullable RunFolder begins;

  RunView(Terminal terminal) {
    this.terminal = terminal;
    this.out = terminal.out();
  }

  /**
   * The run that is {@code runs/latest} once its clients are at work: not one that failed before.
   */
  synchronized void becomesLatest(RunFolder folder) {
    begins = folder;
  }

  @Override
  public synchronized void phase(Phase phase) {
    if (phase == Phase.RUN && begins != null) {
      try {
        begins.makeLatest();
      } catch (IOException e) {
        warning("cannot link " + RunFolder.LATEST + " to the run: " + Failures.reason(e));
      }
    }
    step(phase.words());
    shownNanos = System.nanoTime();
  }

  /** Something begins that may take a while. */
  synchronized void step(String words) {
    if (terminal.live()) {
      draw(terminal.bold(words) + " …");
    } else {
      line(words);
    }
  }

  @Override
  public synchronized void progress(Progress progress) {
    if (terminal.live()) {
      draw(liveLine(progress));
      return;
    }
    long now = System.nanoTime();
    boolean faultsChanged = !progress.activeFaults().equals(shownFaults);
    if (faultsChanged || now - shownNanos >= PLAIN_EVERY_NANOS) {
      line(numbers(progress) + ", " + left(progress) + faults(progress));
      shownNanos = now;
      shownFaults = progress.activeFaults();
    }
  }

  @Override
  public synchronized void violation(String what) {
    note("violation: " + Text.printable(what) + "; ending the run");
  }

  @Override
  public synchronized void warning(String message) {
    note("warning: " + Text.printable(message));
  }

  /** A line that stays. */
  synchronized void note(String text) {
    clear();
    line(terminal.live() ? terminal.yellow(text) : text);
  }

  /** Takes the live line away. */
  synchronized void clear() {
    if (drawn) {
      out.print(REDRAW + WRAP_AGAIN);
      out.flush();
      drawn = false;
    }
  }

  private String liveLine(Progress p) {
    String faults = faults(p);
    return terminal.bold(p.phase().words())
        + "  "
        + left(p)
        + "  "
        + numbers(p)
        + (faults.isEmpty() ? "" : terminal.red(faults));
  }

  private static String numbers(Progress p) {
    return String.format(
        Locale.ROOT,
        "%.0f ops/s, %,d ok, %,d fail, %,d info",
        p.opsPerSecond(),
        p.ok(),
        p.fail(),
        p.info());
  }

  private static String left(Progress p) {
    return Math.max(0, (p.remaining().toMillis() + 500) / 1000) + " s left";
  }

  private static String faults(Progress p) {
    return p.activeFaults().stream()
        .map(fault -> "  ⚡ " + Text.printable(words(fault), FAULT_CHARS_MAX))
        .collect(Collectors.joining());
  }

  private static String words(ActiveFault fault) {
    String whom = fault.value() == null ? "…" : FaultWords.of(fault.name(), fault.value());
    return whom.isEmpty() ? fault.name() : fault.name() + " " + whom;
  }

  private void draw(String text) {
    out.print(REDRAW + text + WRAP_AGAIN);
    out.flush();
    drawn = true;
  }

  private void line(String text) {
    if (terminal.live()) {
      out.println(text);
    } else {
      double seconds = (System.nanoTime() - beginNanos) / 1e9;
      out.println(String.format(Locale.ROOT, "%6.1f s  %s", seconds, text));
    }
    out.flush();
  }
}
