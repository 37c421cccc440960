package dev.assay.checkers.certificates;

import dev.assay.checkers.certificates.Certificate.InvariantBreach;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
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
    List<Call> finals = FinalReadRules.finals(calls);
    for (Call read : finals) {
      if (FinalReadRules.differ(finals.get(0), read)) {
        return "final reads differ: " + read.invocation();
      }
      for (Call write : calls) {
        if (isLost(calls, write, read)) {
          return "write " + write.invocation() + " is lost";
        }
        if (isWrite(write)) {
          for (Object value : seen(write)) {
            if (isResurrected(calls, write, read, value)) {
              return "what " + write.invocation() + " overwrote is there again";
            }
          }
        }
      }
    }
    for (Call read : calls) {
      if (FinalReadRules.isRead(read)) {
        for (Object value : Shapes.collection(read.result())) {
          if (isImpossible(calls, read, value)) {
            return "read " + read.invocation() + " shows what was not written";
          }
        }
      }
    }
    return null;
  }

  @Override
  public @Nullable String doubt(List<Call> calls, InvariantBreach breach, List<Call> proof) {
    Object value = breach.subjects().get(0);
    boolean isProof =
        switch (breach.anomaly()) {
          case "diverged" -> FinalReadRules.differ(proof.get(0), proof.get(1));
          case "lost" ->
              Objects.equals(value(proof.get(0)), value)
                  && isLost(calls, proof.get(0), proof.get(1));
          case "resurrected" -> isResurrected(calls, proof.get(0), proof.get(1), value);
          case "unexpected" -> isImpossible(calls, proof.get(0), value);
          case "revived" ->
              isImpossible(calls, proof.get(1), value)
                  && isWrite(proof.get(0))
                  && proof.get(0).isFail()
                  && Objects.equals(value(proof.get(0)), value);
          default -> false;
        };
    return isProof ? null : "these operations show no value that is " + breach.anomaly();
  }

  private boolean isLost(List<Call> calls, Call write, Call read) {
    return keepsSiblings
        && isWrite(write)
        && write.isOk()
        && FinalReadRules.isFinal(read)
        && write.returned() < read.invocation()
        && !FinalReadRules.shows(read, value(write))
        && isUnique(calls, value(write))
        && calls.stream()
            .filter(by -> isWrite(by) && !by.isFail() && by.invocation() < read.returned())
            .noneMatch(by -> Shapes.has(seen(by), value(write)));
  }

  private static boolean isResurrected(
      List<Call> calls, Call by, Call read, @Nullable Object value) {
    return isWrite(by)
        && by.isOk()
        && FinalReadRules.isFinal(read)
        && by.returned() < read.invocation()
        && Shapes.has(seen(by), value)
        && FinalReadRules.shows(read, value)
        && isUnique(calls, value);
  }

  private static boolean isUnique(List<Call> calls, @Nullable Object value) {
    return calls.stream()
            .filter(call -> isWrite(call) && !call.isFail() && Objects.equals(value(call), value))
            .count()
        == 1;
  }

  private static boolean isImpossible(List<Call> calls, Call read, @Nullable Object value) {
    return FinalReadRules.isRead(read)
        && FinalReadRules.shows(read, value)
        && calls.stream()
            .filter(call -> isWrite(call) && !call.isFail() && call.invocation() < read.returned())
            .noneMatch(call -> Objects.equals(value(call), value));
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
}
