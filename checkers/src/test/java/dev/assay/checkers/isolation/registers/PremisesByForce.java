package dev.assay.checkers.isolation.registers;

import dev.assay.checkers.KeyAssumption;
import dev.assay.checkers.KeyOptions;
import dev.assay.checkers.isolation.registers.TinyRegisters.Mop;
import dev.assay.checkers.isolation.registers.TinyRegisters.Txn;
import dev.assay.histories.EventType;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What assumptions on the versions of keys mean, tried by force: which orders of the writers of a
 * key agree with them, and for which keys none does.
 */
final class PremisesByForce {
  private final List<Txn> committed;
  private final KeyOptions options;
  private final boolean isRealTime;
  private final Map<Integer, Set<KeyAssumption>> kept = new HashMap<>();

  PremisesByForce(TinyRegisters history, KeyOptions options) {
    this.options = options;
    isRealTime = history.history().isRealTime();
    committed =
        history.transactions().stream()
            .filter(
                txn ->
                    txn.outcome == EventType.OK
                        || (txn.outcome == EventType.INFO
                            && AxiomsByForce.isSeen(txn, history.transactions())))
            .toList();
    for (int key = 0; key < history.keys(); key++) {
      kept.put(key, consistent(key));
    }
  }

  /** Those that took effect. */
  List<Txn> committed() {
    return committed;
  }

  /** Whether all assumptions that can hold do, when the writers of each key came so. */
  boolean allow(List<Txn> order) {
    for (int key : kept.keySet()) {
      if (!agrees(key, writers(key, order), kept(key))) {
        return false;
      }
    }
    return true;
  }

  /** The same with an order for each key. */
  boolean allow(Map<Integer, List<Txn>> orders) {
    return kept.keySet().stream()
        .allMatch(key -> agrees(key, writers(key, orders.getOrDefault(key, List.of())), kept(key)));
  }

  /** Whether an assumption does not hold for some key. */
  boolean isBroken() {
    return kept.values().stream().anyMatch(all -> all.size() < options.assumptions().size());
  }

  private Set<KeyAssumption> kept(int key) {
    return kept.getOrDefault(key, Set.of());
  }

  private List<Txn> writers(int key, List<Txn> order) {
    return order.stream()
        .filter(txn -> committed.contains(txn) && txn.written().containsKey(key))
        .toList();
  }

  private Set<KeyAssumption> consistent(int key) {
    Set<KeyAssumption> always = EnumSet.of(KeyAssumption.WRITES_FOLLOW_READS);
    if (!canAgree(key, always)) {
      return Set.of();
    }
    Set<KeyAssumption> all = EnumSet.noneOf(KeyAssumption.class);
    for (KeyAssumption assumption : KeyAssumption.values()) {
      if (options.has(assumption)) {
        Set<KeyAssumption> tried = EnumSet.noneOf(KeyAssumption.class);
        tried.addAll(all);
        tried.addAll(always);
        tried.add(assumption);
        if (canAgree(key, tried)) {
          all.add(assumption);
        }
      }
    }
    return all;
  }

  private boolean canAgree(int key, Set<KeyAssumption> assumptions) {
    return canPermute(key, writers(key, committed), new ArrayList<>(), assumptions);
  }

  private boolean canPermute(
      int key, List<Txn> writers, List<Txn> ordered, Set<KeyAssumption> assumptions) {
    if (ordered.size() == writers.size()) {
      return agrees(key, ordered, assumptions);
    }
    for (Txn txn : writers) {
      if (!ordered.contains(txn)) {
        ordered.add(txn);
        if (canPermute(key, writers, ordered, assumptions)) {
          return true;
        }
        ordered.removeLast();
      }
    }
    return false;
  }

  private boolean agrees(int key, List<Txn> order, Set<KeyAssumption> assumptions) {
    return assumptions.stream().allMatch(assumption -> agrees(key, order, assumption));
  }

  private boolean agrees(int key, List<Txn> order, KeyAssumption assumption) {
    if (assumption == KeyAssumption.GIVEN) {
      int before = -1;
      for (Object value : options.orders().getOrDefault((long) key, List.of())) {
        int given = Math.toIntExact((Long) value);
        int writer = place(key, given, order);
        // Only what a transaction wrote last is a version that has a place.
        boolean isVersion =
            writer >= 0 && Objects.equals(order.get(writer).written().get(key), given);
        int place = isVersion ? writer : -2;
        if (place >= 0 && place < before) {
          return false;
        }
        before = place >= 0 ? place : before;
      }
      return true;
    }
    for (Txn one : committed) {
      List<Integer> mine = places(one, key, order);
      if (mine.isEmpty()) {
        continue;
      }
      if (assumption == KeyAssumption.WRITES_FOLLOW_READS && mine.getFirst() > mine.getLast()) {
        return false;
      }
      for (Txn other : committed) {
        List<Integer> its = places(other, key, order);
        if (!its.isEmpty()
            && isOrdered(one, other, assumption)
            && mine.getLast() > its.getFirst()) {
          return false;
        }
      }
    }
    return true;
  }

  private boolean isOrdered(Txn one, Txn other, KeyAssumption assumption) {
    return one.outcome == EventType.OK
        && one.completed < other.invoked
        && switch (assumption) {
          case SEQUENTIAL -> one.process == other.process;
          case LINEARIZABLE -> isRealTime;
          default -> false;
        };
  }

  /** What a transaction saw or left of a key first, and last. */
  private List<Integer> places(Txn txn, int key, List<Txn> order) {
    int first = -2;
    int last = -2;
    for (Mop mop : txn.mops) {
      boolean isUntold = mop.isRead() && txn.outcome != EventType.OK;
      if (mop.key() != key || isUntold) {
        continue;
      }
      int place = mop.value() == 0 ? -1 : place(key, mop.value(), order);
      boolean isOwn = place >= 0 && order.get(place) == txn;
      if (place == -2 || (mop.isRead() && isOwn)) {
        continue;
      }
      first = first == -2 ? place : first;
      last = !mop.isRead() || last == -2 ? place : last;
    }
    return first == -2 ? List.of() : List.of(first, last);
  }

  /** The place of the writer of a value, or -2. */
  private static int place(int key, int value, List<Txn> order) {
    for (int i = 0; i < order.size(); i++) {
      boolean isWriter =
          order.get(i).mops.stream()
              .anyMatch(mop -> !mop.isRead() && mop.key() == key && mop.value() == value);
      if (isWriter) {
        return i;
      }
    }
    return -2;
  }
}
