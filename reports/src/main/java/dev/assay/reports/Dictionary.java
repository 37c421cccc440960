package dev.assay.reports;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Distinct values numbered from 0 in the order of their first use.
 *
 * <p>The script gets them as EDN text; whole numbers, most values of most histories, travel as a
 * column of numbers instead.
 */
final class Dictionary {
  /** The most characters of one value that a report keeps. */
  static final int LENGTH_MAX = 4000;

  /** Numbers beyond this are text: the script's numbers are doubles. */
  private static final long EXACT_MAX = 1L << 53;

  private final Map<Object, Integer> ids = new LinkedHashMap<>();
  private final List<@Nullable Object> values = new ArrayList<>();

  private static final Object NIL = new Object();

  int id(@Nullable Object value) {
    Object known = value == null ? NIL : value;
    Integer id = ids.get(known);
    if (id != null) {
      return id;
    }
    ids.put(known, values.size());
    values.add(value);
    return values.size() - 1;
  }

  /** For each id 1 where the value is text, 0 where it is a number. */
  Column kinds(String name) {
    long[] kinds = values.stream().mapToLong(v -> isNumber(v) ? 0 : 1).toArray();
    return new Column(name, Column.Coding.PLAIN, kinds);
  }

  Column numbers(String name) {
    long[] numbers = new long[values.size()];
    int count = 0;
    for (Object value : values) {
      if (isNumber(value) && value instanceof Long number) {
        numbers[count++] = number;
      }
    }
    return new Column(name, Column.Coding.DELTA, Arrays.copyOf(numbers, count));
  }

  List<String> texts() {
    return values.stream().filter(v -> !isNumber(v)).map(v -> EdnText.of(v, LENGTH_MAX)).toList();
  }

  private static boolean isNumber(@Nullable Object value) {
    return value instanceof Long number && number > -EXACT_MAX && number < EXACT_MAX;
  }
}
