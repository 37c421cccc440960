package dev.assay.checkers.isolation.solver;

import java.util.Arrays;

/**
 * The pairs of writers whose order became a question, as variables: {@code true} means that the
 * first of the pair comes first. Made on demand; open addressing, 24 bytes a pair.
 */
final class Pairs {
  private long[] table = new long[256];
  private int[] variableAt = new int[256];
  private long[] pairs = new long[64];
  private int size;

  int size() {
    return size;
  }

  /** The transaction that comes first when the literal is true. */
  int before(int literal) {
    return (literal & 1) == 0 ? low(literal >> 1) : high(literal >> 1);
  }

  int after(int literal) {
    return before(literal ^ 1);
  }

  private int low(int variable) {
    return (int) (pairs[variable] >>> 32);
  }

  private int high(int variable) {
    return (int) pairs[variable];
  }

  /** The literal that says so, or -1 when the pair is no variable yet. */
  int find(int before, int after) {
    int variable = variableAt[slot(pair(before, after))] - 1;
    return variable < 0 ? -1 : literal(variable, before);
  }

  /** The literal of a pair that is none yet, with the next variable. */
  int add(int before, int after) {
    if (2 * size >= table.length) {
      grow();
    }
    if (size == pairs.length) {
      pairs = Arrays.copyOf(pairs, size * 2);
    }
    long pair = pair(before, after);
    int slot = slot(pair);
    table[slot] = pair;
    variableAt[slot] = size + 1;
    pairs[size] = pair;
    return literal(size++, before);
  }

  /** The literal of an order, which is made a variable of the clauses too when it is none yet. */
  int literal(SupposedCycle.Before order, Clauses clauses) {
    int literal = find(order.first(), order.second());
    if (literal < 0) {
      literal = add(order.first(), order.second());
      clauses.newVariable();
    }
    return literal;
  }

  private int literal(int variable, int before) {
    return 2 * variable + (low(variable) == before ? 0 : 1);
  }

  private static long pair(int one, int other) {
    return (long) Math.min(one, other) << 32 | Math.max(one, other);
  }

  private int slot(long pair) {
    long hash = pair * 0x9E3779B97F4A7C15L;
    int slot = (int) (hash >>> 32) & (table.length - 1);
    while (variableAt[slot] != 0 && table[slot] != pair) {
      slot = (slot + 1) & (table.length - 1);
    }
    return slot;
  }

  private void grow() {
    table = new long[table.length * 2];
    variableAt = new int[table.length];
    for (int variable = 0; variable < size; variable++) {
      int slot = slot(pairs[variable]);
      table[slot] = pairs[variable];
      variableAt[slot] = variable + 1;
    }
  }
}
