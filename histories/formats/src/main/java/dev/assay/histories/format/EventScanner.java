package dev.assay.histories.format;

import dev.assay.histories.EventType;
import dev.assay.histories.History;
import dev.assay.histories.TransactionBuilder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads operation maps in their commonest spelling, such as {@code {:type :ok, :process 4, :f :txn,
 * :value [[:r 8 nil]], :time 3000, :index 3}}, straight from the bytes: fields in any order with
 * single spaces, integers of up to 18 digits, and a value that is a transaction of {@link
 * TransactionScanner}, a {@link PairScanner pair}, an integer or nil.
 *
 * <p>Anything else it leaves to {@link EdnEvents}, which knows the whole grammar: what is read here
 * is read there in the same way, several times slower.
 */
final class EventScanner extends NumberScanner {
  /** More functions than any history has: the next one is left to others. */
  private static final int FUNCTIONS_MAX = 32;

  private static final int TYPE = 1;
  private static final int PROCESS = 2;
  private static final int FUNCTION = 4;
  private static final int VALUE = 8;
  private static final int TIME = 16;
  private static final int INDEX = 32;

  private static final Word TYPE_NAME = new Word(":type ");
  private static final Word PROCESS_NAME = new Word(":process ");
  private static final Word FUNCTION_NAME = new Word(":f ");
  private static final Word VALUE_NAME = new Word(":value ");
  private static final Word TIME_NAME = new Word(":time ");
  private static final Word INDEX_NAME = new Word(":index ");

  private static final Word INVOKE = new Word(":invoke");
  private static final Word OK = new Word(":ok");
  private static final Word INFO = new Word(":info");
  private static final Word FAIL = new Word(":fail");
  private static final Word NIL = new Word("nil");

  private static final class Function {
    final byte[] spelled;
    final String name;

    Function(byte[] spelled) {
      this.spelled = spelled;
      name = new String(spelled, StandardCharsets.ISO_8859_1).intern();
    }
  }

  private final EventTarget out;
  private final TransactionBuilder builder;
  private final TransactionScanner transactions;
  private final PairScanner pairs = new PairScanner();

  /** Null where the bytes do not stay as they are. */
  private final @Nullable AnswerScanner answers;

  private final List<Function> functions = new ArrayList<>();

  private int fields;
  private EventType type = EventType.INVOKE;
  private int process;
  private String function = "";
  private int valueId;
  private boolean isPair;
  private long time;
  private long index;

  /**
   * Gives what it reads to {@code out}.
   *
   * @param isWhole whether all is read from one array, whose bytes stay as they are
   */
  EventScanner(EventTarget out, TransactionBuilder builder, boolean isWhole) {
    this.out = out;
    this.builder = builder;
    answers = isWhole ? new AnswerScanner(builder) : null;
    transactions = new TransactionScanner(builder);
  }

  /**
   * Reads a map.
   *
   * @param from where its brace stands
   * @param to behind the last byte that may be looked at
   * @return behind its last brace; or -1 when it is spelled otherwise: then it is as if nothing had
   *     been read
   */
  int scan(byte[] source, int from, int to) {
    begin(source, from + 1, to);
    fields = 0;
    process = EventTarget.NO_PROCESS;
    valueId = 0;
    isPair = false;
    time = History.NO_TIME;
    index = -1;
    while (field()) {
      if (at + 2 > limit) {
        return -1;
      }
      if (bytes[at] == '}') {
        return (fields & (TYPE | FUNCTION)) == (TYPE | FUNCTION) ? at + 1 : -1;
      }
      at += bytes[at] == ',' ? 1 : 0;
      if (bytes[at++] != ' ') {
        return -1;
      }
    }
    return -1;
  }

  /** Gives the map that was read to where events go. */
  void give(long line, long column) throws HistoryFormatException {
    int value =
        isPair ? out.internPair(pairs.first(), pairs.isNil() ? null : pairs.second()) : valueId;
    out.take(line, column, type, process, function, History.NONE, value, time, index, Map.of());
  }

