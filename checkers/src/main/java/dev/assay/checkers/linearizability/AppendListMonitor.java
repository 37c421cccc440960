package dev.assay.checkers.linearizability;

import dev.assay.checkers.linearizability.models.AppendListModel;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides a list to which nothing is appended twice; O(n log n + the total length of distinct
 * reads).
 *
 * <p>The longest read is the order of appends, every other read has to be a prefix of it, and its
 * length is its rank ({@link RankedOrder}). Elements that nobody read were appended after all
 * reads, or never where their append is pending.
 */
final class AppendListMonitor implements Monitor {
  private static final int NONE = -1;

  @Override
  public String name() {
    return "prefixes";
  }

  @Override
  public @Nullable Answer decide(Problem problem) {
    Map<Object, Integer> appends = new HashMap<>();
    List<?> longest = List.of();
    for (int op = 0; op < problem.size(); op++) {
      Action action = problem.action(op);
      if (action.f().equals("read")) {
        List<?> read = AppendListModel.read(action);
        longest = read.size() > longest.size() ? read : longest;
      } else if (appends.put(Objects.requireNonNull(action.input()), op) != null) {
        return null;
      }
    }
    return new Run(problem, longest, appends).decide();
  }

  private static final class Run {
    private final Problem problem;
    private final List<?> longest;
    private final Map<Object, Integer> appends;
    private final int[] index;
    private final boolean[] isPrefix;

    Run(Problem problem, List<?> longest, Map<Object, Integer> appends) {
      this.problem = problem;
      this.longest = longest;
      this.appends = appends;
      index = new int[problem.size()];
      Arrays.fill(index, NONE);
      isPrefix = new boolean[problem.kinds().size()];
    }

    Answer decide() {
      for (int i = 0; i < longest.size(); i++) {
        Object element = longest.get(i);
        Integer append = appends.get(element);
        if (append == null || index[append] != NONE) {
          return Answer.No.among(problem, Set.of(element));
        }
        index[append] = i;
      }
      RankedOrder order = new RankedOrder(problem);
      for (int op = 0; op < problem.size(); op++) {
        Action action = problem.action(op);
        if (action.f().equals("read")) {
          List<?> read = AppendListModel.read(action);
          Set<Object> clash = otherwise(op, read);
          if (!clash.isEmpty()) {
            return Answer.No.among(problem, clash);
          }
          order.put(op, 2 * read.size());
        } else if (index[op] != NONE || !problem.isPending(op)) {
          order.put(op, 2 * (index[op] == NONE ? longest.size() : index[op]) + 1);
        }
      }
      return order.exists()
          ? new Answer.Yes(order.order())
          : Answer.No.among(problem, clash(order.earlier(), order.later()));
    }

    /** Elements in which a read and the longest one contradict each other; empty for none. */
    private Set<Object> otherwise(int op, List<?> read) {
      if (isPrefix[problem.classes()[op]]) {
        return Set.of();
      }
      for (int i = 0; i < read.size(); i++) {
        if (!read.get(i).equals(longest.get(i))) {
          return new LinkedHashSet<>(Arrays.asList(read.get(i), longest.get(i)));
        }
      }
      isPrefix[problem.classes()[op]] = true;
      return Set.of();
    }

    /** Elements by which one sees that two operations took effect in the other order. */
    private Set<Object> clash(int earlier, int later) {
      Set<Object> elements = new LinkedHashSet<>();
      for (int op : new int[] {earlier, later}) {
        Action action = problem.action(op);
        if (!action.f().equals("read")) {
          elements.add(Objects.requireNonNull(action.input()));
        }
      }
      if (elements.isEmpty()) {
        List<?> read = AppendListModel.read(problem.action(later));
        elements.add(read.get(read.size() - 1));
      }
      return elements;
    }
  }
}
