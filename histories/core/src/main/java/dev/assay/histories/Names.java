package dev.assay.histories;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Distinct names, numbered in the order in which they came. */
final class Names {
  private final List<String> names = new ArrayList<>();
  private final Map<String, Integer> numbers = new HashMap<>();
  private String last = "";
  private int lastNumber = -1;

  /** The number of a name; the same string as before is known at once. */
  @SuppressWarnings("ReferenceEquality") // equal strings that are not the same are looked up
  int number(String name) {
    if (name == last && lastNumber >= 0) {
      return lastNumber;
    }
    Integer known = numbers.get(name);
    if (known == null) {
      known = names.size();
      names.add(name);
      numbers.put(name, known);
    }
    last = name;
    lastNumber = known;
    return known;
  }

  String get(int number) {
    return names.get(number);
  }

  List<String> all() {
    return List.copyOf(names);
  }
}
