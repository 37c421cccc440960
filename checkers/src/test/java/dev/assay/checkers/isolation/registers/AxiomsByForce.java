package dev.assay.checkers.isolation.registers;

import dev.assay.checkers.KeyOptions;
import dev.assay.checkers.isolation.registers.TinyRegisters.Mop;
import dev.assay.checkers.isolation.registers.TinyRegisters.Txn;
import dev.assay.histories.EventType;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/**
 * The levels below snapshot isolation by Biswas and Enea's axioms (2019, figure 3), tried by force
 * over all orders of commits: of the writers of a key that a read knows of, none committed after
 * the one that it is from.
 */
final class AxiomsByForce {
  /** Of whom a read knows. */
  enum Knowledge {
    NOTHING,
    READS_BEFORE,
    ALL_READS,
    THE_PAST,
    /** All that committed before one that it read from. */
    A_PREFIX
  }

  /** A read of another transaction's value, or of nil: then there is no writer. */
  private record Read(Txn reader, int index, int key, Txn writer) {}

  private static final Txn INITIAL = new Txn();

  private final List<Txn> all = new ArrayList<>();
  private final List<Read> reads = new ArrayList<>();
  private final PremisesByForce premises;
  private final boolean readsGarbage;
  private boolean isReadable = true;
  private boolean overlooksOwn;
  private boolean isRepeatable = true;

  AxiomsByForce(TinyRegisters history) {
    this(history, KeyOptions.NONE);
  }

  AxiomsByForce(TinyRegisters history, KeyOptions options) {
    premises = new PremisesByForce(history, options);
    for (Txn txn : history.transactions()) {
      if (txn.outcome == EventType.OK
          || (txn.outcome == EventType.INFO && isSeen(txn, history.transactions()))) {
        all.add(txn);
      }
    }
    all.stream().filter(txn -> txn.outcome == EventType.OK).forEach(this::scan);
    readsGarbage =
        all.stream()
            .filter(txn -> txn.outcome == EventType.OK)
            .flatMap(txn -> txn.mops.stream())
            .anyMatch(
                mop ->
                    mop.isRead()
                        && mop.value() != 0
                        && history.transactions().stream().noneMatch(t -> wrote(t, mop)));
  }

  /** Whether a completed transaction read a value of this one. */
  static boolean isSeen(Txn writer, List<Txn> others) {
    return others.stream()
        .filter(txn -> txn.outcome == EventType.OK)
        .flatMap(txn -> txn.mops.stream())
        .anyMatch(mop -> mop.isRead() && wrote(writer, mop));
  }

  private static boolean wrote(Txn writer, Mop read) {
    return read.value() != 0
        && writer.mops.stream().anyMatch(mop -> !mop.isRead() && isOf(mop, read));
  }

  private static boolean isOf(Mop mop, Mop read) {
    return mop.key() == read.key() && mop.value() == read.value();
  }

  private void scan(Txn txn) {
    for (int i = 0; i < txn.mops.size(); i++) {
      Mop read = txn.mops.get(i);
      if (!read.isRead()) {
        continue;
      }
      Integer own = null;
      Integer before = null;
      for (Mop mop : txn.mops.subList(0, i)) {
        own = mop.key() == read.key() && !mop.isRead() ? Integer.valueOf(mop.value()) : own;
        before = mop.key() == read.key() ? Integer.valueOf(mop.value()) : before;
      }
      isRepeatable &= before == null || before == read.value();
      if (own != null && own == read.value()) {
        continue;
      }
      overlooksOwn |= own != null;
      if (txn.mops.subList(0, i).stream().anyMatch(mop -> !mop.isRead() && isOf(mop, read))) {
        continue;
      }
      Txn writer =
          read.value() == 0
              ? INITIAL
              : all.stream()
                  .filter(t -> Objects.equals(t.written().get(read.key()), read.value()))
                  .findFirst()
                  .orElse(null);
      if (writer == null || writer == txn) {
        isReadable = false;
      } else {
        reads.add(new Read(txn, i, read.key(), writer));
      }
    }
  }

