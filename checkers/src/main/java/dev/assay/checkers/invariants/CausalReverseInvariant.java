package dev.assay.checkers.invariants;

import dev.assay.checkers.invariants.InvariantExplanation.CausalReverse;
import dev.assay.histories.History;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Blind writes of distinct elements and reads of all of them: a read that shows a write has to show
 * every write that had returned before that one began.
 *
 * <p>What breaks it is serializable, perhaps, but not strictly so: T1 &lt; T2 in real time, and T2
 * is seen without T1. Jepsen's {@code causal-reverse}, and {@code comments} of CockroachDB. Of what
 * a read shows, the write that began last asks for the most. O(sizes of the reads).
 */
final class CausalReverseInvariant implements Invariant {
  private final String workload;

  CausalReverseInvariant(String workload) {
    this.workload = workload;
  }

  @Override
  public String workload() {
    return workload;
  }

  @Override
  public String consistency() {
    return "strict-serializable";
  }

  @Override
  public String needs() {
    return "no read showed a write";
  }

  @Override
  public boolean needsRealTime() {
    return true;
  }

  @Override
  public void judge(Part part, Findings findings) {
    History history = part.history();
    Adds writes = Adds.of(part, "write", findings);
    int[] byReturn = acknowledgedInOrder(writes);
    boolean[] isThere = new boolean[writes.size()];
    for (int event : part.events()) {
      if (!part.isOk(event, "read") || history.value(event) == null) {
        continue;
      }
      Collection<?> elements = part.elements(event);
      int last = lastBegun(elements, writes, findings);
      if (last == ElementIndex.NONE) {
        continue;
      }
      findings.judged();
      mark(elements, writes, isThere, true);
      for (int earlier : byReturn) {
        findings.step();
        if (writes.acknowledged(earlier) > writes.invoked(last)) {
          break;
        }
        if (!isThere[earlier]) {
          tell(
              part,
              findings,
              history.pair(writes.acknowledged(earlier)),
              writes.invoked(last),
              event);
          break;
        }
      }
      mark(elements, writes, isThere, false);
    }
  }

  private static int lastBegun(Collection<?> elements, Adds writes, Findings findings) {
    int last = ElementIndex.NONE;
    for (Object element : elements) {
      findings.step();
      int write = writes.find(element);
      if (write != ElementIndex.NONE
          && writes.mayBeThere(write)
          && (last == ElementIndex.NONE || writes.invoked(write) > writes.invoked(last))) {
        last = write;
      }
    }
    return last;
  }

  private static void mark(Collection<?> elements, Adds writes, boolean[] isThere, boolean value) {
    for (Object element : elements) {
      int write = writes.find(element);
      if (write != ElementIndex.NONE) {
        isThere[write] = value;
      }
    }
  }

  /** The acknowledged writes in the order in which they returned first. */
  private static int[] acknowledgedInOrder(Adds writes) {
    return IntStream.range(0, writes.size())
        .filter(write -> writes.acknowledged(write) != History.NONE)
        .boxed()
        .sorted(Comparator.comparingInt(writes::acknowledged))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private static void tell(Part part, Findings findings, int earlier, int later, int event) {
    History history = part.history();
    int read = history.pair(event);
    Object missing = history.value(earlier);
    Object seen = history.value(later);
    CausalReverse why = new CausalReverse(earlier, later, read, missing, seen);
    List<Integer> proof = List.of(earlier, later, read);
    findings.anomaly("causal-reverse", part.key(), Arrays.asList(missing, seen), proof, why);
  }
}
