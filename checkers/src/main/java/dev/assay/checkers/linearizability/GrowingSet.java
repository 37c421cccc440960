package dev.assay.checkers.linearizability;

import dev.assay.checkers.linearizability.models.SetModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides a set that only grows, to which nothing is added twice, by reads of all of it; O(n log n
 * + the total length of distinct reads).
 *
 * <p>What was read has to be a chain of ever larger sets. That gives each operation a rank: an
 * element is added after the last set without it and before the first with it. The rest is {@link
 * RankedOrder}. Pending adds of elements that nobody read need not have happened.
 */
final class GrowingSet {
  private static final int NONE = -1;

  private final Problem problem;
  private final Map<Object, Integer> addOf = new HashMap<>();

  /** Of each add: the first level at which its element was read. */
  private final int[] level;

  /** Of each read. */
  private final int[] levelOfRead;

  private int levels;

  private GrowingSet(Problem problem) {
    this.problem = problem;
    level = new int[problem.size()];
    Arrays.fill(level, NONE);
    levelOfRead = new int[problem.size()];
    Arrays.fill(levelOfRead, NONE);
  }

  static @Nullable Answer decide(Problem problem) {
    GrowingSet set = new GrowingSet(problem);
    List<Integer> reads = set.readsBySize();
    return reads == null ? null : set.decide(reads);
  }

  /** The reads that tell; null when there is more than reads and adds of distinct elements. */
  private @Nullable List<Integer> readsBySize() {
    List<Integer> reads = new ArrayList<>();
    Map<Integer, Integer> sizeOf = new HashMap<>();
    for (int op = 0; op < problem.size(); op++) {
      Action action = problem.action(op);
      if (action.f().equals("read")) {
        if (action.result() instanceof Collection<?> all) {
          reads.add(op);
          sizeOf.computeIfAbsent(problem.classes()[op], c -> new LinkedHashSet<>(all).size());
        }
      } else if (!action.f().equals("add")
          || Boolean.FALSE.equals(SetModel.told(action))
          || addOf.put(Objects.requireNonNull(SetModel.element(action)), op) != null) {
        return null;
      }
    }
    reads.sort(
        Comparator.comparingInt(
            read -> Objects.requireNonNull(sizeOf.get(problem.classes()[read]))));
    return reads;
  }

  private @Nullable Answer decide(List<Integer> reads) {
    Set<Object> clash = findLevels(reads);
    if (clash != null) {
      return Answer.No.among(problem, clash);
    }
    RankedOrder order = new RankedOrder(problem);
    for (int op = 0; op < problem.size(); op++) {
      if (problem.kinds().function(problem.classes()[op]).equals("read")) {
        if (levelOfRead[op] == NONE) {
          order.between(op, NONE, RankedOrder.LAST);
        } else {
          order.put(op, 2 * levelOfRead[op] + 1);
        }
      } else if (level[op] != NONE || !problem.isPending(op)) {
        order.put(op, 2 * (level[op] == NONE ? levels : level[op]));
      }
    }
    return order.exists()
        ? new Answer.Yes(order.order())
        : Answer.No.among(problem, clash(order.earlier(), order.later()));
  }

  /** Elements that contradict each other: never added, or seen in two orders; null for none. */
  private @Nullable Set<Object> findLevels(List<Integer> reads) {
    Map<Integer, Integer> levelOfClass = new HashMap<>();
    int sizeBefore = 0;
    int before = NONE;
    for (int read : reads) {
      Integer known = levelOfClass.get(problem.classes()[read]);
      if (known != null) {
        levelOfRead[read] = known;
        continue;
      }
      Set<Object> all = elements(read);
      int old = 0;
      int next = before == NONE || all.size() > sizeBefore ? levels++ : levels - 1;
      for (Object element : all) {
        Integer add = addOf.get(element);
        if (add == null) {
          return Set.of(element);
        }
        old += level[add] != NONE && (level[add] < next || all.size() == sizeBefore) ? 1 : 0;
        level[add] = level[add] == NONE ? next : level[add];
      }
      if (old < sizeBefore) {
        return Set.of(onlyIn(elements(before), all), onlyIn(all, elements(before)));
      }
      levelOfRead[read] = next;
      levelOfClass.put(problem.classes()[read], next);
      sizeBefore = all.size();
      before = read;
    }
    return null;
  }

  private Set<Object> elements(int read) {
    return new LinkedHashSet<>(
        (Collection<?>) Objects.requireNonNull(problem.action(read).result()));
  }

  private static Object onlyIn(Set<Object> some, Set<Object> others) {
    return some.stream().filter(element -> !others.contains(element)).findFirst().orElseThrow();
  }

  /** The elements by which one shows that two operations took effect in the other order. */
  private Set<Object> clash(int earlier, int later) {
    Set<Object> elements = new LinkedHashSet<>();
    for (int op : new int[] {earlier, later}) {
      if (levelOfRead[op] == NONE) {
        elements.add(Objects.requireNonNull(SetModel.element(problem.action(op))));
      }
    }
    return elements.isEmpty() ? Set.of(onlyIn(elements(later), elements(earlier))) : elements;
  }
}
