package dev.assay.histories.format;

import dev.assay.histories.Keyword;
import dev.assay.histories.TransactionBuilder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code [[:r 8 [1 2]] [:append 8 3]]} without an object for a micro-operation. What turns
 * out to be something else on the way is read to its end as any other value.
 */
final class EdnTransactions {
  private final ByteInput in;
  private final EdnParser parser;
  private final EventTarget out;
  private final TransactionBuilder builder;
  private final TransactionScanner scanner;

  /** The vector at which reading found that this is no transaction. */
  private @Nullable Rest rest;

  /** A vector that began like a micro-operation; its parts are null when the builder has them. */
  private record Rest(@Nullable List<@Nullable Object> parts, long line, long column) {}

  EdnTransactions(ByteInput in, EdnParser parser, EventTarget out) {
    this.in = in;
    this.parser = parser;
    this.out = out;
    builder = out.transaction();
    scanner = new TransactionScanner(builder);
  }

  /** Whether what follows may be one; it is read by {@link #read} then. */
  boolean isNext() throws IOException, HistoryFormatException {
    return in.peek() == '[' && in.peekSecond() == '[';
  }

  /** The id of the value. */
  int read() throws IOException, HistoryFormatException {
    long line = in.line();
    long column = in.column();
    builder.begin();
    int end = scanner.scan(in.array(), in.position(), in.end());
    if (end >= 0) {
      in.skipTo(end);
      return builder.end();
    }
    builder.cancel();
    parser.beginValue();
    in.next();
    builder.begin();
    while (in.peek() == '[' && in.peekSecond() == ':') {
      if (!readMicroOp()) {
        return finishPlain(builder.abandon(), line, column);
      }
      parser.toNextForm();
    }
    if (in.peek() == ']') {
      in.next();
      return builder.end();
    }
    return finishPlain(builder.abandon(), line, column);
  }

  private int finishPlain(List<@Nullable Object> begun, long line, long column)
      throws IOException, HistoryFormatException {
    Rest last = rest;
    rest = null;
    if (last != null) {
      List<@Nullable Object> parts = last.parts != null ? last.parts : lastOf(begun);
      begun.add(parser.finishList(parts, ']', 1, last.line, last.column));
    }
    return out.internValue(parser.finishList(begun, ']', 0, line, column));
  }

  @SuppressWarnings("unchecked") // the builder made it
  private static List<@Nullable Object> lastOf(List<@Nullable Object> begun) {
    return (List<@Nullable Object>) Objects.requireNonNull(begun.removeLast());
  }

  /** False when it is none: then what was read of it is {@link #rest}. */
  private boolean readMicroOp() throws IOException, HistoryFormatException {
    long line = in.line();
    long column = in.column();
    in.next();
    Keyword name = parser.readKeyword("a keyword");
    Object key = parser.readElement(2);
    if (key == Marker.ABSENT) {
      return isNone(List.of(name), line, column);
    }
    boolean isTaken =
        key == Marker.INTEGER ? builder.microOp(name, parser.integer) : builder.microOp(name, key);
    if (!isTaken) {
      @Nullable Object plainKey = key == Marker.INTEGER ? (Object) parser.integer : key;
      List<@Nullable Object> begun = new ArrayList<>();
      begun.add(name);
      begun.add(plainKey);
      return isNone(begun, line, column);
    }
    parser.toNextForm();
    int b = in.peek();
    if (b == '[' || b == '(') {
      readList(b == '[' ? ']' : ')');
    } else if (b != ']') {
      readScalar();
    }
    parser.toNextForm();
    if (in.peek() == ']') {
      in.next();
      return true;
    }
    // a fourth part, or an end that is none: the parser of values says what was expected
    return isNone(null, line, column);
  }

  /**
   * Keeps what was read of the vector for {@link #finishPlain}.
   *
   * @param begun its parts, or null when the builder has them
   */
  private boolean isNone(@Nullable List<? extends @Nullable Object> begun, long line, long column) {
    rest = new Rest(begun == null ? null : new ArrayList<>(begun), line, column);
    return false;
  }

  private void readScalar() throws IOException, HistoryFormatException {
    Object value = parser.readElement(2);
    if (value == Marker.INTEGER) {
      builder.value(parser.integer);
    } else if (value != Marker.ABSENT) {
      builder.value(value);
    }
  }

  private void readList(int close) throws IOException, HistoryFormatException {
    long line = in.line();
    long column = in.column();
    in.next();
    builder.list();
    for (Object element = parser.readElement(3);
        element != Marker.ABSENT;
        element = parser.readElement(3)) {
      if (element == Marker.INTEGER) {
        builder.element(parser.integer);
      } else {
        builder.element(element);
      }
    }
    parser.close(close, line, column);
  }
}
