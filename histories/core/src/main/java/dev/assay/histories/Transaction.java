package dev.assay.histories;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/**
 * A transaction as the list of lists that it is in EDN, {@code [[:r 8 [1 2]] [:append 8 3]]}, made
 * when asked for from the columns of a {@link MopTable}. Equal to the same plain lists, with the
 * same hash code.
 */
final class Transaction extends AbstractList<List<@Nullable Object>> implements RandomAccess {
  private final MopTable table;
  final int start;
  final int end;

  Transaction(MopTable table, int start, int end) {
    this.table = table;
    this.start = start;
    this.end = end;
  }

  /** Whether it is made of that table's columns, and not of another history's. */
  boolean isOf(MopTable other) {
    return table == other;
  }

  @Override
  public List<@Nullable Object> get(int position) {
    if (position < 0 || position >= size()) {
      throw new IndexOutOfBoundsException("micro-operation " + position + " of " + size());
    }
    return new Mop(table, start + position);
  }

  @Override
  public int size() {
    return end - start;
  }

  /** The same as lists of their own. */
  List<@Nullable Object> plain() {
    List<@Nullable Object> lists = new ArrayList<>(size());
    for (List<@Nullable Object> mop : this) {
      lists.add(Collections.unmodifiableList(new ArrayList<>(mop)));
    }
    return Collections.unmodifiableList(lists);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    if (other instanceof Transaction that && that.table == table) {
      return table.equal(start, end, that.start, that.end);
    }
    return super.equals(other);
  }

  @Override
  public int hashCode() {
    return super.hashCode();
  }

  /** Such as {@code [:r 8 [1 2]]}. */
  private static final class Mop extends AbstractList<@Nullable Object> implements RandomAccess {
    private final MopTable table;
    private final int mop;

    Mop(MopTable table, int mop) {
      this.table = table;
      this.mop = mop;
    }

    @Override
    public @Nullable Object get(int position) {
      if (position < 0 || position >= size()) {
        throw new IndexOutOfBoundsException("element " + position + " of " + size());
      }
      return switch (position) {
        case 0 -> table.name(table.kind(mop));
        case 1 -> table.values().get(table.key(mop));
        default -> {
          int value = table.value(mop);
          yield value == MopTable.LIST ? list() : table.values().get(value);
        }
      };
    }

    @Override
    public int size() {
      return table.hasValue(mop) ? 3 : 2;
    }

    private List<@Nullable Object> list() {
      int from = table.listStart(mop);
      int length = table.listStart(mop + 1) - from;
      List<@Nullable Object> list = new ArrayList<>(length);
      for (int i = 0; i < length; i++) {
        list.add(table.values().get(table.element(from + i)));
      }
      return Collections.unmodifiableList(list);
    }
  }
}
