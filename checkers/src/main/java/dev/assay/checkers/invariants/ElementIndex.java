package dev.assay.checkers.invariants;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Numbers elements from 0 in the order in which they are added; integers, the commonest elements,
 * are found without a node of a map for each. Twelve to twenty-four bytes an integer.
 */
final class ElementIndex {
  static final int NONE = -1;

  private final Map<@Nullable Object, Integer> others = new HashMap<>();
  private @Nullable Object[] elements = new @Nullable Object[16];
  private int size;

  /** Open addressing: the number of the integer in each slot, {@link #NONE} where it is empty. */
  private int[] slots = newSlots(64);

  private int integers;

  int size() {
    return size;
  }

  @Nullable Object element(int number) {
    return elements[number];
  }

  /** The number of an element, or {@link #NONE}. */
  int find(@Nullable Object element) {
    if (element instanceof Long integer) {
      return slots[slot(integer)];
    }
    return others.getOrDefault(element, NONE);
  }

  /** The number of an element, a new one when it has none yet. */
  int add(@Nullable Object element) {
    int known = find(element);
    if (known != NONE) {
      return known;
    }
    if (size == elements.length) {
      elements = Arrays.copyOf(elements, size + (size >> 1));
    }
    elements[size] = element;
    if (element instanceof Long integer) {
      addInteger(integer);
    } else {
      others.put(element, size);
    }
    return size++;
  }

  private void addInteger(long integer) {
    if ((integers + 1) * 2 > slots.length) {
      int[] old = slots;
      slots = newSlots(old.length * 2);
      for (int number : old) {
        if (number != NONE && elements[number] instanceof Long moved) {
          slots[slot(moved)] = number;
        }
      }
    }
    slots[slot(integer)] = size;
    integers++;
  }

  private int slot(long integer) {
    long mixed = integer * 0x9E3779B97F4A7C15L;
    int mask = slots.length - 1;
    int slot = (int) (mixed >>> 32) & mask;
    while (slots[slot] != NONE
        && !(elements[slots[slot]] instanceof Long known && known == integer)) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private static int[] newSlots(int length) {
    int[] slots = new int[length];
    Arrays.fill(slots, NONE);
    return slots;
  }
}
