package dev.assay.checkers.certificates;

import dev.assay.checkers.certificates.Certificate.InvariantBreach;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A remove takes away adds that began before the last read of its process returned, if that showed
 * the element; if not, it may take away any. Final reads are equal; they show every add that had
 * returned before and that no remove, invoked before they returned and not failed, may have taken
 * away; and no element that was added once only (failed adds aside) and that a remove, returned
 * before, by who had seen it, took away. Every read shows only what an add, that did not fail, was
 * invoked to add before it returned. Subject: the element. Proofs: {@code lost}: the add, the read;
 * {@code resurrected}: the remove, the read; {@code revived}: the failed add, the read; {@code
 * unexpected}: the read; {@code diverged}: two reads.
 */
final class EventualSetDefinition implements InvariantDefinition {
  @Override
  public @Nullable String broken(@Nullable Object key, List<Call> calls) {
    List<Call> finals = FinalReadRules.finals(calls);
    for (Call read : finals) {
      if (FinalReadRules.differ(finals.get(0), read)) {
        return "final reads differ: " + read.invocation();
      }
      for (Call call : calls) {
        if (isLost(calls, call, read)) {
          return "add " + call.invocation() + " is lost";
        }
        if (isResurrected(calls, call, read)) {
          return "what " + call.invocation() + " removed is there again";
        }
      }
    }
    for (Call read : calls) {
      if (FinalReadRules.isRead(read)) {
        for (Object element : Shapes.collection(read.result())) {
          if (isImpossible(calls, read, element)) {
            return "read " + read.invocation() + " shows what cannot be there";
          }
        }
      }
    }
    return null;
  }

  @Override
  public @Nullable String doubt(List<Call> calls, InvariantBreach breach, List<Call> proof) {
    Object element = breach.subjects().get(0);
    boolean isProof =
        switch (breach.anomaly()) {
          case "diverged" -> FinalReadRules.differ(proof.get(0), proof.get(1));
          case "lost" ->
              Objects.equals(proof.get(0).argument(), element)
                  && isLost(calls, proof.get(0), proof.get(1));
          case "resurrected" ->
              Objects.equals(proof.get(0).argument(), element)
                  && isResurrected(calls, proof.get(0), proof.get(1));
          case "unexpected" -> isImpossible(calls, proof.get(0), element);
          case "revived" ->
              isImpossible(calls, proof.get(1), element)
                  && isAdd(proof.get(0))
                  && proof.get(0).isFail()
                  && Objects.equals(proof.get(0).argument(), element);
          default -> false;
        };
    return isProof ? null : "these operations show no element that is " + breach.anomaly();
  }

  private static boolean isLost(List<Call> calls, Call add, Call read) {
    return isAdd(add)
        && add.isOk()
        && FinalReadRules.isFinal(read)
        && add.returned() < read.invocation()
        && !FinalReadRules.shows(read, add.argument())
        && calls.stream().noneMatch(remove -> mayTake(calls, remove, add, read));
  }

  private static boolean mayTake(List<Call> calls, Call remove, Call add, Call read) {
    if (!isRemove(remove)
        || remove.isFail()
        || !Objects.equals(remove.argument(), add.argument())
        || remove.invocation() > read.returned()) {
      return false;
    }
    Call seen = seenBy(calls, remove);
    return seen == null || seen.returned() > add.invocation();
  }

  private static boolean isResurrected(List<Call> calls, Call remove, Call read) {
    return isRemove(remove)
        && remove.isOk()
        && FinalReadRules.isFinal(read)
        && remove.returned() < read.invocation()
        && FinalReadRules.shows(read, remove.argument())
        && seenBy(calls, remove) != null
        && calls.stream()
                .filter(call -> isAdd(call) && !call.isFail())
                .filter(call -> Objects.equals(call.argument(), remove.argument()))
                .count()
            == 1;
  }

  /** The last read of the remover before it removed, if it showed the element. */
  private static @Nullable Call seenBy(List<Call> calls, Call remove) {
    Call last = null;
    for (Call call : calls) {
      boolean isOfRemover = call.process() == remove.process() && call.f().equals("read");
      if (isOfRemover && call.isOk() && call.returned() < remove.invocation()) {
        last = call;
      }
    }
    boolean shows =
        last != null && last.result() != null && FinalReadRules.shows(last, remove.argument());
    return shows ? last : null;
  }

  private static boolean isImpossible(List<Call> calls, Call read, @Nullable Object element) {
    return FinalReadRules.isRead(read)
        && FinalReadRules.shows(read, element)
        && calls.stream()
            .filter(call -> isAdd(call) && !call.isFail() && call.invocation() < read.returned())
            .noneMatch(call -> Objects.equals(call.argument(), element));
  }

  private static boolean isAdd(Call call) {
    return call.f().equals("add");
  }

  private static boolean isRemove(Call call) {
    return call.f().equals("remove");
  }
}
