package dev.assay.checkers.linearizability;

import java.util.Arrays;

/**
 * The chains of a register: the initial value or a write, and the compare-and-sets that follow each
 * other from it. Each has a zone: its first return and its last invocation.
 */
final class RegisterChains {
  private static final int NONE = RegisterCode.NONE;

  private final Problem problem;
  private final RegisterCode code;
  private final RegisterValues values;

  /** The write that begins each chain, or {@link RegisterValues#INITIAL}. */
  private final int[] roots;

  private final int[] first;
  private final int[] last;
  private int usedCas;
  private int brokenChain = -1;
  private final boolean hasCycle;

  RegisterChains(Problem problem, RegisterCode code, RegisterValues values) {
    this.problem = problem;
    this.code = code;
    this.values = values;
    int cas = 0;
    int chains = 1;
    int[] found = new int[problem.size() + 1];
    found[0] = RegisterValues.INITIAL;
    for (int op = 0; op < problem.size(); op++) {
      byte what = code.what(problem.classes()[op]);
      if (values.isIncluded[op] && what == RegisterCode.WRITE) {
        found[chains++] = op;
      }
      cas += values.isIncluded[op] && what == RegisterCode.CAS ? 1 : 0;
    }
    roots = Arrays.copyOf(found, chains);
    first = new int[chains];
    last = new int[chains];
    for (int chain = 0; chain < chains && brokenChain < 0; chain++) {
      walk(chain);
    }
    hasCycle = brokenChain < 0 && usedCas < cas;
  }

  /** The position of the first return of each chain; the initial value's write returns at -1. */
  int[] first() {
    return first;
  }

  /** The position of the last invocation of each chain; the initial value's write begins at -2. */
  int[] last() {
    return last;
  }

  /** A chain in which something returned before what it depends on was invoked, or -1. */
  int brokenChain() {
    return brokenChain;
  }

  /** Whether some compare-and-sets only follow each other. */
  boolean hasCycle() {
    return hasCycle;
  }

  private void walk(int chain) {
    int op = roots[chain];
    boolean isInitial = op == RegisterValues.INITIAL;
    int latest = isInitial ? -2 : problem.inv()[op];
    int returned = isInitial ? -1 : problem.ret()[op];
    int earliest = returned;
    int value = isInitial ? code.initial() : code.to(problem.classes()[op]);
    while (true) {
      boolean isSeen = values.isSeen[value];
      int readsBegun = latest;
      int due = returned;
      for (int read = isSeen ? values.firstRead[value] : NONE;
          read != NONE;
          read = values.nextRead[read]) {
        due = Math.min(due, problem.ret()[read]);
        readsBegun = Math.max(readsBegun, problem.inv()[read]);
      }
      if (due < latest) {
        brokenChain = chain;
        return;
      }
      earliest = Math.min(earliest, due);
      latest = readsBegun;
      int cas = isSeen ? values.consumer[value] : NONE;
      if (cas == NONE) {
        break;
      }
      usedCas++;
      latest = Math.max(latest, problem.inv()[cas]);
      returned = problem.ret()[cas];
      value = code.to(problem.classes()[cas]);
    }
    first[chain] = Math.min(earliest, problem.positions());
    last[chain] = latest;
  }

  /** The compare-and-sets and reads that no chain reaches. */
  boolean[] operationsOnCycles() {
    boolean[] rest = values.isIncluded.clone();
    int[] order = new int[problem.size()];
    for (int chain = 0; chain < roots.length; chain++) {
      int count = append(chain, order, 0);
      for (int i = 0; i < count; i++) {
        rest[order[i]] = false;
      }
    }
    return rest;
  }

  /** The operations of two chains. */
  boolean[] operationsOf(int one, int other) {
    boolean[] ops = new boolean[problem.size()];
    int[] order = new int[problem.size()];
    for (int chain : new int[] {one, other}) {
      int count = append(chain, order, 0);
      for (int i = 0; i < count; i++) {
        ops[order[i]] = true;
      }
    }
    return ops;
  }

  /** The operations of all chains, chain by chain. */
  int[] order(int[] chains) {
    int[] order = new int[problem.size()];
    int count = 0;
    for (int chain : chains) {
      count = append(chain, order, count);
    }
    return Arrays.copyOf(order, count);
  }

  private int append(int chain, int[] order, int count) {
    int at = count;
    int op = roots[chain];
    int value = code.initial();
    if (op != RegisterValues.INITIAL) {
      order[at++] = op;
      value = code.to(problem.classes()[op]);
    }
    while (values.isSeen[value]) {
      for (int read = values.firstRead[value]; read != NONE; read = values.nextRead[read]) {
        order[at++] = read;
      }
      int cas = values.consumer[value];
      if (cas == NONE) {
        break;
      }
      order[at++] = cas;
      value = code.to(problem.classes()[cas]);
    }
    return at;
  }
}
