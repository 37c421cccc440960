package dev.assay.checkers.isolation.listappend;

import dev.assay.checkers.isolation.ConsistencyModel;
import dev.assay.checkers.isolation.listappend.TinyTransactions.Mop;
import dev.assay.checkers.isolation.listappend.TinyTransactions.Txn;
import dev.assay.histories.EventType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The levels between read committed and snapshot isolation as they are defined, tried by force over
 * all choices of those whose outcome is unknown and all orders of commits, which order the versions
 * of every key: the axioms of Biswas and Enea (OOPSLA 2019, figure 3), visibility (Cerone, Bernardi
 * and Gotsman, CONCUR 2015), Adya's G-cursor and G-update (1999), and Terry's session guarantees
 * (1994; as Viotti and Vukolić have them, 2016).
 */
final class CommitOrders {
  private static final int INITIAL = -1;

  private final List<Txn> all;
  private final Set<ConsistencyModel> satisfied = EnumSet.noneOf(ConsistencyModel.class);

  /** In the order of commits that is tried: place by transaction, or -1. */
  private final int[] place;

  /** A read of the last element that somebody else wrote; its place among its transaction's. */
  private record Read(int txn, long key, int writer, int at) {}

  private final List<Read> reads = new ArrayList<>();

  CommitOrders(TinyTransactions history) {
    all = history.transactions();
    place = new int[all.size()];
    choose(0, new ArrayList<>());
  }

  /** The models, of those that are defined here, that some choice satisfies. */
  Set<ConsistencyModel> satisfied() {
    return satisfied;
  }

  private void choose(int txn, List<Integer> committed) {
    if (txn == all.size()) {
      permute(committed, 0);
      return;
    }
    EventType outcome = all.get(txn).outcome;
    if (outcome != EventType.OK) {
      choose(txn + 1, committed);
    }
    if (outcome == EventType.OK || outcome == EventType.INFO) {
      List<Integer> more = new ArrayList<>(committed);
      more.add(txn);
      choose(txn + 1, more);
    }
  }

  private void permute(List<Integer> order, int from) {
    if (from == order.size()) {
      judge(order);
      return;
    }
    for (int i = from; i < order.size(); i++) {
      List<Integer> next = new ArrayList<>(order);
      next.add(from, next.remove(i));
      permute(next, from + 1);
    }
  }

  private void judge(List<Integer> order) {
    Arrays.fill(place, -1);
    for (int i = 0; i < order.size(); i++) {
      place[order.get(i)] = i;
    }
    if (!findReads(order)) {
      return;
    }
    sessions(order);
    boolean readsCommitted =
        reads.stream().allMatch(r -> r.writer == INITIAL || isBefore(r.writer, r.txn));
    if (!readsCommitted) {
      return;
    }
    boolean keepsSessions = keepsSessions(order);
    note(ConsistencyModel.MONOTONIC_ATOMIC_VIEW, reads.stream().allMatch(this::isMonotonic));
    note(ConsistencyModel.READ_ATOMIC, reads.stream().allMatch(r -> isAtomic(r, false)));
    note(ConsistencyModel.CAUSAL_CERONE, isVisible(order, false, false));
    note(ConsistencyModel.PARALLEL_SNAPSHOT_ISOLATION, isVisible(order, false, true));
    note(ConsistencyModel.PREFIX, reads.stream().allMatch(this::isPrefix));
    note(ConsistencyModel.CURSOR_STABILITY, reads.stream().allMatch(this::keepsCursor));
    note(ConsistencyModel.UPDATE_SERIALIZABLE, isUpdateSerializable(order));
    if (keepsSessions) {
      note(
          ConsistencyModel.STRONG_SESSION_MONOTONIC_ATOMIC_VIEW,
          reads.stream().allMatch(this::isMonotonic));
      note(
          ConsistencyModel.STRONG_SESSION_READ_ATOMIC,
          reads.stream().allMatch(r -> isAtomic(r, true)));
      note(ConsistencyModel.STRONG_SESSION_CAUSAL, isVisible(order, true, false));
    }
  }

