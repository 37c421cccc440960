package dev.assay.histories.format;

import dev.assay.histories.EventType;
import dev.assay.histories.History;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads events as JSON objects: the lines of {@link JsonLinesFormat}, and what elle-cli reads
 * ({@link ElleJsonFormat}), where values are plain JSON and the names of micro-operations are
 * strings.
 */
final class JsonEvents {
  private static final int UNSET = Integer.MIN_VALUE;

  private final ByteInput in;
  private final EventSink out;
  private final JsonParser parser;
  private final boolean elle;

  private long line;
  private long column;
  private @Nullable EventType type;
  private int process;
  private @Nullable String f;
  private int keyId;
  private int valueId;
  private boolean hasValue;
  private long time;
  private long index;
  private @Nullable Map<String, @Nullable Object> extra;

  JsonEvents(ByteInput in, EventSink out, boolean elle) {
    this.in = in;
    this.out = out;
    this.elle = elle;
    this.parser = new JsonParser(in, !elle);
  }

  /** One array of events, or an event a line. */
  void readElle() throws IOException, HistoryFormatException {
    boolean array = parser.toNextToken() == '[';
    if (array) {
      in.skip();
    }
    while (parser.toNextToken() >= 0 && in.peek() != ']') {
      line = in.line();
      column = in.column();
      readFields();
      add();
      if (array && parser.toNextToken() != ']') {
        parser.expect(',', "`,` or `]` after an event");
      }
    }
    if (array) {
      parser.expect(']', "`]` at the end of the events");
    }
    if (parser.toNextToken() >= 0) {
      throw in.expected("the end of the input");
    }
  }

  void readLines() throws IOException, HistoryFormatException {
    while (parser.toNextToken() >= 0) {
      line = in.line();
      column = in.column();
      try {
        readFields();
      } catch (HistoryFormatException e) {
        if (in.line() == line && in.peek() < 0) {
          out.warn(line, column, "the last line is cut off and was left out");
          return;
        }
        throw e;
      }
      add();
      endLine();
    }
  }

  private void endLine() throws IOException, HistoryFormatException {
    int b = in.peek();
    while (b == ' ' || b == '\t' || b == '\r') {
      in.skip();
      b = in.peek();
    }
    if (b >= 0 && b != '\n') {
      throw in.expected("the end of the line after an event");
    }
  }

  private void readFields() throws IOException, HistoryFormatException {
    type = null;
    process = UNSET;
    f = null;
    keyId = History.NONE;
    valueId = 0;
    hasValue = false;
    time = History.NO_TIME;
    index = -1;
    extra = null;
    parser.expect('{', "an event such as {\"type\":\"invoke\", …}");
    if (parser.toNextToken() == '}') {
      in.skip();
      return;
    }
    while (true) {
      String name = parser.readName();
      parser.toNextToken();
      readField(name);
      if (parser.toNextToken() == '}') {
        in.skip();
        return;
      }
      parser.expect(',', "`,` or `}` after a field");
    }
  }

  private void readField(String name) throws IOException, HistoryFormatException {
    switch (name) {
      case "type" -> {
        once(type == null, name);
        type = readType();
      }
      case "process" -> {
        once(process == UNSET, name);
        process = readProcess();
      }
      case "f" -> {
        once(f == null, name);
        f = in.peek() == 'n' && elle ? nothing() : parser.readString("a string as \"f\"");
      }
      case "key" -> {
        if (elle) {
          readOther(name);
          return;
        }
        once(keyId == History.NONE, name);
        int read = out.intern(parser.readBoxed());
        keyId = read == 0 ? History.NONE : read;
      }
      case "value" -> {
        once(!hasValue, name);
        hasValue = true;
        valueId = readEventValue();
      }
      case "time" -> {
        once(time == History.NO_TIME, name);
        time = readLong("an integer as \"time\"", Long.MIN_VALUE + 1, Long.MAX_VALUE);
      }
      case "index" -> {
        once(index < 0, name);
        index = readLong("an integer as \"index\", 0 or above", 0, Long.MAX_VALUE);
      }
      default -> readOther(name);
    }
  }

