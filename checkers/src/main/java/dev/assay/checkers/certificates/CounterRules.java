package dev.assay.checkers.certificates;

import dev.assay.checkers.certificates.Certificate.CommitOrder;
import dev.assay.checkers.certificates.Certificate.ConflictingOperations;
import dev.assay.histories.EventType;
import dev.assay.histories.History;
import dev.assay.histories.Keyword;
import dev.assay.histories.MicroOps;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Verifies dependencies and conflicts of transactions on counters. Where every value that was read
 * is the sum of one set of increments, a read shows these and no others, as of a set of amounts:
 * the rules are those of {@link SetAddRules}.
 */
final class CounterRules {
  private final History history;
  private final MicroOps microOps;
  private final Map<Integer, List<Long>> all = new HashMap<>();
  private final Map<Integer, List<Long>> possible = new HashMap<>();

  private CounterRules(History history) {
    this.history = history;
    microOps = history.microOps();
    collect();
  }

  /** Verifies the edges of a cycle, whose shape has been looked at. */
  static Verification verify(History history, List<CycleEdge> edges) {
    History sets = new CounterRules(history).asSets();
    return sets == null ? noSets() : new SetAddRules(sets).verify(edges);
  }

  /** Verifies an order of commits. */
  static Verification verify(History history, CommitOrder claim) {
    History sets = new CounterRules(history).asSets();
    return sets == null
        ? noSets()
        : CommitReplay.verify(sets, new CommitOrder("set-add", claim.consistency(), claim.order()));
  }

  /** Verifies what a few micro-operations show. */
  static Verification verify(History history, ConflictingOperations claim) {
    return new CounterRules(history).verify(claim);
  }

  private static Verification noSets() {
    return Verification.reject("a value may be the sum of several sets of increments, or of none");
  }

  private Verification verify(ConflictingOperations claim) {
    List<MicroOpRef> refs = claim.microOps();
    int key = history.values().find(claim.key());
    if (CounterBoundRules.knows(claim.anomaly())) {
      boolean isFit =
          (refs.size() == 1 || refs.size() == 2) && refs.stream().allMatch(ref -> isRead(ref, key));
      return verification(claim, isFit && new CounterBoundRules(history, claim).holds());
    }
    boolean isOfReads =
        claim.anomaly().equals("garbage-read")
            || (claim.anomaly().equals("internal") && refs.size() == 2 && isRead(refs.get(1), key));
    if (!isOfReads) {
      History sets = asSets();
      return sets == null ? noSets() : new SetAddRules(sets).verify(claim);
    }
    boolean holds =
        !refs.isEmpty()
            && isRead(refs.get(0), key)
            && (claim.anomaly().equals("internal")
                ? isUnexpected(refs.get(0), refs.get(1))
                : refs.size() == 1
                    && CounterSums.of(all.getOrDefault(key, List.of()), number(mop(refs.get(0))))
                        .isEmpty());
    return verification(claim, holds);
  }

  private static Verification verification(ConflictingOperations claim, boolean holds) {
    return holds
        ? Verification.accept("micro-operations that show " + claim.anomaly())
        : Verification.reject("the micro-operations do not show " + claim.anomaly());
  }

  /** A read that is not an earlier one and the increments between. */
  private boolean isUnexpected(MicroOpRef read, MicroOpRef earlier) {
    if (read.transaction() != earlier.transaction() || earlier.index() >= read.index()) {
      return false;
    }
    long expected = number(mop(earlier));
    for (int mop = mop(earlier) + 1; mop < mop(read); mop++) {
      if (microOps.kind(mop) != MicroOps.READ && microOps.key(mop) == microOps.key(mop(read))) {
        expected = Math.addExact(expected, number(mop));
      }
    }
    return expected != number(mop(read));
  }

  private boolean isRead(MicroOpRef ref, int key) {
    int invocation = ref.transaction();
    return invocation >= 0
        && invocation < history.size()
        && history.isClientInvocation(invocation)
        && history.outcome(invocation) == EventType.OK
        && ref.event() == Told.event(history, invocation)
        && ref.index() >= 0
        && mop(ref) < microOps.end(ref.event())
        && microOps.kind(mop(ref)) == MicroOps.READ
        && microOps.key(mop(ref)) == key;
  }

  private int mop(MicroOpRef ref) {
    return microOps.start(ref.event()) + ref.index();
  }

  private long number(int mop) {
    return CounterState.number(history, mop);
  }

  /** What transactions added, by key: all, and those that did not fail. */
  private void collect() {
    for (int txn = 0; txn < history.size(); txn++) {
      int event = history.isClientInvocation(txn) ? Told.event(history, txn) : txn;
      for (int mop = microOps.start(event);
          history.isClientInvocation(txn) && mop < microOps.end(event);
          mop++) {
        if (microOps.kind(mop) != MicroOps.READ) {
          all.computeIfAbsent(microOps.key(mop), k -> new ArrayList<>()).add(number(mop));
          if (history.outcome(txn) != EventType.FAIL) {
            possible.computeIfAbsent(microOps.key(mop), k -> new ArrayList<>()).add(number(mop));
          }
        }
      }
    }
  }

  /**
   * The history with increments as additions to sets; null where a value may be several sums. One
   * of those that failed counts if it can be told from others: else, that nobody saw it is part of
   * what every level promises that a cycle rules out.
   */
  private @Nullable History asSets() {
    return RetoldHistory.of(history, this::asSets);
  }

  private @Nullable List<Object> asSets(int event) {
    List<Object> mops = new ArrayList<>();
    for (int mop = microOps.start(event); mop < microOps.end(event); mop++) {
      boolean isRead = microOps.kind(mop) == MicroOps.READ;
      List<Long> shown = null;
      if (isRead && history.type(event) == EventType.OK) {
        shown = onlySum(microOps.key(mop), number(mop));
        if (shown == null) {
          return null;
        }
      }
      mops.add(
          Arrays.<@Nullable Object>asList(
              new Keyword(isRead ? "r" : "add"),
              history.values().get(microOps.key(mop)),
              isRead ? shown == null ? null : new TreeSet<>(shown) : (Object) number(mop)));
    }
    return mops;
  }

  private @Nullable List<Long> onlySum(int key, long number) {
    List<List<Long>> ways = CounterSums.of(all.getOrDefault(key, List.of()), number);
    if (ways.size() > 1) {
      ways = CounterSums.of(possible.getOrDefault(key, List.of()), number);
    }
    return ways.size() == 1 ? ways.get(0) : null;
  }
}
