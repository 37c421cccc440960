package dev.assay.histories.format;

import dev.assay.histories.Keyword;
import dev.assay.histories.LongVector;
import dev.assay.histories.Ratio;
import dev.assay.histories.Symbol;
import dev.assay.histories.Tagged;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * EDN data in JSON, without loss.
 *
 * <p>Null, booleans, integers of any size, doubles, strings, lists, and maps whose names are all
 * strings that do not begin with a hash are JSON's own. Everything else is an object with one name:
 *
 * <pre>
 * {"#keyword":"a/b"}   {"#symbol":"x"}   {"#char":"x"}     {"#set":[…]}   {"#map":[[key,value],…]}
 * {"#double":"NaN"}    {"#decimal":"1.50"}   {"#ratio":"1/3"}   {"#tagged":["inst",value]}
 * </pre>
 */
public final class JsonValues {
  private JsonValues() {}

  /** The JSON text of a value, on one line. */
  public static String toJson(@Nullable Object value) {
    ByteOutput out = new ByteOutput(64);
    write(value, out);
    return out.toString();
  }

  /** The value of a JSON text. */
  public static @Nullable Object fromJson(String json) throws HistoryFormatException {
    ByteInput in =
        new ByteInput("json", new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
    JsonParser parser = new JsonParser(in, true);
    try {
      Object value = parser.readBoxed();
      if (parser.toNextToken() >= 0) {
        throw in.expected("the end of the value");
      }
      return value;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes a value; numbers of Java's other types are written as the nearest of ours. */
  static void write(@Nullable Object value, ByteOutput out) {
    switch (value) {
      case null -> out.ascii("null");
      case Long integer -> out.integer(integer);
      case Integer integer -> out.integer(integer);
      case String text -> out.quoted(text);
      case LongVector vector -> vector(vector, out);
      case List<?> list -> array(list, out);
      case Boolean bool -> out.ascii(bool ? "true" : "false");
      case Keyword keyword -> tag("#keyword", keyword.name(), out);
      case Map<?, ?> map -> map(map, out);
      case Set<?> set -> {
        out.ascii("{\"#set\":");
        array(set, out);
        out.put('}');
      }
      case Double number -> number(number, out);
      case BigInteger number -> out.ascii(number.toString());
      case BigDecimal number -> tag("#decimal", number.toString(), out);
      case Ratio ratio -> tag("#ratio", ratio.toString(), out);
      case Character character -> tag("#char", character.toString(), out);
      case Symbol symbol -> tag("#symbol", symbol.name(), out);
      case Tagged tagged -> {
        out.ascii("{\"#tagged\":[");
        out.quoted(tagged.tag());
        out.put(',');
        write(tagged.value(), out);
        out.ascii("]}");
      }
      default ->
          throw new IllegalArgumentException(
              "expected plain EDN data, found a " + value.getClass().getName());
    }
  }

  private static void tag(String tag, String text, ByteOutput out) {
    out.ascii("{\"");
    out.ascii(tag);
    out.ascii("\":");
    out.quoted(text);
    out.put('}');
  }

  private static void number(double number, ByteOutput out) {
    if (Double.isNaN(number) || Double.isInfinite(number)) {
      tag("#double", Double.toString(number), out);
    } else {
      out.ascii(Double.toString(number));
    }
  }

  private static void vector(LongVector vector, ByteOutput out) {
    out.put('[');
    for (int i = 0; i < vector.size(); i++) {
      if (i > 0) {
        out.put(',');
      }
      out.integer(vector.at(i));
    }
    out.put(']');
  }

  private static void array(Iterable<?> elements, ByteOutput out) {
    out.put('[');
    boolean first = true;
    for (Object element : elements) {
      if (!first) {
        out.put(',');
      }
      first = false;
      write(element, out);
    }
    out.put(']');
  }

  /** Writes JSON's own kinds alone, as they are: the names of maps may begin with a hash. */
  static void writePlain(@Nullable Object value, ByteOutput out) {
    switch (value) {
      case Map<?, ?> map -> {
        out.put('{');
        boolean first = true;
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          if (!first) {
            out.put(',');
          }
          first = false;
          out.quoted(String.valueOf(entry.getKey()));
          out.put(':');
          writePlain(entry.getValue(), out);
        }
        out.put('}');
      }
      case LongVector vector -> vector(vector, out);
      case List<?> list -> {
        out.put('[');
        for (int i = 0; i < list.size(); i++) {
          if (i > 0) {
            out.put(',');
          }
          writePlain(list.get(i), out);
        }
        out.put(']');
      }
      case null -> out.ascii("null");
      default -> write(value, out);
    }
  }

  private static void map(Map<?, ?> map, ByteOutput out) {
    boolean plain = true;
    for (Object key : map.keySet()) {
      plain &= key instanceof String name && !name.startsWith("#");
    }
    out.ascii(plain ? "{" : "{\"#map\":[");
    boolean first = true;
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      if (!first) {
        out.put(',');
      }
      first = false;
      if (!plain) {
        out.put('[');
      }
      write(entry.getKey(), out);
      out.put(plain ? ':' : ',');
      write(entry.getValue(), out);
      if (!plain) {
        out.put(']');
      }
    }
    out.ascii(plain ? "}" : "]}");
  }

  /** The value that an object with the name {@code tag} stands for, or {@link Marker#ABSENT}. */
  static @Nullable Object untag(Map<String, @Nullable Object> map, String tag) {
    Object content = map.size() == 1 ? map.get(tag) : null;
    if (content instanceof String text) {
      return untagText(tag, text);
    }
    if (!(content instanceof List<?> list)) {
      return Marker.ABSENT;
    }
    return switch (tag) {
      case "#set" -> {
        Set<@Nullable Object> set = new LinkedHashSet<>(list);
        yield set.size() == list.size() ? Collections.unmodifiableSet(set) : Marker.ABSENT;
      }
      case "#map" -> untagMap(list);
      case "#tagged" ->
          list.size() == 2 && list.get(0) instanceof String name
              ? new Tagged(name, list.get(1))
              : Marker.ABSENT;
      default -> Marker.ABSENT;
    };
  }

  private static Object untagText(String tag, String text) {
    return switch (tag) {
      case "#keyword" -> text.isEmpty() ? Marker.ABSENT : new Keyword(text);
      case "#symbol" -> text.isEmpty() ? Marker.ABSENT : new Symbol(text);
      case "#char" -> text.length() == 1 ? (Object) text.charAt(0) : Marker.ABSENT;
      case "#double" ->
          switch (text) {
            case "NaN" -> Double.NaN;
            case "Infinity" -> Double.POSITIVE_INFINITY;
            case "-Infinity" -> Double.NEGATIVE_INFINITY;
            default -> Marker.ABSENT;
          };
      case "#decimal" -> Numbers.decimalOr(text, Marker.ABSENT);
      case "#ratio" -> Numbers.ratioOr(text, Marker.ABSENT);
      default -> Marker.ABSENT;
    };
  }

  private static Object untagMap(List<?> entries) {
    Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
    for (Object entry : entries) {
      if (!(entry instanceof List<?> pair) || pair.size() != 2) {
        return Marker.ABSENT;
      }
      map.put(pair.get(0), pair.get(1));
    }
    return map.size() == entries.size() ? Collections.unmodifiableMap(map) : Marker.ABSENT;
  }
}
