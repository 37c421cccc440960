package dev.assay.checkers.isolation.registers;

import dev.assay.checkers.KeyAssumption;
import dev.assay.checkers.isolation.DependencyGraph;
import dev.assay.checkers.isolation.Edge;
import java.util.Arrays;

/**
 * The pairs of versions that sequential and linearizable keys order, and that {@link AssumedOrders}
 * leaves out: those that follow over a transaction between, which read one version and left
 * another. Where what it read need not come before what it wrote, as with promises to sessions and
 * at read uncommitted, they do not follow from the others.
 *
 * <p>Every completion of an access of a key, by one process or by all, is a virtual node that leads
 * to the next: who completed leads into the line, and the line leads to who begins then. A version
 * that was seen again after it had been left leads out where it was seen last, and is entered where
 * it was left first, so that it does not come before itself; what overlaps the time between gets
 * edges of its own. No such times of two versions overlap, for each would come before the other and
 * the assumption not hold. O(n log n) for n micro-operations, which the sorting takes.
 */
final class AssumedLines {
  private static final int NONE = -1;
  private static final int NEVER = Integer.MAX_VALUE;

  private final Registers registers;
  private final AssumedOrders orders;
  private final KeyAccesses accesses;
  private final DependencyGraph.Builder graph;

  /** By version: when it was first left or seen by an access that completed. */
  private final int[] firstEnd;

  /** By version: when the last access began that saw or left it first. */
  private final int[] lastBegin;

  /** Accesses of a key that belong together, and those of them that completed, by that. */
  private int[] members = new int[16];

  private int size;
  private int[] completed = new int[16];
  private int completions;

  private AssumedLines(AssumedOrders orders, DependencyGraph.Builder graph) {
    this.orders = orders;
    this.graph = graph;
    registers = orders.registers();
    accesses = orders.accesses();
    firstEnd = new int[registers.versions()];
    lastBegin = new int[registers.versions()];
    Arrays.fill(firstEnd, NEVER);
    Arrays.fill(lastBegin, NONE);
  }

  /** Adds them to a graph on the same transactions. */
  static void addTo(AssumedOrders orders, DependencyGraph.Builder graph) {
    AssumedLines lines = new AssumedLines(orders, graph);
    for (int key = 0; key < orders.transactions().keys(); key++) {
      lines.addKey(key);
    }
  }

  private void addKey(int key) {
    boolean isSequential = orders.holds(KeyAssumption.SEQUENTIAL, key);
    boolean isLinearizable = orders.holds(KeyAssumption.LINEARIZABLE, key);
    boolean followsReads = orders.holds(KeyAssumption.WRITES_FOLLOW_READS, key);
    if (followsReads || !(isSequential || isLinearizable)) {
      return;
    }
    accesses.scan(key);
    long[] byEnd = accesses.byEnd();
    if (isSequential) {
      addProcesses(byEnd);
    }
    if (isLinearizable && accesses.isRealTime()) {
      size = 0;
      completions = 0;
      for (int access = 0; access < accesses.size(); access++) {
        addMember(access);
      }
      for (long end : byEnd) {
        addCompleted((int) end);
      }
      addLine();
    }
  }

  private void addProcesses(long[] byEnd) {
    long[] begins = new long[accesses.size()];
    for (int access = 0; access < begins.length; access++) {
      begins[access] = processOf(access) << Integer.SIZE | access;
    }
    long[] ends = new long[byEnd.length];
    for (int i = 0; i < ends.length; i++) {
      ends[i] = processOf((int) byEnd[i]) << Integer.SIZE | i;
    }
    Arrays.sort(begins);
    Arrays.sort(ends);
    int end = 0;
    for (int begin = 0; begin < begins.length; ) {
      long process = begins[begin] >>> Integer.SIZE;
      size = 0;
      completions = 0;
      for (; begin < begins.length && begins[begin] >>> Integer.SIZE == process; begin++) {
        addMember((int) begins[begin]);
      }
      for (; end < ends.length && ends[end] >>> Integer.SIZE == process; end++) {
        addCompleted((int) byEnd[(int) ends[end]]);
      }
      addLine();
    }
  }

