package dev.assay.checkers.isolation.counters;

import dev.assay.checkers.Budget;
import dev.assay.checkers.isolation.ConsistencyModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Seeks a serial order of transactions on counters where it is likely to be, in histories of any
 * length: what it finds is one, and where it finds none there may be one.
 *
 * <p>It always works for whoever completed first of those that are left. What that asks for tells
 * who has to come before: who still needs the present value of a counter that it would change, and
 * somebody who changes a counter that has not the right value yet, first who was under way first.
 * Of those, the one is done who waits for nobody. Where nobody is left it undoes the latest that
 * changed a counter which is wrong, and takes another in its place. Where real time is kept, {@link
 * Windows} tell much of what would be wrong before it is tried.
 *
 * <p>Near-linear where little has to be undone, which is the rule for a store that is serializable.
 */
final class LikelyOrder {
  private static final int NONE = -1;

  /** How many transactions are looked at before it gives up: for each, and beside that. */
  private static final long WORK_EACH = 30_000;

  private static final long WORK_MIN = 10_000_000;

  /** Of how many places it is remembered that they lead nowhere, which takes some 80 bytes each. */
  private static final int DEAD_MAX = 4_000_000;

  /** How many that may come next are looked at, and how long a chain of reasons may be. */
  private static final int LOOKS_MAX = 256;

  private static final int CHAIN_MAX = 100;

  /** How many that change a counter are compared. */
  private static final int CHANGERS_MAX = 64;

  private final Demands demands;
  private final Board board;
  private final ConsistencyModel model;
  private final @Nullable Windows windows;

  /** Those that completed in this order, and where each is in it. */
  private final int[] byCompletion;

  private final int[] rank;
  private int head;

  /** Who of the same process has to be before. */
  private final int[] previous;

  /** Who is done, and whom else there is in the place of each once that was undone. */
  private final int[] order;

  private final @Nullable Choice[] choices;
  private int depth;
  private int deepest;

  /** Where not to look again, by the sum of random numbers of all who are done. */
  private final long[] signs;

  private long state;
  private final Set<Long> dead = new HashSet<>();

  /** Whom a chain of reasons came by, and the counters that were wrong. */
  private final int[] seenIn;

  private int chain;
  private long work;
  private int looks;
  private final boolean[] isWrong;
  private final List<Integer> wrong = new ArrayList<>();
  private final List<Integer> next = new ArrayList<>();
  private boolean wantsAll;

  /** Those who may be in one place, and how many of them were. */
  private static final class Choice {
    private final int[] members;
    private int tried;

    Choice(List<Integer> members) {
      this.members = members.stream().mapToInt(member -> member).toArray();
    }
  }

  LikelyOrder(Demands demands, ConsistencyModel model) {
    this.demands = demands;
    this.model = model;
    AskedValues values = new AskedValues(demands);
    if (model == ConsistencyModel.STRICT_SERIALIZABLE) {
      windows = new Windows(demands, values);
      windows.narrow();
    } else {
      windows = null;
    }
    board = new Board(demands, values, windows);
    int size = demands.size();
    byCompletion =
        IntStream.range(0, size)
            .filter(demands::isOk)
            .boxed()
            .sorted(Comparator.comparingInt(this::until))
            .mapToInt(member -> member)
            .toArray();
    rank = new int[size];
    Arrays.fill(rank, Integer.MAX_VALUE);
    for (int i = 0; i < byCompletion.length; i++) {
      rank[byCompletion[i]] = i;
    }
    previous = new int[size];
    Map<Integer, Integer> latest = new HashMap<>();
    for (int member = 0; member < size; member++) {
      previous[member] = latest.getOrDefault(demands.process(member), NONE);
      if (demands.isOk(member)) {
        latest.put(demands.process(member), member);
      }
    }
    order = new int[size];
    choices = new @Nullable Choice[size];
    seenIn = new int[size];
    isWrong = new boolean[demands.keys()];
    SplittableRandom random = new SplittableRandom(size);
    signs = random.longs(size).toArray();
  }

  private int from(int member) {
    return windows == null ? demands.invocation(member) : windows.from(member);
  }

  private int until(int member) {
    return windows == null ? demands.completion(member) : windows.until(member);
  }

  /** Whether an order was found: see {@link #order}. */
  boolean run(Budget budget) {
    if (demands.areContradictory()) {
      return false;
    }
    long end = WORK_EACH * demands.size() + WORK_MIN;
    int steps = 0;
    while (true) {
      findHead();
      if (head == byCompletion.length) {
        return true;
      }
      boolean isTooMuch = work > end || dead.size() > DEAD_MAX;
      if (isTooMuch || (++steps % 1024 == 0 && budget.isSpent())) {
        return false;
      }
      findNext(false);
      int one = firstAlive();
      if (one == NONE && !next.isEmpty()) {
        findNext(true);
        one = firstAlive();
      }
      if (one != NONE) {
        take(one);
      } else if (!goBack()) {
        return false;
      }
    }
  }

  /** The numbers of the transactions in the order that was found. */
  List<Integer> order() {
    return Arrays.stream(order, 0, depth).map(demands::txn).boxed().toList();
  }

  private int firstAlive() {
    for (int member : next) {
      if (!dead.contains(state + signs[member])) {
        return member;
      }
    }
    return NONE;
  }

