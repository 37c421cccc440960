package dev.assay.checkers.isolation.predicates;

import dev.assay.checkers.Budget;
import dev.assay.checkers.isolation.CycleForm;
import dev.assay.checkers.isolation.DependencyGraph;
import dev.assay.checkers.isolation.Transactions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Seeks an order that explains all reads, a serial one or one of snapshots: depth first, those that
 * completed first before others, never one before what it depends on, never from the same state
 * twice. On snapshots a transaction begins as soon as its reads are right, since that rules out
 * nothing: where another one then commits first to a key that it writes, it has to begin again. Who
 * only reads commits at once. Nobody commits who takes away what somebody has still to read.
 *
 * <p>All orders are tried only of a few. Of many, what comes much later is not looked at, and what
 * nobody can have seen whatever the model says: writes that were invoked after the reader had
 * completed. Those of unknown outcome whose writes nobody is known to have read are done only where
 * all else has failed and somebody waits for what they write. And where real time need not be kept
 * it is kept at first, then with more and more exceptions: a store mostly keeps it, and a wrong
 * turn shows soon.
 *
 * <p>Where transactions overlap little this is linear, for the next one mostly is the only one that
 * fits. A hundred bytes a transaction, beside the moments, and as many for each state.
 */
final class OrderSearch {
  /** Of how many all orders are tried: as many as the verifier tries. */
  private static final int TRIED_MAX = 63;

  /**
   * How many states are gone on from, beside one for each transaction: for the claim, for others.
   */
  private static final int STATES_OF_CLAIM = 200_000;

  private static final int STATES = 10_000;

  /**
   * How many may be left that completed before the next one was invoked, and wait for nobody: tried
   * one after the other.
   */
  private static final int[] EXCEPTIONS = {0, 2, 8, 32};

  /** After all that completed. */
  private static final int LATE = Integer.MAX_VALUE;

  private final Columns columns;
  private final Transactions transactions;
  private final Versions versions;
  private final Moments moments;
  private final Needs needs;
  private final Progress progress;
  private final Ring left;
  private final Harm harm;
  private final boolean isWhole;

  /** How much is done before anything is tried. */
  private final int begin;

  private final Set<Progress.State> seen = new HashSet<>();
  private String givenUp = "";

  /** A choice of the next one. */
  private static final class Choice {
    final int depth;
    int[] candidates;
    int tried;
    boolean isExtended;

    Choice(int depth, int[] candidates) {
      this.depth = depth;
      this.candidates = candidates;
    }
  }

  enum Result {
    FOUND,
    NONE,
    GIVEN_UP
  }

  private OrderSearch(Columns columns, Versions versions, Moments moments) {
    this.columns = columns;
    this.versions = versions;
    this.moments = moments;
    transactions = columns.transactions();
    needs = new Needs(columns, versions);
    progress = new Progress(columns, versions, moments, needs);
    left = progress.left;
    int[] members =
        IntStream.range(0, transactions.size()).filter(t -> !transactions.isFailed(t)).toArray();
    isWhole = members.length <= TRIED_MAX;
    harm = new Harm(columns, versions, progress, isWhole);
    int[] due = due(members);
    int[] inOrder =
        Arrays.stream(members)
            .boxed()
            .sorted(Comparator.comparingInt(t -> due[t]))
            .mapToInt(t -> t)
            .toArray();
    left.fill(
        Progress.MAIN, Arrays.stream(inOrder).filter(t -> isWhole || due[t] != LATE).toArray());
    left.fill(
        Progress.OTHERS, Arrays.stream(inOrder).filter(t -> !isWhole && due[t] == LATE).toArray());
    if (columns.init() != Columns.NONE) {
      progress.commit(columns.init());
    }
    begin = progress.depth();
  }

  /** Of a serial order. */
  static OrderSearch serial(
      Columns columns, Versions versions, DependencyGraph graph, CycleForm form) {
    return new OrderSearch(columns, versions, Moments.serial(graph, form));
  }

