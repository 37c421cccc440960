package dev.assay.histories;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Interned values: equal values have the same id, so columns and checkers work with ints.
 *
 * <p>A value is plain EDN data: {@code null}, {@link Boolean}, {@link Long}, {@link
 * java.math.BigInteger} (beyond the range of long), {@link Double}, {@link java.math.BigDecimal},
 * {@link Ratio}, {@link String}, {@link Character}, {@link Keyword}, {@link Symbol}, {@link
 * Tagged}, or an immutable {@link java.util.List} ({@link LongVector} where all are integers),
 * {@link java.util.Map} or {@link java.util.Set} of these. Id 0 is {@code null}.
 */
public final class Values {
  /** The id of {@code null}. */
  public static final int NIL = 0;

  /**
   * In a batch: ids from here on are those of integers from 0 up to {@link #SMALL}, in their order,
   * which need no table then.
   */
  static final int DIRECT = 1 << 30;

  private final boolean isBatch;

  /**
   * Null for {@link #NIL}, for small integers, which their hashes tell, and for transactions, which
   * are made when asked for.
   */
  private @Nullable Object[] byId = new @Nullable Object[64];

  /** The micro-operations of a transaction are those from here; made with the first one. */
  private int[] start = new int[0];

  /** And until here; 0 for other values. */
  private int[] end = new int[0];

  private int size = 1;

  /** Integers from 0 up to here have their ids in {@link #small}, the commonest by far. */
  private static final int SMALL = 1 << 24;

  private static final int PAGE_BITS = 12;
  private static final int PAGE_MASK = (1 << PAGE_BITS) - 1;

  /** The ids of small integers by value, in pages that are made when needed. */
  private int[] @Nullable [] small = new int[1] @Nullable [];

  /**
   * Open addressing: the id in each slot, {@link #NIL} where it is empty, below the value's hash,
   * so that a search rarely has to look anywhere else.
   */
  private long[] table = new long[128];

  private int inTable;

  /** Nothing reads it; without it {@link #touch} would be optimised away. */
  @SuppressWarnings("UnusedVariable")
  private long touched;

  private int[] hashes = new int[64];
  private final Growth growth = new Growth();
  private final MopTable mops = new MopTable(this);

  Values() {
    this(false);
  }

  /**
   * Without values.
   *
   * @param isBatch whether they join others, which give them other ids
   */
  Values(boolean isBatch) {
    this.isBatch = isBatch;
  }

  /** How the columns of values and micro-operations grow. */
  Growth growth() {
    return growth;
  }

  /** Forgets all values of a batch, and keeps the room that they had. O(values). */
  void clear() {
    Arrays.fill(byId, 0, size, null);
    Arrays.fill(end, 0, Math.min(size, end.length), 0);
    Arrays.fill(table, NIL);
    inTable = 0;
    size = 1;
    mops.cut(0);
  }

  /** The micro-operations of those that are transactions. */
  MopTable mops() {
    return mops;
  }

  /** The hash of the value with this id. */
  int hashOf(int id) {
    return id < DIRECT ? hashes[id] : SmallHash.of(id - DIRECT);
  }

  /** The value with this id. */
  public @Nullable Object get(int id) {
    if (id >= size) {
      if (isBatch && id >= DIRECT) {
        return (long) (id - DIRECT);
      }
      throw new IndexOutOfBoundsException("value " + id + " of " + size);
    }
    Object value = byId[id];
    if (value != null || id == NIL) {
      return value;
    }
    return isTransaction(id) ? transaction(id) : (Object) (long) SmallHash.number(hashes[id]);
  }

  /** Whether this id is one of a transaction. */
  boolean isTransaction(int id) {
    return id < end.length && end[id] != 0;
  }

  /** The first micro-operation of a transaction; 0 for other values. */
  int start(int id) {
    return id < start.length ? start[id] : 0;
  }

  /** Behind the last micro-operation of a transaction; 0 for other values. */
  int end(int id) {
    return id < end.length ? end[id] : 0;
  }

  private Transaction transaction(int id) {
    return new Transaction(mops, start[id], end[id]);
  }

  /** The id of a value, or -1 when no event of the history has it. */
  public int find(@Nullable Object value) {
    if (value == null) {
      return NIL;
    }
    int id =
        value instanceof Long number && isSmall(number)
            ? findSmall(number)
            : (int) table[slot(value, hash(value))];
    return id == NIL ? -1 : id;
  }

  /** How many distinct values there are, {@code null} included; ids run below this. */
  public int size() {
    return size;
  }

  /** The id of a value; transactions are taken apart. */
  int intern(@Nullable Object value) {
    boolean isTakenApart = value instanceof Transaction known && known.isOf(mops);
    if (value instanceof List<?> list && !isTakenApart) {
      int start = mops.size();
      if (mops.addAll(list)) {
        return internMops(start);
      }
    }
    return internPlain(value);
  }

