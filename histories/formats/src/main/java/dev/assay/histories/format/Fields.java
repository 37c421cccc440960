package dev.assay.histories.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fields of a JSON object that was read whole, asked for by name and kind. */
final class Fields {
  private final ByteInput in;
  private final long line;
  private final Map<?, ?> map;

  /** The fields of a value that must be an object and begins in a line. */
  Fields(ByteInput in, long line, @Nullable Object value) throws HistoryFormatException {
    this.in = in;
    this.line = line;
    if (!(value instanceof Map<?, ?> object)) {
      throw new HistoryFormatException(in.source(), line, 1, "expected an object in braces");
    }
    map = object;
  }

  Fields object(String name) throws HistoryFormatException {
    if (map.get(name) instanceof Map<?, ?> object) {
      return new Fields(in, line, object);
    }
    throw wrong(name, "an object");
  }

  /** The objects of an array; none where there is none. */
  List<Fields> objects(String name) throws HistoryFormatException {
    Object value = map.get(name);
    if (value == null) {
      return List.of();
    }
    if (!(value instanceof List<?> list)) {
      throw wrong(name, "an array");
    }
    List<Fields> found = new ArrayList<>(list.size());
    for (Object element : list) {
      found.add(new Fields(in, line, element));
    }
    return found;
  }

  /** An integer, or digits in quotes, as those write that fear for its precision. */
  long integer(String name) throws HistoryFormatException {
    Object value = map.get(name);
    if (value instanceof Long integer) {
      return integer;
    }
    if (value instanceof String text && text.matches("-?\\d{1,18}")) {
      return Long.parseLong(text);
    }
    throw wrong(name, "an integer below 2^63");
  }

  String text(String name) throws HistoryFormatException {
    if (map.get(name) instanceof String text) {
      return text;
    }
    throw wrong(name, "a string");
  }

  String textOr(String name, String otherwise) throws HistoryFormatException {
    return map.get(name) == null ? otherwise : text(name);
  }

  boolean bool(String name) throws HistoryFormatException {
    if (map.get(name) instanceof Boolean bool) {
      return bool;
    }
    throw wrong(name, "true or false");
  }

  /** Whatever the field holds; null when it is not there. */
  @Nullable Object value(String name) {
    return map.get(name);
  }

  /** A complaint about a field. */
  HistoryFormatException wrong(String name, String expected) {
    Object value = map.get(name);
    String found = value == null ? "nothing" : Quoting.quote(JsonValues.toJson(value));
    return new HistoryFormatException(
        in.source(), line, 1, "expected " + expected + " as \"" + name + "\", found " + found);
  }
}
