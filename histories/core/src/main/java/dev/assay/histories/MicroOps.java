package dev.assay.histories;

/**
 * The micro-operations of a history's transactions, in flat columns.
 *
 * <p>A transaction is a client event's value such as {@code [[:r 8 [1 2]] [:append 8 3]]}: a
 * vector, not empty, of vectors that hold a name, a key and at most one value more. There are at
 * most {@link #NAMES_MAX} names; a value with yet another one is no transaction. Micro-operations
 * are numbered from 0; those of an event are a range of numbers. Events with equal values share
 * theirs.
 *
 * <p>9 bytes a micro-operation and 24 a transaction, where there are lists 4 more and 4 an element,
 * beside the values. Immutable.
 */
public final class MicroOps {
  /** {@code [:r k v]}. */
  public static final int READ = 0;

  /** {@code [:w k v]}. */
  public static final int WRITE = 1;

  /** {@code [:append k v]}. */
  public static final int APPEND = 2;

  /** How many names there can be. */
  public static final int NAMES_MAX = 128;

  /** In place of a value id: a list was read. */
  public static final int LIST = -2;

  private final History history;
  private final Values values;
  private final MopTable table;

  MicroOps(History history) {
    this.history = history;
    values = history.values();
    table = values.mops();
  }

  /** How many micro-operations all transactions have together. */
  public int size() {
    return table.size();
  }

  /**
   * The first micro-operation of this event's transaction. That of an invocation which an {@code
   * ok} answers may have a number of {@link #size} or more: then it shares the completion's room.
   */
  public int start(int event) {
    return history.isClient(event) ? values.start(history.valueId(event)) : 0;
  }

  /** Behind the last one; equal to {@link #start} when the event holds no transaction. */
  public int end(int event) {
    return history.isClient(event) ? values.end(history.valueId(event)) : 0;
  }

  /**
   * Whether two events tell the same transaction but for what was read with {@code r}, in as many
   * micro-operations; where lists were written, never. A quick look for the many.
   */
  public boolean areSameButReads(int event, int other) {
    int start = start(event);
    int length = end(event) - start;
    int otherStart = start(other);
    return length == end(other) - otherStart && table.areSameButReads(start, otherStart, length);
  }

  /** {@link #READ}, {@link #WRITE}, {@link #APPEND}, or the code of another {@link #name}. */
  public int kind(int mop) {
    return table.kind(mop);
  }

  /** The name of a {@link #kind}: {@code r}, {@code w}, {@code append} … */
  public String name(int code) {
    return table.name(code).name();
  }

  /** The value id of the key. */
  public int key(int mop) {
    return table.key(mop);
  }

  /**
   * The value id of what was written, appended, or read as a scalar; {@link Values#NIL} for nil;
   * {@link #LIST} when it is a list.
   */
  public int value(int mop) {
    return table.value(mop);
  }

  /** The elements of a list are those from here until {@link #listEnd}. */
  public int listStart(int mop) {
    return table.listStart(mop);
  }

  public int listEnd(int mop) {
    return table.listStart(mop + 1);
  }

  /** The value id of an element. */
  public int element(int at) {
    return table.element(at);
  }
}
