package dev.assay.checkers.certificates;

import dev.assay.checkers.certificates.RegisterFacts.Version;
import dev.assay.histories.EventType;
import dev.assay.histories.History;
import dev.assay.histories.MicroOps;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which versions transactions wrote and read, once they are put into an order: versions of a key
 * come in the order of their writers. A version of a register is its value, one of a list how long
 * it is.
 *
 * <p>First all are placed, then reads can be asked for: linear in the micro-operations and lists.
 */
final class PlacedVersions {
  /** In place of a writer: what was there at the beginning. */
  static final int INITIAL = -1;

  /** In place of a writer: several wrote the value. */
  private static final int SEVERAL = -2;

  /** A read of what the transaction at a place finally wrote, or of what was there before all. */
  record Read(int key, int writer) {}

  private final History history;
  private final MicroOps microOps;
  private final boolean readsOwnWrites;
  private final boolean readsOneVersion;

  /** The whole list at each key when all are placed, or null for registers. */
  private final @Nullable Map<Integer, List<Integer>> lists;

  private final int[] place;
  private final Map<Version, Integer> writerOf = new HashMap<>();
  private final Map<Integer, List<Integer>> writersOfKey = new HashMap<>();

  /**
   * Nothing placed yet.
   *
   * @param workload {@code rw-register} or {@code list-append}: {@link #hasRules}
   * @param readsOwnWrites whether reading a register that it wrote shows what it wrote last
   * @param readsOneVersion whether a transaction reads one version alone of every key
   */
  PlacedVersions(
      History history, String workload, boolean readsOwnWrites, boolean readsOneVersion) {
    this.history = history;
    this.readsOwnWrites = readsOwnWrites;
    this.readsOneVersion = readsOneVersion;
    microOps = history.microOps();
    lists = workload.equals("list-append") ? new HashMap<>() : null;
    place = new int[history.size()];
    Arrays.fill(place, -1);
  }

  static boolean hasRules(String workload) {
    return workload.equals("rw-register") || workload.equals("list-append");
  }

  /** Places the next transaction, and takes up what it wrote; what is wrong with it, or null. */
  @Nullable String place(int invocation, int at) {
    if (invocation < 0 || invocation >= history.size() || !history.isClientInvocation(invocation)) {
      return "is none";
    }
    if (place[invocation] >= 0) {
      return "takes effect twice";
    }
    if (history.outcome(invocation) == EventType.FAIL) {
      return "failed and takes effect";
    }
    place[invocation] = at;
    Map<Integer, Integer> last = new HashMap<>();
    int event = Told.event(history, invocation);
    for (int mop = microOps.start(event); mop < microOps.end(event); mop++) {
      if (isWrite(mop)) {
        last.put(microOps.key(mop), written(mop));
      }
    }
    for (Map.Entry<Integer, Integer> write : last.entrySet()) {
      writerOf.merge(new Version(write.getKey(), write.getValue()), at, (a, b) -> SEVERAL);
      writersOfKey.computeIfAbsent(write.getKey(), k -> new ArrayList<>()).add(at);
    }
    return null;
  }

  boolean isPlaced(int invocation) {
    return place[invocation] >= 0;
  }

  /** The places of those that wrote a key, ascending. */
  List<Integer> writersOf(int key) {
    return writersOfKey.getOrDefault(key, List.of());
  }

  /** The place of who overwrote what was read; -1 when nobody did. */
  int overwriter(Read read) {
    List<Integer> writers = writersOf(read.key());
    int next = read.writer() == INITIAL ? 0 : Collections.binarySearch(writers, read.writer()) + 1;
    return next < writers.size() ? writers.get(next) : -1;
  }

  /** The keys that a transaction wrote. */
  Set<Integer> keysOf(int invocation) {
    Set<Integer> keys = new HashSet<>();
    int event = Told.event(history, invocation);
    for (int mop = microOps.start(event); mop < microOps.end(event); mop++) {
      if (isWrite(mop)) {
        keys.add(microOps.key(mop));
      }
    }
    return keys;
  }

  boolean writes(int invocation, int key) {
    int event = Told.event(history, invocation);
    for (int mop = microOps.start(event); mop < microOps.end(event); mop++) {
      if (isWrite(mop) && microOps.key(mop) == key) {
        return true;
      }
    }
    return false;
  }