  boolean holds(Knowledge knowledge, boolean ofSessions) {
    return isReadable
        && (knowledge == Knowledge.NOTHING || !overlooksOwn)
        && (knowledge.compareTo(Knowledge.ALL_READS) < 0 || isRepeatable)
        && canOrder(new ArrayList<>(), knowledge, ofSessions);
  }

  /** Whether reads are of what was written, and no transaction contradicts itself. */
  boolean isClear() {
    return isReadable && isRepeatable && !overlooksOwn;
  }

  /** Whether some order of the writers lets processes read their own writes, by all of them. */
  boolean readsOwnWrites() {
    return canPromise(new ArrayList<>(), order -> all(order, this::readsOwnWrite));
  }

  /** Whether some order of the writers lets no process read a key backwards. */
  boolean readsForward() {
    return canPromise(new ArrayList<>(), order -> all(order, this::readsForward));
  }

  /** Whether some order of the writers has those of each process in its order. */
  boolean writesInOrder() {
    return canPromise(new ArrayList<>(), this::writesInOrder);
  }

  /** Whether one order of the writers does both, with the writes of processes in their orders. */
  boolean isPram() {
    return canPromise(
        new ArrayList<>(),
        order ->
            all(order, this::readsOwnWrite)
                && all(order, this::readsForward)
                && writesInOrder(order));
  }

  /**
   * Whether all reads are of what somebody wrote, and some order of the writers has them as their
   * processes or real time have them, if asked for.
   */
  boolean isUncommitted(LevelsByForce.Order kept) {
    return !readsGarbage
        && canPromise(
            new ArrayList<>(),
            order ->
                order.stream()
                    .allMatch(
                        one ->
                            order.subList(0, order.indexOf(one)).stream()
                                .noneMatch(other -> LevelsByForce.precedes(one, other, kept))));
  }

  private boolean all(List<Txn> order, BiPredicate<List<Txn>, Read> isKept) {
    return reads.stream().allMatch(read -> isKept.test(order, read));
  }

  /** Whether some order of the writers has writes after what their processes had read. */
  boolean writesFollowReads() {
    return canPromise(new ArrayList<>(), order -> all(order, this::isFollowed));
  }

  private boolean canPromise(List<Txn> order, Predicate<List<Txn>> isKept) {
    if (order.size() == all.size()) {
      return premises.allow(order) && isKept.test(order);
    }
    for (Txn txn : all) {
      if (!order.contains(txn)) {
        order.add(txn);
        if (canPromise(order, isKept)) {
          return true;
        }
        order.removeLast();
      }
    }
    return false;
  }

  private boolean readsOwnWrite(List<Txn> order, Read read) {
    return all.stream()
        .filter(t -> isBeforeInSession(t, read.reader()))
        .filter(t -> t.written().containsKey(read.key()))
        .allMatch(t -> order.indexOf(t) <= order.indexOf(read.writer()));
  }

  private boolean readsForward(List<Txn> order, Read read) {
    return reads.stream()
        .filter(r -> r.key() == read.key() && isBeforeInSession(r.reader(), read.reader()))
        .allMatch(r -> order.indexOf(r.writer()) <= order.indexOf(read.writer()));
  }

  private boolean writesInOrder(List<Txn> order) {
    return order.stream()
        .filter(one -> !one.written().isEmpty())
        .allMatch(
            one ->
                order.stream()
                    .filter(other -> isBeforeInSession(one, other) && !other.written().isEmpty())
                    .allMatch(other -> order.indexOf(one) < order.indexOf(other)));
  }

  private boolean isFollowed(List<Txn> order, Read read) {
    return all.stream()
        .filter(t -> t == read.reader() || isBeforeInSession(read.reader(), t))
        .filter(t -> !t.written().isEmpty())
        .allMatch(t -> order.indexOf(read.writer()) < order.indexOf(t));
  }

