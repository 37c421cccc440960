package dev.assay.histories.format;

import dev.assay.histories.EventType;
import dev.assay.histories.History;
import dev.assay.histories.Keyword;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads operation maps in EDN; what it does not know goes to the event's extra fields. */
final class EdnEvents {
  private static final int UNSET = EventTarget.NO_PROCESS;

  private final ByteInput in;
  private final EventTarget out;

  /** Where to say what was left out, when that is allowed. */
  private final @Nullable EventSink lenient;

  private final EdnParser parser;
  private final EdnTransactions transactions;
  private final EventScanner scanner;
  private final PairScanner pair = new PairScanner();
  private final boolean keyField;

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

  /**
   * Reads from {@code in}.
   *
   * @param keyField whether a field {@code :key} names the object of the operation
   */
  EdnEvents(ByteInput in, EventSink out, boolean keyField) {
    this(in, out, keyField, out.options().lenient() ? out : null);
  }

  /** The same for a stretch of a source, of which {@link #readMaps} is to be read. */
  EdnEvents(ByteInput in, EventChunk out, boolean keyField) {
    this(in, out, keyField, null);
  }

  private EdnEvents(ByteInput in, EventTarget out, boolean keyField, @Nullable EventSink lenient) {
    this.in = in;
    this.out = out;
    this.lenient = lenient;
    this.keyField = keyField;
    this.parser = new EdnParser(in);
    this.transactions = new EdnTransactions(in, parser, out);
    this.scanner = new EventScanner(out, out.transaction(), out instanceof EventChunk);
  }

  void readAll() throws IOException, HistoryFormatException {
    while (parser.toNextForm()) {
      int b = in.peek();
      if (b == '[' || b == '(') {
        readVector(b == '[' ? ']' : ')');
      } else if (lenient != null) {
        readLeniently(lenient);
      } else {
        readEvent();
      }
    }
  }

  /** Reads to the end operation maps that stand alone, and nothing else. */
  void readMaps() throws IOException, HistoryFormatException {
    while (parser.toNextForm()) {
      readEvent();
    }
  }

  private void readVector(int close) throws IOException, HistoryFormatException {
    long openLine = in.line();
    long openColumn = in.column();
    in.next();
    while (true) {
      if (!parser.toNextForm()) {
        throw in.expected(
            "`" + (char) close + "` for the one opened at " + openLine + ":" + openColumn);
      }
      if (in.peek() == close) {
        in.next();
        return;
      }
      readEvent();
    }
  }

  /** A map a line: the last may be torn when its writer died. */
  private void readLeniently(EventSink sink) throws IOException, HistoryFormatException {
    long startLine = in.line();
    long startColumn = in.column();
    try {
      readEvent();
    } catch (HistoryFormatException e) {
      if (in.peek() >= 0) {
        throw e;
      }
      sink.warn(startLine, startColumn, "the last operation is cut off and was left out");
    }
  }

  private void readEvent() throws IOException, HistoryFormatException {
    skipTag();
    if (in.peek() != '{') {
      throw in.expected("an operation map such as {:type :invoke, …}");
    }
    line = in.line();
    column = in.column();
    int end = scanner.scan(in.array(), in.position(), in.end());
    if (end >= 0) {
      in.skipTo(end);
      scanner.give(line, column);
      return;
    }
    in.next();
    type = null;
    process = UNSET;
    f = null;
    keyId = History.NONE;
    hasValue = false;
    valueId = 0;
    time = History.NO_TIME;
    index = -1;
    extra = null;
    while (true) {
      if (!parser.toNextForm()) {
        throw in.expected("`}` for the one opened at " + line + ":" + column);
      }
      if (in.peek() == '}') {
        in.next();
        break;
      }
      readField(parser.readKeyword("a keyword as the name of a field"));
    }
    add();
  }

  /** A record such as {@code #jepsen.history.Op{…}}. */
  private void skipTag() throws IOException, HistoryFormatException {
    if (in.peek() != '#') {
      return;
    }
    in.mark();
    int b = in.peek();
    while (b > ' ' && b != '{') {
      in.next();
      b = in.peek();
    }
    in.dropToken();
    if (!parser.toNextForm()) {
      throw in.expected("an operation map after a tag");
    }
  }

