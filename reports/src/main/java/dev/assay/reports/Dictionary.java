package dev.assay.reports;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Distinct values numbered from 0 in the order of their first use; 0 is nil.
 *
 * <p>The script gets them as EDN text; whole numbers and vectors of them, most values of most
 * histories, travel as a column of numbers instead.
 */
final class Dictionary {
  /** The most characters of one value that a report keeps. */
  static final int LENGTH_MAX = 4000;

  /** Numbers beyond this are text: the script's numbers are doubles. */
  private static final long EXACT_MAX = 1L << 53;

  /** Longer vectors are text. */
  private static final int VECTOR_MAX = 64;

  private static final Object NIL = new Object();

  private final Map<Object, Integer> ids = new HashMap<>();
  private final List<@Nullable Object> values = new ArrayList<>();

  Dictionary() {
    ids.put(NIL, 0);
    values.add(null);
  }

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

  /** For each id 0 where it is text, 1 a number, 2 + n a vector of n numbers. */
  Column kinds(String name) {
    long[] kinds = values.stream().mapToLong(Dictionary::kind).toArray();
    return new Column(name, Column.Coding.PLAIN, kinds);
  }

  Column numbers(String name) {
    LongStream.Builder numbers = LongStream.builder();
    for (Object value : values) {
      if (value instanceof Long number && isExact(number)) {
        numbers.add(number);
      } else if (kind(value) > 1 && value instanceof List<?> vector) {
        vector.forEach(item -> numbers.add((Long) item));
      }
    }
    return new Column(name, Column.Coding.DELTA, numbers.build().toArray());
  }

  List<String> texts() {
    return values.stream()
        .filter(value -> kind(value) == 0)
        .map(value -> EdnText.of(value, LENGTH_MAX))
        .toList();
  }

  private static int kind(@Nullable Object value) {
    if (isExact(value)) {
      return 1;
    }
    return value instanceof List<?> items
            && items.size() <= VECTOR_MAX
            && items.stream().allMatch(Dictionary::isExact)
        ? 2 + items.size()
        : 0;
  }

  private static boolean isExact(@Nullable Object value) {
    return value instanceof Long number && number > -EXACT_MAX && number < EXACT_MAX;
  }
}
