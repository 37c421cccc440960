package dev.assay.checkers.isolation.predicates;

import dev.assay.checkers.isolation.Transactions;
import dev.assay.checkers.isolation.UnfitHistoryException;
import dev.assay.histories.EventType;
import dev.assay.histories.History;
import dev.assay.histories.MicroOps;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The micro-operations of such transactions in columns: keys, values and predicates get numbers
 * from 0, and value 0 is that of a key that is not there.
 *
 * <p>O(micro-operations + what predicate reads showed). Immutable once read.
 */
final class Columns {
  /** The value of a key that is not there. */
  static final int ABSENT = 0;

  static final int NONE = -1;

  static final byte READ = 0;

  /** An insert, a write, or a delete, which writes {@link #ABSENT}. */
  static final byte WRITE = 1;

  static final byte PREDICATE_READ = 2;

  private static final String SHAPES =
      "closed-predicate has transactions of [:insert k v], [:w k v], [:delete k], [:r k v] and"
          + " [:rp predicate {k v}], and the first operation may be an init of {k v}; but ";

  private final Transactions transactions;
  private final MicroOps microOps;
  private final History history;

  private final Map<Object, Integer> keyIds = new HashMap<>();
  private final List<Object> keys = new ArrayList<>();
  private final Map<Object, Integer> valueIds = new HashMap<>();
  private final List<@Nullable Object> values = new ArrayList<>();
  private final Map<Predicate, Integer> predicateIds = new HashMap<>();
  private final List<Predicate> predicates = new ArrayList<>();

  /** By value id of the history: the number of the key or of the value that it is, or NONE. */
  private final int[] keyOf;

  private final int[] valueOf;

  private final byte[] kind;
  private final int[] key;
  private final int[] value;
  private final int[] shownStart;
  private final int[] shownEnd;
  private int[] shownKey = new int[64];
  private int[] shownValue = new int[64];
  private int shown;

  /** By value number; and by predicate: what it asks for, so that asking is quick. */
  private final long[] integers;

  private final long[] modulus;
  private final long[] remainder;
  private final int[] asked;

  private int init = NONE;
  private int[] initKeys = new int[0];
  private int[] initValues = new int[0];

  /**
   * Reads a history.
   *
   * @throws UnfitHistoryException when it is none of this workload
   */
  Columns(Transactions transactions) {
    this.transactions = transactions;
    microOps = transactions.microOps();
    history = transactions.history();
    values.add(null);
    keyOf = new int[history.values().size()];
    valueOf = new int[history.values().size()];
    Arrays.fill(keyOf, NONE);
    Arrays.fill(valueOf, NONE);
    kind = new byte[microOps.size()];
    key = new int[microOps.size()];
    value = new int[microOps.size()];
    shownStart = new int[microOps.size()];
    shownEnd = new int[microOps.size()];
    Arrays.fill(key, NONE);
    for (int txn = 0; txn < transactions.size(); txn++) {
      if (history.f(transactions.invocation(txn)).equals("init")) {
        readInit(txn);
      } else {
        readTransaction(txn);
      }
    }
    requireIntegers();
    integers = new long[values.size()];
    for (int i = 0; i < integers.length; i++) {
      integers[i] = values.get(i) instanceof Long integer ? integer : 0;
    }
    modulus = new long[predicates.size()];
    remainder = new long[modulus.length];
    asked = new int[modulus.length];
    for (int i = 0; i < modulus.length; i++) {
      asked[i] = NONE;
      switch (predicates.get(i)) {
        case Predicate.Every every -> {}
        case Predicate.Equal equal -> asked[i] = valueNumber(equal.value());
        case Predicate.Remainder one -> {
          modulus[i] = one.modulus();
          remainder[i] = one.remainder();
        }
      }
    }
  }

  private void readInit(int txn) {
    int event = transactions.event(txn);
    int invocation = transactions.invocation(txn);
    boolean isFirst =
        txn == 0
            && history.outcome(invocation) == EventType.OK
            && (transactions.size() == 1
                || transactions.completion(0) < transactions.invocation(1));
    if (!isFirst) {
      throw unfit(
          txn,
          "is an init that is not there once, completed before all other operations, so that the"
              + " initial state is not known");
    }
    init = txn;
    int begin = shown;
    addShown(txn, history.value(event));
    initKeys = Arrays.copyOfRange(shownKey, begin, shown);
    initValues = Arrays.copyOfRange(shownValue, begin, shown);
  }

