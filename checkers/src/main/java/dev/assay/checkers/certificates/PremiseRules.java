package dev.assay.checkers.certificates;

import dev.assay.checkers.KeyAssumption;
import dev.assay.checkers.KeyOptions;
import dev.assay.histories.EventType;
import dev.assay.histories.History;
import dev.assay.histories.MicroOps;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What follows from an assumption of the user on the versions of a key, if that is right: of two
 * transactions that used the key and that it orders, the later one saw no earlier version than the
 * earlier one left. What a transaction saw is the first that it read from others or wrote, what it
 * left is what it wrote, or else saw.
 */
final class PremiseRules {
  private final History history;
  private final RegisterFacts facts;
  private final KeyOptions keys;

  PremiseRules(History history, RegisterFacts facts, KeyOptions keys) {
    this.history = history;
    this.facts = facts;
    this.keys = keys;
  }

  /** Under which premises edges hold, as the end of a sentence; empty when they need none. */
  static String named(Stream<CycleEdge> edges) {
    String names =
        edges
            .map(CycleEdge::premise)
            .filter(Objects::nonNull)
            .map(KeyPremise::assumption)
            .distinct()
            .sorted()
            .collect(Collectors.joining(" and "));
    return names.isEmpty() ? "" : ", under the premise " + names;
  }

  /**
   * What is wrong with a premise, or null when it holds: that a version of one writer comes before
   * what another wrote.
   *
   * @param writer of the version that comes first
   * @param write of the other one
   */
  @Nullable String fault(KeyPremise premise, int writer, @Nullable MicroOpRef write) {
    if (keys.assumptions().stream().noneMatch(a -> a.label().equals(premise.assumption()))) {
      return "nobody assumes " + premise.assumption();
    }
    MicroOpRef earlier = premise.earlier();
    MicroOpRef later = premise.later();
    if (write == null || !isUse(earlier) || !isUse(later)) {
      return "the premise is not about reads and writes that took effect";
    }
    int key = facts.microOps().key(facts.mop(write));
    if (key(earlier) != key || key(later) != key) {
      return "the premise is about another key";
    }
    if (writer == write.transaction()
        || writerOf(earlier) != writer
        || writerOf(later) != write.transaction()) {
      return "the premise is about other versions";
    }
    return isOrdered(premise, key) ? null : "the premise does not order them";
  }

  private boolean isOrdered(KeyPremise premise, int key) {
    int earlier = premise.earlier().transaction();
    int later = premise.later().transaction();
    boolean isOk = history.outcome(earlier) == EventType.OK;
    if (premise.assumption().equals(KeyAssumption.SEQUENTIAL.label())) {
      return isOk
          && history.process(earlier) == history.process(later)
          && earlier < later
          && isLeft(premise.earlier(), key)
          && isSeen(premise.later());
    }
    if (premise.assumption().equals(KeyAssumption.LINEARIZABLE.label())) {
      return isOk
          && history.isRealTime()
          && history.pair(earlier) < later
          && isLeft(premise.earlier(), key)
          && isSeen(premise.later());
    }
    if (premise.assumption().equals(KeyAssumption.WRITES_FOLLOW_READS.label())) {
      return earlier == later
          && facts.isRead(premise.earlier())
          && facts.isWrite(premise.later())
          && isSeen(premise.earlier());
    }
    if (!isLastWrite(premise.earlier()) || !isLastWrite(premise.later())) {
      return false;
    }
    List<Object> order = keys.orders().getOrDefault(value(key), List.of());
    int first = order.indexOf(value(facts.microOps().value(facts.mop(premise.earlier()))));
    int second = order.indexOf(value(facts.microOps().value(facts.mop(premise.later()))));
    return first >= 0 && first < second;
  }

  /** Only what a transaction wrote last of a key has a place in an order that was given. */
  private boolean isLastWrite(MicroOpRef ref) {
    MicroOps microOps = facts.microOps();
    int write = facts.mop(ref);
    for (int mop = write + 1; mop < microOps.end(ref.event()); mop++) {
      if (microOps.kind(mop) == MicroOps.WRITE && microOps.key(mop) == microOps.key(write)) {
        return false;
      }
    }
    return facts.isWrite(ref);
  }

  /** Whether it is a write, or the first read of a transaction that does not write the key. */
  private boolean isLeft(MicroOpRef ref, int key) {
    MicroOps microOps = facts.microOps();
    for (int mop = microOps.start(ref.event()); mop < microOps.end(ref.event()); mop++) {
      if (microOps.kind(mop) == MicroOps.WRITE && microOps.key(mop) == key) {
        return facts.isWrite(ref);
      }
    }
    return isSeen(ref);
  }

  /** Whether its transaction neither read another version from others before, nor wrote one. */
  private boolean isSeen(MicroOpRef ref) {
    MicroOps microOps = facts.microOps();
    int end = facts.mop(ref);
    for (int mop = microOps.start(ref.event()); mop < end; mop++) {
      if (microOps.key(mop) == microOps.key(end)
          && counts(mop, ref.transaction())
          && writerOf(mop, ref.transaction()) != writerOf(end, ref.transaction())) {
        return false;
      }
    }
    return true;
  }

  /** Whether it is a write, or a read of nil or of what another that took effect wrote. */
  private boolean counts(int mop, int transaction) {
    MicroOps microOps = facts.microOps();
    if (microOps.kind(mop) == MicroOps.WRITE) {
      return true;
    }
    int writer = writerOf(mop, transaction);
    boolean isOfOther = writer >= 0 && writer != transaction && facts.tookEffect(writer);
    return history.outcome(transaction) == EventType.OK && (microOps.value(mop) == 0 || isOfOther);
  }

  private Object value(int id) {
    return Objects.requireNonNullElse(history.values().get(id), "nil");
  }

  private boolean isUse(MicroOpRef ref) {
    return (facts.isRead(ref) || facts.isWrite(ref)) && facts.tookEffect(ref.transaction());
  }

  private int writerOf(MicroOpRef ref) {
    return writerOf(facts.mop(ref), ref.transaction());
  }

  private int writerOf(int mop, int transaction) {
    return facts.microOps().kind(mop) == MicroOps.WRITE
        ? transaction
        : facts.onlyWriter(facts.versionOf(mop));
  }

  private int key(MicroOpRef ref) {
    return facts.microOps().key(facts.mop(ref));
  }
}
