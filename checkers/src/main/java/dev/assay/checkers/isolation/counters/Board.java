package dev.assay.checkers.isolation.counters;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What counters hold after some transactions were done, which can be undone, and what those that
 * are left ask of them: who waits for a value of a counter, and who can change it.
 *
 * <p>Doing and undoing takes as long as a transaction has lines, but for what has to be stepped
 * over that was done before, which happens once as long as nothing is undone.
 */
final class Board {
  static final int NONE = Groups.NONE;

  /** How many values are looked at that somebody asks for later. */
  private static final int LOOKS_MAX = 64;

  private final Demands demands;
  private final AskedValues values;
  private final @Nullable Windows windows;
  private final int[] memberOf;
  private final boolean[] done;
  private final long[] sum;

  /** By key: the first value that somebody still asks for. */
  private final int[] firstAsked;

  /** By value: how many still ask for it. */
  private final int[] open;

  private final int[] firstAsker;

  /** By key: who completed and changes it, and who did not complete. */
  private final Groups changers;

  private final int[] firstChanger;
  private final Groups unknown;
  private final int[] firstUnknown;

  /** By value: how much may come before it beside what has to. */
  private final long[] room;

  /** By key: what came before though it had to come before no value. */
  private final long[] taken;

  /** By value, and once more a key: what came before that had to come before it, as sums. */
  private final RunningSums required;

  /** Somebody who changes a counter, in one of its lines. */
  interface Changer {
    /** Looks at one; whether more are to be seen. */
    boolean next(int member, int line);
  }

  /**
   * @param windows of transactions, where time has to be kept
   */
  Board(Demands demands, AskedValues values, @Nullable Windows windows) {
    this.demands = demands;
    this.values = values;
    this.windows = windows;
    done = new boolean[demands.size()];
    sum = new long[demands.keys()];
    memberOf = new int[demands.lines()];
    int[] changes = new int[demands.lines()];
    int[] mayChange = new int[demands.lines()];
    Arrays.fill(changes, NONE);
    Arrays.fill(mayChange, NONE);
    for (int member = 0; member < demands.size(); member++) {
      for (int line = demands.start(member); line < demands.end(member); line++) {
        memberOf[line] = member;
        if (demands.amount(line) != 0) {
          (demands.isOk(member) ? changes : mayChange)[line] = demands.key(line);
        }
      }
    }
    changers = new Groups(demands.keys(), changes);
    firstChanger = firsts(changers, demands.keys());
    unknown = new Groups(demands.keys(), mayChange);
    firstUnknown = firsts(unknown, demands.keys());
    firstAsker = firsts(values.askers(), values.size());
    firstAsked = new int[demands.keys()];
    Arrays.setAll(firstAsked, values::start);
    open = new int[values.size()];
    Arrays.setAll(open, at -> values.askers().end(at) - values.askers().start(at));
    room = new long[values.size()];
    taken = new long[demands.keys()];
    required = new RunningSums(values.size() + demands.keys());
    for (int key = 0; windows != null && key < demands.keys(); key++) {
      findRoom(key, windows);
    }
  }

  private static int[] firsts(Groups groups, int size) {
    int[] firsts = new int[size];
    Arrays.setAll(firsts, groups::start);
    return firsts;
  }

  private void findRoom(int key, Windows known) {
    long[] required = new long[values.end(key) - values.start(key) + 1];
    for (int at = changers.start(key); at < changers.end(key); at++) {
      int line = changers.line(at);
      if (!demands.asks(line)) {
        required[known.high(line) - values.start(key)] += demands.amount(line);
      }
    }
    long before = 0;
    for (int at = values.start(key); at < values.end(key); at++) {
      before += required[at - values.start(key)];
      room[at] = values.value(at) - before;
      for (int i = values.askers().start(at); i < values.askers().end(at); i++) {
        before += demands.amount(values.askers().line(i));
      }
    }
  }

  /**
   * Somebody who has to come before a line's change of a counter: because it is after a value that
   * he asks for, or takes the room of those who have to be before him. Or NONE.
   */
  private int earlier(int line) {
    int key = demands.key(line);
    if (windows == null || !takesRoom(line)) {
      return NONE;
    }
    int at = firstAbove(key);
    if (at <= windows.low(line)) {
      return asker(at, memberOf[line]);
    }
    int end = Math.min(windows.high(line), at + LOOKS_MAX);
    if (at < end) {
      long spare = required.sum(values.start(key) + key, at + key) - taken[key];
      for (; at < end; at++) {
        spare += required.at(at + key);
        if (room[at] + spare < demands.amount(line)) {
          return asker(at, memberOf[line]);
        }
      }
    }
    return NONE;
  }

