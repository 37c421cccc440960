package dev.assay.histories;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The micro-operations of transactions in flat columns that grow; {@link MicroOps} tells what they
 * mean. 9 bytes a micro-operation, beside the values; where there are lists, 4 bytes more, and 4 an
 * element.
 */
final class MopTable {
  /** In place of a value id: a list. */
  static final int LIST = MicroOps.LIST;

  /** In place of a value id: the micro-operation has a name and a key only. */
  private static final int ABSENT = -3;

  /**
   * Set in the numbers of micro-operations that are seen as they were invoked: all that was read is
   * nil. So an invocation and the completion that answers it share their room.
   */
  static final int ASKED = 1 << 30;

  /** What takes that away. */
  static final int PLACE = ASKED - 1;

  private final Values values;
  private final List<Keyword> names = new ArrayList<>();
  private final int[] nameHashes = new int[MicroOps.NAMES_MAX];
  private int size;
  private byte[] kind = new byte[16];
  private int[] key = new int[16];
  private int[] value = new int[16];

  /** Made with the first list: transactions on registers have none. */
  private int @Nullable [] listStart;

  private int elements;
  private int[] element = new int[16];

  MopTable(Values values) {
    this.values = values;
    for (String name : List.of("r", "w", "append")) {
      code(new Keyword(name));
    }
  }

  int size() {
    return size;
  }

  int kind(int mop) {
    return kind[mop & PLACE];
  }

  Keyword name(int code) {
    return names.get(code);
  }

  int key(int mop) {
    return key[mop & PLACE];
  }

  int value(int mop) {
    int found = kept(mop);
    return found == ABSENT ? Values.NIL : found;
  }

  boolean hasValue(int mop) {
    return kept(mop) != ABSENT;
  }

  private int kept(int mop) {
    return mop >= ASKED && kind(mop) == MicroOps.READ ? Values.NIL : value[mop & PLACE];
  }

  int listStart(int mop) {
    int[] starts = listStart;
    return starts == null ? 0 : starts[mop & PLACE];
  }

  int element(int at) {
    return element[at];
  }

  /** The code of a name, or -1 when there are too many. */
  int code(Keyword name) {
    for (int code = 0; code < names.size(); code++) {
      if (names.get(code).equals(name)) {
        return code;
      }
    }
    if (names.size() == MicroOps.NAMES_MAX) {
      return -1;
    }
    nameHashes[names.size()] = Values.hash(name);
    names.add(name);
    return names.size() - 1;
  }

  /** Begins a micro-operation that has a name and a key so far. */
  void add(int code, int keyId) {
    reserve(1);
    kind[size] = (byte) code;
    key[size] = keyId;
    value[size++] = ABSENT;
    if (listStart != null) {
      listStart[size] = elements;
    }
  }

  private void reserve(int more) {
    if (more <= kind.length - size) {
      return;
    }
    int length = Math.max(size + more, values.growth().longer(size));
    if (size + more > PLACE) {
      throw new IllegalStateException("a history of more than " + PLACE + " micro-operations");
    }
    kind = Arrays.copyOf(kind, length);
    key = Arrays.copyOf(key, length);
    value = Arrays.copyOf(value, length);
    listStart = listStart == null ? null : Arrays.copyOf(listStart, length + 1);
  }

  /** Adds these once more. */
  void copy(int start, int end) {
    for (int mop = start; mop < end; mop++) {
      add(kind(mop), key(mop));
      value[size - 1] = kept(mop);
    }
  }

  /** Gives the reads among these, which have no list for a value, their values. */
  void answer(int start, int end, int[] answers) {
    int reads = 0;
    for (int mop = start; mop < end; mop++) {
      if (kind[mop] == MicroOps.READ) {
        value[mop] = answers[reads++];
      }
    }
  }

  /** Its value is this one. */
  void setValue(int valueId) {
    value[size - 1] = valueId;
  }

  /** Its value is a list, as yet empty. */
  void setList() {
    value[size - 1] = LIST;
    if (listStart == null) {
      listStart = new int[kind.length + 1];
    }
  }

