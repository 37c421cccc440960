package dev.assay.checkers.invariants;

import dev.assay.checkers.invariants.InvariantExplanation.LostElement;
import dev.assay.histories.History;
import java.util.List;

/**
 * Elements are added, and a last read shows all of them: every acknowledged one, and none that was
 * not tried.
 *
 * <p>Beside what Jepsen's {@code set} asks, an element whose add failed must not be there ({@code
 * revived}), and an add that returned while or after the last read was under way proves nothing.
 * O(adds + size of the last read).
 */
final class SetInvariant implements Invariant {
  @Override
  public String workload() {
    return "set";
  }

  @Override
  public String consistency() {
    return "set";
  }

  @Override
  public String needs() {
    return "the set was never read";
  }

  @Override
  public boolean needsRealTime() {
    return true;
  }

  @Override
  public void judge(Part part, Findings findings) {
    int last = lastRead(part);
    if (last == History.NONE) {
      return;
    }
    findings.judged();
    Adds adds = Adds.of(part, "add", findings);
    boolean[] isThere = new boolean[adds.size()];
    SeenElements seen = new SeenElements(part, adds, findings);
    for (Object element : part.elements(last)) {
      int number = seen.see(element, last);
      if (number != ElementIndex.NONE) {
        isThere[number] = true;
      }
    }
    int read = part.history().pair(last);
    for (int e = 0; e < adds.size(); e++) {
      findings.step();
      findings.count("attempt-count", 1);
      int returned = adds.acknowledged(e);
      if (returned != History.NONE) {
        findings.count("acknowledged-count", 1);
        if (!isThere[e] && returned < read) {
          int add = part.history().pair(returned);
          LostElement why = new LostElement(adds.element(e), add, read);
          findings.anomaly("lost", part.key(), Lists.of(adds.element(e)), List.of(add, read), why);
        }
      } else if (isThere[e]) {
        findings.count("recovered-count", 1);
      }
    }
  }

  private static int lastRead(Part part) {
    int last = History.NONE;
    for (int event : part.events()) {
      if (part.isOk(event, "read") && part.history().value(event) != null) {
        last = event;
      }
    }
    return last;
  }
}