  private void take(int member) {
    work++;
    board.done(member);
    state += signs[member];
    order[depth++] = member;
    if (depth > deepest) {
      deepest = depth;
      wrong.forEach(key -> isWrong[key] = false);
      wrong.clear();
    }
  }

  private boolean goBack() {
    dead.add(state);
    while (depth > 0) {
      int member = order[--depth];
      work++;
      board.undo(member);
      state -= signs[member];
      head = Math.min(head, rank[member]);
      if (changesWrong(member)) {
        Choice choice = choices[depth];
        if (choice == null) {
          findNext(true);
          choice = new Choice(next);
          choices[depth] = choice;
        }
        while (choice.tried < choice.members.length) {
          int other = choice.members[choice.tried++];
          if (other != member && !dead.contains(state + signs[other])) {
            take(other);
            return true;
          }
        }
        dead.add(state);
      }
      choices[depth] = null;
    }
    return false;
  }

  private boolean changesWrong(int member) {
    for (int line = demands.start(member); line < demands.end(member); line++) {
      if (demands.amount(line) != 0 && isWrong[demands.key(line)]) {
        return true;
      }
    }
    return false;
  }

  private void findHead() {
    while (head < byCompletion.length && board.isDone(byCompletion[head])) {
      head++;
    }
  }

  /** Finds who may be next: one who is likely, or all that are. */
  private void findNext(boolean all) {
    next.clear();
    chain++;
    looks = 0;
    wantsAll = all;
    findHead();
    follow(byCompletion[head], 0);
    if (all) {
      for (int i = 0; i < LOOKS_MAX && head + i < byCompletion.length; i++) {
        addIfReady(byCompletion[head + i]);
      }
      for (int key : wrong) {
        looks = 0;
        board.eachChanger(
            key,
            (other, line) -> {
              if (isTooEarly(other)) {
                return false;
              }
              addIfReady(other);
              return ++looks < LOOKS_MAX;
            });
      }
    }
  }

  private void addIfReady(int member) {
    work++;
    boolean isReady =
        !board.isDone(member)
            && seenIn[member] != chain
            && mayBeNext(member)
            && board.isRight(member);
    for (int line = demands.start(member); isReady && line < demands.end(member); line++) {
      isReady = board.blocker(line) == NONE;
    }
    if (isReady) {
      seenIn[member] = chain;
      next.add(member);
    }
  }

  private boolean mayBeNext(int member) {
    return switch (model) {
      case STRICT_SERIALIZABLE -> from(member) < until(byCompletion[head]);
      case STRONG_SESSION_SERIALIZABLE ->
          previous[member] == NONE || board.isDone(previous[member]);
      default -> true;
    };
  }

  /** Whether time forbids that it is next because of its invocation. */
  private boolean isTooEarly(int member) {
    return windows != null && demands.invocation(member) >= until(byCompletion[head]);
  }

  private boolean isEnough() {
    return !next.isEmpty() && !wantsAll;
  }

  /** Looks for those who have to come before one, or itself when nobody has to. */
  private void follow(int member, int length) {
    if (isEnough() || seenIn[member] == chain || length > CHAIN_MAX || ++looks > LOOKS_MAX) {
      return;
    }
    seenIn[member] = chain;
    work++;
    if (!mayBeNext(member)) {
      if (model == ConsistencyModel.STRONG_SESSION_SERIALIZABLE) {
        follow(previous[member], length + 1);
      }
      return;
    }
    boolean isReady = true;
    for (int line = demands.start(member); line < demands.end(member); line++) {
      isReady &= isReady(member, line, length);
    }
    if (isReady && !isEnough()) {
      next.add(member);
    }
  }

  private boolean isReady(int member, int line, int length) {
    int key = demands.key(line);
    boolean isReady = true;
    if (demands.asks(line) && board.sum(key) != demands.value(line)) {
      isReady = false;
      markWrong(key);
      long gap = demands.value(line) - board.sum(key);
      for (int other : changers(member, key, gap)) {
        follow(other, length + 1);
      }
    }
    int blocker = board.blocker(line);
    if (blocker != NONE) {
      isReady = false;
      markWrong(key);
      follow(blocker, length + 1);
    } else if (demands.amount(line) != 0 && !demands.grows(key)) {
      int waiting = board.waiting(line);
      if (waiting != NONE) {
        follow(waiting, length + 1);
      }
    }
    return isReady;
  }

  /** Who else may change a counter towards a value, who completed first. */
  private List<Integer> changers(int member, int key, long gap) {
    boolean grows = demands.grows(key);
    List<Integer> found = new ArrayList<>();
    board.eachChanger(
        key,
        (other, line) -> {
          work++;
          if (isTooEarly(other)) {
            return false; // so are those who were invoked later
          }
          long amount = demands.amount(line);
          if (other != member
              && mayBeNext(other)
              && (grows ? amount <= gap : amount > 0 == gap > 0)) {
            found.add(other);
          }
          return found.size() < CHANGERS_MAX;
        });
    found.sort(Comparator.comparingLong(other -> (long) from(other) + until(other)));
    return found;
  }

  private void markWrong(int key) {
    if (!isWrong[key]) {
      isWrong[key] = true;
      wrong.add(key);
    }
  }
}