  /** Passes a name and its value. */
  private boolean field() {
    // The longest that is looked at without a test for the end is ":p".
    if (at + 2 > limit) {
      return false;
    }
    return switch (bytes[at + 1]) {
      case 't' -> pass(TYPE_NAME, TYPE) ? type() : pass(TIME_NAME, TIME) && integer() && time();
      case 'p' -> pass(PROCESS_NAME, PROCESS) && integer() && process();
      case 'f' -> pass(FUNCTION_NAME, FUNCTION) && function();
      case 'v' -> pass(VALUE_NAME, VALUE) && value();
      case 'i' -> pass(INDEX_NAME, INDEX) && integer() && index();
      default -> false;
    };
  }

  /** Passes a name of a field if it stands here for the first time, and something behind it. */
  private boolean pass(Word name, int field) {
    if ((fields & field) != 0 || !pass(name)) {
      return false;
    }
    fields |= field;
    return at < limit;
  }

  /** Passes a word if it stands here. */
  private boolean pass(Word word) {
    if (at + word.length > limit || !word.isAt(bytes, at)) {
      return false;
    }
    at += word.length;
    return true;
  }

  private boolean type() {
    if (pass(OK)) {
      type = EventType.OK;
    } else if (pass(INVOKE)) {
      type = EventType.INVOKE;
    } else if (pass(INFO)) {
      type = EventType.INFO;
    } else if (pass(FAIL)) {
      type = EventType.FAIL;
    } else {
      return false;
    }
    return isEnd();
  }

  private boolean process() {
    process = (int) number;
    return number <= Integer.MAX_VALUE && isEnd();
  }

  private boolean time() {
    time = number;
    return isEnd();
  }

  private boolean index() {
    index = number;
    return isEnd();
  }

  /** Whether a value ends here: what follows is a comma, a space or a brace. */
  private boolean isEnd() {
    return at < limit && (bytes[at] == ',' || bytes[at] == ' ' || bytes[at] == '}');
  }

  private boolean function() {
    int from = at + 1;
    if (bytes[at] != ':') {
      return false;
    }
    do {
      at++;
    } while (at < limit && ((bytes[at] >= 'a' && bytes[at] <= 'z') || bytes[at] == '-'));
    if (!isEnd() || at == from || bytes[from] == '-') {
      return false;
    }
    for (Function known : functions) {
      if (Arrays.equals(bytes, from, at, known.spelled, 0, known.spelled.length)) {
        function = known.name;
        return true;
      }
    }
    if (functions.size() == FUNCTIONS_MAX) {
      return false;
    }
    Function found = new Function(Arrays.copyOfRange(bytes, from, at));
    functions.add(found);
    function = found.name;
    return true;
  }

  private boolean value() {
    int b = bytes[at];
    if (b == '[') {
      return at + 1 < limit && (bytes[at + 1] == '[' ? transaction() : pair()) && isEnd();
    }
    if (b == 'n') {
      return pass(NIL) && isEnd();
    }
    if (!integer() || !isEnd()) {
      return false;
    }
    valueId = out.intern(number);
    return true;
  }

  private boolean transaction() {
    AnswerScanner known = (fields & (TYPE | PROCESS)) == (TYPE | PROCESS) ? answers : null;
    if (known != null && type == EventType.OK) {
      int end = known.scan(process, bytes, at, limit);
      if (end >= 0) {
        at = end;
        valueId = (int) known.number;
        return true;
      }
    }
    builder.begin();
    int end = transactions.scan(bytes, at, limit);
    if (end < 0) {
      builder.cancel();
      return false;
    }
    valueId = builder.end();
    if (known != null && type == EventType.INVOKE) {
      known.invoked(process, transactions, at, end, valueId);
    }
    at = end;
    return true;
  }

  private boolean pair() {
    int end = pairs.scan(bytes, at, limit);
    isPair = end >= 0;
    at = end;
    return isPair;
  }
}
