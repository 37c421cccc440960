package dev.assay.checkers.invariants;

import dev.assay.checkers.invariants.InvariantExplanation.TrailingNil;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A client writes the parts of a key one after the other; another reads them in reverse order, each
 * in a transaction of its own. Once a read shows a part, all parts read after it, which were
 * written before, must be there: no {@code nil} after a value.
 *
 * <p>What breaks it is not sequentially consistent (Jepsen's {@code sequential} of CockroachDB). A
 * read's value is {@code [key [part …]]}. O(sizes of the reads).
 */
final class SequentialInvariant implements Invariant {
  @Override
  public String workload() {
    return "sequential";
  }

  @Override
  public String consistency() {
    return "sequential";
  }

  @Override
  public String needs() {
    return "no key was read";
  }

  @Override
  public boolean needsRealTime() {
    return false;
  }

  @Override
  public void judge(Part part, Findings findings) {
    for (int event : part.events()) {
      findings.step();
      if (part.isOk(event, "read") && part.history().value(event) != null) {
        findings.judged();
        look(part, findings, event);
      }
    }
  }

  private static void look(Part part, Findings findings, int event) {
    @Nullable Object seen = null;
    int at = 0;
    int nils = 0;
    int missingAt = -1;
    Collection<?> parts = parts(part, event);
    for (Object element : parts) {
      nils += element == null ? 1 : 0;
      if (element == null && seen != null && missingAt < 0) {
        missingAt = at;
      }
      seen = element != null && missingAt < 0 ? element : seen;
      at++;
    }
    findings.count(nils == 0 ? "all-count" : nils == at ? "none-count" : "some-count", 1);
    if (missingAt >= 0) {
      int read = part.history().pair(event);
      TrailingNil why = new TrailingNil(read, seen, missingAt);
      findings.anomaly("trailing-nil", part.key(), Lists.of(seen), List.of(read), why);
    }
  }

  private static Collection<?> parts(Part part, int event) {
    Object value = part.history().value(event);
    if (part.key() == null
        && value instanceof List<?> pair
        && pair.size() == 2
        && pair.get(1) instanceof Collection<?> parts) {
      return parts;
    }
    return part.elements(event);
  }
}
