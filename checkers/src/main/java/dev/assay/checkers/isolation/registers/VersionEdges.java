package dev.assay.checkers.isolation.registers;

import java.util.Arrays;

/**
 * Which versions of one key come before which others, each pair with an assumption and the two
 * transactions that it is applied to. Grows; not safe for use by two threads.
 */
final class VersionEdges {
  private static final int NONE = -1;

  private int size;
  private int[] from = new int[16];
  private int[] to = new int[16];
  private int[] earlier = new int[16];
  private int[] later = new int[16];
  private byte[] source = new byte[16];

  void clear() {
    size = 0;
  }

  int size() {
    return size;
  }

  int from(int edge) {
    return from[edge];
  }

  int to(int edge) {
    return to[edge];
  }

  /** The transaction that saw or left the first version. */
  int earlier(int edge) {
    return earlier[edge];
  }

  /** The transaction that saw or left the second. */
  int later(int edge) {
    return later[edge];
  }

  /** The ordinal of the assumption. */
  int source(int edge) {
    return source[edge];
  }

  void add(int before, int after, int earlierTxn, int laterTxn, int assumption) {
    if (size == from.length) {
      from = Arrays.copyOf(from, 2 * size);
      to = Arrays.copyOf(to, 2 * size);
      earlier = Arrays.copyOf(earlier, 2 * size);
      later = Arrays.copyOf(later, 2 * size);
      source = Arrays.copyOf(source, 2 * size);
    }
    from[size] = before;
    to[size] = after;
    earlier[size] = earlierTxn;
    later[size] = laterTxn;
    source[size++] = (byte) assumption;
  }

  /** Adds an edge of another collection. */
  void add(VersionEdges other, int edge) {
    add(
        other.from[edge],
        other.to[edge],
        other.earlier[edge],
        other.later[edge],
        other.source[edge]);
  }

  /**
   * Edges that lead in a circle, in its order; empty when none do. One that leads to nil is a
   * circle by itself, for nil comes before everything.
   *
   * @param sources a mask of the assumptions that count
   * @param start the first version of the key
   * @param count how many versions the key has
   */
  int[] cycle(int sources, int start, int count) {
    for (int edge = 0; edge < size; edge++) {
      if (has(sources, edge) && to[edge] == Registers.INITIAL) {
        return new int[] {edge};
      }
    }
    int[] first = starts(sources, start, count);
    return search(first, grouped(first, sources, start), start);
  }

  /**
   * Copies edges to another collection, those from one version together, each pair once.
   *
   * @param seen scratch by version, zeros at first, the same one for all keys
   */
  void copyGrouped(int sources, int start, int count, VersionEdges into, int[] seen) {
    for (int edge : grouped(starts(sources, start, count), sources, start)) {
      if (seen[to[edge]] != from[edge] + 1) {
        seen[to[edge]] = from[edge] + 1;
        into.add(this, edge);
      }
    }
  }

  /** Where the edges from each version begin when they are grouped by that. */
  private int[] starts(int sources, int start, int count) {
    int[] first = new int[count + 1];
    for (int edge = 0; edge < size; edge++) {
      first[from[edge] - start + 1] += has(sources, edge) ? 1 : 0;
    }
    for (int v = 0; v < count; v++) {
      first[v + 1] += first[v];
    }
    return first;
  }

  private int[] grouped(int[] first, int sources, int start) {
    int[] out = new int[first[first.length - 1]];
    int[] next = first.clone();
    for (int edge = 0; edge < size; edge++) {
      if (has(sources, edge)) {
        out[next[from[edge] - start]++] = edge;
      }
    }
    return out;
  }

  private boolean has(int sources, int edge) {
    return (sources >> source[edge] & 1) != 0;
  }

  /** A search in depth with an explicit stack of edges; each version is entered once. */
  private int[] search(int[] first, int[] out, int start) {
    int count = first.length - 1;
    int[] next = first.clone();
    byte[] state = new byte[count];
    int[] enteredBy = new int[count];
    int[] stack = new int[count];
    for (int root = 0; root < count; root++) {
      int depth = state[root] == 0 ? 0 : NONE;
      if (depth == 0) {
        stack[0] = root;
        state[root] = 1;
        enteredBy[root] = NONE;
      }
      while (depth >= 0) {
        int v = stack[depth];
        if (next[v] == first[v + 1]) {
          state[v] = 2;
          depth--;
          continue;
        }
        int edge = out[next[v]++];
        int target = to[edge] - start;
        if (state[target] == 1) {
          return closed(edge, target, enteredBy, start);
        }
        if (state[target] == 0) {
          state[target] = 1;
          enteredBy[target] = edge;
          stack[++depth] = target;
        }
      }
    }
    return new int[0];
  }

  private int[] closed(int closing, int target, int[] enteredBy, int start) {
    int length = 1;
    for (int v = from[closing] - start; v != target; v = from[enteredBy[v]] - start) {
      length++;
    }
    int[] cycle = new int[length];
    int at = length;
    cycle[--at] = closing;
    for (int v = from[closing] - start; v != target; v = from[enteredBy[v]] - start) {
      cycle[--at] = enteredBy[v];
    }
    return cycle;
  }
}