  /** Of an order of the moments at which transactions begin and commit. */
  static OrderSearch ofSnapshots(
      Columns columns, Versions versions, DependencyGraph graph, CycleForm form) {
    return new OrderSearch(columns, versions, Moments.ofSnapshots(graph, form));
  }

  /**
   * By when each should be done: when it completed, or, of unknown outcome, before the first that
   * completed later and read what it wrote; {@link #LATE} where there is none.
   */
  private int[] due(int[] members) {
    int[] due = new int[transactions.size()];
    Arrays.fill(due, LATE);
    for (int t : members) {
      due[t] = transactions.isOk(t) ? transactions.completion(t) : LATE;
    }
    for (int t : members) {
      for (int read : needs.reads(t)) {
        int looked = 0;
        for (int w = read; w >= 0 && looked++ < Progress.LOOKED_MAX; w = versions.nextOf(w)) {
          int writer = versions.txn(w);
          boolean isUnknown = !versions.isRoot(w) && transactions.isInfo(writer);
          if (isUnknown && versions.isVersion(w) && due[t] > transactions.invocation(writer)) {
            due[writer] = Math.min(due[writer], transactions.completion(t));
          }
        }
      }
    }
    return due;
  }

  /** Seeks where it is likely that there is one: of a few everywhere, else in the order of time. */
  Result likely(Budget budget) {
    boolean byTime = !isWhole && transactions.history().isRealTime();
    return again(byTime ? EXCEPTIONS[0] : transactions.size(), STATES, budget);
  }

  /**
   * Seeks on.
   *
   * @param isClaim whether more is worth while
   */
  Result run(boolean isClaim, Budget budget) {
    if (!isWhole && transactions.history().isRealTime()) {
      for (int i = 1; i < EXCEPTIONS.length; i++) {
        if (again(EXCEPTIONS[i], STATES, budget) == Result.FOUND) {
          return Result.FOUND;
        }
      }
    }
    return again(transactions.size(), isClaim ? STATES_OF_CLAIM : STATES, budget);
  }

  private Result again(int exceptions, int statesMax, Budget budget) {
    progress.goBack(begin);
    seen.clear();
    return run(exceptions, statesMax, budget);
  }

  private Result run(int exceptions, int statesMax, Budget budget) {
    List<Choice> choices = new ArrayList<>();
    while (true) {
      beginAll();
      if (progress.isWhole()) {
        return Result.FOUND;
      }
      int[] candidates = seen.add(progress.state()) ? candidates(exceptions) : new int[0];
      choices.add(new Choice(progress.depth(), candidates));
      while (!choices.isEmpty() && !tryNext(choices.getLast())) {
        choices.removeLast();
      }
      if (choices.isEmpty()) {
        if (isWhole) {
          return Result.NONE;
        }
        givenUp =
            "an order was not found by looking at what comes next, and of so many not all"
                + " orders are tried";
        return Result.GIVEN_UP;
      }
      if (seen.size() > statesMax + transactions.size() || budget.isSpent()) {
        givenUp =
            budget.isSpent()
                ? "the time was over before an order was found: allow more with --time-limit"
                : "an order was not found in as many steps as are tried";
        return Result.GIVEN_UP;
      }
    }
  }

  /** Takes back what was done since, and does the next candidate, if there is one. */
  private boolean tryNext(Choice choice) {
    progress.goBack(choice.depth);
    while (true) {
      if (choice.tried == choice.candidates.length && !choice.isExtended) {
        choice.isExtended = true;
        choice.candidates = wanted();
        choice.tried = 0;
      }
      if (choice.tried == choice.candidates.length) {
        return false;
      }
      int t = choice.candidates[choice.tried++];
      if (harm.isHarmless(t)) {
        progress.commit(t);
        return true;
      }
    }
  }

  /**
   * The invocations of the order that was found: each once, or, on snapshots, where it began and
   * where it committed.
   */
  List<Integer> order() {
    return progress.order();
  }