  private long processOf(int access) {
    return orders.processes().of(accesses.txn(access));
  }

  private void addMember(int access) {
    if (size == members.length) {
      members = Arrays.copyOf(members, 2 * size);
    }
    members[size++] = access;
  }

  private void addCompleted(int access) {
    if (completions == completed.length) {
      completed = Arrays.copyOf(completed, 2 * completions);
    }
    completed[completions++] = access;
  }

  /** The members in the order of their beginnings, the completed ones in that of their ends. */
  private void addLine() {
    if (completions == 0 || !isAnyOverwritten()) {
      return;
    }
    note();
    int first = graph.addNode();
    for (int i = 1; i < completions; i++) {
      graph.add(first + i - 1, graph.addNode(), Edge.FORWARD);
    }
    for (int i = 0; i < completions; i++) {
      leave(i, first);
    }
    int done = 0;
    for (int i = 0; i < size; i++) {
      while (done < completions && accesses.end(completed[done]) < accesses.begin(members[i])) {
        done++;
      }
      enter(i, done, first);
    }
    forget();
  }

  /** Otherwise all pairs follow from those of neighbours. */
  private boolean isAnyOverwritten() {
    for (int i = 0; i < size; i++) {
      if (accesses.first(members[i]) >= 0
          && accesses.first(members[i]) != accesses.last(members[i])) {
        return true;
      }
    }
    return false;
  }

  private void note() {
    for (int i = completions - 1; i >= 0; i--) {
      int version = accesses.last(completed[i]);
      if (version >= 0) {
        firstEnd[version] = accesses.end(completed[i]);
      }
    }
    for (int i = 0; i < size; i++) {
      int version = accesses.first(members[i]);
      if (version >= 0) {
        lastBegin[version] = accesses.begin(members[i]);
      }
    }
  }

  private void forget() {
    for (int i = 0; i < size; i++) {
      for (int version : new int[] {accesses.first(members[i]), accesses.last(members[i])}) {
        if (version >= 0) {
          firstEnd[version] = NEVER;
          lastBegin[version] = NONE;
        }
      }
    }
  }

  /** From a version into the line, at the place of the completion that left it first. */
  private void leave(int place, int first) {
    int version = accesses.last(completed[place]);
    if (version < 0 || firstEnd[version] != accesses.end(completed[place])) {
      return;
    }
    int writer = registers.writer(version);
    if (firstEnd[version] > lastBegin[version]) {
      graph.add(writer, first + place, Edge.WW);
      return;
    }
    // It was seen again: who completed until then comes before it, who began until then after it.
    if (place > 0) {
      graph.add(first + place - 1, writer, Edge.FORWARD);
    }
    int at = place + 1;
    for (; at < completions && accesses.end(completed[at]) < lastBegin[version]; at++) {
      addPair(accesses.last(completed[at]), version);
    }
    graph.add(writer, first + at - 1, Edge.WW);
    for (int i = firstAfter(firstEnd[version]); i < size; i++) {
      int begin = accesses.begin(members[i]);
      if (begin > accesses.end(completed[at - 1])) {
        return;
      }
      addPair(version, accesses.first(members[i]));
    }
  }

  private void addPair(int before, int after) {
    if (before >= 0 && after >= 0 && before != after) {
      graph.add(registers.writer(before), registers.writer(after), Edge.WW);
    }
  }

  /** The first member that began after a moment. */
  private int firstAfter(int moment) {
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (accesses.begin(members[middle]) < moment) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** From the line, after so many completions, to a version where it was seen first for last. */
  private void enter(int member, int done, int first) {
    int version = accesses.first(members[member]);
    boolean isLast = version >= 0 && lastBegin[version] == accesses.begin(members[member]);
    if (isLast && done > 0 && firstEnd[version] > lastBegin[version]) {
      graph.add(first + done - 1, registers.writer(version), Edge.FORWARD);
    }
  }
}