  private void note(ConsistencyModel model, boolean holds) {
    if (holds) {
      satisfied.add(model);
    }
  }

  private boolean isBefore(int one, int other) {
    return place[one] < place[other];
  }

  /** Whether every list that was read is a final version of this order; collects the reads. */
  private boolean findReads(List<Integer> order) {
    reads.clear();
    Map<Long, List<Long>> lists = new LinkedHashMap<>();
    Map<Long, Map<Integer, Integer>> writers = new LinkedHashMap<>();
    for (int txn : order) {
      for (Mop mop : all.get(txn).mops) {
        if (!mop.isRead()) {
          List<Long> list = lists.computeIfAbsent(mop.key(), k -> new ArrayList<>());
          list.add(mop.element());
          writers.computeIfAbsent(mop.key(), k -> new LinkedHashMap<>()).put(txn, list.size());
        }
      }
    }
    for (int txn : order) {
      if (all.get(txn).outcome == EventType.OK && !findReads(txn, lists, writers)) {
        return false;
      }
    }
    return true;
  }

  private boolean findReads(
      int txn, Map<Long, List<Long>> lists, Map<Long, Map<Integer, Integer>> writers) {
    Map<Long, Integer> own = new LinkedHashMap<>();
    List<Mop> mops = all.get(txn).mops;
    for (int at = 0; at < mops.size(); at++) {
      Mop mop = mops.get(at);
      if (!mop.isRead()) {
        own.merge(mop.key(), 1, Integer::sum);
        continue;
      }
      int size = mop.list().size() - own.getOrDefault(mop.key(), 0);
      List<Long> list = lists.getOrDefault(mop.key(), List.of());
      // Lists are traceable: with the reader's own appends, too, it is a beginning of the order.
      if (mop.list().size() > list.size()
          || !list.subList(0, mop.list().size()).equals(mop.list())) {
        return false;
      }
      int writer = INITIAL;
      for (Map.Entry<Integer, Integer> each :
          writers.getOrDefault(mop.key(), Map.of()).entrySet()) {
        writer = each.getValue() == size ? each.getKey() : writer;
      }
      if ((writer == INITIAL && size > 0) || writer == txn) {
        return false;
      }
      reads.add(new Read(txn, mop.key(), writer, at));
    }
    return true;
  }

  private boolean writes(int txn, long key) {
    return place[txn] >= 0 && all.get(txn).written().contains(key);
  }

  /** Whether a writer of the key that the reader knows of committed after the one it read from. */
  private boolean isMissed(int writer, Read read) {
    return writer != INITIAL
        && writer != read.txn
        && writes(writer, read.key)
        && (read.writer == INITIAL || isBefore(read.writer, writer));
  }

  private boolean isMonotonic(Read read) {
    return reads.stream()
        .noneMatch(r -> r.txn == read.txn && r.at < read.at && isMissed(r.writer, read));
  }

  private boolean isAtomic(Read read, boolean ofSessions) {
    for (int other = 0; other < all.size(); other++) {
      if (ofSessions && isOfSession(other, read.txn) && isMissed(other, read)) {
        return false;
      }
    }
    return reads.stream().noneMatch(r -> r.txn == read.txn && isMissed(r.writer, read));
  }

  /** Who reads from one that committed knows all that committed before. */
  private boolean isPrefix(Read read) {
    for (Read other : reads) {
      for (int earlier = 0; earlier < all.size(); earlier++) {
        boolean isKnown =
            other.txn == read.txn
                && other.writer != INITIAL
                && place[earlier] >= 0
                && place[earlier] <= place[other.writer];
        if (isKnown && isMissed(earlier, read)) {
          return false;
        }
      }
    }
    return true;
  }

  /** Nobody wrote the key between the version that was read and the reader's own. */
  private boolean keepsCursor(Read read) {
    for (int other = 0; other < all.size(); other++) {
      if (writes(read.txn, read.key) && isMissed(other, read) && isBefore(other, read.txn)) {
        return false;
      }
    }
    return true;
  }

