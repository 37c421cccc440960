package dev.assay.checkers.linearizability;

import dev.assay.checkers.linearizability.models.UnorderedQueueModel;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides an unordered queue in linear time when no dequeue found it empty; else see {@link
 * EmptyDequeues}.
 *
 * <p>Without such dequeues an order is legal when no element was taken out more often than it had
 * been put in, and moving an enqueue to an earlier moment or a dequeue to a later one keeps it
 * legal: so if there is one, that of enqueues at their invocations and dequeues at their returns
 * is. A dequeue of unknown outcome need not have happened; an enqueue of unknown outcome hurts
 * nobody. Elements may be equal.
 */
final class UnorderedQueueMonitor implements Monitor {
  @Override
  public String name() {
    return "counts of elements";
  }

  @Override
  public @Nullable Answer decide(Problem problem) {
    Map<Object, Integer> numbers = new HashMap<>();
    int[] elementOf = new int[problem.size()];
    boolean[] isEnqueue = new boolean[problem.size()];
    for (int op = 0; op < elementOf.length; op++) {
      Action action = problem.action(op);
      isEnqueue[op] = action.f().equals("enqueue");
      if (UnorderedQueueModel.isEmptyDequeue(action)) {
        return EmptyDequeues.decide(problem);
      }
      Object element = UnorderedQueueModel.element(action);
      elementOf[op] = element == null ? -1 : numbers.computeIfAbsent(element, e -> numbers.size());
    }
    int[] inside = new int[numbers.size()];
    int[] order = new int[problem.size()];
    int placed = 0;
    for (int event : Sweep.events(problem)) {
      int op = event >= 0 ? event : ~event;
      if (isEnqueue[op] != event >= 0 || elementOf[op] < 0) {
        continue;
      }
      inside[elementOf[op]] += isEnqueue[op] ? 1 : -1;
      if (inside[elementOf[op]] < 0) {
        return Answer.No.among(problem, nameOf(elementOf[op], numbers));
      }
      order[placed++] = op;
    }
    return new Answer.Yes(Arrays.copyOf(order, placed));
  }

  private static Set<Object> nameOf(int number, Map<Object, Integer> numbers) {
    for (Map.Entry<Object, Integer> entry : numbers.entrySet()) {
      if (entry.getValue() == number) {
        return Set.of(entry.getKey());
      }
    }
    throw new IllegalStateException("no element " + number);
  }
}
