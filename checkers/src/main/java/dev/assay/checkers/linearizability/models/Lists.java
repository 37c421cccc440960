package dev.assay.checkers.linearizability.models;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Immutable lists that are made from others by small changes. O(size) each. */
final class Lists {
  private Lists() {}

  static List<Object> insert(List<Object> list, int index, Object element) {
    List<Object> longer = new ArrayList<>(list.size() + 1);
    longer.addAll(list);
    longer.add(index, element);
    return Collections.unmodifiableList(longer);
  }

  static List<Object> append(List<Object> list, Object element) {
    return insert(list, list.size(), element);
  }

  static List<Object> without(List<Object> list, int index) {
    List<Object> shorter = new ArrayList<>(list);
    shorter.subList(index, index + 1).clear();
    return Collections.unmodifiableList(shorter);
  }
}
