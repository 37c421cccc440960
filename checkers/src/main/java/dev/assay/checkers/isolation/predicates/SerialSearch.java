package dev.assay.checkers.isolation.predicates;

import dev.assay.checkers.Budget;
import dev.assay.checkers.isolation.ConsistencyModel;
import dev.assay.checkers.isolation.DependencyGraph;
import dev.assay.checkers.isolation.Edge;
import dev.assay.checkers.isolation.Transactions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Seeks a serial order that explains all reads: depth first, those that completed first before
 * others, never one before what it depends on, never from the same state twice. Who only reads is
 * done as soon as its reads are right, for that rules out nothing; nobody overwrites what somebody
 * has still to read. Of many, those of unknown outcome whose writes nobody is known to have read
 * are done only where all else has failed and somebody waits for what they write.
 *
 * <p>Where transactions overlap little this is linear, for the next one mostly is the only one that
 * fits. All orders are tried only of a few; of many, what comes much later is not looked at.
 */
final class SerialSearch {
  /** Of how many all orders are tried: as many as the verifier tries. */
  private static final int TRIED_MAX = 63;

  /** How many states are gone on from, beside one for each transaction. */
  private static final int STATES_MAX = 200_000;

  /** How many of those that are not done are looked at for the next one. */
  private static final int LOOKED_MAX = 256;

  /** After all that completed. */
  private static final int LATE = Integer.MAX_VALUE;

  private final Columns columns;
  private final Transactions transactions;
  private final Versions versions;
  private final DependencyGraph graph;
  private final int kinds;
  private final Store store;
  private final boolean isWhole;

  /** How many have to come before a node, not counting those that are done. */
  private final int[] waits;

  /**
   * Those that are not done, in a ring through {@code end}: the next and the one before. Those that
   * are done only where all else fails are in another one, through {@code otherEnd}.
   */
  private final int[] next;

  private final int[] previous;
  private final int end;
  private final int otherEnd;

  /** By transaction: the first writes of what it reads of others, and of what it leaves behind. */
  private final int[][] reads;

  private final int[][] writes;

  /** By first write of a value: who has still to read it, and to write it. */
  private final int[] readersLeft;

  private final int[] writersLeft;

  private int completedLeft;

  /** What was done, in order, and what it overwrote. */
  private final List<Integer> done = new ArrayList<>();

  private final List<int[]> overwritten = new ArrayList<>();
  private final Set<Seen> seen = new HashSet<>();
  private long hash;
  private long otherHash;
  private boolean isCut;
  private String givenUp = "";

  /** Who is done and what all keys hold, in 128 bits. */
  private record Seen(long hash, long other) {}

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

  /**
   * @param committed those that have to be in the order; others that did not fail may be
   */
  SerialSearch(
      Columns columns,
      Versions versions,
      DependencyGraph graph,
      boolean[] committed,
      ConsistencyModel model) {
    this.columns = columns;
    this.versions = versions;
    this.graph = graph;
    transactions = columns.transactions();
    int kept =
        switch (model) {
          case STRICT_SERIALIZABLE -> 1 << Edge.PROCESS | 1 << Edge.REALTIME;
          case STRONG_SESSION_SERIALIZABLE -> 1 << Edge.PROCESS;
          default -> 0;
        };
    kinds = kept | Edge.DEPENDENCIES | Edge.ANTI_DEPENDENCIES | 1 << Edge.FORWARD;
    store = new Store(columns, versions);
    int[] members =
        IntStream.range(0, transactions.size()).filter(t -> !transactions.isFailed(t)).toArray();
    isWhole = members.length <= TRIED_MAX;
    waits = new int[graph.nodes()];
    end = transactions.size();
    otherEnd = end + 1;
    next = new int[end + 2];
    previous = new int[end + 2];
    reads = new int[end][0];
    writes = new int[end][0];
    readersLeft = new int[versions.size()];
    writersLeft = new int[versions.size()];
    prepare(members);
  }

  private void prepare(int[] members) {
    for (int t : members) {
      completedLeft += transactions.isOk(t) ? 1 : 0;
      reads[t] = transactions.isOk(t) ? readsOf(t) : reads[t];
      writes[t] = writesOf(t);
      count(readersLeft, reads[t], 1);
      count(writersLeft, writes[t], 1);
    }
    int[] due = due(members);
    int[] inOrder =
        Arrays.stream(members)
            .boxed()
            .sorted(Comparator.comparingInt(t -> due[t]))
            .mapToInt(t -> t)
            .toArray();
    makeRing(end, Arrays.stream(inOrder).filter(t -> isWhole || due[t] != LATE));
    makeRing(otherEnd, Arrays.stream(inOrder).filter(t -> !isWhole && due[t] == LATE));
    for (int node = 0; node < graph.nodes(); node++) {
      for (int edge = graph.start(node); edge < graph.end(node); edge++) {
        waits[graph.target(edge)] += isKept(edge) ? 1 : 0;
      }
    }
    // All that wait for nobody are known before the first of them lets go others.
    int[] free =
        IntStream.range(graph.transactions(), graph.nodes())
            .filter(node -> waits[node] == 0)
            .toArray();
    Arrays.stream(free).forEach(this::release);
    if (columns.init() != Columns.NONE) {
      apply(columns.init());
    }
  }

