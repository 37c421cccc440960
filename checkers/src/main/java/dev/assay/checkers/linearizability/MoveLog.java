package dev.assay.checkers.linearizability;

import java.util.Arrays;

/**
 * How configurations came to be: a forest of moves, each with the move before it.
 *
 * <p>A move is an operation that took effect and changed the state, and when. The log is compacted
 * to what the living configurations still need, so it stays about as large as their common history.
 */
final class MoveLog {
  static final int NONE = -1;

  private int size;
  private int[] parent = new int[64];
  private int[] move = new int[64];
  private int[] at = new int[64];

  int add(int parentNode, int moved, int returnNumber) {
    if (size == parent.length) {
      parent = Arrays.copyOf(parent, 2 * size);
      move = Arrays.copyOf(move, 2 * size);
      at = Arrays.copyOf(at, 2 * size);
    }
    parent[size] = parentNode;
    move[size] = moved;
    at[size] = returnNumber;
    return size++;
  }

  int size() {
    return size;
  }

  long bytes() {
    return 12L * parent.length;
  }

  /** The moves that led to a node, first to last. */
  Moves pathTo(int node) {
    int length = 0;
    for (int i = node; i != NONE; i = parent[i]) {
      length++;
    }
    int[] moves = new int[length];
    int[] ats = new int[length];
    for (int i = node; i != NONE; i = parent[i]) {
      length--;
      moves[length] = move[i];
      ats[length] = at[i];
    }
    return new Moves(moves, ats);
  }

  /** Forgets all that no entry of the antichain came from, and renumbers the rest. */
  void compact(Antichain living) {
    int[] renumbered = new int[size];
    for (int e = 0; e < living.size(); e++) {
      if (!living.isDead(e)) {
        for (int i = living.node(e); i != NONE && renumbered[i] == 0; i = parent[i]) {
          renumbered[i] = 1;
        }
      }
    }
    int kept = 0;
    for (int i = 0; i < size; i++) {
      if (renumbered[i] != 0) {
        parent[kept] = parent[i] == NONE ? NONE : renumbered[parent[i]];
        move[kept] = move[i];
        at[kept] = at[i];
        renumbered[i] = kept++;
      }
    }
    size = kept;
    for (int e = 0; e < living.size(); e++) {
      if (!living.isDead(e) && living.node(e) != NONE) {
        living.setNode(e, renumbered[living.node(e)]);
      }
    }
  }

  /**
   * A path: operations, or {@code ~c} for one of pending class c, and before which return each took
   * effect.
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Moves(int[] moves, int[] at) {}
}