  private boolean isWrite(int mop) {
    return microOps.kind(mop) == (lists == null ? MicroOps.WRITE : MicroOps.APPEND);
  }

  private int written(int mop) {
    if (lists == null) {
      return microOps.value(mop);
    }
    List<Integer> list = lists.computeIfAbsent(microOps.key(mop), key -> new ArrayList<>());
    list.add(microOps.value(mop));
    return list.size();
  }

  /**
   * Collects what a transaction read that others wrote before its place; what is wrong with that,
   * or null. What those of unknown outcome read is not known.
   */
  @Nullable String reads(int invocation, int at, List<Read> reads) {
    if (history.outcome(invocation) != EventType.OK) {
      return null;
    }
    int event = history.pair(invocation);
    return lists == null ? collectValues(at, event, reads) : collectLists(at, event, lists, reads);
  }

  /**
   * Every list is the beginning of the final one, and ends with what the transaction appended
   * before, or, where it need not read that, with a part of it; without that it is the version that
   * it read.
   */
  private @Nullable String collectLists(
      int at, int event, Map<Integer, List<Integer>> finals, List<Read> reads) {
    Map<Integer, List<Integer>> own = new HashMap<>();
    Map<Integer, Integer> seen = new HashMap<>();
    for (int mop = microOps.start(event); mop < microOps.end(event); mop++) {
      int key = microOps.key(mop);
      List<Integer> mine = own.computeIfAbsent(key, k -> new ArrayList<>());
      if (microOps.kind(mop) == MicroOps.APPEND) {
        mine.add(microOps.value(mop));
        continue;
      }
      List<Integer> list = new ArrayList<>();
      for (int i = microOps.listStart(mop); i < microOps.listEnd(mop); i++) {
        list.add(microOps.element(i));
      }
      List<Integer> whole = finals.getOrDefault(key, List.of());
      int size = list.size() - mine.size();
      boolean isBeginning =
          list.size() <= whole.size() && whole.subList(0, list.size()).equals(list);
      boolean isOwn = size >= 0 && list.subList(size, list.size()).equals(mine);
      if (!isOwn && !readsOwnWrites) {
        size = list.size();
        while (size > 0 && mine.contains(list.get(size - 1))) {
          size--;
        }
      } else if (!isOwn) {
        isBeginning = false;
      }
      if (!isBeginning) {
        return "reads what is no beginning of the list, or not what it appended itself";
      }
      Integer before = seen.put(key, size);
      if (before != null && before != size && readsOneVersion) {
        return "reads two versions of a key";
      }
      String fault = add(at, key, size, size == 0, reads);
      if (fault != null) {
        return fault;
      }
    }
    return null;
  }

  private @Nullable String collectValues(int at, int event, List<Read> reads) {
    Map<Integer, Integer> written = new HashMap<>();
    Set<Version> own = new HashSet<>();
    Map<Integer, Integer> seen = new HashMap<>();
    for (int mop = microOps.start(event); mop < microOps.end(event); mop++) {
      int key = microOps.key(mop);
      int value = microOps.value(mop);
      if (microOps.kind(mop) == MicroOps.WRITE) {
        written.put(key, value);
        own.add(new Version(key, value));
        continue;
      }
      boolean isOwn = Integer.valueOf(value).equals(written.get(key));
      if (written.containsKey(key) && !isOwn && readsOwnWrites) {
        return "does not read what it wrote itself";
      }
      if (own.contains(new Version(key, value))) {
        continue;
      }
      Integer before = seen.put(key, value);
      if (before != null && before != value && readsOneVersion) {
        return "reads two values of a key";
      }
      String fault = add(at, key, value, value == 0, reads);
      if (fault != null) {
        return fault;
      }
    }
    return null;
  }

  private @Nullable String add(int at, int key, int value, boolean isInitial, List<Read> reads) {
    Integer writer = isInitial ? Integer.valueOf(INITIAL) : writerOf.get(new Version(key, value));
    if (writer == null || writer >= at || writer == SEVERAL) {
      return "reads what nobody, or not one alone, finally wrote before";
    }
    reads.add(new Read(key, writer));
    return null;
  }
}