  private void readTransaction(int txn) {
    int event = transactions.event(txn);
    int start = transactions.start(txn);
    @Nullable Object told = history.value(event);
    boolean isEmpty = told == null || (told instanceof List<?> list && list.isEmpty());
    if (history.keyId(event) != History.NONE || (!isEmpty && start == transactions.end(txn))) {
      throw unfit(txn, "is none: " + told);
    }
    for (int mop = start; mop < transactions.end(txn); mop++) {
      // Events with equal values share their micro-operations.
      if (key[mop] == NONE) {
        readMicroOp(txn, mop);
      }
      if (kind[mop] == PREDICATE_READ && transactions.isOk(txn) && microOps.value(mop) == 0) {
        throw unfit(txn, "has a predicate read without a result: " + told);
      }
    }
  }

  private void readMicroOp(int txn, int mop) {
    String name = microOps.name(microOps.kind(mop));
    boolean hasValue = microOps.value(mop) != 0;
    switch (name) {
      case "r" -> set(READ, mop, key(txn, mop), hasValue ? value(txn, mop) : ABSENT);
      case "w", "insert" -> {
        if (!hasValue) {
          throw unfit(txn, "writes nil, which is no value: " + text(txn, mop));
        }
        set(WRITE, mop, key(txn, mop), value(txn, mop));
      }
      case "delete" -> {
        if (hasValue) {
          throw unfit(txn, "deletes a value: " + text(txn, mop));
        }
        set(WRITE, mop, key(txn, mop), ABSENT);
      }
      case "rp" -> {
        @Nullable Object told = history.values().get(microOps.key(mop));
        Predicate predicate = Predicate.of(told);
        if (predicate == null) {
          throw unfit(
              txn,
              "has a predicate that is none of :true, [:= value] and [:mod positive-integer"
                  + " integer]: "
                  + told);
        }
        Integer number = predicateIds.get(predicate);
        if (number == null) {
          number = predicates.size();
          predicates.add(predicate);
          predicateIds.put(predicate, number);
          if (predicate instanceof Predicate.Equal equal) {
            valueNumber(equal.value());
          }
        }
        set(PREDICATE_READ, mop, number, ABSENT);
        shownStart[mop] = shown;
        if (hasValue) {
          addShown(txn, part(txn, mop, 2));
        }
        shownEnd[mop] = shown;
      }
      default -> throw unfit(txn, "has another micro-operation: " + text(txn, mop));
    }
  }

  private void set(byte what, int mop, int itsKey, int itsValue) {
    kind[mop] = what;
    key[mop] = itsKey;
    value[mop] = itsValue;
  }

  /** Keys with values: a map, or a list of pairs. */
  private void addShown(int txn, @Nullable Object told) {
    Set<Integer> seen = new HashSet<>();
    if (told instanceof Map<?, ?> map) {
      map.forEach((k, v) -> addShown(txn, k, v, seen, told));
    } else if (told instanceof List<?> pairs) {
      for (Object pair : pairs) {
        if (!(pair instanceof List<?> parts) || parts.size() != 2) {
          throw unfit(txn, "shows what is no key with a value: " + pair);
        }
        addShown(txn, parts.get(0), parts.get(1), seen, told);
      }
    } else {
      throw unfit(txn, "shows what are no keys with values: " + told);
    }
  }

  private void addShown(
      int txn, @Nullable Object k, @Nullable Object v, Set<Integer> seen, Object told) {
    if (k == null || v == null) {
      throw unfit(txn, "shows nil, which is no key and no value: " + told);
    }
    int number = keyNumber(k);
    if (!seen.add(number)) {
      throw unfit(txn, "shows the key " + k + " twice: " + told);
    }
    if (shown == shownKey.length) {
      shownKey = Arrays.copyOf(shownKey, 2 * shown);
      shownValue = Arrays.copyOf(shownValue, 2 * shown);
    }
    shownKey[shown] = number;
    shownValue[shown++] = valueNumber(v);
  }

  private int key(int txn, int mop) {
    int id = microOps.key(mop);
    if (keyOf[id] == NONE) {
      @Nullable Object plain = history.values().get(id);
      if (plain == null) {
        throw unfit(txn, "has nil for a key: " + text(txn, mop));
      }
      keyOf[id] = keyNumber(plain);
    }
    return keyOf[id];
  }