  /** The id of the transaction made of the micro-operations from here on. */
  int internMops(int start) {
    return internMops(start, mops.hash(start, mops.size()));
  }

  /** The same, whose {@link MopTable#hash} is known. */
  int internMops(int from, int hash) {
    int id = internTransaction(from, mops.size(), hash);
    if (start[id] != from) {
      mops.cut(from);
    }
    return id;
  }

  /**
   * The id of a transaction that differs from another one in what was read: it takes over the
   * other's micro-operations, which is from now on seen {@link MopTable#ASKED as it was invoked}.
   *
   * @param invoked the id of the other one, of which all reads have nil for a value
   * @param answers the ids of what was read, one for each read
   */
  int internAnswered(int invoked, int[] answers) {
    int from = answer(invoked, answers);
    return internAnswered(invoked, from, mops.hash(from, from + length(invoked)));
  }

  /** The same, whose {@link MopTable#hash} is known. */
  int internAnswered(int invoked, int[] answers, int hash) {
    return internAnswered(invoked, answer(invoked, answers), hash);
  }

  private int length(int id) {
    return end[id] - start[id];
  }

  /** Answers in place, or where that was done before in a copy; tells where. */
  private int answer(int invoked, int[] answers) {
    int from = start[invoked];
    if (from >= MopTable.ASKED) {
      int copy = mops.size();
      mops.copy(from, end[invoked]);
      from = copy;
    } else {
      start[invoked] |= MopTable.ASKED;
      end[invoked] |= MopTable.ASKED;
    }
    mops.answer(from, from + length(invoked), answers);
    return from;
  }

  private int internAnswered(int invoked, int from, int hash) {
    int id = internTransaction(from, from + length(invoked), hash);
    boolean isCopy = start[invoked] != (from | MopTable.ASKED);
    if (isCopy && start[id] != from) {
      mops.cut(from);
    }
    if (!isCopy && id == invoked) {
      setTransaction(id, from, from + length(id)); // all that was read is nil
    }
    return id;
  }

  /** Whether a transaction is seen {@link MopTable#ASKED as it was invoked}. */
  boolean isAsked(int id) {
    return start(id) >= MopTable.ASKED;
  }

  /** Gives a transaction that is seen as it was invoked micro-operations of its own. */
  void unshare(int id) {
    int copy = mops.size();
    mops.copy(start[id], end[id]);
    setTransaction(id, copy, mops.size());
  }

  /** A batch, whose values are looked up when it joins others, gives each transaction an id. */
  private int internTransaction(int from, int to, int hash) {
    if (isBatch) {
      int id = append(hash, null);
      setTransaction(id, from, to);
      return id;
    }
    int mask = table.length - 1;
    int slot = hash & mask;
    while (table[slot] != NIL
        && !(table[slot] >> 32 == hash && isEqual((int) table[slot], from, to))) {
      slot = (slot + 1) & mask;
    }
    int id = (int) table[slot];
    if (id == NIL) {
      id = add(slot, hash, null);
    }
    if (!isTransaction(id)) {
      byId[id] = null;
      setTransaction(id, from, to);
    }
    return id;
  }

  private void setTransaction(int id, int from, int to) {
    if (start.length < byId.length) {
      start = Arrays.copyOf(start, byId.length);
      end = Arrays.copyOf(end, byId.length);
    }
    start[id] = from;
    end[id] = to;
  }

  private boolean isEqual(int id, int from, int to) {
    return isTransaction(id)
        ? mops.equal(from, to, start[id], end[id])
        : new Transaction(mops, from, to).equals(byId[id]);
  }

  /** The id of a value that is kept as it is. */
  int internPlain(@Nullable Object value) {
    if (value == null) {
      return NIL;
    }
    if (value instanceof Long number) {
      return intern(number.longValue());
    }
    return internPlain(value, hash(value));
  }

  /** The same, whose {@link #hash(Object)} is known. */
  int internPlain(@Nullable Object value, int hash) {
    if (value == null) {
      return NIL;
    }
    int slot = slot(value, hash);
    int id = (int) table[slot];
    return id != NIL ? id : add(slot, hash, value);
  }

  /** The id of a {@link Long}, which is boxed only when it is new. */
  int intern(long value) {
    if (!isSmall(value)) {
      return internLarge(value);
    }
    return isBatch ? DIRECT + (int) value : internDirect(DIRECT + (int) value);
  }

  /** The id of what has this id, {@link #DIRECT} or above, in a batch. */
  int internDirect(int direct) {
    int number = direct - DIRECT;
    int[] page = number >>> PAGE_BITS < small.length ? small[number >>> PAGE_BITS] : null;
    int id = page == null ? NIL : page[number & PAGE_MASK];
    return id != NIL ? id : addSmall(number);
  }

