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
 * What comes out was enqueued before by an operation that did not fail; and what was acknowledged
 * before the queue was last found empty came out, but for as many elements as there are dequeues of
 * unknown outcome. Proofs: {@code lost}: acknowledged enqueues, the operation that found the queue
 * empty; {@code revived}: the failed enqueue, what returned the element; {@code unexpected}: what
 * returned the element. Subject of both: the element.
 */
final class TotalQueueDefinition implements InvariantDefinition {
  @Override
  public @Nullable String broken(@Nullable Object key, List<Call> calls) {
    Map<@Nullable Object, Integer> tried = tried(calls);
    Call emptied = null;
    for (Call call : calls) {
      for (Object element : out(call)) {
        if (tried.getOrDefault(element, Integer.MAX_VALUE) > call.returned()) {
          return "operation " + call.invocation() + " returned what cannot be there";
        }
      }
      emptied = foundEmpty(call) ? call : emptied;
    }
    if (emptied == null) {
      return null;
    }
    List<Call> in = new ArrayList<>();
    for (Call call : calls) {
      if (isEnqueue(call) && call.isOk() && call.returned() < emptied.invocation()) {
        in.add(call);
      }
    }
    return missing(calls, in) > crashed(calls) ? "acknowledged elements did not come out" : null;
  }

  @Override
  public @Nullable String doubt(List<Call> calls, InvariantBreach breach, List<Call> proof) {
    Call last = proof.get(proof.size() - 1);
    Object element = breach.subjects().get(0);
    boolean isProof =
        switch (breach.anomaly()) {
          case "lost" -> isLost(calls, proof.subList(0, proof.size() - 1), last);
          case "unexpected" -> isImpossible(calls, last, element);
          case "revived" ->
              isImpossible(calls, last, element)
                  && isEnqueue(proof.get(0))
                  && proof.get(0).isFail()
                  && Objects.equals(proof.get(0).argument(), element);
          default -> false;
        };
    return isProof ? null : "these operations show no element that is " + breach.anomaly();
  }

  private static boolean isLost(List<Call> calls, List<Call> enqueues, Call emptied) {
    Set<Integer> distinct = new HashSet<>();
    boolean areAcknowledged =
        enqueues.stream()
            .allMatch(
                call ->
                    isEnqueue(call)
                        && call.isOk()
                        && call.returned() < emptied.invocation()
                        && distinct.add(call.invocation()));
    return areAcknowledged
        && foundEmpty(emptied)
        && calls.stream().noneMatch(call -> call.f().equals("drain") && call.isOpen())
        && missing(calls, enqueues) > crashed(calls);
  }

  private static boolean isImpossible(List<Call> calls, Call call, @Nullable Object element) {
    return Shapes.has(out(call), element)
        && tried(calls).getOrDefault(element, Integer.MAX_VALUE) > call.returned();
  }

  /** How many of the enqueued elements never came out, each as often as it was enqueued. */
  private static long missing(List<Call> calls, List<Call> enqueues) {
    Map<@Nullable Object, Integer> balance = new HashMap<>();
    enqueues.forEach(call -> balance.merge(call.argument(), 1, Integer::sum));
    for (Call call : calls) {
      for (Object element : out(call)) {
        balance.merge(element, -1, Integer::sum);
      }
    }
    return balance.values().stream().mapToLong(count -> Math.max(0, count)).sum();
  }

  private static long crashed(List<Call> calls) {
    return calls.stream().filter(call -> call.f().equals("dequeue") && call.isOpen()).count();
  }

  private static boolean foundEmpty(Call call) {
    return call.f().equals("drain")
        ? call.isOk()
        : call.f().equals("dequeue") && (call.isFail() || (call.isOk() && call.result() == null));
  }

  private static Collection<?> out(Call call) {
    if (!call.isOk() || call.result() == null) {
      return List.of();
    }
    return switch (call.f()) {
      case "dequeue" -> List.of(call.result());
      case "drain" -> Shapes.collection(call.result());
      default -> List.of();
    };
  }

  /** When the first enqueue of each element that did not fail was invoked. */
  private static Map<@Nullable Object, Integer> tried(List<Call> calls) {
    Map<@Nullable Object, Integer> tried = new HashMap<>();
    for (Call call : calls) {
      if (isEnqueue(call) && !call.isFail()) {
        tried.putIfAbsent(call.argument(), call.invocation());
      }
    }
    return tried;
  }

  private static boolean isEnqueue(Call call) {
    return call.f().equals("enqueue");
  }
}
