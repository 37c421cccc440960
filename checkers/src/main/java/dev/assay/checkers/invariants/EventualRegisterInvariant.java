package dev.assay.checkers.invariants;

import dev.assay.checkers.invariants.InvariantExplanation.Resurrected;
import dev.assay.checkers.invariants.InvariantExplanation.RevivedElement;
import dev.assay.checkers.invariants.InvariantExplanation.UnexpectedElement;
import dev.assay.checkers.invariants.InvariantExplanation.Vanished;
import dev.assay.histories.EventType;
import dev.assay.histories.History;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A register whose reads give all values that nobody has overwritten, and whose writes tell what
 * they overwrite: {@code write [v (seen …)]}. Final reads agree; what a client had seen when it
 * wrote, and was acknowledged, is not there any more; and nothing is there that was not written. Of
 * {@code siblings} every acknowledged write is there, or somebody who may have written has seen it;
 * where the last writer wins, of concurrent writes one may be lost.
 *
 * <p>Of values that were written more than once only this last is judged. O(operations + sizes of
 * reads + final reads × values).
 */
final class EventualRegisterInvariant implements Invariant {
  private final boolean keepsSiblings;

  EventualRegisterInvariant(boolean keepsSiblings) {
    this.keepsSiblings = keepsSiblings;
  }

  @Override
  public String workload() {
    return keepsSiblings ? "siblings" : "eventual-register";
  }

  @Override
  public String consistency() {
    return workload();
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
    findings.judged();
    reads.requireAgreement(findings);
    Writes writes = new Writes(part, findings);
    for (int event : part.events()) {
      boolean isRead = part.isOk(event, "read") || part.isOk(event, FinalReads.F);
      if (isRead && part.history().value(event) != null) {
        part.elements(event).forEach(value -> writes.requireWritten(value, event));
      }
    }
    reads.completions().forEach(completion -> judge(part, writes, completion, findings));
  }

  private void judge(Part part, Writes writes, int completion, Findings findings) {
    int read = part.history().pair(completion);
    Set<@Nullable Object> there = new HashSet<>(part.elements(completion));
    writes.byValue.forEach(
        (value, all) -> {
          findings.step();
          if (all.size() > 1) {
            return;
          }
          int write = all.getFirst();
          if (there.contains(value)) {
            int by = writes.overwriterBefore(value, read);
            if (by != History.NONE) {
              Resurrected why = new Resurrected(value, by, read);
              findings.anomaly("resurrected", part.key(), Lists.of(value), List.of(by, read), why);
            }
          } else if (keepsSiblings
              && writes.isOkBefore(write, read)
              && !writes.mayBeOverwritten(value, completion)) {
            Vanished why = new Vanished(value, write, read);
            findings.anomaly("lost", part.key(), Lists.of(value), List.of(write, read), why);
          }
        });
  }

  /** The writes that did not fail, by what they wrote and by what they had seen. */
  private static final class Writes {
    private final Part part;
    private final Findings findings;
    private final History history;
    private final Map<@Nullable Object, List<Integer>> byValue = new LinkedHashMap<>();
    private final Map<@Nullable Object, List<Integer>> bySeen = new HashMap<>();
    private final Map<@Nullable Object, Integer> failed = new HashMap<>();

    Writes(Part part, Findings findings) {
      this.part = part;
      this.findings = findings;
      this.history = part.history();
      for (int event : part.events()) {
        if (!part.isInvocation(event) || !history.f(event).equals("write")) {
          continue;
        }
        if (!(history.value(event) instanceof List<?> pair)
            || pair.size() != 2
            || !(pair.get(1) instanceof Collection<?> seen)) {
          throw part.shape(event, "[value [values seen …]]");
        }
        if (history.outcome(event) == EventType.FAIL) {
          failed.putIfAbsent(pair.get(0), event);
          continue;
        }
        byValue.computeIfAbsent(pair.get(0), v -> new ArrayList<>()).add(event);
        seen.forEach(value -> bySeen.computeIfAbsent(value, v -> new ArrayList<>()).add(event));
      }
    }

    boolean isOkBefore(int write, int event) {
      return history.outcome(write) == EventType.OK && history.pair(write) < event;
    }

    int overwriterBefore(@Nullable Object value, int read) {
      for (int by : bySeen.getOrDefault(value, List.of())) {
        if (isOkBefore(by, read)) {
          return by;
        }
      }
      return History.NONE;
    }

    boolean mayBeOverwritten(@Nullable Object value, int completion) {
      return bySeen.getOrDefault(value, List.of()).stream().anyMatch(by -> by < completion);
    }

    void requireWritten(@Nullable Object value, int seenAt) {
      findings.step();
      int seenBy = history.pair(seenAt);
      List<Integer> writes = byValue.getOrDefault(value, List.of());
      if (!writes.isEmpty() && writes.getFirst() < seenAt) {
        return;
      }
      Integer fail = failed.get(value);
      if (writes.isEmpty() && fail != null && fail < seenAt) {
        RevivedElement why = new RevivedElement(value, fail, seenBy);
        findings.anomaly("revived", part.key(), Lists.of(value), List.of(fail, seenBy), why);
      } else {
        UnexpectedElement why =
            new UnexpectedElement(value, seenBy, writes.isEmpty() ? null : writes.getFirst());
        findings.anomaly("unexpected", part.key(), Lists.of(value), List.of(seenBy), why);
      }
    }
  }
}
