package dev.assay.checkers.linearizability;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Decides a register in linear time when every value that anybody sees was produced once.
 *
 * <p>Gibbons and Korach, "Testing shared memories" (1997), §4: the operations on one value form a
 * <em>cluster</em> with a zone between the first return and the last invocation. Compare-and-sets
 * join clusters to chains, between whose values nothing else may be written. A chain whose first
 * return comes before its last invocation (<em>forward</em>) owns the register in between; any
 * other fits into a single moment of its zone. The history is linearizable when forward zones are
 * disjoint and no backward zone lies within a forward one.
 */
final class RegisterMonitor implements Monitor {
  private final RegisterModel model;

  RegisterMonitor(RegisterModel model) {
    this.model = model;
  }

  @Override
  public String name() {
    return "zones";
  }

  @Override
  public @Nullable Answer decide(Problem problem) {
    RegisterCode code = new RegisterCode(problem, model);
    RegisterValues values = RegisterValues.of(problem, code);
    if (values == null) {
      return null;
    }
    if (values.culprit() != RegisterCode.NONE) {
      return no(problem, values.operationsOn(values.culprit()));
    }
    RegisterChains chains = new RegisterChains(problem, code, values);
    if (chains.brokenChain() >= 0) {
      return no(problem, chains.operationsOf(chains.brokenChain(), chains.brokenChain()));
    }
    if (chains.hasCycle()) {
      return no(problem, chains.operationsOnCycles());
    }
    Zones zones = new Zones(chains.first(), chains.last(), problem.positions());
    if (zones.isClash()) {
      return no(problem, chains.operationsOf(zones.clashOne(), zones.clashOther()));
    }
    int[] order = chains.order(zones.order());
    return respectsTime(problem, order) ? new Answer.Yes(order) : null;
  }

  /** The engine finds out by which return the violation shows. */
  private static Answer no(Problem problem, boolean[] suspects) {
    return new Answer.No(suspects, problem.positions() - 1);
  }

  /** No operation had returned before one that is placed earlier was invoked. */
  private static boolean respectsTime(Problem problem, int[] order) {
    int latest = -1;
    for (int op : order) {
      if (problem.ret()[op] < latest) {
        return false;
      }
      latest = Math.max(latest, problem.inv()[op]);
    }
    return true;
  }

  /** The zones of chains, in positions moved up by two: the initial value's may begin at -2. */
  private static final class Zones {
    private final int[] first;
    private final int[] last;

    /** At each position the forward chain that began last before it, or -1. */
    private final int[] coverOf;

    private int clashOne = -1;
    private int clashOther = -1;

    Zones(int[] first, int[] last, int positions) {
      this.first = first;
      this.last = last;
      coverOf = new int[positions + 3];
      Arrays.fill(coverOf, -1);
      for (int chain = 0; chain < first.length; chain++) {
        if (isForward(chain)) {
          coverOf[first[chain] + 2] = chain;
        }
      }
      int open = -1;
      for (int p = 0; p < coverOf.length; p++) {
        int begins = coverOf[p];
        coverOf[p] = open;
        if (begins >= 0) {
          if (open >= 0 && p < last[open] + 2) {
            clash(open, begins);
            return;
          }
          open = begins;
        }
      }
      for (int chain = 0; chain < first.length && !isClash(); chain++) {
        int cover = cover(chain);
        if (cover >= 0 && first[chain] < last[cover]) {
          clash(cover, chain);
        }
      }
    }

    boolean isClash() {
      return clashOne >= 0;
    }

    int clashOne() {
      return clashOne;
    }

    int clashOther() {
      return clashOther;
    }

    private void clash(int one, int other) {
      clashOne = one;
      clashOther = other;
    }

    private boolean isForward(int chain) {
      return first[chain] < last[chain];
    }

    /** The forward chain during which a backward zone begins, or -1. */
    private int cover(int chain) {
      if (isForward(chain)) {
        return -1;
      }
      int cover = coverOf[last[chain] + 2];
      return cover >= 0 && last[chain] < last[cover] ? cover : -1;
    }

    /** Chains in an order in which they may own the register one after the other. */
    int[] order() {
      int[] head = new int[coverOf.length];
      int[] next = new int[first.length];
      Arrays.fill(head, -1);
      for (int chain = first.length - 1; chain >= 0; chain--) {
        int cover = cover(chain);
        int moment = isForward(chain) ? first[chain] : cover >= 0 ? last[cover] : last[chain];
        next[chain] = head[moment + 2];
        head[moment + 2] = chain;
      }
      int[] order = new int[first.length];
      int count = 0;
      for (int chain : head) {
        for (; chain >= 0; chain = next[chain]) {
          order[count++] = chain;
        }
      }
      return order;
    }
  }
}