  private void readOther(String name) throws IOException, HistoryFormatException {
    if (extra == null) {
      extra = new LinkedHashMap<>();
    }
    String field = elle ? name : JsonLinesFormat.extraOf(name);
    once(!extra.containsKey(field), name);
    extra.put(field, parser.readBoxed());
  }

  private @Nullable String nothing() throws IOException, HistoryFormatException {
    if (parser.readBoxed() != null) {
      throw in.error("expected a string as \"f\" before this");
    }
    return null;
  }

  private void once(boolean first, String name) throws HistoryFormatException {
    if (!first) {
      throw in.error("expected " + Quoting.quote(name) + " once in an event, found it twice");
    }
  }

  private EventType readType() throws IOException, HistoryFormatException {
    long atColumn = in.column();
    String read = parser.readString("\"invoke\", \"ok\", \"fail\" or \"info\" as \"type\"");
    return switch (read) {
      case "invoke" -> EventType.INVOKE;
      case "ok" -> EventType.OK;
      case "fail" -> EventType.FAIL;
      case "info" -> EventType.INFO;
      default ->
          throw new HistoryFormatException(
              in.source(),
              in.line(),
              atColumn,
              "expected \"invoke\", \"ok\", \"fail\" or \"info\" as \"type\", found "
                  + Quoting.quote(read));
    };
  }

  private int readProcess() throws IOException, HistoryFormatException {
    String expected = "a process number, 0 or above, or \"nemesis\"";
    if (in.peek() != '"') {
      return (int) readLong(expected, 0, Integer.MAX_VALUE);
    }
    long atColumn = in.column();
    String read = parser.readString(expected);
    if (!read.equals("nemesis")) {
      throw new HistoryFormatException(
          in.source(),
          in.line(),
          atColumn,
          "expected " + expected + ", found " + Quoting.quote(read));
    }
    return History.NEMESIS;
  }

  private long readLong(String what, long min, long max)
      throws IOException, HistoryFormatException {
    int b = in.peek();
    if ((b < '0' || b > '9') && b != '-') {
      throw in.expected(what);
    }
    long atColumn = in.column();
    Object value = parser.readValue();
    if (value != Marker.INTEGER || parser.integer < min || parser.integer > max) {
      String found = value == Marker.INTEGER ? parser.integer + "" : String.valueOf(value);
      throw new HistoryFormatException(
          in.source(), in.line(), atColumn, "expected " + what + ", found " + Quoting.quote(found));
    }
    return parser.integer;
  }

  private int readEventValue() throws IOException, HistoryFormatException {
    Object value = parser.readValue();
    if (value == Marker.INTEGER) {
      return out.intern(parser.integer);
    }
    return out.internValue(elle ? Transactions.withKeywords(value) : value);
  }

  private void add() throws HistoryFormatException {
    if (type == null) {
      throw missing("type");
    }
    String function =
        f == null && elle ? out.missing().assumedFunction(line, column, out.value(valueId)) : f;
    if (function == null) {
      throw missing("f");
    }
    if (process == UNSET && !elle) {
      throw missing("process");
    }
    if (process == UNSET) {
      process = out.missing().assumedProcess(line, column, type, function);
    } else if (elle && process != History.NEMESIS) {
      out.missing().processGiven(line, column);
    }
    out.add(
        line,
        column,
        type,
        process,
        function,
        keyId,
        valueId,
        time,
        index,
        extra == null ? Map.of() : Collections.unmodifiableMap(extra));
  }

  private HistoryFormatException missing(String field) {
    return new HistoryFormatException(
        in.source(), line, column, "expected \"" + field + "\" in the event, found none");
  }
}
