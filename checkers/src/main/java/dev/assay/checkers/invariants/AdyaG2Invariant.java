package dev.assay.checkers.invariants;

import dev.assay.checkers.invariants.InvariantExplanation.BothInserted;
import dev.assay.histories.History;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Two transactions look by predicate whether a key has a row in either of two tables, and insert
 * one each into its own table if not: at most one insert a key may succeed.
 *
 * <p>Two that succeed are a cycle of two predicate anti-dependencies, Adya's G2 (Adya 1999, §3.2):
 * write skew through a predicate, which serializability forbids and snapshot isolation allows. The
 * workload is {@code jepsen.tests.adya}'s: {@code insert [key [a-id b-id]]}, with one id nil. O(n).
 */
final class AdyaG2Invariant implements Invariant {
  @Override
  public String workload() {
    return "g2";
  }

  @Override
  public String consistency() {
    return "serializable";
  }

  @Override
  public String needs() {
    return "no insert was acknowledged";
  }

  @Override
  public boolean needsRealTime() {
    return false;
  }

  @Override
  public void judge(Part part, Findings findings) {
    Map<@Nullable Object, Integer> inserted = new HashMap<>();
    History history = part.history();
    for (int event : part.events()) {
      findings.step();
      if (!part.isOk(event, "insert")) {
        continue;
      }
      findings.judged();
      int insert = history.pair(event);
      Object key = key(part, insert);
      Integer first = inserted.putIfAbsent(key, insert);
      if (first != null) {
        BothInserted why = new BothInserted(key, first, insert);
        findings.anomaly("G2", part.key(), Lists.of(key), List.of(first, insert), why);
      }
    }
    findings.count("key-count", inserted.size());
  }

  /** The key of the history where it has one, else the first of the value's pair. */
  private static @Nullable Object key(Part part, int insert) {
    if (part.key() != null) {
      return part.key();
    }
    if (part.history().value(insert) instanceof List<?> pair && pair.size() == 2) {
      return pair.get(0);
    }
    throw part.shape(insert, "[key [id id]]");
  }
}
