package dev.assay.histories.format;

import dev.assay.histories.Keyword;
import dev.assay.histories.LongVector;
import dev.assay.histories.Symbol;
import dev.assay.histories.Tagged;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads EDN values (github.com/edn-format/edn) and what Clojure's printer adds to it: namespaced
 * maps {@code #:n{…}}, {@code ##NaN} and ratios.
 *
 * <p>Depth, token length and the number of elements of one value are bounded. Integers are not
 * boxed on the way: {@link #readValue} leaves a lone integer in {@link #integer}.
 */
final class EdnParser {
  static final int MAX_DEPTH = 200;
  static final int MAX_ELEMENTS = 1 << 24;

  private static final boolean[] ENDS_TOKEN = new boolean[256];

  static {
    for (int c = 0; c <= ' '; c++) {
      ENDS_TOKEN[c] = true;
    }
    for (char c : "\",;()[]{}^@`~\\".toCharArray()) {
      ENDS_TOKEN[c] = true;
    }
  }

  private final ByteInput in;
  private final KeywordCache keywords = new KeywordCache();
  private final long[] longs = new long[16];
  private int elements;

  /** The integer for which {@link #readValue} returned {@link Marker#INTEGER}. */
  long integer;

  EdnParser(ByteInput in) {
    this.in = in;
  }

  /** Passes white space, commas, comments and discarded forms; false at the end of the input. */
  boolean toNextForm() throws IOException, HistoryFormatException {
    return toNextForm(0);
  }

  /** Most forms follow at once or after one space: that much is inlined everywhere. */
  private boolean toNextForm(int depth) throws IOException, HistoryFormatException {
    int b = in.peek();
    if (b == ' ') {
      in.skip();
      b = in.peek();
    }
    return (b > ' ' && b != ',' && b != ';' && b != '#') || skipToNextForm(depth);
  }

  private boolean skipToNextForm(int depth) throws IOException, HistoryFormatException {
    while (true) {
      int b = in.peek();
      if (b == ' ' || b == ',') {
        in.skip();
      } else if (b == ';') {
        skipComment();
      } else if (b < 0) {
        return false;
      } else if (b < ' ') {
        if (b != '\n' && b != '\r' && b != '\t' && b != '\f' && b != 0x0b) {
          throw in.expected("text");
        }
        in.next();
      } else if (b == '#' && in.peekSecond() == '_') {
        in.skip();
        in.skip();
        require(readForm(depth + 1), "the form that #_ discards");
      } else {
        return true;
      }
    }
  }

  private void skipComment() throws IOException, HistoryFormatException {
    int b;
    do {
      b = in.next();
    } while (b >= 0 && b != '\n');
  }

  /** Reads one value, boxed. */
  @Nullable Object readBoxed() throws IOException, HistoryFormatException {
    elements = 0;
    Object value = readForm(0);
    if (value == Marker.ABSENT) {
      throw in.expected("a value");
    }
    return value == Marker.INTEGER ? (Object) integer : value;
  }

  /** Reads one value; {@link Marker#INTEGER} stands for the integer in {@link #integer}. */
  @Nullable Object readValue() throws IOException, HistoryFormatException {
    elements = 0;
    Object value = readForm(0);
    if (value == Marker.ABSENT) {
      throw in.expected("a value");
    }
    return value;
  }

  /** Begins a value that the caller takes apart: its elements are counted from here. */
  void beginValue() {
    elements = 0;
  }

  /**
   * Reads a value at a depth inside of another one; {@link Marker#INTEGER} stands for the integer
   * in {@link #integer}, {@link Marker#ABSENT} for a closing bracket or the end.
   */
  @Nullable Object readElement(int depth) throws IOException, HistoryFormatException {
    count();
    return readForm(depth);
  }

  /** Reads the rest of a list of which some elements have been read. */
  List<@Nullable Object> finishList(
      List<@Nullable Object> begun, int close, int depth, long line, long column)
      throws IOException, HistoryFormatException {
    for (Object element = readForm(depth + 1);
        element != Marker.ABSENT;
        element = readForm(depth + 1)) {
      count();
      begun.add(element == Marker.INTEGER ? (Object) integer : element);
    }
    close(close, line, column);
    return Collections.unmodifiableList(begun);
  }

  /** Reads a keyword. */
  Keyword readKeyword(String what) throws IOException, HistoryFormatException {
    if (!toNextForm() || in.peek() != ':') {
      throw in.expected(what);
    }
    return keyword();
  }

  private @Nullable Object readForm(int depth) throws IOException, HistoryFormatException {
    if (depth > MAX_DEPTH) {
      throw in.error("expected a value nested at most " + MAX_DEPTH + " deep, found a deeper one");
    }
    if (!toNextForm(depth)) {
      return Marker.ABSENT;
    }
    int b = in.peek();
    if (b >= '0' && b <= '9') {
      return number();
    }
    return b == '#' ? readHash(depth) : readPlain(b, depth);
  }

  private @Nullable Object readPlain(int b, int depth) throws IOException, HistoryFormatException {
    return switch (b) {
      case '"' -> string();
      case ':' -> keyword();
      case '[' -> list(']', depth);
      case '(' -> list(')', depth);
      case '{' -> map(null, depth);
      case '\\' -> character();
      case ']', ')', '}' -> Marker.ABSENT;
      case '+', '-' -> signed();
      case '^', '@', '`', '~' -> throw in.expected("a value");
      default -> symbol();
    };
  }

  /** After a hash: a set, a tagged value, a namespaced map, a symbolic number. */
  private @Nullable Object readHash(int depth) throws IOException, HistoryFormatException {
    in.next();
    int b = in.peek();
    return switch (b) {
      case '{' -> set(depth);
      case '#' -> {
        in.next();
        yield symbolicNumber();
      }
      case ':' -> {
        Keyword namespace = keyword();
        if (!toNextForm(depth) || in.peek() != '{') {
          throw in.expected("a map after #" + namespace);
        }
        yield map(namespace.name(), depth);
      }
      default -> {
        if (b < 0 || ENDS_TOKEN[b]) {
          throw in.expected("a tag after #");
        }
        String tag = token();
        Object value = require(readForm(depth + 1), "a value after the tag #" + tag);
        yield new Tagged(tag, value == Marker.INTEGER ? (Object) integer : value);
      }
    };
  }

  private @Nullable Object require(@Nullable Object value, String what)
      throws IOException, HistoryFormatException {
    if (value == Marker.ABSENT) {
      throw in.expected(what);
    }
    return value;
  }

  private Double symbolicNumber() throws IOException, HistoryFormatException {
    in.mark();
    passToken();
    String name = in.takeToken();
    return switch (name) {
      case "NaN" -> Double.NaN;
      case "Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> throw in.error("expected ##NaN, ##Inf or ##-Inf, found " + Quoting.quote(name));
    };
  }

  private List<? extends @Nullable Object> list(int close, int depth)
      throws IOException, HistoryFormatException {
    long line = in.line();
    long column = in.column();
    in.next();
    long[] integers = depth == 0 ? longs : new long[4];
    int n = 0;
    while (true) {
      Object element = readForm(depth + 1);
      if (element == Marker.INTEGER) {
        count();
        if (n == integers.length) {
          integers = Arrays.copyOf(integers, n * 2);
        }
        integers[n++] = integer;
      } else if (element == Marker.ABSENT) {
        close(close, line, column);
        return n == 0 ? List.of() : LongVector.copyOf(integers, n);
      } else {
        return mixedList(integers, n, element, close, depth, line, column);
      }
    }
  }

  private List<@Nullable Object> mixedList(
      long[] integers, int n, @Nullable Object first, int close, int depth, long line, long column)
      throws IOException, HistoryFormatException {
    List<@Nullable Object> list = new ArrayList<>(Math.max(4, n + 1));
    for (int i = 0; i < n; i++) {
      list.add(integers[i]);
    }
    count();
    list.add(first);
    return finishList(list, close, depth, line, column);
  }

  private Set<? extends @Nullable Object> set(int depth)
      throws IOException, HistoryFormatException {
    long line = in.line();
    long column = in.column();
    in.next();
    Set<@Nullable Object> set = new LinkedHashSet<>();
    while (true) {
      Object element = readForm(depth + 1);
      if (element == Marker.ABSENT) {
        close('}', line, column);
        return Collections.unmodifiableSet(set);
      }
      count();
      if (!set.add(element == Marker.INTEGER ? (Object) integer : element)) {
        throw in.error("expected distinct elements in a set, found one twice");
      }
    }
  }

  private Map<? extends @Nullable Object, @Nullable Object> map(
      @Nullable String namespace, int depth) throws IOException, HistoryFormatException {
    long line = in.line();
    long column = in.column();
    in.next();
    Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
    while (true) {
      Object key = readForm(depth + 1);
      if (key == Marker.ABSENT) {
        close('}', line, column);
        return Collections.unmodifiableMap(map);
      }
      key = key == Marker.INTEGER ? (Object) integer : qualified(key, namespace);
      count();
      Object value = require(readForm(depth + 1), "a value for the last key of a map");
      int before = map.size();
      map.put(key, value == Marker.INTEGER ? (Object) integer : value);
      if (map.size() == before) {
        throw in.error("expected distinct keys in a map, found one twice");
      }
    }
  }

  /** In {@code #:n{:a 1 :_/b 2}} the keys are {@code :n/a} and {@code :b}. */
  private static @Nullable Object qualified(@Nullable Object key, @Nullable String namespace) {
    if (namespace == null || !(key instanceof Keyword keyword)) {
      return key;
    }
    if (keyword.name().startsWith("_/")) {
      return new Keyword(keyword.name().substring(2));
    }
    return keyword.name().contains("/") ? key : new Keyword(namespace + "/" + keyword.name());
  }

  private void count() throws HistoryFormatException {
    if (++elements > MAX_ELEMENTS) {
      throw in.error("expected a value of at most " + MAX_ELEMENTS + " elements, found more");
    }
  }

  /** Passes the bracket that closes what was opened at the place given. */
  void close(int bracket, long line, long column) throws IOException, HistoryFormatException {
    if (in.peek() != bracket) {
      throw in.expected("`" + (char) bracket + "` for the one opened at " + line + ":" + column);
    }
    in.next();
  }

  private String string() throws IOException, HistoryFormatException {
    in.next();
    in.mark();
    while (true) {
      int b = in.peek();
      if (b == '"') {
        String text = in.takeToken();
        in.next();
        return text;
      }
      if (b == '\\') {
        return Escapes.finishString(in, Escapes.Dialect.EDN);
      }
      if (b < 0) {
        throw in.expected("`\"` at the end of a string");
      }
      in.next();
    }
  }

  private Character character() throws IOException, HistoryFormatException {
    in.next();
    in.mark();
    if (in.next() < 0) {
      throw in.expected("a character after \\");
    }
    passToken();
    String name = in.takeToken();
    if (name.length() == 1) {
      return name.charAt(0);
    }
    return switch (name) {
      case "newline" -> '\n';
      case "return" -> '\r';
      case "space" -> ' ';
      case "tab" -> '\t';
      case "backspace" -> '\b';
      case "formfeed" -> '\f';
      default -> {
        int code = name.length() == 5 && name.charAt(0) == 'u' ? Escapes.hex4(name, 1) : -1;
        if (code < 0) {
          throw in.error("expected a character, found " + Quoting.quote("\\" + name));
        }
        yield (char) code;
      }
    };
  }

  private Keyword keyword() throws IOException, HistoryFormatException {
    in.next();
    in.mark();
    int hash = in.passToken(ENDS_TOKEN);
    if (in.tokenLength() == 0) {
      throw in.expected("a keyword after `:`");
    }
    if (in.array()[in.tokenStart()] == ':') {
      throw in.tokenError("a keyword after `:`");
    }
    return keywords.take(in, hash);
  }

  private @Nullable Object symbol() throws IOException, HistoryFormatException {
    String name = token();
    return switch (name) {
      case "nil" -> null;
      case "true" -> true;
      case "false" -> false;
      default -> {
        char first = name.charAt(0);
        if (first == '\'' || first == '%' || first == 0x7f) {
          throw in.error("expected a value, found " + Quoting.quote(name));
        }
        yield new Symbol(name);
      }
    };
  }

  private String token() throws IOException, HistoryFormatException {
    in.mark();
    passToken();
    return in.takeToken();
  }

  private void passToken() throws IOException, HistoryFormatException {
    in.passToken(ENDS_TOKEN);
  }

  /** A sign begins a number when a digit follows, else a symbol. */
  private @Nullable Object signed() throws IOException, HistoryFormatException {
    in.mark();
    int sign = in.next();
    int b = in.peek();
    if (b >= '0' && b <= '9') {
      return digits(sign == '-');
    }
    passToken();
    return new Symbol(in.takeToken());
  }

  private Object number() throws IOException, HistoryFormatException {
    in.mark();
    return digits(false);
  }

  /** Up to 18 digits without anything after them are added up here; the rest is rare. */
  private Object digits(boolean negative) throws IOException, HistoryFormatException {
    int first = in.peek();
    int n = in.passDigits(18);
    long sum = in.number();
    int b = in.peek();
    if ((b < 0 || ENDS_TOKEN[b]) && (first != '0' || n == 1)) {
      in.dropToken();
      integer = negative ? -sum : sum;
      return Marker.INTEGER;
    }
    passToken();
    Object value = Numbers.edn(in);
    if (value instanceof Long small) {
      integer = small;
      return Marker.INTEGER;
    }
    return value;
  }
}