  private boolean canOrder(List<Txn> order, Knowledge knowledge, boolean ofSessions) {
    if (order.size() == all.size()) {
      return premises.allow(order) && isAxiomKept(order, knowledge, ofSessions);
    }
    for (Txn txn : all) {
      boolean mayBeNext =
          !order.contains(txn)
              && all.stream()
                  .noneMatch(t -> t != txn && !order.contains(t) && depends(txn, t, ofSessions));
      if (mayBeNext) {
        order.add(txn);
        if (canOrder(order, knowledge, ofSessions)) {
          return true;
        }
        order.removeLast();
      }
    }
    return false;
  }

  private boolean depends(Txn txn, Txn on, boolean ofSessions) {
    return (ofSessions && isBeforeInSession(on, txn)) || readsFrom(txn, on, Integer.MAX_VALUE);
  }

  private static boolean isBeforeInSession(Txn one, Txn other) {
    return one.process == other.process
        && one.outcome == EventType.OK
        && one.completed < other.invoked;
  }

  private boolean readsFrom(Txn reader, Txn writer, int before) {
    return reads.stream()
        .anyMatch(r -> r.reader() == reader && r.writer() == writer && r.index() < before);
  }

  private boolean isAxiomKept(List<Txn> order, Knowledge knowledge, boolean ofSessions) {
    for (Read read : reads) {
      int from = order.indexOf(read.writer());
      for (Txn other : all) {
        if (other.written().containsKey(read.key())
            && order.indexOf(other) > from
            && other != read.reader()
            && (knowledge == Knowledge.A_PREFIX
                ? isInPrefix(order, read.reader(), other)
                : knows(read, other, knowledge, ofSessions))) {
          return false;
        }
      }
    }
    return true;
  }

  private boolean isInPrefix(List<Txn> order, Txn reader, Txn other) {
    return reads.stream()
        .anyMatch(r -> r.reader() == reader && order.indexOf(r.writer()) >= order.indexOf(other));
  }

  /**
   * Whether some order of commits, each after those that it read from, has no writer of a key
   * between the one that a transaction read from and itself, if it wrote the key, too.
   */
  boolean keepsCursors() {
    return canKeepCursors(new ArrayList<>());
  }

  private boolean canKeepCursors(List<Txn> order) {
    if (order.size() == all.size()) {
      return premises.allow(order) && reads.stream().allMatch(read -> keepsCursor(order, read));
    }
    for (Txn txn : all) {
      boolean mayBeNext =
          !order.contains(txn)
              && all.stream()
                  .noneMatch(t -> t != txn && !order.contains(t) && depends(txn, t, false));
      if (mayBeNext) {
        order.add(txn);
        if (canKeepCursors(order)) {
          return true;
        }
        order.removeLast();
      }
    }
    return false;
  }

  private static boolean keepsCursor(List<Txn> order, Read read) {
    return !read.reader().written().containsKey(read.key())
        || order.subList(order.indexOf(read.writer()) + 1, order.indexOf(read.reader())).stream()
            .noneMatch(t -> t.written().containsKey(read.key()));
  }

  private boolean knows(Read read, Txn other, Knowledge knowledge, boolean ofSessions) {
    return switch (knowledge) {
      case NOTHING -> false;
      case READS_BEFORE -> readsFrom(read.reader(), other, read.index());
      case ALL_READS -> depends(read.reader(), other, ofSessions);
      case A_PREFIX -> throw new IllegalArgumentException("depends on the order");
      case THE_PAST -> isInPast(other, read.reader(), ofSessions);
    };
  }

  private boolean isInPast(Txn one, Txn other, boolean ofSessions) {
    return depends(other, one, ofSessions)
        || all.stream()
            .anyMatch(
                t -> t != other && depends(other, t, ofSessions) && isInPast(one, t, ofSessions));
  }
}