  void addElement(int valueId) {
    if (elements == element.length) {
      element = Arrays.copyOf(element, values.growth().longer(elements));
    }
    element[elements++] = valueId;
    if (listStart != null) {
      listStart[size] = elements;
    }
  }

  /** Forgets all from a micro-operation on. */
  void cut(int mop) {
    size = mop;
    elements = listStart(mop);
  }

  /** Gives back what was reserved for growing. */
  void trim() {
    if (Growth.isLoose(kind.length, size)) {
      kind = Arrays.copyOf(kind, size);
      key = Arrays.copyOf(key, size);
      value = Arrays.copyOf(value, size);
      listStart = listStart == null ? null : Arrays.copyOf(listStart, size + 1);
    }
    if (Growth.isLoose(element.length, elements)) {
      element = Arrays.copyOf(element, elements);
    }
  }

  /** What came of taking micro-operations from another table. */
  enum Taken {
    TAKEN,
    /** Nothing was taken: a part of them has no id here yet. */
    TOO_EARLY,
    /** Nothing was taken: they have a name that is one too many. */
    TOO_MANY_NAMES
  }

  /** By code of another table: the code of the same name here, or -1 when there are too many. */
  byte[] codes(MopTable other) {
    byte[] codes = new byte[other.names.size()];
    for (int code = 0; code < codes.length; code++) {
      codes[code] = (byte) code(other.names.get(code));
    }
    return codes;
  }

  /**
   * Adds the micro-operations of a transaction of another table.
   *
   * @param idOf by value id there below {@link Values#DIRECT}: the id here, or negative while it
   *     has none
   * @param codes what {@link #codes} gave for the other table
   */
  Taken addAll(MopTable other, int from, int to, int[] idOf, byte[] codes) {
    return listStart == null && other.listStart == null
        ? addScalars(other, from, to, idOf, codes)
        : addLists(other, from, to, idOf, codes);
  }

  /** The same where there are no lists: the places of keys are asked of memory all at once. */
  private Taken addScalars(MopTable other, int from, int to, int[] idOf, byte[] codes) {
    int length = to - from;
    reserve(length);
    int code = 0;
    int missing = 0;
    for (int i = 0; i < length; i++) {
      int mop = from + i;
      byte its = codes[other.kind(mop)];
      int keyId = idHere(idOf, other.key(mop));
      int valueId = other.kept(mop);
      valueId = valueId < 0 ? valueId : idHere(idOf, valueId);
      kind[size + i] = its;
      key[size + i] = keyId;
      value[size + i] = valueId;
      code |= its;
      missing |= keyId | (valueId == ABSENT ? 0 : valueId);
    }
    if (code < 0 || missing < 0) {
      return code < 0 ? Taken.TOO_MANY_NAMES : Taken.TOO_EARLY;
    }
    size += length;
    return Taken.TAKEN;
  }

  private Taken addLists(MopTable other, int from, int to, int[] idOf, byte[] codes) {
    int before = size;
    for (int mop = from; mop < to; mop++) {
      int code = codes[other.kind(mop)];
      int keyId = idHere(idOf, other.key(mop));
      if (code < 0 || keyId < 0) {
        cut(before);
        return code < 0 ? Taken.TOO_MANY_NAMES : Taken.TOO_EARLY;
      }
      add(code, keyId);
      int its = other.kept(mop);
      boolean isKnown = true;
      if (its == LIST) {
        setList();
        for (int at = other.listStart(mop); at < other.listStart(mop + 1); at++) {
          int id = idHere(idOf, other.element[at]);
          isKnown &= id >= 0;
          addElement(id);
        }
      } else {
        int valueId = its < 0 ? its : idHere(idOf, its);
        isKnown = its < 0 || valueId >= 0;
        value[size - 1] = valueId;
      }
      if (!isKnown) {
        cut(before);
        return Taken.TOO_EARLY;
      }
    }
    return Taken.TAKEN;
  }

