package dev.assay.checkers.certificates;

import dev.assay.checkers.certificates.Certificate.CommitOrder;
import dev.assay.histories.EventType;
import dev.assay.histories.History;
import dev.assay.histories.MicroOps;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Verifies an order of commits at read uncommitted (Adya 1999, section 4.2.1, PL-1): all overwrite
 * each other in one order, and reads may show anything that was ever written, by whomever.
 *
 * <p>Only lists tell in which order they were written: the longest that was read of a key does (the
 * first such, where they contradict each other), and what it does not show came later. Linear.
 */
final class UncommittedReplay {
  private final History history;
  private final MicroOps microOps;
  private final CommitOrder claim;
  private final boolean areRegisters;
  private final KeptOrder kept;
  private final Map<Integer, Integer> places = new HashMap<>();

  /** By key, by value: the last transaction that wrote it. */
  private final Map<Integer, Map<Integer, Integer>> written = new HashMap<>();

  /** By key: the longest list that was read. */
  private final Map<Integer, List<Integer>> longest = new HashMap<>();

  private UncommittedReplay(History history, CommitOrder claim) {
    this.history = history;
    this.claim = claim;
    microOps = history.microOps();
    areRegisters = claim.workload().equals("rw-register");
    kept = new KeptOrder(history, claim.consistency());
  }

  static boolean knows(CommitOrder claim) {
    return claim.workload().matches("list-append|rw-register|set-add")
        && claim.consistency().matches("(strong-session-|strong-)?read-uncommitted");
  }

  static Verification verify(History history, CommitOrder claim) {
    return new UncommittedReplay(history, claim).verify();
  }

  private Verification verify() {
    for (int at = 0; at < claim.order().size(); at++) {
      int invocation = claim.order().get(at);
      String fault = placeFault(invocation);
      if (fault != null) {
        return Verification.reject("transaction " + invocation + " " + fault);
      }
      places.put(invocation, at);
    }
    for (int txn = 0; txn < history.size(); txn++) {
      if (history.isClientInvocation(txn) && !collect(txn)) {
        return Verification.reject("transaction " + txn + " is missing in the order");
      }
    }
    for (int txn = 0; txn < history.size(); txn++) {
      if (history.isClientInvocation(txn) && history.outcome(txn) == EventType.OK) {
        String fault = look(Told.event(history, txn));
        if (fault != null) {
          return Verification.reject("transaction " + txn + " " + fault);
        }
      }
    }
    for (Map.Entry<Integer, List<Integer>> list : longest.entrySet()) {
      if (!isInOrder(list.getKey(), list.getValue())) {
        return Verification.reject(
            "the list at " + history.values().get(list.getKey()) + " grew in another order");
      }
    }
    return Verification.accept(
        "a " + claim.consistency() + " order of " + places.size() + " commits");
  }

  private @Nullable String placeFault(int invocation) {
    if (invocation < 0 || invocation >= history.size() || !history.isClientInvocation(invocation)) {
      return "is none";
    }
    if (history.outcome(invocation) == EventType.FAIL || places.containsKey(invocation)) {
      return "failed, or takes effect twice";
    }
    return kept.place(invocation);
  }

  /** Takes up what was written; whether it is placed, if it completed. */
  private boolean collect(int txn) {
    int event = Told.event(history, txn);
    for (int mop = microOps.start(event); mop < microOps.end(event); mop++) {
      if (microOps.kind(mop) != MicroOps.READ) {
        written
            .computeIfAbsent(microOps.key(mop), key -> new HashMap<>())
            .put(microOps.value(mop), txn);
      }
    }
    return history.outcome(txn) != EventType.OK || places.containsKey(txn);
  }

  /** What is wrong with the reads that an event tells, or null. */
  private @Nullable String look(int event) {
    for (int mop = microOps.start(event); mop < microOps.end(event); mop++) {
      if (microOps.kind(mop) != MicroOps.READ) {
        continue;
      }
      int key = microOps.key(mop);
      Set<Integer> known = written.getOrDefault(key, Map.of()).keySet();
      List<Integer> shown = shown(mop);
      if (!known.containsAll(shown) || new HashSet<>(shown).size() < shown.size()) {
        return "reads what nobody wrote, or one element twice";
      }
      if (claim.workload().equals("list-append")
          && shown.size() > longest.getOrDefault(key, List.of()).size()) {
        longest.put(key, shown);
      }
    }
    return null;
  }

  private List<Integer> shown(int mop) {
    if (areRegisters) {
      return microOps.value(mop) == 0 ? List.of() : List.of(microOps.value(mop));
    }
    List<Integer> shown = new ArrayList<>();
    for (int at = microOps.listStart(mop); at < microOps.listEnd(mop); at++) {
      shown.add(microOps.element(at));
    }
    if (shown.isEmpty()) {
      shown.addAll(SetState.elements(history, mop));
    }
    return shown;
  }

  private boolean isInOrder(int key, List<Integer> list) {
    Map<Integer, Integer> writers = written.getOrDefault(key, Map.of());
    int last = -1;
    for (int element : list) {
      int at = places.getOrDefault(writers.getOrDefault(element, -1), -1);
      if (at >= 0 && at < last) {
        return false;
      }
      last = Math.max(last, at);
    }
    Map<Integer, Integer> later = new HashMap<>(writers);
    later.keySet().removeAll(new HashSet<>(list));
    for (int writer : later.values()) {
      if (places.getOrDefault(writer, last) < last) {
        return false;
      }
    }
    return true;
  }
}