  /**
   * By when each should be done: when it completed, or, of unknown outcome, before the first that
   * completed and read what it wrote; {@link #LATE} where there is none.
   */
  private int[] due(int[] members) {
    int[] firstRead = new int[versions.size()];
    Arrays.fill(firstRead, LATE);
    for (int t : members) {
      for (int read : reads[t]) {
        firstRead[read] = Math.min(firstRead[read], transactions.completion(t));
      }
    }
    int[] due = new int[end];
    for (int t : members) {
      due[t] = transactions.isOk(t) ? transactions.completion(t) : LATE;
      for (int w = 0; w < writes[t].length && !transactions.isOk(t); w++) {
        due[t] = Math.min(due[t], firstRead[writes[t][w]]);
      }
    }
    return due;
  }

  private void makeRing(int itsEnd, IntStream members) {
    int last = itsEnd;
    for (int t : members.toArray()) {
      next[last] = t;
      previous[t] = last;
      last = t;
    }
    next[last] = itsEnd;
    previous[itsEnd] = last;
  }

  private boolean isKept(int edge) {
    return Edge.has(kinds, graph.kind(edge));
  }

  private int[] readsOf(int t) {
    Set<Integer> keys = new HashSet<>();
    List<Integer> found = new ArrayList<>();
    for (int m = transactions.start(t); t != columns.init() && m < transactions.end(t); m++) {
      if (columns.kind(m) == Columns.PREDICATE_READ) {
        for (int at = columns.shownStart(m); at < columns.shownEnd(m); at++) {
          if (keys.add(columns.shownKey(at))) {
            found.add(versions.firstOf(columns.shownKey(at), columns.shownValue(at)));
          }
        }
      } else if (keys.add(columns.key(m)) && columns.kind(m) == Columns.READ) {
        found.add(versions.firstOf(columns.key(m), columns.value(m)));
      }
    }
    return found.stream().filter(write -> write >= 0).mapToInt(write -> write).toArray();
  }

  private int[] writesOf(int t) {
    return IntStream.range(versions.writeStart(t), versions.writeStart(t + 1))
        .filter(versions::isVersion)
        .map(write -> versions.firstOf(versions.key(write), versions.value(write)))
        .toArray();
  }

  private static void count(int[] counts, int[] which, int by) {
    for (int one : which) {
      counts[one] += by;
    }
  }

  Result run(Budget budget) {
    List<Choice> choices = new ArrayList<>();
    while (true) {
      doReaders();
      if (completedLeft == 0) {
        return Result.FOUND;
      }
      int[] candidates = seen.add(new Seen(hash, otherHash)) ? candidates() : new int[0];
      choices.add(new Choice(done.size(), candidates));
      while (!choices.isEmpty() && !tryNext(choices.getLast())) {
        choices.removeLast();
      }
      if (choices.isEmpty()) {
        if (isWhole && !isCut) {
          return Result.NONE;
        }
        givenUp =
            "an order was not found by looking at what comes next, and of so many not all"
                + " orders are tried";
        return Result.GIVEN_UP;
      }
      if (seen.size() > STATES_MAX + end || budget.isSpent()) {
        givenUp = "the search for an order was too long: allow more with --time-limit";
        return Result.GIVEN_UP;
      }
    }
  }

  /** Takes back what was done since, and does the next candidate, if there is one. */
  private boolean tryNext(Choice choice) {
    while (done.size() > choice.depth) {
      takeBack();
    }
    if (choice.tried == choice.candidates.length && !choice.isExtended) {
      choice.isExtended = true;
      choice.candidates = wanted();
      choice.tried = 0;
    }
    if (choice.tried == choice.candidates.length) {
      return false;
    }
    apply(choice.candidates[choice.tried++]);
    return true;
  }

  /** The invocations of the order that was found. */
  List<Integer> order() {
    return done.stream().map(transactions::invocation).toList();
  }

  /** Why it came to no end, as the end of a sentence. */
  String givenUp() {
    return givenUp;
  }

  /** Does all that only read and can be done now. */
  private void doReaders() {
    boolean isMoving = true;
    while (isMoving) {
      isMoving = false;
      int looked = 0;
      for (int t = next[end]; t != end && looked < LOOKED_MAX; looked++) {
        int following = next[t];
        if (waits[t] == 0 && writes[t].length == 0 && transactions.isOk(t) && store.explains(t)) {
          apply(t);
          isMoving = true;
        }
        t = following;
      }
    }
  }

