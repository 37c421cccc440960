package dev.assay.histories;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The micro-operations of a history's transactions, in flat columns.
 *
 * <p>A transaction is a client event's value such as {@code [[:r 8 [1 2]] [:append 8 3]]}: a
 * vector, not empty, of vectors that hold a name, a key and at most one value more. There are at
 * most 128 names; a value with yet another one is no transaction. Micro-operations are numbered
 * from 0; those of an event are a range of numbers. Events with equal values share theirs.
 *
 * <p>16 bytes a micro-operation and 4 bytes an element of a list that was read, beside the values.
 * Immutable.
 */
public final class MicroOps {
  /** {@code [:r k v]}. */
  public static final int READ = 0;

  /** {@code [:w k v]}. */
  public static final int WRITE = 1;

  /** {@code [:append k v]}. */
  public static final int APPEND = 2;

  /** In place of a value id: a list was read. */
  public static final int LIST = -2;

  private final History history;
  private final int[] startOfValue;
  private final int size;
  private final byte[] kind;
  private final int[] key;
  private final int[] value;
  private final int[] listStart;
  private final int[] element;
  private final List<String> names;

  private MicroOps(History history, Collector c) {
    this.history = history;
    startOfValue = c.startOfValue;
    size = c.size;
    kind = Arrays.copyOf(c.kind, size);
    key = Arrays.copyOf(c.key, size);
    value = Arrays.copyOf(c.value, size);
    listStart = Arrays.copyOf(c.listStart, size + 1);
    listStart[size] = c.elements;
    element = Arrays.copyOf(c.element, c.elements);
    names = List.copyOf(c.names);
  }

  /** Takes all transactions apart; keys and elements are interned among the history's values. */
  static MicroOps of(History history) {
    Values values = history.values();
    Collector collector = new Collector(values);
    for (int id = 0; id < collector.transactionsEnd; id++) {
      collector.add(id, values.get(id));
    }
    return new MicroOps(history, collector);
  }

  /** How many micro-operations all transactions have together. */
  public int size() {
    return size;
  }

  /** The first micro-operation of this event's transaction. */
  public int start(int event) {
    return range(event, 0);
  }

  /** Behind the last one; equal to {@link #start} when the event holds no transaction. */
  public int end(int event) {
    return range(event, 1);
  }

  private int range(int event, int offset) {
    int id = history.valueId(event);
    return id + 1 < startOfValue.length && history.isClient(event) ? startOfValue[id + offset] : 0;
  }

  /** {@link #READ}, {@link #WRITE}, {@link #APPEND}, or the code of another {@link #name}. */
  public int kind(int mop) {
    return kind[mop];
  }

  /** The name of a {@link #kind}: {@code r}, {@code w}, {@code append} … */
  public String name(int code) {
    return names.get(code);
  }

  /** The value id of the key. */
  public int key(int mop) {
    return key[mop];
  }

  /**
   * The value id of what was written, appended, or read as a scalar; {@link Values#NIL} for nil;
   * {@link #LIST} when it is a list.
   */
  public int value(int mop) {
    return value[mop];
  }

  /** The elements of a list are those from here until {@link #listEnd}. */
  public int listStart(int mop) {
    return listStart[mop];
  }

  public int listEnd(int mop) {
    return listStart[mop + 1];
  }

  /** The value id of an element. */
  public int element(int at) {
    return element[at];
  }

  /** Grows the columns. */
  private static final class Collector {
    private static final int KINDS_MAX = 127;

    private final Values values;

    /** Values beyond this were interned by the collector itself. */
    private final int transactionsEnd;

    private final int[] startOfValue;
    private final List<String> names = new ArrayList<>(List.of("r", "w", "append"));
    private int size;
    private byte[] kind = new byte[64];
    private int[] key = new int[64];
    private int[] value = new int[64];
    private int[] listStart = new int[65];
    private int elements;
    private int[] element = new int[64];

    Collector(Values values) {
      this.values = values;
      transactionsEnd = values.size();
      startOfValue = new int[transactionsEnd + 1];
    }

    void add(int valueId, @Nullable Object transaction) {
      startOfValue[valueId] = size;
      if (transaction instanceof List<?> mops && isTransaction(mops)) {
        for (Object mop : mops) {
          addMop((List<?>) mop);
        }
      }
      startOfValue[valueId + 1] = size;
    }

    private boolean isTransaction(List<?> mops) {
      if (mops.isEmpty() || mops instanceof LongVector) {
        return false;
      }
      for (Object mop : mops) {
        if (!(mop instanceof List<?> parts)
            || parts.size() < 2
            || parts.size() > 3
            || !(parts.get(0) instanceof Keyword name)
            || code(name.name()) > KINDS_MAX) {
          return false;
        }
      }
      return true;
    }

    private void addMop(List<?> parts) {
      if (size == kind.length) {
        int length = size * 2;
        kind = Arrays.copyOf(kind, length);
        key = Arrays.copyOf(key, length);
        value = Arrays.copyOf(value, length);
        listStart = Arrays.copyOf(listStart, length + 1);
      }
      kind[size] = (byte) code(parts.get(0) instanceof Keyword name ? name.name() : "");
      key[size] = values.intern(parts.get(1));
      listStart[size] = elements;
      Object found = parts.size() == 3 ? parts.get(2) : null;
      if (found instanceof List<?> list) {
        value[size] = LIST;
        addList(list);
      } else {
        value[size] = values.intern(found);
      }
      size++;
    }

    private void addList(List<?> list) {
      while (elements + list.size() > element.length) {
        element = Arrays.copyOf(element, element.length * 2);
      }
      if (list instanceof LongVector integers) {
        for (int i = 0; i < integers.size(); i++) {
          element[elements++] = values.intern(integers.at(i));
        }
        return;
      }
      for (Object each : list) {
        element[elements++] = values.intern(each);
      }
    }

    /** The code of a name; one beyond {@link #KINDS_MAX} when there are too many names. */
    private int code(String name) {
      int code = names.indexOf(name);
      if (code >= 0) {
        return code;
      }
      if (names.size() <= KINDS_MAX) {
        names.add(name);
        return names.size() - 1;
      }
      return names.size();
    }
  }
}
