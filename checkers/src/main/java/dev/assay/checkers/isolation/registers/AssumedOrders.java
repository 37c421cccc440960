package dev.assay.checkers.isolation.registers;

import dev.assay.checkers.KeyAssumption;
import dev.assay.checkers.KeyOptions;
import dev.assay.checkers.isolation.Processes;
import dev.assay.checkers.isolation.Transactions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which versions of a key come before which, as the user's assumptions have it: along each process
 * (sequential keys), along real time (linearizable keys), inside transactions, or as given (Elle,
 * VLDB 2020, section 5.2).
 *
 * <p>Keys are gone through one by one. For real time a frontier is kept: the versions that were
 * seen or left by operations that completed, without those that came before a later such one. There
 * are no more than processes at work. So all pairs follow, but O(operations · processes) are kept.
 *
 * <p>Where an assumption contradicts what is certain of a key, or an assumption before it, it does
 * not hold there; it is left out for this key and told. None holds where what is certain, that who
 * read a version and then wrote overwrote it, contradicts itself: no versions can be in order then.
 */
final class AssumedOrders {
  /** How many keys are told for which an assumption does not hold; all are counted. */
  private static final int TOLD_MAX = 3;

  private static final KeyAssumption[] ALL = KeyAssumption.values();
  private static final int WFR = 1 << KeyAssumption.WRITES_FOLLOW_READS.ordinal();
  private static final int[] NOTHING = new int[0];

  /** An assumption that does not hold: versions of a key that would come before themselves. */
  record Contradiction(KeyAssumption assumption, int key, VersionEdges cycle) {}

  private final Registers registers;
  private final Transactions transactions;
  private final KeyOptions options;
  private final KeyAccesses accesses;
  private final int mask;

  /** By key: the assumptions that hold for it, as a mask. */
  private final byte[] keptOf;

  /** The edges of a key are {@code keyStart[key]} until {@code keyStart[key + 1]}. */
  private final int[] keyStart;

  private final VersionEdges edges = new VersionEdges();
  private final VersionEdges ofKey = new VersionEdges();
  private final List<Contradiction> contradictions = new ArrayList<>();
  private final int[] broken = new int[ALL.length];

  /** By version: the number of the last frontier from which edges lead to it. */
  private final int[] enteredFrom;

  private int frontiers;

  private final int[] seen;
  private final Processes processes;
  private final int[] lastOf;
  private final int[] keyOf;

  private AssumedOrders(Registers registers, KeyOptions options) {
    this.registers = registers;
    this.options = options;
    transactions = registers.transactions();
    accesses = new KeyAccesses(registers);
    int all = 0;
    for (KeyAssumption assumption : options.assumptions()) {
      all |= 1 << assumption.ordinal();
    }
    mask = all;
    enteredFrom = new int[registers.versions()];
    seen = new int[registers.versions()];
    processes = new Processes(transactions);
    lastOf = new int[processes.count()];
    keyOf = new int[processes.count()];
    Arrays.fill(keyOf, -1);
    keptOf = new byte[transactions.keys()];
    keyStart = new int[transactions.keys() + 1];
    for (int key = 0; key < transactions.keys(); key++) {
      if (registers.versionStart(key) < registers.versionEnd(key)) {
        addKey(key);
      }
      keyStart[key + 1] = edges.size();
    }
  }

  /** The orders that follow from some assumptions; null where nothing is assumed. */
  static @Nullable AssumedOrders of(Registers registers, KeyOptions options) {
    return options.isNone() ? null : new AssumedOrders(registers, options);
  }

  Registers registers() {
    return registers;
  }

  Transactions transactions() {
    return transactions;
  }

  int start(int key) {
    return keyStart[key];
  }

  int end(int key) {
    return keyStart[key + 1];
  }

  /** All edges between versions: those that their writers left, of writers that took effect. */
  VersionEdges edges() {
    return edges;
  }

  /** The version of a key that the writer of a version left. */
  int installed(int version) {
    return accesses.installed(version);
  }

  KeyOptions options() {
    return options;
  }

  /** Who used which versions; turned to one key at a time. */
  KeyAccesses accesses() {
    return accesses;
  }

  Processes processes() {
    return processes;
  }

  /** Whether an assumption is made of a key, and holds for it. */
  boolean holds(KeyAssumption assumption, int key) {
    return (keptOf[key] >> assumption.ordinal() & 1) != 0;
  }

  /** Some of the keys for which an assumption does not hold. */
  List<Contradiction> contradictions() {
    return contradictions;
  }

  /** For how many keys an assumption does not hold. */
  int broken(KeyAssumption assumption) {
    return broken[assumption.ordinal()];
  }