  private int[] candidates() {
    int[] found = new int[16];
    int size = 0;
    int looked = 0;
    for (int t = next[end]; t != end; t = next[t]) {
      if (looked++ == LOOKED_MAX) {
        isCut = true;
        break;
      }
      boolean isOne =
          waits[t] == 0
              && writes[t].length > 0
              && mayOverwrite(t)
              && (!transactions.isOk(t) || store.explains(t));
      if (isOne) {
        if (size == found.length) {
          found = Arrays.copyOf(found, 2 * size);
        }
        found[size++] = t;
      }
    }
    return Arrays.copyOf(found, size);
  }

  /** Those of unknown outcome that write what somebody waits for who could be next. */
  private int[] wanted() {
    int[] ready = ready();
    return IntStream.iterate(next[otherEnd], t -> t != otherEnd, t -> next[t])
        .filter(t -> waits[t] == 0 && isWanted(t, ready) && mayOverwrite(t))
        .toArray();
  }

  private int[] ready() {
    return IntStream.iterate(next[end], t -> t != end, t -> next[t])
        .limit(LOOKED_MAX)
        .filter(t -> waits[t] == 0 && transactions.isOk(t))
        .toArray();
  }

  private boolean isWanted(int t, int[] ready) {
    for (int write : writes[t]) {
      int key = versions.key(write);
      int held = store.get(key);
      // Most were late for their key, which is gone: that is to be told quickly.
      boolean isToBeSeen =
          held != versions.value(write) && (held != Columns.ABSENT || readersLeft[write] > 0);
      for (int i = 0; isToBeSeen && i < ready.length; i++) {
        if (isToBeRead(write, ready[i]) || isToBeMissed(key, versions.value(write), ready[i])) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean isToBeRead(int write, int reader) {
    for (int read : reads[reader]) {
      if (read == write) {
        return true;
      }
    }
    return false;
  }

  /** Whether a predicate read does not show what the key holds, and would not show the value. */
  private boolean isToBeMissed(int key, int value, int reader) {
    for (int m = transactions.start(reader); m < transactions.end(reader); m++) {
      if (columns.kind(m) == Columns.PREDICATE_READ
          && columns.matches(columns.predicate(m), store.get(key))
          && !columns.matches(columns.predicate(m), value)
          && !columns.shows(m, key)) {
        return true;
      }
    }
    return false;
  }

  /** Whether nobody else has still to read what it overwrites, which nobody will write again. */
  private boolean mayOverwrite(int t) {
    for (int write : writes[t]) {
      int key = versions.key(write);
      int now = versions.firstOf(key, store.get(key));
      if (now >= 0 && now != write && writersLeft[now] == 0) {
        int others = readersLeft[now];
        for (int read : reads[t]) {
          others -= read == now ? 1 : 0;
        }
        if (others > 0) {
          return false;
        }
      }
    }
    return true;
  }

  private void apply(int t) {
    done.add(t);
    next[previous[t]] = next[t];
    previous[next[t]] = previous[t];
    completedLeft -= transactions.isOk(t) ? 1 : 0;
    count(readersLeft, reads[t], -1);
    count(writersLeft, writes[t], -1);
    int[] old = new int[writes[t].length];
    for (int i = 0; i < old.length; i++) {
      int key = versions.key(writes[t][i]);
      old[i] = store.get(key);
      hold(key, versions.value(writes[t][i]));
    }
    overwritten.add(old);
    mix(t, -1);
    release(t);
  }

  private void takeBack() {
    int t = done.removeLast();
    int[] old = overwritten.removeLast();
    take(t);
    mix(t, -1);
    for (int i = old.length - 1; i >= 0; i--) {
      hold(versions.key(writes[t][i]), old[i]);
    }
    count(readersLeft, reads[t], 1);
    count(writersLeft, writes[t], 1);
    completedLeft += transactions.isOk(t) ? 1 : 0;
    next[previous[t]] = t;
    previous[next[t]] = t;
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

  /** Lets go what waits for a node that is done, on through virtual nodes. */
  private void release(int node) {
    List<Integer> open = new ArrayList<>(List.of(node));
    while (!open.isEmpty()) {
      int from = open.removeLast();
      for (int edge = graph.start(from); edge < graph.end(from); edge++) {
        int to = graph.target(edge);
        if (isKept(edge) && --waits[to] == 0 && graph.isVirtual(to)) {
          open.add(to);
        }
      }
    }
  }

  /** The opposite of {@link #release}. */
  private void take(int node) {
    List<Integer> open = new ArrayList<>(List.of(node));
    while (!open.isEmpty()) {
      int from = open.removeLast();
      for (int edge = graph.start(from); edge < graph.end(from); edge++) {
        int to = graph.target(edge);
        if (isKept(edge) && waits[to]++ == 0 && graph.isVirtual(to)) {
          open.add(to);
        }
      }
    }
  }
}
