package dev.assay.checkers.isolation.timestamps;

import dev.assay.checkers.isolation.Transactions;
import dev.assay.histories.MicroOps;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Transactions with the same timestamp, whose order that does not tell, but the reads may: where of
 * every key one of them at most is a writer, each of the others read either before or after it.
 */
final class Group {
  private final Transactions transactions;
  private final Versions versions;
  private final KeptOrder kept;

  /** In the order of their invocations. */
  private final int[] members;

  private final Map<Integer, Integer> writerOfKey = new HashMap<>();
  private final List<List<Integer>> after = new ArrayList<>();
  private final int[] before;
  private final Set<Integer> ambiguousKeys = new TreeSet<>();

  /**
   * @param members in the order of their invocations
   * @param kept which order of the invocations has to be kept
   */
  Group(Transactions transactions, Versions versions, KeptOrder kept, int[] members) {
    this.transactions = transactions;
    this.versions = versions;
    this.kept = kept;
    this.members = members;
    before = new int[members.length];
    for (int i = 0; i < members.length; i++) {
      after.add(new ArrayList<>());
      for (int mop = transactions.start(members[i]); mop < transactions.end(members[i]); mop++) {
        int key = transactions.key(mop);
        if (!isRead(mop) && writerOfKey.merge(key, i, (known, now) -> known) != i) {
          ambiguousKeys.add(key);
        }
      }
    }
  }

  /** Whether several of them wrote the same key: then their reads may not tell an order. */
  boolean isAmbiguous() {
    return !ambiguousKeys.isEmpty();
  }

  /** The keys that several of them wrote. */
  Set<Integer> ambiguousKeys() {
    return ambiguousKeys;
  }

  /**
   * An order of the members that explains their reads, or null when there is none; not for those
   * that are ambiguous.
   *
   * @param mismatch hears of reads that no order explains
   */
  int @Nullable [] order(Versions.Mismatch mismatch) {
    for (int i = 0; i < members.length; i++) {
      addReads(i, mismatch);
    }
    return sorted();
  }

  private boolean isRead(int mop) {
    return transactions.microOps().kind(mop) == MicroOps.READ;
  }

  private void addReads(int reader, Versions.Mismatch mismatch) {
    List<Integer> late = new ArrayList<>();
    versions.read(members[reader], (txn, mop) -> late.add(mop));
    for (int mop = transactions.start(members[reader]);
        mop < transactions.end(members[reader]);
        mop++) {
      if (!isRead(mop)) {
        continue;
      }
      boolean isLate = late.contains(mop);
      int writer = writerOfKey.getOrDefault(transactions.key(mop), reader);
      boolean mayBeAfter = writer != reader && versions.isReadAfter(mop, members[writer]);
      if (isLate && !mayBeAfter) {
        mismatch.found(members[reader], mop);
      } else if (isLate) {
        add(writer, reader);
      } else if (writer != reader && !mayBeAfter && transactions.isOk(members[reader])) {
        add(reader, writer);
      }
    }
  }

  private void add(int from, int to) {
    after.get(from).add(to);
    before[to]++;
  }

  /**
   * Takes what nothing has to precede, the first invoked first. If another that is still there had
   * completed before that one was invoked, nothing can be taken.
   */
  private int @Nullable [] sorted() {
    if (kept == KeptOrder.PROCESSES) {
      addProcesses();
    }
    PriorityQueue<Integer> ready = new PriorityQueue<>();
    PriorityQueue<Integer> completed =
        new PriorityQueue<>(Comparator.comparingInt(i -> transactions.completion(members[i])));
    for (int i = 0; i < members.length; i++) {
      if (before[i] == 0) {
        ready.add(i);
      }
      if (kept == KeptOrder.REAL_TIME && transactions.isOk(members[i])) {
        completed.add(i);
      }
    }
    boolean[] isTaken = new boolean[members.length];
    int[] order = new int[members.length];
    for (int taken = 0; taken < order.length; taken++) {
      while (!completed.isEmpty() && isTaken[completed.element()]) {
        completed.remove();
      }
      Integer next = ready.poll();
      boolean isTooEarly =
          next != null
              && !completed.isEmpty()
              && transactions.completion(members[completed.element()])
                  < transactions.invocation(members[next]);
      if (next == null || isTooEarly) {
        return null;
      }
      isTaken[next] = true;
      order[taken] = members[next];
      for (int follower : after.get(next)) {
        if (--before[follower] == 0) {
          ready.add(follower);
        }
      }
    }
    return order;
  }

  private void addProcesses() {
    Map<Integer, Integer> last = new HashMap<>();
    for (int i = 0; i < members.length; i++) {
      Integer previous = last.get(transactions.process(members[i]));
      if (previous != null) {
        add(previous, i);
      }
      if (transactions.isOk(members[i])) {
        last.put(transactions.process(members[i]), i);
      }
    }
  }
}
