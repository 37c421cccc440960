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
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** EDN text of values, and back. */
public final class EdnValues {
  private EdnValues() {}

  /** The EDN text of a value, on one line. */
  public static String toEdn(@Nullable Object value) {
    ByteOutput out = new ByteOutput(64);
    write(value, out);
    return out.toString();
  }

  /** The value of an EDN text. */
  public static @Nullable Object fromEdn(String edn) throws HistoryFormatException {
    return fromEdn("edn", edn);
  }

  /**
   * The same of a text that has a name.
   *
   * @throws HistoryFormatException with the name, the line and the column where it is no EDN
   */
  public static @Nullable Object fromEdn(String source, String edn) throws HistoryFormatException {
    ByteInput in =
        new ByteInput(source, new ByteArrayInputStream(edn.getBytes(StandardCharsets.UTF_8)));
    EdnParser parser = new EdnParser(in);
    try {
      Object value = parser.readBoxed();
      if (parser.toNextForm()) {
        throw in.expected("the end of the value");
      }
      return value;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void write(@Nullable Object value, ByteOutput out) {
    switch (value) {
      case null -> out.ascii("nil");
      case Long integer -> out.integer(integer);
      case Integer integer -> out.integer(integer);
      case Keyword keyword -> {
        out.put(':');
        out.utf8(keyword.name());
      }
      case String text -> out.quoted(text);
      case LongVector vector -> vector(vector, out);
      case List<?> list -> elements("[", list, ']', out);
      case Set<?> set -> elements("#{", set, '}', out);
      case Map<?, ?> map -> map(map, out);
      case Boolean bool -> out.ascii(bool ? "true" : "false");
      case Double number -> number(number, out);
      case BigInteger number -> {
        out.ascii(number.toString());
        out.put('N');
      }
      case BigDecimal number -> {
        out.ascii(number.toString());
        out.put('M');
      }
      case Ratio ratio -> out.ascii(ratio.toString());
      case Character character -> character(character, out);
      case Symbol symbol -> out.utf8(symbol.name());
      case Tagged tagged -> {
        out.put('#');
        out.utf8(tagged.tag());
        out.put(' ');
        write(tagged.value(), out);
      }
      default ->
          throw new IllegalArgumentException(
              "expected plain EDN data, found a " + value.getClass().getName());
    }
  }

  private static void number(double number, ByteOutput out) {
    if (Double.isNaN(number)) {
      out.ascii("##NaN");
    } else if (Double.isInfinite(number)) {
      out.ascii(number > 0 ? "##Inf" : "##-Inf");
    } else {
      out.ascii(Double.toString(number));
    }
  }

  private static void character(char character, ByteOutput out) {
    if (character > ' ' && character < 0x7f) {
      out.put('\\');
      out.put(character);
    } else {
      out.ascii(String.format("\\u%04x", (int) character));
    }
  }

  private static void vector(LongVector vector, ByteOutput out) {
    out.put('[');
    for (int i = 0; i < vector.size(); i++) {
      if (i > 0) {
        out.put(' ');
      }
      out.integer(vector.at(i));
    }
    out.put(']');
  }

  private static void elements(String open, Iterable<?> elements, int close, ByteOutput out) {
    out.ascii(open);
    boolean first = true;
    for (Object element : elements) {
      if (!first) {
        out.put(' ');
      }
      first = false;
      write(element, out);
    }
    out.put(close);
  }

  private static void map(Map<?, ?> map, ByteOutput out) {
    out.put('{');
    boolean first = true;
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      if (!first) {
        out.ascii(", ");
      }
      first = false;
      write(entry.getKey(), out);
      out.put(' ');
      write(entry.getValue(), out);
    }
    out.put('}');
  }
}
