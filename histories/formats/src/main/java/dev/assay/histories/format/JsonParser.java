package dev.assay.histories.format;

import dev.assay.histories.LongVector;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON values (RFC 8259) with the bounds of {@link EdnParser}.
 *
 * <p>Objects become maps with string keys. With {@code tagged}, an object whose only name begins
 * with a hash stands for a value that JSON does not have: see {@link JsonValues}.
 */
final class JsonParser {

  private final ByteInput in;
  private final boolean tagged;
  private final KeywordCache names = new KeywordCache();
  private int elements;

  /** The integer for which {@link #readValue} returned {@link Marker#INTEGER}. */
  long integer;

  JsonParser(ByteInput in, boolean tagged) {
    this.in = in;
    this.tagged = tagged;
  }

  /** Passes white space; the next byte, or -1 at the end of the input. */
  int toNextToken() throws IOException, HistoryFormatException {
    while (true) {
      int b = in.peek();
      if (b == ' ' || b == '\t' || b == '\r') {
        in.skip();
      } else if (b == '\n') {
        in.next();
      } else {
        return b;
      }
    }
  }

  /** Reads one value, boxed. */
  @Nullable Object readBoxed() throws IOException, HistoryFormatException {
    Object value = readValue();
    return value == Marker.INTEGER ? (Object) integer : value;
  }

  /** Reads one value; {@link Marker#INTEGER} stands for the integer in {@link #integer}. */
  @Nullable Object readValue() throws IOException, HistoryFormatException {
    elements = 0;
    return read(0);
  }

  /** Reads the name of a field and its colon. */
  String readName() throws IOException, HistoryFormatException {
    if (toNextToken() != '"') {
      throw in.expected("the name of a field in quotes");
    }
    in.skip();
    in.mark();
    int hash = 0;
    int b = in.peek();
    while (b != '"' && b >= ' ' && b != '\\') {
      hash = hash * 31 + b;
      in.skip();
      b = in.peek();
    }
    String name;
    if (b == '"') {
      name = names.take(in, hash).name();
      in.skip();
    } else {
      name = Escapes.finishString(in, Escapes.Dialect.JSON);
    }
    expect(':', "`:` after the name of a field");
    return name;
  }

  /** Passes a token of one byte. */
  void expect(int token, String what) throws IOException, HistoryFormatException {
    if (toNextToken() != token) {
      throw in.expected(what);
    }
    in.skip();
  }

  String readString(String what) throws IOException, HistoryFormatException {
    if (toNextToken() != '"') {
      throw in.expected(what);
    }
    return string();
  }

  private @Nullable Object read(int depth) throws IOException, HistoryFormatException {
    if (depth > EdnParser.MAX_DEPTH) {
      throw in.error(
          "expected a value nested at most " + EdnParser.MAX_DEPTH + " deep, found a deeper one");
    }
    if (++elements > EdnParser.MAX_ELEMENTS) {
      throw in.error(
          "expected a value of at most " + EdnParser.MAX_ELEMENTS + " elements, found more");
    }
    return switch (toNextToken()) {
      case '"' -> string();
      case '[' -> array(depth);
      case '{' -> object(depth);
      case 't' -> literal("true", true);
      case 'f' -> literal("false", false);
      case 'n' -> literal("null", null);
      case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number();
      default -> throw in.expected("a value");
    };
  }

  private @Nullable Object literal(String word, @Nullable Object value)
      throws IOException, HistoryFormatException {
    in.mark();
    passWord();
    if (!in.takeToken().equals(word)) {
      throw in.error("expected a value, found a word that is not `" + word + "`");
    }
    return value;
  }

  private void passWord() throws IOException, HistoryFormatException {
    int b = in.peek();
    while ((b >= 'a' && b <= 'z')
        || (b >= 'A' && b <= 'Z')
        || (b >= '0' && b <= '9')
        || b == '.'
        || b == '+'
        || b == '-') {
      in.skip();
      b = in.peek();
    }
  }

  private String string() throws IOException, HistoryFormatException {
    in.skip();
    in.mark();
    while (true) {
      int b = in.peek();
      if (b == '"') {
        String text = in.takeToken();
        in.skip();
        return text;
      }
      if (b == '\\') {
        return Escapes.finishString(in, Escapes.Dialect.JSON);
      }
      if (b < ' ') {
        throw in.expected(
            b < 0 ? "`\"` at the end of a string" : "no control character in a string");
      }
      in.skip();
    }
  }

  private Object number() throws IOException, HistoryFormatException {
    in.mark();
    boolean negative = in.peek() == '-';
    if (negative) {
      in.skip();
    }
    int first = in.peek();
    long sum = 0;
    int n = 0;
    int b = first;
    while (b >= '0' && b <= '9' && n < 18) {
      sum = sum * 10 + (b - '0');
      n++;
      in.skip();
      b = in.peek();
    }
    boolean ends = b < '+' || b == ',' || b == ']' || b == '}';
    if (ends && n > 0 && (first != '0' || n == 1)) {
      in.dropToken();
      integer = negative ? -sum : sum;
      return Marker.INTEGER;
    }
    passWord();
    Object value = Numbers.json(in);
    if (value instanceof Long small) {
      integer = small;
      return Marker.INTEGER;
    }
    return value;
  }

  private List<? extends @Nullable Object> array(int depth)
      throws IOException, HistoryFormatException {
    in.skip();
    if (toNextToken() == ']') {
      in.skip();
      return List.of();
    }
    long[] integers = new long[4];
    int n = 0;
    List<@Nullable Object> mixed = null;
    while (true) {
      Object element = read(depth + 1);
      if (mixed == null && element == Marker.INTEGER) {
        integers = n == integers.length ? Arrays.copyOf(integers, n * 2) : integers;
        integers[n++] = integer;
      } else {
        mixed = mixed == null ? boxed(integers, n) : mixed;
        mixed.add(element == Marker.INTEGER ? (Object) integer : element);
      }
      int b = toNextToken();
      if (b == ']') {
        in.skip();
        return mixed == null ? LongVector.copyOf(integers, n) : Collections.unmodifiableList(mixed);
      }
      expect(',', "`,` or `]` in an array");
    }
  }

  private static List<@Nullable Object> boxed(long[] integers, int n) {
    List<@Nullable Object> list = new ArrayList<>(n + 4);
    for (int i = 0; i < n; i++) {
      list.add(integers[i]);
    }
    return list;
  }

  private @Nullable Object object(int depth) throws IOException, HistoryFormatException {
    long line = in.line();
    long column = in.column();
    in.skip();
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    if (toNextToken() == '}') {
      in.skip();
      return map;
    }
    while (true) {
      String name = readName();
      Object value = read(depth + 1);
      if (map.containsKey(name)) {
        throw in.error(
            "expected distinct names in an object, found " + Quoting.quote(name) + " twice");
      }
      map.put(name, value == Marker.INTEGER ? (Object) integer : value);
      if (toNextToken() == '}') {
        in.skip();
        return tagged ? untag(map, line, column) : Collections.unmodifiableMap(map);
      }
      expect(',', "`,` or `}` in an object");
    }
  }

  private @Nullable Object untag(Map<String, @Nullable Object> map, long line, long column)
      throws HistoryFormatException {
    String first = map.keySet().iterator().next();
    if (!first.startsWith("#")) {
      return Collections.unmodifiableMap(map);
    }
    Object value = JsonValues.untag(map, first);
    if (value == Marker.ABSENT) {
      throw new HistoryFormatException(
          in.source(),
          line,
          column,
          "expected {\"#keyword\": …} or another encoded value, found " + Quoting.quote(first));
    }
    return value;
  }
}
