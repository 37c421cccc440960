package dev.assay.histories.format;

import dev.assay.histories.History;
import dev.assay.histories.Keyword;
import dev.assay.histories.Symbol;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the format of {@link ElleJsonFormat}. */
final class ElleJsonWriter {
  private static final int FLUSH_BYTES = 1 << 16;

  private final OutputStream target;
  private final ByteOutput out = new ByteOutput(FLUSH_BYTES + 1024);

  ElleJsonWriter(OutputStream target) {
    this.target = target;
  }

  void write(History history) throws IOException, HistoryFormatException {
    for (int e = 0; e < history.size(); e++) {
      out.ascii(e == 0 ? "[" : ",\n");
      event(history, e);
      if (out.size() >= FLUSH_BYTES) {
        out.writeTo(target);
        out.clear();
      }
    }
    out.ascii(history.size() == 0 ? "[]\n" : "]\n");
    out.writeTo(target);
    target.flush();
  }

  private void event(History history, int e) throws HistoryFormatException {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("index", history.index(e));
    if (history.hasTimes()) {
      fields.put("time", history.timeNanos(e));
    }
    fields.put("type", history.type(e).jepsenName());
    fields.put("process", history.isClient(e) ? (Object) (long) history.process(e) : "nemesis");
    fields.put("f", history.f(e));
    Object value =
        history.value(e) instanceof Map<?, ?> map && history.f(e).equals("init")
            ? nested(map, e)
            : plain(history.value(e), e);
    fields.put(
        "value",
        history.keyId(e) == History.NONE
            ? value
            : Arrays.<@Nullable Object>asList(plain(history.key(e), e), value));
    for (Map.Entry<String, @Nullable Object> field : OrderField.write(history, e).entrySet()) {
      fields.putIfAbsent(field.getKey(), plain(field.getValue(), e));
    }
    JsonValues.writePlain(fields, out);
  }

  /** The value in JSON's own kinds. */
  private static @Nullable Object plain(@Nullable Object value, int event)
      throws HistoryFormatException {
    if (value instanceof Keyword keyword) {
      return keyword.name();
    }
    if (value instanceof Symbol || value instanceof Character) {
      return value.toString();
    }
    if (value instanceof Collection<?> elements) {
      @Nullable Object[] plain = new @Nullable Object[elements.size()];
      int i = 0;
      for (Object element : elements) {
        plain[i++] = element instanceof Map<?, ?> map ? nested(map, event) : plain(element, event);
      }
      return Arrays.asList(plain);
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> plain = new LinkedHashMap<>();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        Object key = plain(entry.getKey(), event);
        String name = key instanceof String text ? text : EdnValues.toEdn(key);
        if (plain.containsKey(name)) {
          throw refusal(event, "keys that differ as strings", EdnValues.toEdn(map));
        }
        plain.put(name, plain(entry.getValue(), event));
      }
      return plain;
    }
    boolean isNumber = value instanceof Long || value instanceof java.math.BigInteger;
    boolean isFinite = value instanceof Double number && Double.isFinite(number);
    if (value == null
        || value instanceof String
        || value instanceof Boolean
        || isNumber
        || isFinite) {
      return value;
    }
    throw refusal(event, "a value that JSON has", EdnValues.toEdn(value));
  }

  /**
   * What a predicate read found, or an init made: keys that are no strings stay what they are, in
   * pairs, or they would not be those that transactions write.
   */
  private static @Nullable Object nested(Map<?, ?> map, int event) throws HistoryFormatException {
    boolean hasNames = true;
    for (Object key : map.keySet()) {
      hasNames &= plain(key, event) instanceof String;
    }
    if (hasNames) {
      return plain(map, event);
    }
    List<@Nullable Object> pairs = new ArrayList<>();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      pairs.add(
          Arrays.<@Nullable Object>asList(
              plain(entry.getKey(), event), plain(entry.getValue(), event)));
    }
    return pairs;
  }

  private static HistoryFormatException refusal(int event, String expected, String found) {
    return new HistoryFormatException(
        "elle-json",
        "expected " + expected + ", found " + Quoting.quote(found) + " in event " + event);
  }
}
