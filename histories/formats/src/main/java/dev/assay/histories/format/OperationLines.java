package dev.assay.histories.format;

import dev.assay.histories.EventType;
import dev.assay.histories.History;
import dev.assay.histories.Keyword;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Operations as Jepsen logs them: {@code process TAB :type TAB :f TAB value [TAB error]}, where the
 * value is EDN and the error is any text.
 */
final class OperationLines {
  private final EventSink out;

  OperationLines(EventSink out) {
    this.out = out;
  }

  /** Whether an operation begins at a position: a process, a tab, a type and another tab. */
  static boolean isOperation(byte[] bytes, int from, int to) {
    int tab = indexOf(bytes, from, to, '\t');
    int secondTab = tab < 0 ? -1 : indexOf(bytes, tab + 1, to, '\t');
    if (secondTab < 0 || tab == from || secondTab - tab > 8) {
      return false;
    }
    for (int i = from; i < tab; i++) {
      if ((bytes[i] < '0' || bytes[i] > '9') && bytes[from] != ':') {
        return false;
      }
    }
    return type(ascii(bytes, tab + 1, secondTab)) != null;
  }

  /** Reads one operation, which ends with the input. */
  void read(ByteInput line) throws IOException, HistoryFormatException {
    long number = line.line();
    long column = line.column();
    int process = readProcess(line);
    EventType type = readType(line);
    EdnParser parser = new EdnParser(line);
    String f = parser.readKeyword("a keyword as the function").name();
    tab(line);
    Object value = parser.readBoxed();
    int valueId = out.internValue(value);
    Map<String, @Nullable Object> extra = Map.of();
    if (line.peek() == '\t') {
      line.next();
      extra = Map.of("error", readError(line));
    } else if (line.peek() >= 0) {
      throw line.expected("a tab or the end of the line after the value");
    }
    out.add(number, column, type, process, f, History.NONE, valueId, History.NO_TIME, -1, extra);
  }

  private static int readProcess(ByteInput line) throws IOException, HistoryFormatException {
    long sum = 0;
    line.mark();
    while (line.peek() >= 0 && line.peek() != '\t') {
      sum = sum > Integer.MAX_VALUE ? sum : sum * 10 + (line.peek() - '0');
      line.next();
    }
    String text = line.token();
    boolean isNemesis = text.equals(":nemesis");
    boolean isNumber = !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    if (!isNemesis && (!isNumber || sum > Integer.MAX_VALUE)) {
      throw line.tokenError("a process number or :nemesis");
    }
    line.dropToken();
    tab(line);
    return isNemesis ? History.NEMESIS : (int) sum;
  }

  private static EventType readType(ByteInput line) throws IOException, HistoryFormatException {
    line.mark();
    while (line.peek() >= 0 && line.peek() != '\t') {
      line.next();
    }
    EventType type = type(line.token());
    if (type == null) {
      throw line.tokenError(":invoke, :ok, :fail or :info");
    }
    line.dropToken();
    tab(line);
    return type;
  }

  private static @Nullable EventType type(String text) {
    return switch (text) {
      case ":invoke" -> EventType.INVOKE;
      case ":ok" -> EventType.OK;
      case ":fail" -> EventType.FAIL;
      case ":info" -> EventType.INFO;
      default -> null;
    };
  }

  private static void tab(ByteInput line) throws IOException, HistoryFormatException {
    if (line.next() != '\t') {
      throw line.error("expected a tab before this");
    }
  }

  /** Jepsen prints errors without quotes: a keyword is known by its colon, the rest is text. */
  private static Object readError(ByteInput line) throws IOException, HistoryFormatException {
    line.mark();
    while (line.peek() >= 0) {
      line.next();
    }
    String text = line.takeToken();
    boolean keyword =
        text.length() > 1
            && text.charAt(0) == ':'
            && text.chars()
                .skip(1)
                .allMatch(c -> Character.isLetterOrDigit(c) || "-_.?!/".indexOf(c) >= 0);
    return keyword ? new Keyword(text.substring(1)) : text;
  }

  private static int indexOf(byte[] bytes, int from, int to, char wanted) {
    for (int i = from; i < to; i++) {
      if (bytes[i] == wanted) {
        return i;
      }
    }
    return -1;
  }

  private static String ascii(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, java.nio.charset.StandardCharsets.ISO_8859_1);
  }
}
