package dev.assay.checkers.invariants;

import dev.assay.checkers.invariants.InvariantExplanation.Resurrected;
import dev.assay.checkers.invariants.InvariantExplanation.Vanished;
import dev.assay.histories.EventType;
import dev.assay.histories.History;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An observed-remove set, judged by its final reads: they agree; they have every acknowledged add
 * that no remove can have seen; and they have nothing that was removed, or never tried.
 *
 * <p>A remove takes away only adds that the last read of its process, which showed the element, can
 * have seen: those that began before that read returned. Where the process has read no such thing,
 * a remove may take away any add. An element that was added once, seen, and removed by who saw it
 * must not be there. O(operations + sizes of reads + final reads × elements).
 */
final class EventualSetInvariant implements Invariant {
  @Override
  public String workload() {
    return "eventual-set";
  }

  @Override
  public String consistency() {
    return "eventual-set";
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
    nothingFromNowhere(part, findings);
    Map<@Nullable Object, Life> lives = lives(part, findings);
    for (int completion : reads.completions()) {
      judge(part, completion, lives, findings);
    }
  }

  private static void nothingFromNowhere(Part part, Findings findings) {
    SeenElements seen = new SeenElements(part, Adds.of(part, "add", findings), findings);
    for (int event : part.events()) {
      boolean isRead = part.isOk(event, "read") || part.isOk(event, FinalReads.F);
      if (isRead && part.history().value(event) != null) {
        part.elements(event).forEach(element -> seen.see(element, event));
      }
    }
  }

  private static void judge(
      Part part, int completion, Map<@Nullable Object, Life> lives, Findings findings) {
    int read = part.history().pair(completion);
    Set<@Nullable Object> there = new HashSet<>(part.elements(completion));
    lives.forEach(
        (element, life) -> {
          findings.step();
          boolean isThere = there.contains(element);
          int update = isThere ? life.removedBefore(read) : life.addedFor(read, completion);
          if (update == History.NONE) {
            return;
          }
          List<Integer> proof = List.of(update, read);
          if (isThere) {
            Resurrected why = new Resurrected(element, update, read);
            findings.anomaly("resurrected", part.key(), Lists.of(element), proof, why);
          } else {
            Vanished why = new Vanished(element, update, read);
            findings.anomaly("lost", part.key(), Lists.of(element), proof, why);
          }
        });
  }

  private static Map<@Nullable Object, Life> lives(Part part, Findings findings) {
    Map<@Nullable Object, Life> lives = new LinkedHashMap<>();
    Map<Integer, Integer> lastReads = new HashMap<>();
    History history = part.history();
    for (int event : part.events()) {
      findings.step();
      if (part.isOk(event, "read")) {
        lastReads.put(history.process(event), event);
      }
      if (!part.isInvocation(event) || history.outcome(event) == EventType.FAIL) {
        continue;
      }
      if (history.f(event).equals("add")) {
        lives.computeIfAbsent(history.value(event), e -> new Life(history)).adds.add(event);
      } else if (history.f(event).equals("remove")) {
        Object element = history.value(event);
        Integer last = lastReads.get(history.process(event));
        boolean hasSeen = last != null && showsElement(part, last, element);
        lives
            .computeIfAbsent(element, e -> new Life(history))
            .removes
            .add(new Remove(event, hasSeen && last != null ? last : History.NONE));
      }
    }
    return lives;
  }

  private static boolean showsElement(Part part, int read, @Nullable Object element) {
    return part.history().value(read) != null
        && part.elements(read).stream().anyMatch(other -> Objects.equals(other, element));
  }

  /**
   * A remove that did not fail.
   *
   * @param seenAt the completion of the read that showed the element, or {@link History#NONE}
   */
  private record Remove(int invocation, int seenAt) {}

  /** The adds and removes of one element, those that failed left out. */
  private static final class Life {
    private final History history;
    private final List<Integer> adds = new ArrayList<>();
    private final List<Remove> removes = new ArrayList<>();

    Life(History history) {
      this.history = history;
    }

    private boolean isOkBefore(int invocation, int event) {
      return history.outcome(invocation) == EventType.OK && history.pair(invocation) < event;
    }

    /** An acknowledged add that the read has to show. */
    int addedFor(int read, int completion) {
      for (int add : adds) {
        boolean mayBeTaken =
            removes.stream()
                .anyMatch(
                    r ->
                        r.invocation() < completion
                            && (r.seenAt() == History.NONE || r.seenAt() > add));
        if (isOkBefore(add, read) && !mayBeTaken) {
          return add;
        }
      }
      return History.NONE;
    }

    /** A remove after which the read must not show the element. */
    int removedBefore(int read) {
      for (Remove remove : removes) {
        boolean hasSeen = remove.seenAt() != History.NONE;
        if (adds.size() == 1 && hasSeen && isOkBefore(remove.invocation(), read)) {
          return remove.invocation();
        }
      }
      return History.NONE;
    }
  }
}