  /**
   * The ids here of what the reads of another table's transaction have for values, in their order,
   * for {@link #answer}; false while one of them has none.
   */
  boolean answers(MopTable other, int from, int to, int[] idOf, int[] answers) {
    int reads = 0;
    int missing = 0;
    for (int mop = from; mop < to; mop++) {
      if (other.kind(mop) == MicroOps.READ) {
        int id = idHere(idOf, other.kept(mop));
        missing |= id;
        answers[reads++] = id;
      }
    }
    return missing >= 0;
  }

  /** The id here of a batch's value, small integers included; negative while it has none. */
  private int idHere(int[] idOf, int id) {
    return id < Values.DIRECT ? idOf[id] : values.internDirect(id);
  }

  /** What {@link Values#hash} gives for the transaction as plain lists. */
  int hash(int start, int end) {
    int length = end - start;
    long hash = length;
    for (int mop = start; mop < end; mop++) {
      hash = Values.join(hash, hash(mop));
    }
    return Values.hashOfList(hash);
  }

  private int hash(int mop) {
    long hash = kept(mop) == ABSENT ? 2 : 3;
    hash = Values.join(hash, nameHashes[kind(mop)]);
    hash = Values.join(hash, values.hashOf(key(mop)));
    int its = kept(mop);
    if (its == LIST) {
      int length = listStart(mop + 1) - listStart(mop);
      long list = length;
      for (int at = listStart(mop); at < listStart(mop + 1); at++) {
        list = Values.join(list, values.hashOf(element[at]));
      }
      hash = Values.join(hash, Values.hashOfList(list));
    } else if (its != ABSENT) {
      hash = Values.join(hash, values.hashOf(its));
    }
    return Values.hashOfList(hash);
  }

  /** Whether two transactions are equal. */
  boolean equal(int start, int end, int otherStart, int otherEnd) {
    int n = end - start;
    if (n != otherEnd - otherStart) {
      return false;
    }
    for (int i = 0; i < n; i++) {
      int a = start + i;
      int b = otherStart + i;
      if (kind(a) != kind(b)
          || key(a) != key(b)
          || kept(a) != kept(b)
          || !Arrays.equals(
              element, listStart(a), listStart(a + 1), element, listStart(b), listStart(b + 1))) {
        return false;
      }
    }
    return true;
  }

  /** Whether two transactions of a length differ in nothing but scalars and lists read. */
  boolean areSameButReads(int start, int otherStart, int length) {
    int a = start & PLACE;
    int b = otherStart & PLACE;
    if (a == b) {
      return true;
    }
    for (int end = a + length; a < end; a++, b++) {
      if (kind[a] != kind[b] || key[a] != key[b]) {
        return false;
      }
      if (kind[a] != MicroOps.READ && (value[a] != value[b] || value[a] == LIST)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Takes plain lists apart, if they are a transaction.
   *
   * @return whether they are; nothing was added otherwise
   */
  boolean addAll(List<?> transaction) {
    if (transaction.isEmpty() || transaction instanceof LongVector) {
      return false;
    }
    for (Object mop : transaction) {
      if (!(mop instanceof List<?> parts)
          || parts.size() < 2
          || parts.size() > 3
          || !(parts.get(0) instanceof Keyword name)
          || code(name) < 0) {
        return false;
      }
    }
    for (Object mop : transaction) {
      addMop((List<?>) mop);
    }
    return true;
  }

  private void addMop(List<?> parts) {
    int code = parts.get(0) instanceof Keyword name ? code(name) : -1;
    add(code, values.internPlain(parts.get(1)));
    if (parts.size() == 2) {
      return;
    }
    Object found = parts.get(2);
    if (!(found instanceof List<?> list)) {
      setValue(values.internPlain(found));
      return;
    }
    setList();
    if (list instanceof LongVector integers) {
      for (int i = 0; i < integers.size(); i++) {
        addElement(values.intern(integers.at(i)));
      }
      return;
    }
    for (@Nullable Object each : list) {
      addElement(values.internPlain(each));
    }
  }

  Values values() {
    return values;
  }
}