  private void readField(Keyword name) throws IOException, HistoryFormatException {
    switch (name.name()) {
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
        f = readFunction();
      }
      case "value" -> {
        once(!hasValue, name);
        hasValue = true;
        valueId = readEventValue();
      }
      case "time" -> {
        once(time == History.NO_TIME, name);
        time = readLong(":time", Long.MIN_VALUE + 1);
      }
      case "index" -> {
        once(index < 0, name);
        index = readLong(":index", 0);
      }
      default -> readOther(name);
    }
  }

  private void readOther(Keyword name) throws IOException, HistoryFormatException {
    if (keyField && name.name().equals("key")) {
      once(keyId == History.NONE, name);
      keyId = out.intern(parser.readBoxed());
      keyId = keyId == 0 ? History.NONE : keyId;
      return;
    }
    if (extra == null) {
      extra = new LinkedHashMap<>();
    }
    once(!extra.containsKey(name.name()), name);
    extra.put(name.name(), parser.readBoxed());
  }

  private void once(boolean first, Keyword name) throws IOException, HistoryFormatException {
    if (!first) {
      throw in.error("expected " + name + " once in an operation, found it twice");
    }
  }

  /** The function, or the empty string for {@code nil}. */
  private String readFunction() throws IOException, HistoryFormatException {
    parser.toNextForm();
    long atLine = in.line();
    long atColumn = in.column();
    if (in.peek() == 'n' && parser.readBoxed() == null) {
      return "";
    }
    if (in.peek() != ':') {
      throw new HistoryFormatException(
          in.source(), atLine, atColumn, "expected a keyword as :f, found something else");
    }
    return parser.readKeyword("a keyword as :f").name();
  }

  private EventType readType() throws IOException, HistoryFormatException {
    parser.toNextForm();
    long atLine = in.line();
    long atColumn = in.column();
    Keyword read = parser.readKeyword(":invoke, :ok, :fail or :info as :type");
    return switch (read.name()) {
      case "invoke" -> EventType.INVOKE;
      case "ok" -> EventType.OK;
      case "fail" -> EventType.FAIL;
      case "info" -> EventType.INFO;
      default ->
          throw new HistoryFormatException(
              in.source(),
              atLine,
              atColumn,
              "expected :invoke, :ok, :fail or :info as :type, found "
                  + Quoting.quote(read.toString()));
    };
  }

  private int readProcess() throws IOException, HistoryFormatException {
    parser.toNextForm();
    if (in.peek() == ':') {
      long atLine = in.line();
      long atColumn = in.column();
      Keyword read = parser.readKeyword(":nemesis");
      if (!read.name().equals("nemesis")) {
        throw new HistoryFormatException(
            in.source(),
            atLine,
            atColumn,
            "expected a process number or :nemesis, found " + Quoting.quote(read.toString()));
      }
      return History.NEMESIS;
    }
    return (int) readLong("a process number or :nemesis", 0, Integer.MAX_VALUE);
  }

  private long readLong(String what, long min) throws IOException, HistoryFormatException {
    return readLong("an integer as " + what, min, Long.MAX_VALUE);
  }

  private long readLong(String what, long min, long max)
      throws IOException, HistoryFormatException {
    parser.toNextForm();
    int b = in.peek();
    if ((b < '0' || b > '9') && b != '-') {
      throw in.expected(what);
    }
    long atLine = in.line();
    long atColumn = in.column();
    Object value = parser.readValue();
    if (value != Marker.INTEGER || parser.integer < min || parser.integer > max) {
      String found = value == Marker.INTEGER ? parser.integer + "" : String.valueOf(value);
      throw new HistoryFormatException(
          in.source(),
          atLine,
          atColumn,
          "expected "
              + what
              + (min == 0 ? ", 0 or above" : "")
              + ", found "
              + Quoting.quote(found));
    }
    return parser.integer;
  }

  private int readEventValue() throws IOException, HistoryFormatException {
    parser.toNextForm();
    if (transactions.isNext()) {
      return transactions.read();
    }
    if (in.peek() == '[') {
      int end = pair.scan(in.array(), in.position(), in.end());
      if (end >= 0) {
        in.skipTo(end);
        return out.internPair(pair.first(), pair.isNil() ? null : pair.second());
      }
    }
    Object value = parser.readValue();
    return value == Marker.INTEGER ? out.intern(parser.integer) : out.internValue(value);
  }

  private void add() throws HistoryFormatException {
    if (type == null) {
      throw missing(":type");
    }
    Map<String, @Nullable Object> fields =
        extra == null ? Map.of() : Collections.unmodifiableMap(extra);
    out.take(line, column, type, process, f, keyId, valueId, time, index, fields);
  }

  private HistoryFormatException missing(String field) {
    return new HistoryFormatException(
        in.source(), line, column, "expected " + field + " in the operation, found none");
  }
}