  /** Why it came to no end, as the end of a sentence. */
  String givenUp() {
    return givenUp;
  }

  /**
   * Begins all that can begin now, and does those that only read; in a serial order, those alone.
   */
  private void beginAll() {
    boolean isMoving = true;
    while (isMoving) {
      isMoving = false;
      int looked = 0;
      for (int t = left.first(Progress.MAIN);
          !left.isEnd(t) && looked < Progress.LOOKED_MAX;
          looked++) {
        int following = left.next(t);
        boolean onlyReads = needs.writes(t).length == 0;
        if (progress.isToBegin(t)
            && (onlyReads || !moments.isSerial())
            && progress.isExplained(t)) {
          progress.begin(t);
          if (onlyReads) {
            progress.commit(t);
          }
          isMoving = true;
        }
        t = following;
      }
    }
  }

  private int[] candidates(int exceptions) {
    int[] found = new int[16];
    int size = 0;
    int looked = 0;
    int bound = completion(exceptions);
    for (int t = left.first(Progress.MAIN);
        !left.isEnd(t) && looked++ < Progress.LOOKED_MAX;
        t = left.next(t)) {
      if (transactions.invocation(t) < bound && mayCommit(t)) {
        if (size == found.length) {
          found = Arrays.copyOf(found, 2 * size);
        }
        found[size++] = t;
      }
    }
    return Arrays.copyOf(found, size);
  }

  /** When the first of those left completed that wait for nobody, but for some exceptions. */
  private int completion(int exceptions) {
    int found = 0;
    int looked = 0;
    for (int t = left.first(Progress.MAIN);
        !left.isEnd(t) && looked++ < Progress.LOOKED_MAX;
        t = left.next(t)) {
      boolean isOne =
          transactions.isOk(t)
              && (progress.hasBegun(t) ? moments.mayCommit(t) : moments.mayBegin(t));
      if (isOne && found++ == exceptions) {
        return transactions.completion(t);
      }
    }
    return LATE;
  }

  private boolean mayCommit(int t) {
    return needs.writes(t).length > 0
        && (progress.hasBegun(t) ? moments.mayCommit(t) : mayBeginAndCommit(t))
        && harm.mayOverwrite(t);
  }

  private boolean mayBeginAndCommit(int t) {
    return moments.mayBegin(t)
        && moments.mayCommitAtOnce(t)
        && (!transactions.isOk(t) || (moments.isSerial() && progress.isExplained(t)));
  }

  /** Those of unknown outcome that write what somebody waits for who could be next. */
  private int[] wanted() {
    int[] ready =
        IntStream.iterate(left.first(Progress.MAIN), t -> !left.isEnd(t), left::next)
            .limit(Progress.LOOKED_MAX)
            .filter(progress::isToBegin)
            .toArray();
    return IntStream.iterate(left.first(Progress.OTHERS), t -> !left.isEnd(t), left::next)
        .filter(t -> isWanted(t, ready) && mayCommit(t))
        .toArray();
  }

  private boolean isWanted(int t, int[] ready) {
    for (int write : needs.writes(t)) {
      int key = versions.key(write);
      int held = progress.store.get(key);
      // Most were late for their key, which is gone: that is to be told quickly.
      boolean isToBeSeen =
          held != versions.value(write) && (held != Columns.ABSENT || needs.readersLeft(write) > 0);
      for (int i = 0; isToBeSeen && i < ready.length; i++) {
        if (needs.doesRead(ready[i], write) || isToBeMissed(key, versions.value(write), ready[i])) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether a predicate read does not show what the key holds, and would not show the value. */
  private boolean isToBeMissed(int key, int value, int reader) {
    for (int m = transactions.start(reader); m < transactions.end(reader); m++) {
      if (columns.kind(m) == Columns.PREDICATE_READ
          && columns.matches(columns.predicate(m), progress.store.get(key))
          && !columns.matches(columns.predicate(m), value)
          && !columns.shows(m, key)) {
        return true;
      }
    }
    return false;
  }
}
