package dev.assay.checkers.invariants;

import dev.assay.checkers.CheckOptions;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A counter whose final reads agree, and show every addition that was acknowledged. Reads before
 * the end may show anything. Linear.
 */
final class EventualCounterInvariant implements Invariant {
  private final CounterInvariant atTheEnd;

  EventualCounterInvariant(CheckOptions options) {
    atTheEnd = new CounterInvariant(options, FinalReads.F);
  }

  @Override
  public String workload() {
    return "eventual-counter";
  }

  @Override
  public String consistency() {
    return "eventual-counter";
  }

  @Override
  public String needs() {
    return "no final-read was acknowledged";
  }

  @Override
  public boolean needsRealTime() {
    return true;
  }

  @Override
  public void judge(Part part, Findings findings) {
    FinalReads reads = FinalReads.of(part);
    if (reads.isEmpty()) {
      return;
    }
    atTheEnd.judge(part, findings);
    @Nullable Object first = part.history().value(reads.completions().getFirst());
    for (int completion : reads.completions()) {
      @Nullable Object value = part.history().value(completion);
      if (!Objects.equals(value, first)) {
        reads.told(completion, value, findings);
      }
    }
  }
}