  /** The least visibility: closed over steps; with it reads see the last visible writer. */
  private boolean isVisible(List<Integer> order, boolean ofSessions, boolean withoutConflicts) {
    int n = all.size();
    boolean[][] sees = new boolean[n][n];
    for (Read read : reads) {
      if (read.writer != INITIAL) {
        sees[read.writer][read.txn] = true;
      }
    }
    for (int one : order) {
      for (int other : order) {
        boolean conflict =
            withoutConflicts
                && isBefore(one, other)
                && all.get(one).written().stream().anyMatch(key -> writes(other, key));
        sees[one][other] |= conflict || (ofSessions && isOfSession(one, other));
      }
    }
    boolean[][] all = AdyaLevels.Graph.closure(sees);
    for (Read read : reads) {
      for (int other = 0; other < n; other++) {
        if (all[other][read.txn] && isMissed(other, read)) {
          return false;
        }
      }
    }
    return true;
  }

  /** Both committed, the first of them surely, and the same process did it before. */
  private boolean isOfSession(int one, int other) {
    Txn first = all.get(one);
    Txn second = all.get(other);
    return place[one] >= 0
        && place[other] >= 0
        && first.outcome == EventType.OK
        && first.process == second.process
        && first.completed < second.invoked;
  }

  private boolean keepsSessions(List<Integer> order) {
    return order.stream()
        .allMatch(a -> order.stream().noneMatch(b -> isOfSession(a, b) && isBefore(b, a)));
  }

  /** With those that write any one that only reads: no cycle of all three dependencies. */
  private boolean isUpdateSerializable(List<Integer> order) {
    int n = all.size();
    boolean[][] depends = new boolean[n][n];
    for (Read read : reads) {
      if (read.writer != INITIAL) {
        depends[read.writer][read.txn] = true;
      }
      for (int other = 0; other < n; other++) {
        depends[read.txn][other] |= isMissed(other, read);
      }
    }
    for (int one : order) {
      for (int other : order) {
        depends[one][other] |=
            isBefore(one, other)
                && all.get(one).written().stream().anyMatch(key -> writes(other, key));
      }
    }
    for (int reader = 0; reader < n; reader++) {
      boolean[][] part = new boolean[n][n];
      for (int one = 0; one < n; one++) {
        for (int other = 0; other < n; other++) {
          boolean isIn =
              (one == reader || !all.get(one).written().isEmpty())
                  && (other == reader || !all.get(other).written().isEmpty());
          part[one][other] = isIn && depends[one][other];
        }
      }
      if (!AdyaLevels.Graph.isAcyclic(part)) {
        return false;
      }
    }
    return true;
  }

  /** What sessions are promised: of the order only how it orders writers counts. */
  private void sessions(List<Integer> order) {
    boolean ownWrites = true;
    boolean ownReads = true;
    boolean writesInOrder = true;
    boolean writesAfterReads = true;
    for (int one : order) {
      for (int other : order) {
        boolean isSession = isOfSession(one, other);
        boolean bothWrite =
            !all.get(one).written().isEmpty() && !all.get(other).written().isEmpty();
        writesInOrder &= !(isSession && bothWrite) || isBefore(one, other);
        for (Read read : reads) {
          ownWrites &= !(isSession && read.txn == other && isMissed(one, read));
          boolean isSame = one == other && read.txn == one;
          boolean isSource = read.txn == one && read.writer != INITIAL && (isSession || isSame);
          writesAfterReads &=
              !isSource || all.get(other).written().isEmpty() || isBefore(read.writer, other);
          for (Read later : reads) {
            ownReads &=
                !(isSession
                    && read.txn == one
                    && later.txn == other
                    && later.key == read.key
                    && isMissed(read.writer, later));
          }
        }
      }
    }
    note(ConsistencyModel.READ_YOUR_WRITES, ownWrites);
    note(ConsistencyModel.MONOTONIC_READS, ownReads);
    note(ConsistencyModel.MONOTONIC_WRITES, writesInOrder);
    note(ConsistencyModel.WRITES_FOLLOW_READS, writesAfterReads);
    note(ConsistencyModel.PRAM, ownWrites && ownReads && writesInOrder);
  }
}