  private boolean takesRoom(int line) {
    return demands.amount(line) != 0 && !demands.asks(line) && demands.grows(demands.key(line));
  }

  /** Takes room of the values that it need not come before, or gives it back. */
  private void takeRoom(int line, long amount) {
    if (windows == null || !takesRoom(line)) {
      return;
    }
    int key = demands.key(line);
    taken[key] += amount;
    if (demands.isOk(memberOf[line])) {
      required.add(windows.high(line) + key, amount);
    }
  }

  private int firstAbove(int key) {
    int at = values.find(key, sum[key]);
    return at < 0 ? -1 - at : at + 1;
  }

  boolean isDone(int member) {
    return done[member];
  }

  long sum(int key) {
    return sum[key];
  }

  void done(int member) {
    done[member] = true;
    for (int line = demands.start(member); line < demands.end(member); line++) {
      takeRoom(line, demands.amount(line));
      sum[demands.key(line)] += demands.amount(line);
      if (values.of(line) != NONE) {
        open[values.of(line)]--;
      }
    }
  }

  void undo(int member) {
    done[member] = false;
    for (int line = demands.start(member); line < demands.end(member); line++) {
      int key = demands.key(line);
      sum[key] -= demands.amount(line);
      takeRoom(line, -demands.amount(line));
      int asked = values.of(line);
      if (asked != NONE) {
        open[asked]++;
        firstAsker[asked] = Math.min(firstAsker[asked], values.askers().place(line));
        firstAsked[key] = Math.min(firstAsked[key], asked);
      }
      if (demands.amount(line) != 0) {
        boolean isOk = demands.isOk(member);
        int[] firsts = isOk ? firstChanger : firstUnknown;
        firsts[key] = Math.min(firsts[key], (isOk ? changers : unknown).place(line));
      }
    }
  }

  /** Whether the counters hold what it asks for. */
  boolean isRight(int member) {
    for (int line = demands.start(member); line < demands.end(member); line++) {
      if (demands.asks(line) && sum[demands.key(line)] != demands.value(line)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Somebody else who has to come before a line's change of a counter, most of all who asks for a
   * value of it that is never there again; or {@link #NONE}.
   */
  int blocker(int line) {
    int key = demands.key(line);
    if (demands.amount(line) == 0 || !demands.grows(key)) {
      return NONE;
    }
    int at = firstAsked[key];
    while (at < values.end(key) && open[at] == 0) {
      at++;
    }
    firstAsked[key] = at;
    for (; at < values.end(key) && values.value(at) < sum[key] + demands.amount(line); at++) {
      int asker = open[at] == 0 ? NONE : asker(at, memberOf[line]);
      if (asker != NONE) {
        return asker;
      }
    }
    return earlier(line);
  }

  /** Somebody else who asks for what a counter holds now that may come back, or NONE. */
  int waiting(int line) {
    int at = values.find(demands.key(line), sum[demands.key(line)]);
    return at < 0 || open[at] == 0 ? NONE : asker(at, memberOf[line]);
  }

  private int asker(int value, int except) {
    Groups askers = values.askers();
    for (int at = first(askers, value, firstAsker); at < askers.end(value); at++) {
      int member = memberOf[askers.line(at)];
      if (member != except && !done[member]) {
        return member;
      }
    }
    return NONE;
  }

  /** The place of the first in the group that is not done, or its end. */
  private int first(Groups groups, int group, int[] firsts) {
    int at = firsts[group];
    while (at < groups.end(group) && done[memberOf[groups.line(at)]]) {
      at++;
    }
    firsts[group] = at;
    return at;
  }

  /**
   * Tells of those who are not done and change a counter, who completed first, in the order of
   * their invocations.
   */
  void eachChanger(int key, Changer look) {
    each(changers, key, firstChanger, look);
    each(unknown, key, firstUnknown, look);
  }

  private void each(Groups groups, int key, int[] firsts, Changer look) {
    for (int at = first(groups, key, firsts); at < groups.end(key); at++) {
      int member = memberOf[groups.line(at)];
      if (!done[member] && !look.next(member, groups.line(at))) {
        return;
      }
    }
  }
}