  private int addSmall(int number) {
    int page = number >>> PAGE_BITS;
    if (page >= small.length) {
      small = Arrays.copyOf(small, Math.max(page + 1, 2 * small.length));
    }
    int[] ids = small[page];
    if (ids == null) {
      ids = new int[1 << PAGE_BITS];
      small[page] = ids;
    }
    int id = append(SmallHash.of(number), null);
    ids[number & PAGE_MASK] = id;
    return id;
  }

  private int internLarge(long value) {
    int hash = hash(value);
    int mask = table.length - 1;
    int slot = hash & mask;
    while (table[slot] != NIL) {
      int id = (int) table[slot];
      if (table[slot] >> 32 == hash && byId[id] instanceof Long known && known == value) {
        return id;
      }
      slot = (slot + 1) & mask;
    }
    return add(slot, hash, value);
  }

  /** The id of a small integer; {@link #NIL} when there is none. */
  private int findSmall(long value) {
    int number = (int) value >>> PAGE_BITS;
    int[] page = number < small.length ? small[number] : null;
    return page == null ? NIL : page[(int) value & PAGE_MASK];
  }

  /** The slot that holds the value, or the empty one where it belongs. */
  private int slot(Object value, int hash) {
    int mask = table.length - 1;
    int slot = hash & mask;
    while (table[slot] != NIL
        && !(table[slot] >> 32 == hash && value.equals(get((int) table[slot])))) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private int add(int slot, int hash, @Nullable Object value) {
    int id = append(hash, value);
    table[slot] = entry(hash, id);
    if (++inTable * 5L > table.length * 3L) {
      rehash();
    }
    return id;
  }

  private int append(int hash, @Nullable Object value) {
    if (size == byId.length) {
      byId = Arrays.copyOf(byId, growth.longer(size));
      hashes = Arrays.copyOf(hashes, byId.length);
    }
    byId[size] = value;
    hashes[size] = hash;
    return size++;
  }

  /**
   * Looks at the places where other values would stand, all at once: one after the other each look
   * would wait for memory.
   *
   * @param others whose values from one id to another will be looked up next
   */
  void touch(Values others, int from, int to) {
    long seen = 0;
    for (int id = from; id < to; id++) {
      seen += table[others.hashes[id] & (table.length - 1)];
    }
    touched = seen;
  }

  /** The same for small integers that are keys of a batch's micro-operations. */
  void touchKeys(MopTable others, int from, int to) {
    long seen = 0;
    for (int mop = from; mop < to; mop++) {
      int number = others.key(mop) - DIRECT;
      int page = number >>> PAGE_BITS;
      if (page < small.length && small[page] != null) {
        seen += small[page][number & PAGE_MASK];
      }
    }
    touched = seen;
  }

  private static long entry(int hash, int id) {
    return (long) hash << 32 | id;
  }

  private void rehash() {
    long[] larger = new long[table.length * 2];
    int mask = larger.length - 1;
    for (long entry : table) {
      if (entry == NIL) {
        continue;
      }
      int slot = (int) (entry >> 32) & mask;
      while (larger[slot] != NIL) {
        slot = (slot + 1) & mask;
      }
      larger[slot] = entry;
    }
    table = larger;
  }

  /**
   * Lists of small integers, the commonest values, collide a lot under {@link
   * java.util.List#hashCode}: {@code [0 31]} and {@code [1 0]} have the same.
   */
  static int hash(@Nullable Object value) {
    return switch (value) {
      case null -> 0;
      case Long integer -> hash(integer.longValue());
      case LongVector vector -> {
        long hash = vector.size();
        for (int i = 0; i < vector.size(); i++) {
          hash = join(hash, hash(vector.at(i)));
        }
        yield hashOfList(hash);
      }
      case List<?> list -> {
        long hash = list.size();
        for (Object element : list) {
          hash = join(hash, hash(element));
        }
        yield hashOfList(hash);
      }
      default -> fold(mix(value.hashCode() + 0x5851F42D4C957F2DL));
    };
  }

  private static int hash(long integer) {
    return isSmall(integer) ? SmallHash.of((int) integer) : fold(mix(integer));
  }

  private static boolean isSmall(long integer) {
    return integer >= 0 && integer < SMALL;
  }

  /** What {@link #hashOfList} makes the hash of, for a list that is longer by an element. */
  static long join(long listHash, int elementHash) {
    return (listHash ^ elementHash) * 0xD1342543DE82EF95L;
  }

  /**
   * The hash of a list whose elements were all {@link #join}ed to its length: the half of the
   * product that all bits of both factors have a part in.
   */
  static int hashOfList(long joined) {
    return (int) (joined >>> 32);
  }

  /** The finaliser of SplitMix64. */
  private static long mix(long value) {
    long z = value + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  private static int fold(long hash) {
    return (int) (hash ^ (hash >>> 32));
  }

  @Override
  public String toString() {
    return IntStream.range(0, size).mapToObj(this::get).toList().toString();
  }
}
