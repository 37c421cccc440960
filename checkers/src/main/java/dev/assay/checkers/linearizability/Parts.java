package dev.assay.checkers.linearizability;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A problem of a local model ({@link Model#isLocal}) split into parts that share no element:
 * elements that one operation names are in one part (union-find).
 */
final class Parts {
  private final Problem whole;
  private final List<Set<Object>> elements = new ArrayList<>();
  private final List<int[]> operations = new ArrayList<>();

  private Parts(Problem whole) {
    this.whole = whole;
  }

  static Parts of(Problem problem) {
    Parts parts = new Parts(problem);
    parts.split(new Union());
    return parts;
  }

  int count() {
    return operations.size();
  }

  Set<Object> elements(int part) {
    return elements.get(part);
  }

  /** The number in the whole of an operation of a part. */
  int operation(int part, int op) {
    return operations.get(part)[op];
  }

  Problem problem(int part) {
    int[] ops = operations.get(part);
    int n = ops.length;
    int[][] columns = {whole.invocations(), whole.inv(), whole.ret(), whole.classes()};
    int[][] chosen = new int[columns.length][n];
    for (int column = 0; column < columns.length; column++) {
      for (int i = 0; i < n; i++) {
        chosen[column][i] = columns[column][ops[i]];
      }
    }
    return new Problem(
        whole.model(),
        whole.kinds(),
        chosen[0],
        chosen[1],
        chosen[2],
        chosen[3],
        whole.positions());
  }

  /**
   * One order of all operations from an order of each part: each takes effect as early as its own
   * order allows, which is before its return.
   */
  int[] merge(int[][] orders) {
    int count = 0;
    for (int[] order : orders) {
      count += order.length;
    }
    int[] head = new int[whole.positions() + 1];
    int[] tail = new int[whole.positions() + 1];
    Arrays.fill(head, -1);
    int[] next = new int[whole.size()];
    for (int part = 0; part < orders.length; part++) {
      int moment = 0;
      for (int member : orders[part]) {
        int op = operation(part, member);
        moment = Math.max(moment, whole.inv()[op]);
        next[op] = -1;
        if (head[moment] < 0) {
          head[moment] = op;
        } else {
          next[tail[moment]] = op;
        }
        tail[moment] = op;
      }
    }
    int[] merged = new int[count];
    int at = 0;
    for (int first : head) {
      for (int op = first; op >= 0; op = next[op]) {
        merged[at++] = op;
      }
    }
    return merged;
  }

  private void split(Union union) {
    int[] rootOfClass = new int[whole.kinds().size()];
    Arrays.fill(rootOfClass, -1);
    for (int c : whole.classes()) {
      if (rootOfClass[c] < 0) {
        rootOfClass[c] = union.join(whole.model().elements(whole.kinds().action(c)));
      }
    }
    int[] partOfRoot = new int[union.size()];
    Arrays.fill(partOfRoot, -1);
    int[] sizes = new int[union.size()];
    int parts = 0;
    for (int op = 0; op < whole.size(); op++) {
      int root = union.root(rootOfClass[whole.classes()[op]]);
      partOfRoot[root] = partOfRoot[root] < 0 ? parts++ : partOfRoot[root];
      sizes[partOfRoot[root]]++;
    }
    for (int part = 0; part < parts; part++) {
      operations.add(new int[sizes[part]]);
      elements.add(new LinkedHashSet<>());
      sizes[part] = 0;
    }
    for (int op = 0; op < whole.size(); op++) {
      int part = partOfRoot[union.root(rootOfClass[whole.classes()[op]])];
      operations.get(part)[sizes[part]++] = op;
    }
    union.forEach(
        (element, root) -> {
          if (partOfRoot[root] >= 0) {
            elements.get(partOfRoot[root]).add(element);
          }
        });
  }

  /** Sets of elements that grow together. */
  private static final class Union {
    private final Map<Object, Integer> ids = new HashMap<>();
    private int[] parent = new int[16];
    private int size;

    /** One element for everything that does not say what it concerns. */
    private final Object everything = new Object();

    private final List<Object> inOrder = new ArrayList<>();
    private boolean isOne;

    int size() {
      return size;
    }

    int join(@Nullable Collection<Object> elements) {
      isOne |= elements == null;
      Collection<Object> some =
          elements == null || elements.isEmpty() ? List.of(everything) : elements;
      int root = -1;
      for (Object element : some) {
        int found = find(ids.computeIfAbsent(element, this::add));
        if (root >= 0) {
          parent[found] = root;
        } else {
          root = found;
        }
      }
      return root;
    }

    /** When something may concern everything, there is one part. */
    int root(int id) {
      return isOne ? 0 : find(id);
    }

    void forEach(ObjIntConsumer<Object> action) {
      for (Object element : inOrder) {
        if (!everything.equals(element)) {
          action.accept(element, root(ids.getOrDefault(element, 0)));
        }
      }
    }

    private int add(Object element) {
      if (size == parent.length) {
        parent = Arrays.copyOf(parent, 2 * size);
      }
      inOrder.add(element);
      parent[size] = size;
      return size++;
    }

    private int find(int id) {
      int root = id;
      while (parent[root] != root) {
        parent[root] = parent[parent[root]];
        root = parent[root];
      }
      return root;
    }
  }
}
