package dev.assay.checkers.isolation.predicates;

import dev.assay.checkers.isolation.Transactions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How far the making of an order has come: who has begun, who has committed and what all keys hold.
 * All is logged and can be taken back. To commit takes time linear in what the transaction read and
 * wrote and in those that are looked at beside it.
 */
final class Progress {
  /** How many of those that are not done are looked at for the next one. */
  static final int LOOKED_MAX = 256;

  /** The ring of those that are looked at, and of those that are where all else fails. */
  static final int MAIN = 0;

  static final int OTHERS = 1;

  /** What was done, as it is logged, with the transaction in the higher bits. */
  private static final int BEGIN = 0;

  /** Has to begin again. */
  private static final int LAPSE = 1;

  private static final int COMMIT = 2;
  private static final int KIND_BITS = 2;

  /** What a state is made of, beside the values of keys. */
  private static final int BEGUN = -2;

  private static final int DONE = -1;

  private final Transactions transactions;
  private final Versions versions;
  final Moments moments;
  final Needs needs;
  final Store store;

  /** Those that have not committed. */
  final Ring left;

  private int completedLeft;

  /** Who has begun, and no key that it writes was committed to since; and who has committed. */
  private final boolean[] hasBegun;

  private final boolean[] isDone;

  /** By transaction: in which state of the store its reads were wrong last. */
  private final long[] wrongIn;

  /** What was done, and what commits overwrote. */
  private int[] log = new int[1024];

  private int logged;
  private final List<int[]> overwritten = new ArrayList<>();
  private long hash;
  private long otherHash;

  /** Who has begun, who is done and what all keys hold, in 128 bits. */
  record State(long hash, long other) {}

  /** Nothing is done; the rings are empty. */
  Progress(Columns columns, Versions versions, Moments moments, Needs needs) {
    this.versions = versions;
    this.moments = moments;
    this.needs = needs;
    transactions = columns.transactions();
    store = new Store(columns, versions);
    left = new Ring(transactions.size(), 2);
    hasBegun = new boolean[transactions.size()];
    isDone = new boolean[transactions.size()];
    wrongIn = new long[transactions.size()];
    Arrays.fill(wrongIn, -1);
    completedLeft =
        (int) IntStream.range(0, transactions.size()).filter(transactions::isOk).count();
  }

  State state() {
    return new State(hash, otherHash);
  }

  boolean hasBegun(int t) {
    return hasBegun[t];
  }

  boolean isDone(int t) {
    return isDone[t];
  }

  /** Whether all that completed have committed. */
  boolean isWhole() {
    return completedLeft == 0;
  }

  /**
   * The invocations of the order that was found: each once, or, on snapshots, where it began and
   * where it committed.
   */
  List<Integer> order() {
    int[] lastBegin = new int[transactions.size()];
    for (int i = 0; i < logged; i++) {
      if (kind(i) == BEGIN) {
        lastBegin[transaction(i)] = i;
      }
    }
    return IntStream.range(0, logged)
        .filter(i -> kind(i) == COMMIT || (!moments.isSerial() && lastBegin[transaction(i)] == i))
        .mapToObj(i -> transactions.invocation(transaction(i)))
        .toList();
  }

  /** Whether one that completed waits for nothing but that its reads become right. */
  boolean isToBegin(int t) {
    return transactions.isOk(t) && !hasBegun[t] && moments.mayBegin(t);
  }

  /** Whether its reads are right now. */
  boolean isExplained(int t) {
    if (wrongIn[t] == store.state()) {
      return false;
    }
    boolean isExplained = store.explains(t);
    wrongIn[t] = isExplained ? wrongIn[t] : store.state();
    return isExplained;
  }

  void begin(int t) {
    hasBegun[t] = true;
    moments.begin(t);
    needs.addReads(t, -1);
    mix(t, BEGUN);
    log(t, BEGIN);
  }

  private void lapse(int t) {
    hasBegun[t] = false;
    moments.takeBackBegin(t);
    needs.addReads(t, 1);
    mix(t, BEGUN);
    log(t, LAPSE);
  }

  void commit(int t) {
    if (!hasBegun[t]) {
      begin(t);
    }
    lapseOthers(t);
    isDone[t] = true;
    left.takeOut(t);
    completedLeft -= transactions.isOk(t) ? 1 : 0;
    needs.addWrites(t, -1);
    int[] old = new int[needs.writes(t).length];
    for (int i = 0; i < old.length; i++) {
      int key = versions.key(needs.writes(t)[i]);
      old[i] = store.get(key);
      hold(key, versions.value(needs.writes(t)[i]));
    }
    overwritten.add(old);
    moments.commit(t);
    mix(t, DONE);
    log(t, COMMIT);
  }

  /** Lets those begin again that write what it writes, too. */
  private void lapseOthers(int t) {
    if (moments.isSerial() || needs.writes(t).length == 0) {
      return;
    }
    needs.markWrites(t);
    int looked = 0;
    for (int u = left.first(MAIN); !left.isEnd(u) && looked++ < LOOKED_MAX; u = left.next(u)) {
      if (u != t && hasBegun[u] && needs.writesWhatIsMarked(u, t)) {
        lapse(u);
      }
    }
  }

  /** How much is done, to go back to. */
  int depth() {
    return logged;
  }

  /** Takes back all that was done since. */
  void goBack(int depth) {
    while (logged > depth) {
      takeBack();
    }
  }

  private void takeBack() {
    int t = transaction(--logged);
    switch (kind(logged)) {
      case BEGIN -> {
        hasBegun[t] = false;
        moments.takeBackBegin(t);
        needs.addReads(t, 1);
        mix(t, BEGUN);
      }
      case LAPSE -> {
        hasBegun[t] = true;
        moments.begin(t);
        needs.addReads(t, -1);
        mix(t, BEGUN);
      }
      default -> takeBackCommit(t);
    }
  }

  private void takeBackCommit(int t) {
    moments.takeBackCommit(t);
    int[] old = overwritten.removeLast();
    for (int i = old.length - 1; i >= 0; i--) {
      hold(versions.key(needs.writes(t)[i]), old[i]);
    }
    needs.addWrites(t, 1);
    completedLeft += transactions.isOk(t) ? 1 : 0;
    left.putBack(t);
    isDone[t] = false;
    mix(t, DONE);
  }

  private void log(int t, int what) {
    if (logged == log.length) {
      log = Arrays.copyOf(log, 2 * logged);
    }
    log[logged++] = t << KIND_BITS | what;
  }

  private int transaction(int place) {
    return log[place] >>> KIND_BITS;
  }

  private int kind(int place) {
    return log[place] & (1 << KIND_BITS) - 1;
  }

  private void hold(int key, int value) {
    mix(key, store.get(key));
    store.set(key, value);
    mix(key, value);
  }

  /** Adds a part to the state's hash, or takes it away. */
  private void mix(int one, int other) {
    long part = (long) one << 32 | (other & 0xFFFFFFFFL);
    hash ^= mixed(part * 0x9E3779B97F4A7C15L + 0x632BE59BD9B4E019L);
    otherHash ^= mixed(part * 0xD1342543DE82EF95L + 0x2545F4914F6CDD1DL);
  }

  private static long mixed(long bits) {
    long z = (bits ^ bits >>> 30) * 0xBF58476D1CE4E5B9L;
    z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
    return z ^ z >>> 31;
  }
}
