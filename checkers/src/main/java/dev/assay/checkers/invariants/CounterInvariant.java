package dev.assay.checkers.invariants;

import dev.assay.checkers.CheckOptions;
import dev.assay.checkers.invariants.InvariantExplanation.OutOfBounds;
import dev.assay.histories.EventType;
import dev.assay.histories.History;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A counter's reads lie between the sums that the additions allow.
 *
 * <p>The additions that were acknowledged before a read began are in; those that were invoked
 * before it returned, and did not fail, may be in. So the least it can show counts all of the first
 * and of the second only the negative ones, the most only the positive ones. Jepsen's {@code
 * counter}. Linear; the engine for linearizability says more, this says it of any size.
 */
final class CounterInvariant implements Invariant {
  private final Object initial;
  private final String readF;

  CounterInvariant(CheckOptions options) {
    this(options, "read");
  }

  /** Judges only reads of that name. */
  CounterInvariant(CheckOptions options, String readF) {
    this.readF = readF;
    initial = options.initial() == null ? (Object) 0L : options.initial();
  }

  @Override
  public String workload() {
    return "counter";
  }

  @Override
  public String consistency() {
    return "linearizable";
  }

  @Override
  public String needs() {
    return "there are no operations";
  }

  @Override
  public boolean needsRealTime() {
    return true;
  }

  @Override
  public void judge(Part part, Findings findings) {
    if (!(initial instanceof Long start)) {
      throw new UndecidedException("expected an integer as the initial value, got " + initial);
    }
    try {
      new Sums(part, readF, findings, start).judge();
    } catch (ArithmeticException e) {
      throw new UndecidedException("the sum of the additions is beyond 64 bits");
    }
  }

  private static final class Sums {
    private final Part part;
    private final String readF;
    private final Findings findings;

    /** Sums of what was acknowledged and of what was invoked, by sign. */
    private long acknowledgedUp;

    private long acknowledgedDown;
    private long invokedUp;
    private long invokedDown;

    /** For each open read, by event: the acknowledged sums at its invocation. */
    private final Map<Integer, long[]> open = new HashMap<>();

    Sums(Part part, String readF, Findings findings, long start) {
      this.part = part;
      this.readF = readF;
      this.findings = findings;
      acknowledgedUp = Math.max(start, 0);
      acknowledgedDown = Math.min(start, 0);
      invokedUp = acknowledgedUp;
      invokedDown = acknowledgedDown;
    }

    void judge() {
      History history = part.history();
      findings.judged();
      for (int event : part.events()) {
        findings.step();
        boolean isInvocation = part.isInvocation(event);
        String f = history.f(event);
        if (f.equals(readF)) {
          if (isInvocation) {
            open.put(event, new long[] {acknowledgedUp, acknowledgedDown});
          } else {
            returned(event);
          }
        } else if (f.equals("add")) {
          if (isInvocation && history.outcome(event) != EventType.FAIL) {
            long by = part.integer(event);
            invokedUp = Math.addExact(invokedUp, Math.max(by, 0));
            invokedDown = Math.addExact(invokedDown, Math.min(by, 0));
          } else if (history.type(event) == EventType.OK) {
            long by = part.integer(history.pair(event));
            acknowledgedUp += Math.max(by, 0);
            acknowledgedDown += Math.min(by, 0);
          }
        }
      }
    }

    private void returned(int event) {
      int read = part.history().pair(event);
      long[] before = open.remove(read);
      if (before == null || !part.isOk(event, readF) || part.history().value(event) == null) {
        return;
      }
      findings.count("read-count", 1);
      long value = part.integer(event);
      long lower = Math.addExact(before[0], invokedDown);
      long upper = Math.addExact(invokedUp, before[1]);
      if (value < lower || value > upper) {
        OutOfBounds why = new OutOfBounds(read, value, lower, upper);
        findings.anomaly("out-of-bounds", part.key(), List.of(), List.of(read), why);
      }
    }
  }
}
