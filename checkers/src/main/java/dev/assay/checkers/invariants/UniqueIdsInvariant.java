package dev.assay.checkers.invariants;

import dev.assay.checkers.invariants.InvariantExplanation.DuplicateId;
import java.util.Arrays;
import java.util.List;

/** Every acknowledged {@code generate} gives a value that no other gives. O(operations). */
final class UniqueIdsInvariant implements Invariant {
  @Override
  public String workload() {
    return "unique-ids";
  }

  @Override
  public String consistency() {
    return "unique-ids";
  }

  @Override
  public String needs() {
    return "no value was generated";
  }

  @Override
  public boolean needsRealTime() {
    return false;
  }

  @Override
  public void judge(Part part, Findings findings) {
    ElementIndex index = new ElementIndex();
    int[] first = new int[16];
    for (int event : part.events()) {
      findings.step();
      if (!part.isOk(event, "generate")) {
        continue;
      }
      findings.judged();
      findings.count("acknowledged-count", 1);
      Object id = part.history().value(event);
      int before = index.size();
      int number = index.add(id);
      int operation = part.history().pair(event);
      if (number < before) {
        DuplicateId why = new DuplicateId(id, first[number], operation);
        List<Integer> proof = List.of(first[number], operation);
        findings.anomaly("duplicated", part.key(), Lists.of(id), proof, why);
        continue;
      }
      if (number == first.length) {
        first = Arrays.copyOf(first, number + (number >> 1));
      }
      first[number] = operation;
    }
  }
}
