package dev.assay.checkers.certificates;

import dev.assay.checkers.certificates.Certificate.InvariantBreach;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
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
    Facts facts = new Facts(calls);
    List<Call> finals = FinalReadRules.finals(calls);
    for (Call read : finals) {
      if (FinalReadRules.differ(finals.get(0), read)) {
        return "final reads differ: " + read.invocation();
      }
      Set<@Nullable Object> shown = new HashSet<>(Shapes.collection(read.result()));
      for (Call call : calls) {
        boolean isShown = shown.contains(call.argument());
        if (!isShown && facts.isLost(call, read)) {
          return "add " + call.invocation() + " is lost";
        }
        if (isShown && facts.isResurrected(call, read)) {
          return "what " + call.invocation() + " removed is there again";
        }
      }
    }
    for (Call read : calls) {
      if (FinalReadRules.isRead(read)) {
        for (Object element : Shapes.collection(read.result())) {
          if (facts.isImpossible(read, element)) {
            return "read " + read.invocation() + " shows what cannot be there";
          }
        }
      }
    }
    return null;
  }

  @Override
  public @Nullable String doubt(List<Call> calls, InvariantBreach breach, List<Call> proof) {
    Facts facts = new Facts(calls);
    Object element = breach.subjects().get(0);
    Call first = proof.get(0);
    boolean isProof =
        switch (breach.anomaly()) {
          case "diverged" -> FinalReadRules.differ(first, proof.get(1));
          case "lost" ->
              Objects.equals(first.argument(), element)
                  && FinalReadRules.isFinal(proof.get(1))
                  && !FinalReadRules.shows(proof.get(1), element)
                  && facts.isLost(first, proof.get(1));
          case "resurrected" ->
              Objects.equals(first.argument(), element)
                  && FinalReadRules.isFinal(proof.get(1))
                  && FinalReadRules.shows(proof.get(1), element)
                  && facts.isResurrected(first, proof.get(1));
          case "unexpected" -> isShown(first, element) && facts.isImpossible(first, element);
          case "revived" ->
              isShown(proof.get(1), element)
                  && facts.isImpossible(proof.get(1), element)
                  && isAdd(first)
                  && first.isFail()
                  && Objects.equals(first.argument(), element);
          default -> false;
        };
    return isProof ? null : "these operations show no element that is " + breach.anomaly();
  }

  private static boolean isShown(Call read, @Nullable Object element) {
    return FinalReadRules.isRead(read) && FinalReadRules.shows(read, element);
  }

  private static boolean isAdd(Call call) {
    return call.f().equals("add");
  }

  private static boolean isRemove(Call call) {
    return call.f().equals("remove");
  }

  /** The adds and removes that did not fail, by element, and what removers had seen. */
  private static final class Facts {
    private final Map<@Nullable Object, List<Call>> adds = new HashMap<>();
    private final Map<@Nullable Object, List<Call>> removes = new HashMap<>();

    /** By the remove's invocation, the last read of its process, if that showed the element. */
    private final Map<Integer, Call> seenBy = new HashMap<>();

    Facts(List<Call> calls) {
      Map<Integer, Call> lastRead = new HashMap<>();
      // A process has one operation open at a time: its reads before a call have returned.
      for (Call call : calls) {
        if (call.f().equals("read") && call.isOk()) {
          lastRead.put(call.process(), call);
        } else if (isAdd(call) && !call.isFail()) {
          adds.computeIfAbsent(call.argument(), e -> new ArrayList<>()).add(call);
        } else if (isRemove(call) && !call.isFail()) {
          removes.computeIfAbsent(call.argument(), e -> new ArrayList<>()).add(call);
          Call read = lastRead.get(call.process());
          if (read != null && isShown(read, call.argument())) {
            seenBy.put(call.invocation(), read);
          }
        }
      }
    }

    /** Of an add whose element the final read does not show. */
    boolean isLost(Call add, Call read) {
      return isAdd(add)
          && add.isOk()
          && add.returned() < read.invocation()
          && removes.getOrDefault(add.argument(), List.of()).stream()
              .noneMatch(remove -> mayTake(remove, add, read));
    }

    private boolean mayTake(Call remove, Call add, Call read) {
      Call seen = seenBy.get(remove.invocation());
      return remove.invocation() < read.returned()
          && (seen == null || seen.returned() > add.invocation());
    }

    /** Of a remove whose element the final read shows. */
    boolean isResurrected(Call remove, Call read) {
      return isRemove(remove)
          && remove.isOk()
          && remove.returned() < read.invocation()
          && seenBy.containsKey(remove.invocation())
          && adds.getOrDefault(remove.argument(), List.of()).size() == 1;
    }

    boolean isImpossible(Call read, @Nullable Object element) {
      List<Call> tried = adds.getOrDefault(element, List.of());
      return tried.isEmpty() || tried.get(0).invocation() > read.returned();
    }
  }
}
