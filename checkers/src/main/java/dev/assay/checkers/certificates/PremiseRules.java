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
 * transactions that used the key and that it orders, the later one saw or left no earlier version
 * than the earlier one did.
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
      return isOk && history.process(earlier) == history.process(later) && earlier < later;
    }
    if (premise.assumption().equals(KeyAssumption.LINEARIZABLE.label())) {
      return isOk && history.isRealTime() && history.pair(earlier) < later;
    }
    if (premise.assumption().equals(KeyAssumption.WRITES_FOLLOW_READS.label())) {
      return earlier == later
          && facts.isRead(premise.earlier())
          && facts.isWrite(premise.later())
          && premise.earlier().index() < premise.later().index();
    }
    List<Object> order = keys.orders().getOrDefault(value(key), List.of());
    int first = order.indexOf(value(facts.microOps().value(facts.mop(premise.earlier()))));
    int second = order.indexOf(value(facts.microOps().value(facts.mop(premise.later()))));
    return first >= 0 && first < second;
  }

  private Object value(int id) {
    return Objects.requireNonNullElse(history.values().get(id), "nil");
  }

  private boolean isUse(MicroOpRef ref) {
    return (facts.isRead(ref) || facts.isWrite(ref)) && facts.tookEffect(ref.transaction());
  }

  private int writerOf(MicroOpRef ref) {
    int mop = facts.mop(ref);
    MicroOps microOps = facts.microOps();
    return microOps.kind(mop) == MicroOps.WRITE
        ? ref.transaction()
        : facts.onlyWriter(facts.versionOf(mop));
  }

  private int key(MicroOpRef ref) {
    return facts.microOps().key(facts.mop(ref));
  }
}
