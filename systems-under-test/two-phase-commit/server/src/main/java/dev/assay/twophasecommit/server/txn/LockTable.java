package dev.assay.twophasecommit.server.txn;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Shared and exclusive locks of keys, and of all keys together: who asks by a predicate shares that
 * lock, and who writes a key has to intend it first, so that nothing comes to match or ceases to
 * (Gray, Lorie, Putzolu and Traiger 1976, Granularity of Locks: S and IX; coarser than the
 * predicate locks of Eswaran et al. 1976, and simpler).
 *
 * <p>Those who wait are served by age, the oldest first, and nobody overtakes an older one that he
 * would keep waiting; so a transaction waits only for older ones and for those that the participant
 * chose not to wound.
 */
final class LockTable {
  /** The lock of all keys together; no key has a blank. */
  static final String ALL_KEYS = "all keys";

  private final Map<String, Lock> locks = new TreeMap<>();

  /** The keys at which a transaction holds or waits for a lock. */
  private final Map<TxnId, Set<String>> keysOf = new TreeMap<>();

  /** How a key is locked, or all of them. */
  enum Mode {
    SHARED,
    /** To write some of them; others may intend so too, but nobody may share. */
    INTENT,
    EXCLUSIVE;

    boolean goesWith(Mode other) {
      return this == other && this != EXCLUSIVE;
    }
  }

  /** What an operation has to lock. */
  record Claim(String key, Mode mode) {}

  private static final class Lock {
    final NavigableMap<TxnId, Mode> holders = new TreeMap<>();
    final NavigableMap<TxnId, Mode> waiting = new TreeMap<>();

    /** What the transaction needs so as to have this mode beside what it holds. */
    Mode needed(TxnId txn, Mode mode) {
      Mode held = holders.get(txn);
      return held == null || held == mode ? mode : Mode.EXCLUSIVE;
    }
  }

  /** The others that hold the key in a way that does not go with the request. */
  List<TxnId> holdersInTheWay(TxnId txn, String key, Mode mode) {
    Lock lock = locks.get(key);
    return lock == null ? List.of() : inTheWay(lock.holders, txn, lock.needed(txn, mode));
  }

  private static List<TxnId> inTheWay(Map<TxnId, Mode> others, TxnId txn, Mode mode) {
    List<TxnId> found = new ArrayList<>();
    others.forEach(
        (other, held) -> {
          if (!other.equals(txn) && !mode.goesWith(held)) {
            found.add(other);
          }
        });
    return found;
  }

  /**
   * Asks for a lock, or for a stronger one.
   *
   * @return whether it is granted; else the transaction waits, and {@link #release} tells
   */
  boolean acquire(TxnId txn, String key, Mode mode) {
    Lock lock = locks.computeIfAbsent(key, k -> new Lock());
    Mode held = lock.holders.get(txn);
    if (held == Mode.EXCLUSIVE || held == mode) {
      return true;
    }
    keysOf.computeIfAbsent(txn, t -> new TreeSet<>()).add(key);
    Mode needed = lock.needed(txn, mode);
    boolean overtakes = !inTheWay(lock.waiting.headMap(txn, false), txn, needed).isEmpty();
    if (!inTheWay(lock.holders, txn, needed).isEmpty() || (overtakes && held == null)) {
      lock.waiting.put(txn, needed);
      return false;
    }
    lock.holders.put(txn, needed);
    return true;
  }

  boolean holds(TxnId txn, String key) {
    Lock lock = locks.get(key);
    return lock != null && lock.holders.containsKey(txn);
  }

  /** Takes a lock whatever others hold. */
  void seize(TxnId txn, String key, Mode mode) {
    keysOf.computeIfAbsent(txn, t -> new TreeSet<>()).add(key);
    locks.computeIfAbsent(key, k -> new Lock()).holders.put(txn, mode);
  }

  /**
   * Gives back all that the transaction holds and waits for.
   *
   * @return those whose waiting is over, the oldest first
   */
  Set<TxnId> release(TxnId txn) {
    Set<TxnId> granted = new TreeSet<>();
    Set<String> keys = keysOf.remove(txn);
    for (String key : keys == null ? Set.<String>of() : keys) {
      Lock lock = locks.get(key);
      if (lock != null) {
        lock.holders.remove(txn);
        lock.waiting.remove(txn);
        grant(lock, granted);
        if (lock.holders.isEmpty() && lock.waiting.isEmpty()) {
          locks.remove(key);
        }
      }
    }
    return granted;
  }

  private static void grant(Lock lock, Set<TxnId> granted) {
    while (!lock.waiting.isEmpty()) {
      Map.Entry<TxnId, Mode> oldest = lock.waiting.firstEntry();
      if (!inTheWay(lock.holders, oldest.getKey(), oldest.getValue()).isEmpty()) {
        return;
      }
      lock.waiting.pollFirstEntry();
      lock.holders.put(oldest.getKey(), oldest.getValue());
      granted.add(oldest.getKey());
    }
  }

  /** Who has the key exclusively, to see what it writes. */
  List<TxnId> writersOf(String key) {
    Lock lock = locks.get(key);
    return lock == null
        ? List.of()
        : lock.holders.entrySet().stream()
            .filter(holder -> holder.getValue() == Mode.EXCLUSIVE)
            .map(Map.Entry::getKey)
            .toList();
  }
}