  private int value(int txn, int mop) {
    int id = microOps.value(mop);
    if (id < 0) {
      Object list = part(txn, mop, 2);
      return valueNumber(list == null ? List.of() : list);
    }
    if (valueOf[id] == NONE) {
      Object plain = history.values().get(id);
      valueOf[id] = plain == null ? ABSENT : valueNumber(plain);
    }
    return valueOf[id];
  }

  private int keyNumber(Object plain) {
    Integer known = keyIds.get(plain);
    if (known == null) {
      known = keys.size();
      keyIds.put(plain, known);
      keys.add(plain);
    }
    return known;
  }

  private int valueNumber(Object plain) {
    Integer known = valueIds.get(plain);
    if (known == null) {
      known = values.size();
      valueIds.put(plain, known);
      values.add(plain);
    }
    return known;
  }

  private @Nullable Object part(int txn, int mop, int at) {
    int index = mop - transactions.start(txn);
    return history.value(transactions.event(txn)) instanceof List<?> mops
            && mops.get(index) instanceof List<?> parts
            && parts.size() > at
        ? parts.get(at)
        : null;
  }

  private Object text(int txn, int mop) {
    int index = mop - transactions.start(txn);
    return history.value(transactions.event(txn)) instanceof List<?> mops ? mops.get(index) : "";
  }

  private void requireIntegers() {
    boolean asksRemainders = predicates.stream().anyMatch(Predicate.Remainder.class::isInstance);
    for (int i = 1; i < values.size() && asksRemainders; i++) {
      if (!(values.get(i) instanceof Long)) {
        throw new UnfitHistoryException(
            "closed-predicate asks with :mod for remainders, so that all values have to be integers"
                + " of 64 bits, but there is "
                + values.get(i));
      }
    }
  }

  private UnfitHistoryException unfit(int txn, String what) {
    return new UnfitHistoryException(
        SHAPES
            + "the operation of index "
            + history.index(transactions.event(txn))
            + " (process "
            + transactions.process(txn)
            + ") "
            + what);
  }

  Transactions transactions() {
    return transactions;
  }

  int keys() {
    return keys.size();
  }

  Object keyValue(int number) {
    return keys.get(number);
  }

  int values() {
    return values.size();
  }

  /** The plain value; null for {@link #ABSENT}. */
  @Nullable Object valueOf(int number) {
    return values.get(number);
  }

  /** {@link #READ}, {@link #WRITE} or {@link #PREDICATE_READ}. */
  byte kind(int mop) {
    return kind[mop];
  }

  /** The key that is read or written. */
  int key(int mop) {
    return key[mop];
  }

  /** The predicate of a predicate read. */
  int predicate(int mop) {
    return key[mop];
  }

  /** What is written, or what was read. */
  int value(int mop) {
    return value[mop];
  }

  /** What a predicate read shows is from here until {@link #shownEnd}. */
  int shownStart(int mop) {
    return shownStart[mop];
  }

  int shownEnd(int mop) {
    return shownEnd[mop];
  }

  int shownKey(int at) {
    return shownKey[at];
  }

  int shownValue(int at) {
    return shownValue[at];
  }

  /** Whether a predicate read shows the key: linear in what it shows. */
  boolean shows(int mop, int number) {
    for (int at = shownStart[mop]; at < shownEnd[mop]; at++) {
      if (shownKey[at] == number) {
        return true;
      }
    }
    return false;
  }

  /** A transaction's last write of a key before one of its micro-operations, or {@link #NONE}. */
  int lastWrite(int txn, int before, int number) {
    for (int m = before - 1; m >= transactions.start(txn); m--) {
      if (kind[m] == WRITE && key[m] == number) {
        return m;
      }
    }
    return NONE;
  }

  /** The transaction that made the initial state, or {@link #NONE}. */
  int init() {
    return init;
  }

  /** The keys of the initial state, and at the same places their values. */
  int[] initKeys() {
    return initKeys;
  }

  int[] initValues() {
    return initValues;
  }

  List<Predicate> predicates() {
    return predicates;
  }

  /** The number of the value that a predicate of equality asks for; else {@link #NONE}. */
  int asked(int predicate) {
    return asked[predicate];
  }

  /** Whether a value matches a predicate. */
  boolean matches(int predicate, int number) {
    if (number == ABSENT) {
      return false;
    }
    if (modulus[predicate] != 0) {
      return Math.floorMod(integers[number], modulus[predicate]) == remainder[predicate];
    }
    return asked[predicate] == NONE || asked[predicate] == number;
  }
}
