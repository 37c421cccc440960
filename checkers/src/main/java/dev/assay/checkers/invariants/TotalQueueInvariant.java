package dev.assay.checkers.invariants;

import dev.assay.checkers.invariants.InvariantExplanation.LostMessages;
import dev.assay.histories.EventType;
import dev.assay.histories.History;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What goes in must come out: every acknowledged element is dequeued, and nothing comes out that
 * was not tried. An element may come out more than once. Jepsen's {@code total-queue}.
 *
 * <p>Beside what Jepsen's asks, an element whose enqueue failed must not come out ({@code
 * revived}). What did not come out is lost only if it was acknowledged before the queue was found
 * empty, by a drain or by a dequeue that failed or gave nil; and only those are, that no dequeue of
 * unknown outcome can have taken. A drain of unknown outcome can have taken anything.
 * O(operations).
 */
final class TotalQueueInvariant implements Invariant {
  /** How many lost elements a proof names beyond those that crashed dequeues may have taken. */
  private static final int NAMED_MAX = 16;

  @Override
  public String workload() {
    return "total-queue";
  }

  @Override
  public String consistency() {
    return "total-queue";
  }

  @Override
  public String needs() {
    return "nothing was enqueued, or the queue was never found empty: end with a drain";
  }

  @Override
  public boolean needsRealTime() {
    return true;
  }

  @Override
  public void judge(Part part, Findings findings) {
    new Flow(part, findings).judge();
  }

  private static final class Flow {
    private final Part part;
    private final History history;
    private final Findings findings;
    private final Adds enqueues;
    private final SeenElements seen;
    private final int[] dequeued;
    private int crashedDequeues;
    private int crashedDrain = History.NONE;

    /** The operation that was invoked last of those that found the queue empty. */
    private int emptied = History.NONE;

    Flow(Part part, Findings findings) {
      this.part = part;
      this.findings = findings;
      history = part.history();
      enqueues = Adds.of(part, "enqueue", findings);
      seen = new SeenElements(part, enqueues, findings);
      dequeued = new int[enqueues.size()];
    }

    void judge() {
      for (int event : part.events()) {
        findings.step();
        String f = history.f(event);
        boolean isDrain = f.equals("drain");
        if (!isDrain && !f.equals("dequeue")) {
          continue;
        }
        if (part.isInvocation(event)) {
          outcome(event, isDrain);
        } else if (history.type(event) == EventType.OK && isDrain) {
          for (Object element : part.elements(event)) {
            came(element, event);
          }
        } else if (history.type(event) == EventType.OK && history.value(event) != null) {
          came(history.value(event), event);
        }
      }
      for (int e = 0; e < dequeued.length; e++) {
        findings.count("attempt-count", 1);
      }
      lost();
    }

    private void outcome(int invocation, boolean isDrain) {
      EventType outcome = history.outcome(invocation);
      if (outcome == EventType.INFO) {
        crashedDequeues += isDrain ? 0 : 1;
        crashedDrain = isDrain ? invocation : crashedDrain;
      } else if (isDrain
          ? outcome == EventType.OK
          : outcome == EventType.FAIL || history.value(history.pair(invocation)) == null) {
        emptied = Math.max(emptied, invocation);
      }
    }

    /** What cannot have been there counts too: it may be an enqueue's that came later. */
    private void came(@Nullable Object element, int event) {
      seen.see(element, event);
      int number = enqueues.find(element);
      if (number != ElementIndex.NONE) {
        findings.count(dequeued[number]++ == 0 ? "ok-count" : "duplicated-count", 1);
      }
    }

    private void lost() {
      if (emptied == History.NONE) {
        return;
      }
      int[] missing = enqueuedBefore(emptied);
      long sum = 0;
      for (int e = 0; e < missing.length; e++) {
        if (missing[e] > 0) {
          findings.judged();
        }
        missing[e] -= dequeued[e];
        sum += Math.max(0, missing[e]);
      }
      if (sum == 0) {
        return;
      }
      findings.count("missing-count", sum);
      if (crashedDrain != History.NONE) {
        throw new UndecidedException(
            sum
                + " elements are missing, and the drain at index "
                + history.index(crashedDrain)
                + " may have taken them: its outcome is unknown");
      }
      if (sum > crashedDequeues) {
        tell(missing);
      } else {
        findings.judged();
      }
    }

    /** How many enqueues of each element were acknowledged before the event. */
    private int[] enqueuedBefore(int end) {
      int[] count = new int[enqueues.size()];
      for (int event : part.events()) {
        if (event < end && part.isOk(event, "enqueue")) {
          count[enqueues.find(history.value(history.pair(event)))]++;
        }
      }
      return count;
    }

    private void tell(int[] missing) {
      List<Integer> proof = new ArrayList<>();
      List<Object> elements = new ArrayList<>();
      boolean[] isNamed = new boolean[missing.length];
      int named = 0;
      for (int e = 0; e < missing.length && named <= crashedDequeues + NAMED_MAX; e++) {
        if (missing[e] > 0) {
          isNamed[e] = true;
          elements.add(enqueues.element(e));
          named += missing[e];
        }
      }
      for (int event : part.events()) {
        if (event < emptied
            && part.isOk(event, "enqueue")
            && isNamed[enqueues.find(history.value(history.pair(event)))]) {
          proof.add(history.pair(event));
        }
      }
      LostMessages why = new LostMessages(elements, List.copyOf(proof), emptied, crashedDequeues);
      proof.add(emptied);
      findings.anomaly("lost", part.key(), elements, List.copyOf(proof), why);
      findings.count("lost-count", Arrays.stream(missing).filter(m -> m > 0).sum() - 1L);
    }
  }
}
