package dev.assay.checkers.isolation.solver;

import java.util.Arrays;

/**
 * Where an order of the nodes is no solution yet: a writer stands between a version and one of its
 * readers, or two writers of a key overlap.
 *
 * <p>Of each version, the next writer in the order tells whether there is one; those after it come
 * up when that is dealt with. Only versions are looked at whose neighbours or readers moved, or of
 * which what was found has gone. The earliest comes first, so that one part of the order is settled
 * before the next is begun, and what contradicts a decision is not far from it.
 *
 * <p>9 bytes a version, and 20 an interference.
 */
final class Interferences {
  private static final byte WRITER_MOVED = 1;
  private static final byte READER_MOVED = 2;

  private final Polygraph problem;
  private final TopologicalOrder order;

  /** The versions of every key, by the places of their writers' commits when last looked at. */
  private final int[] sorted;

  private final int[] indexOf;
  private final byte[] touched;
  private final IntList touchedVersions = new IntList(64);

  /** Versions whose next has moved away. */
  private final IntList leftBehind = new IntList(64);

  /** A heap of what was found: the place in the order, and which. */
  private long[] heap = new long[64];

  private int size;
  private final IntList version = new IntList(64);
  private final IntList after = new IntList(64);
  private final IntList late = new IntList(64);
  private final IntList free = new IntList(64);

  Interferences(Polygraph problem, TopologicalOrder order) {
    this.problem = problem;
    this.order = order;
    sorted = new int[problem.versions()];
    indexOf = new int[sorted.length];
    touched = new byte[sorted.length];
    for (int key = 0; key < problem.keys(); key++) {
      sort(problem.keyStart(key), problem.keyEnd(key));
    }
    for (int each = 0; each < sorted.length; each++) {
      look(each);
    }
  }

  /** Says that the nodes of a transaction have moved. */
  void moved(int txn) {
    for (int i = problem.writtenStart(txn); i < problem.writtenEnd(txn); i++) {
      touch(problem.written(i), WRITER_MOVED);
    }
    for (int i = problem.seenStart(txn); i < problem.seenEnd(txn); i++) {
      touch(problem.seen(i), READER_MOVED);
    }
  }

  private void touch(int which, byte how) {
    if (touched[which] == 0) {
      touchedVersions.add(which);
    }
    touched[which] |= how;
  }

  /** The earliest interference, or -1 when there is none: the order is a solution. */
  int first() {
    lookAtTouched();
    while (size > 0) {
      int found = (int) heap[0];
      if (isThere(found)) {
        return found;
      }
      pop();
      free.add(found);
      look(version.get(found));
    }
    return -1;
  }

  /** The writer that was read, or that commits first. */
  int before(int interference) {
    return problem.writer(version.get(interference));
  }

  /** The writer that commits too early. */
  int after(int interference) {
    return after.get(interference);
  }

  /**
   * The reader that comes too late, or {@link #after} itself when its own beginning is too early.
   */
  int late(int interference) {
    return late.get(interference);
  }

  private boolean isThere(int interference) {
    int writer = before(interference);
    int other = after(interference);
    int reader = late(interference);
    int committed = order.place(problem.commit(other));
    if (order.place(problem.commit(writer)) > committed) {
      return false;
    }
    return reader == other
        ? order.place(problem.begin(other)) < order.place(problem.commit(writer))
        : order.place(problem.begin(reader)) > committed;
  }

  private void lookAtTouched() {
    for (boolean isSorted = false; !isSorted; ) {
      isSorted = true;
      for (int i = 0; i < touchedVersions.size(); i++) {
        int moved = touchedVersions.get(i);
        if ((touched[moved] & WRITER_MOVED) != 0) {
          isSorted &= !shift(moved);
        }
      }
    }
    for (int i = 0; i < touchedVersions.size(); i++) {
      int moved = touchedVersions.get(i);
      look(moved);
      int at = indexOf[moved];
      if ((touched[moved] & WRITER_MOVED) != 0 && at > problem.keyStart(problem.keyOf(moved))) {
        look(sorted[at - 1]);
      }
      touched[moved] = 0;
    }
    touchedVersions.clear();
    for (int i = 0; i < leftBehind.size(); i++) {
      look(leftBehind.get(i));
    }
    leftBehind.clear();
  }

  /** Moves a version among those of its key past all that it should be past; whether it moved. */
  private boolean shift(int moved) {
    int key = problem.keyOf(moved);
    int place = committed(moved);
    int at = indexOf[moved];
    int begin = at;
    int previous = at > problem.keyStart(key) ? sorted[at - 1] : -1;
    while (at > problem.keyStart(key) && committed(sorted[at - 1]) > place) {
      put(sorted[at - 1], at);
      at--;
    }
    while (at + 1 < problem.keyEnd(key) && committed(sorted[at + 1]) < place) {
      put(sorted[at + 1], at);
      at++;
    }
    put(moved, at);
    if (at != begin && previous >= 0) {
      leftBehind.add(previous);
    }
    return at != begin;
  }

  private void put(int which, int index) {
    sorted[index] = which;
    indexOf[which] = index;
  }

  /** Looks at a version and the next of its key. */
  private void look(int looked) {
    int index = indexOf[looked] + 1;
    if (index == problem.keyEnd(problem.keyOf(looked))) {
      return;
    }
    int writer = problem.writer(looked);
    int other = problem.writer(sorted[index]);
    int committed = order.place(problem.commit(other));
    int latest = other;
    int latestPlace = committed;
    for (int read = problem.readStart(looked); read < problem.readEnd(looked); read++) {
      int place = order.place(problem.begin(problem.reader(read)));
      if (place > latestPlace) {
        latestPlace = place;
        latest = problem.reader(read);
      }
    }
    if (latest != other
        || (problem.isSplit()
            && !problem.mayOverlap()
            && order.place(problem.begin(other)) < order.place(problem.commit(writer)))) {
      push(committed, looked, other, latest);
    }
  }

  private void sort(int start, int end) {
    long[] keyed = new long[end - start];
    for (int i = 0; i < keyed.length; i++) {
      keyed[i] = (long) committed(start + i) << 32 | (start + i);
    }
    Arrays.sort(keyed);
    for (int i = 0; i < keyed.length; i++) {
      put((int) keyed[i], start + i);
    }
  }

  private int committed(int which) {
    return order.place(problem.commit(problem.writer(which)));
  }

  private void push(int place, int interfered, int other, int latest) {
    int id = free.size() > 0 ? free.removeLast() : version.size();
    if (id == version.size()) {
      version.add(interfered);
      after.add(other);
      late.add(latest);
    } else {
      version.set(id, interfered);
      after.set(id, other);
      late.set(id, latest);
    }
    if (size == heap.length) {
      heap = Arrays.copyOf(heap, 2 * size);
    }
    long entry = (long) place << 32 | id;
    int at = size++;
    while (at > 0 && entry < heap[(at - 1) >> 1]) {
      heap[at] = heap[(at - 1) >> 1];
      at = (at - 1) >> 1;
    }
    heap[at] = entry;
  }

  private void pop() {
    long last = heap[--size];
    int at = 0;
    while (2 * at + 1 < size) {
      int child = 2 * at + 1;
      if (child + 1 < size && heap[child + 1] < heap[child]) {
        child++;
      }
      if (heap[child] >= last) {
        break;
      }
      heap[at] = heap[child];
      at = child;
    }
    heap[at] = last;
  }
}
