package dev.assay.checkers.certificates;

import dev.assay.checkers.certificates.Certificate.InvariantBreach;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code write [v (seen …)]} overwrites what it had seen. Final reads are equal; of values that one
 * write alone wrote (failed ones aside) they show none that a write, returned before, had seen,
 * and, where siblings are kept, each whose write had returned before and that no write, invoked
 * before they returned and not failed, had seen. Every read shows only what a write, that did not
 * fail, was invoked to write before it returned. Subject: the value. Proofs: {@code lost}: the
 * write, the read; {@code resurrected}: the write that had seen it, the read; {@code revived}: the
 * failed write, the read; {@code unexpected}: the read; {@code diverged}: two reads.
 */
final class EventualRegisterDefinition implements InvariantDefinition {
  private final boolean keepsSiblings;

  EventualRegisterDefinition(boolean keepsSiblings) {
    this.keepsSiblings = keepsSiblings;
  }

  @Override
  public @Nullable String broken(@Nullable Object key, List<Call> calls) {
    Facts facts = new Facts(calls);
    List<Call> finals = FinalReadRules.finals(calls);
    for (Call read : finals) {
      if (FinalReadRules.differ(finals.get(0), read)) {
        return "final reads differ: " + read.invocation();
      }
      Set<@Nullable Object> shown = new HashSet<>(Shapes.collection(read.result()));
      for (Call write : calls) {
        if (isWrite(write)) {
          if (!shown.contains(value(write)) && isLost(facts, write, read)) {
            return "write " + write.invocation() + " is lost";
          }
          for (Object value : seen(write)) {
            if (shown.contains(value) && isResurrected(facts, write, read, value)) {
              return "what " + write.invocation() + " overwrote is there again";
            }
          }
        }
      }
    }
    for (Call read : calls) {
      if (FinalReadRules.isRead(read)) {
        for (Object value : Shapes.collection(read.result())) {
          if (facts.isImpossible(read, value)) {
            return "read " + read.invocation() + " shows what was not written";
          }
        }
      }
    }
    return null;
  }

  @Override
  public @Nullable String doubt(List<Call> calls, InvariantBreach breach, List<Call> proof) {
    Facts facts = new Facts(calls);
    Object value = breach.subjects().get(0);
    Call first = proof.get(0);
    boolean isProof =
        switch (breach.anomaly()) {
          case "diverged" -> FinalReadRules.differ(first, proof.get(1));
          case "lost" ->
              isWrite(first)
                  && Objects.equals(value(first), value)
                  && FinalReadRules.isFinal(proof.get(1))
                  && !FinalReadRules.shows(proof.get(1), value)
                  && isLost(facts, first, proof.get(1));
          case "resurrected" ->
              isWrite(first)
                  && Shapes.has(seen(first), value)
                  && FinalReadRules.isFinal(proof.get(1))
                  && FinalReadRules.shows(proof.get(1), value)
                  && isResurrected(facts, first, proof.get(1), value);
          case "unexpected" -> isShown(first, value) && facts.isImpossible(first, value);
          case "revived" ->
              isShown(proof.get(1), value)
                  && facts.isImpossible(proof.get(1), value)
                  && isWrite(first)
                  && first.isFail()
                  && Objects.equals(value(first), value);
          default -> false;
        };
    return isProof ? null : "these operations show no value that is " + breach.anomaly();
  }

  /** Of a write whose value the final read does not show. */
  private boolean isLost(Facts facts, Call write, Call read) {
    return keepsSiblings
        && write.isOk()
        && write.returned() < read.invocation()
        && facts.isUnique(value(write))
        && facts.overwriters(value(write)).stream()
            .noneMatch(by -> by.invocation() < read.returned());
  }

  /** Of a write that had seen a value which the final read shows. */
  private static boolean isResurrected(Facts facts, Call by, Call read, @Nullable Object value) {
    return by.isOk() && by.returned() < read.invocation() && facts.isUnique(value);
  }

  private static boolean isShown(Call read, @Nullable Object value) {
    return FinalReadRules.isRead(read) && FinalReadRules.shows(read, value);
  }

  private static boolean isWrite(Call call) {
    return call.f().equals("write");
  }

  private static @Nullable Object value(Call write) {
    return Shapes.list(write.argument()).get(0);
  }

  private static Collection<?> seen(Call write) {
    return Shapes.collection(Shapes.list(write.argument()).get(1));
  }

  /** The writes that did not fail, by what they wrote and by what they had seen. */
  private static final class Facts {
    private final Map<@Nullable Object, List<Call>> byValue = new HashMap<>();
    private final Map<@Nullable Object, List<Call>> bySeen = new HashMap<>();

    Facts(List<Call> calls) {
      for (Call call : calls) {
        if (isWrite(call) && !call.isFail()) {
          byValue.computeIfAbsent(value(call), v -> new ArrayList<>()).add(call);
          for (Object value : seen(call)) {
            bySeen.computeIfAbsent(value, v -> new ArrayList<>()).add(call);
          }
        }
      }
    }

    boolean isUnique(@Nullable Object value) {
      return byValue.getOrDefault(value, List.of()).size() == 1;
    }

    List<Call> overwriters(@Nullable Object value) {
      return bySeen.getOrDefault(value, List.of());
    }

    boolean isImpossible(Call read, @Nullable Object value) {
      List<Call> tried = byValue.getOrDefault(value, List.of());
      return tried.isEmpty() || tried.get(0).invocation() > read.returned();
    }
  }
}