  private void addKey(int key) {
    ofKey.clear();
    accesses.scan(key);
    addOwn();
    if (options.has(KeyAssumption.SEQUENTIAL)) {
      addProcesses(key);
    }
    if (options.has(KeyAssumption.LINEARIZABLE) && accesses.isRealTime()) {
      addRealTime();
    }
    if (options.has(KeyAssumption.GIVEN)) {
      addGiven(key);
    }
    int start = registers.versionStart(key);
    keptOf[key] = (byte) consistent(key);
    ofKey.copyGrouped(keptOf[key], start, registers.versionEnd(key) - start, edges, seen);
  }

  /** The assumptions that hold for a key together, the weaker ones before the stronger. */
  private int consistent(int key) {
    int start = registers.versionStart(key);
    int count = registers.versionEnd(key) - start;
    if (ofKey.cycle(mask | WFR, start, count).length == 0) {
      return mask;
    }
    int[] overwrites = ofKey.cycle(WFR, start, count);
    int kept = 0;
    for (KeyAssumption assumption : ALL) {
      int bit = 1 << assumption.ordinal();
      if ((mask & bit) == 0) {
        continue;
      }
      // The edges of processes and time leave out what follows from overwriting what was read.
      int[] cycle =
          overwrites.length > 0 ? overwrites : ofKey.cycle(kept | WFR | bit, start, count);
      if (cycle.length == 0) {
        kept |= bit;
      } else if (broken[assumption.ordinal()]++ < TOLD_MAX) {
        VersionEdges told = new VersionEdges();
        for (int edge : cycle) {
          told.add(ofKey, edge);
        }
        contradictions.add(new Contradiction(assumption, key, told));
      }
    }
    return kept;
  }

  private void addOwn() {
    for (int access = 0; access < accesses.size(); access++) {
      int first = accesses.first(access);
      int last = accesses.last(access);
      if (first >= 0 && last != first) {
        add(first, last, access, access, KeyAssumption.WRITES_FOLLOW_READS);
      }
    }
  }

  private void addProcesses(int key) {
    for (int access = 0; access < accesses.size(); access++) {
      int process = processes.of(accesses.txn(access));
      if (keyOf[process] == key) {
        int before = accesses.last(lastOf[process]);
        if (before >= 0 && before != accesses.first(access)) {
          add(before, accesses.first(access), lastOf[process], access, KeyAssumption.SEQUENTIAL);
        }
      }
      if (accesses.end(access) != Integer.MAX_VALUE) {
        keyOf[process] = key;
        lastOf[process] = access;
      }
    }
  }

  private void addRealTime() {
    long[] ends = accesses.byEnd();
    int[][] known = new int[accesses.size()][];
    int[] frontier = NOTHING;
    frontiers++;
    int done = 0;
    for (int access = 0; access < accesses.size(); access++) {
      while (done < ends.length && (int) (ends[done] >>> 32) < accesses.begin(access)) {
        int completed = (int) ends[done++];
        int[] next = after(frontier, known[completed], completed);
        frontiers += Arrays.equals(next, frontier) ? 0 : 1;
        frontier = next;
      }
      known[access] = frontier;
      enter(access, frontier);
    }
  }

  private void enter(int access, int[] frontier) {
    int first = accesses.first(access);
    if (first >= 0) {
      if (enteredFrom[first] == frontiers) {
        return;
      }
      enteredFrom[first] = frontiers;
    }
    for (int before : frontier) {
      if (accesses.last(before) != first) {
        add(accesses.last(before), first, before, access, KeyAssumption.LINEARIZABLE);
      }
    }
  }

  /** The frontier when an access completes, which came after all that was known when it began. */
  private int[] after(int[] frontier, int[] known, int completed) {
    int version = accesses.last(completed);
    if (version < 0 || (frontier.length == 1 && accesses.last(frontier[0]) == version)) {
      return frontier;
    }
    int[] next = new int[frontier.length + 1];
    int size = 0;
    for (int one : frontier) {
      if (accesses.last(one) != version && !contains(known, accesses.last(one))) {
        next[size++] = one;
      }
    }
    next[size++] = completed;
    return Arrays.copyOf(next, size);
  }

  private boolean contains(int[] frontier, int version) {
    for (int one : frontier) {
      if (accesses.last(one) == version) {
        return true;
      }
    }
    return false;
  }

  private void addGiven(int key) {
    List<Object> order = options.orders().get(transactions.keyValue(key));
    if (order == null) {
      return;
    }
    GivenVersions versions = new GivenVersions(registers, key);
    int before = -1;
    for (Object value : order) {
      int version = versions.of(value);
      if (version < 0) {
        continue;
      }
      if (before >= 0 && before != version) {
        ofKey.add(
            before,
            version,
            registers.writer(before),
            registers.writer(version),
            KeyAssumption.GIVEN.ordinal());
      }
      before = version;
    }
  }

  private void add(int before, int after, int earlier, int later, KeyAssumption assumption) {
    ofKey.add(before, after, accesses.txn(earlier), accesses.txn(later), assumption.ordinal());
  }
}
