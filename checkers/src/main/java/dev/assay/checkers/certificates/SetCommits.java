package dev.assay.checkers.certificates;

import dev.assay.checkers.certificates.Certificate.CommitOrder;
import dev.assay.histories.EventType;
import dev.assay.histories.History;
import dev.assay.histories.MicroOps;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Verifies an order of commits of transactions on sets at read committed (Adya 1999, section
 * 4.2.2): each shows only what transactions before it added to a set, and nothing that the same
 * transaction added to more of, unless it shows that, too. Adds commute, so no order of versions is
 * broken. Linear in the history and the sets that were read.
 */
final class SetCommits {
  private final History history;
  private final MicroOps microOps;
  private final CommitOrder claim;

  /** By key, by element: who added it and did not fail, and its micro-operation. */
  private final Map<Integer, Map<Integer, Add>> adds = new HashMap<>();

  private final KeptOrder kept;
  private final Set<Integer> placed = new HashSet<>();

  private record Add(int invocation, int mop) {}

  SetCommits(History history, CommitOrder claim) {
    this.history = history;
    this.claim = claim;
    microOps = history.microOps();
    kept = new KeptOrder(history, claim.consistency());
  }

  Verification verify() {
    if (!claim.consistency().matches("(strong-session-|strong-)?read-committed")) {
      return Verification.giveUp("there is no rule for sets at " + claim.consistency());
    }
    for (int txn = 0; txn < history.size(); txn++) {
      if (history.isClientInvocation(txn)
          && history.outcome(txn) != EventType.FAIL
          && !collect(txn)) {
        return Verification.reject("an element is added twice");
      }
    }
    for (int invocation : claim.order()) {
      String fault = place(invocation);
      if (fault != null) {
        return Verification.reject("transaction " + invocation + " " + fault);
      }
    }
    for (int txn = 0; txn < history.size(); txn++) {
      if (history.isClientInvocation(txn)
          && history.outcome(txn) == EventType.OK
          && !placed.contains(txn)) {
        return Verification.reject("transaction " + txn + " is missing in the order");
      }
    }
    return Verification.accept(
        "a " + claim.consistency() + " order of " + placed.size() + " commits");
  }

  private boolean collect(int txn) {
    int event = Told.event(history, txn);
    for (int mop = microOps.start(event); mop < microOps.end(event); mop++) {
      if (microOps.kind(mop) != MicroOps.READ
          && adds.computeIfAbsent(microOps.key(mop), key -> new HashMap<>())
                  .put(microOps.value(mop), new Add(txn, mop))
              != null) {
        return false;
      }
    }
    return true;
  }

  private @Nullable String place(int invocation) {
    if (invocation < 0 || invocation >= history.size() || !history.isClientInvocation(invocation)) {
      return "is none";
    }
    EventType outcome = history.outcome(invocation);
    if (outcome == EventType.FAIL || !placed.add(invocation)) {
      return "failed, or takes effect twice";
    }
    String late = kept.place(invocation);
    if (late != null) {
      return late;
    }
    int event = Told.event(history, invocation);
    for (int mop = microOps.start(event); mop < microOps.end(event); mop++) {
      if (microOps.kind(mop) != MicroOps.READ && !microOps.name(microOps.kind(mop)).equals("add")) {
        return "does something else than to read or add";
      }
      if (microOps.kind(mop) == MicroOps.READ && outcome == EventType.OK) {
        String fault = look(invocation, mop);
        if (fault != null) {
          return fault;
        }
      }
    }
    return null;
  }

  private @Nullable String look(int invocation, int read) {
    Set<Integer> shown = SetState.elements(history, read);
    Map<Integer, Add> known = adds.getOrDefault(microOps.key(read), Map.of());
    if (shown.size() < microOps.listEnd(read) - microOps.listStart(read)) {
      return "reads an element twice";
    }
    for (int element : shown) {
      Add add = known.get(element);
      if (add == null || !placed.contains(add.invocation)) {
        return "reads what nobody before added";
      }
      boolean isOwn = add.invocation == invocation;
      if (isOwn && add.mop > read) {
        return "reads what it adds later";
      }
      int end = microOps.end(Told.event(history, add.invocation));
      for (int mop = add.mop + 1; mop < end && !isOwn; mop++) {
        if (microOps.kind(mop) != MicroOps.READ
            && microOps.key(mop) == microOps.key(read)
            && !shown.contains(microOps.value(mop))) {
          return "reads a part of what another added";
        }
      }
    }
    return null;
  }
}
