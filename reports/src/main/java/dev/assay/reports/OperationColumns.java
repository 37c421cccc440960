package dev.assay.reports;

import dev.assay.histories.History;
import dev.assay.reports.Column.Coding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * The client operations of a history as columns: one row an operation, in order of invocation.
 *
 * <table>
 * <caption>Columns by row</caption>
 * <tr><td>{@code index}<td>the index that the source gave the invocation, less its position
 * <tr><td>{@code process}<td>which process, as a row of {@code processNumber}, {@code processSlot}
 * <tr><td>{@code f}<td>which function, as a place in {@link #functions}
 * <tr><td>{@code outcome}<td>0 ok, 1 fail, 2 info, 3 no completion
 * <tr><td>{@code key}<td>0 for none, else 1 + an id among the keys
 * <tr><td>{@code value}<td>the {@link ValueGuess} of an id among the values
 * <tr><td>{@code result}<td>0 when nothing new came back, else a negative guess, or 1 + a guess
 * <tr><td>{@code rows.i}, {@code values.i}<td>of the i-th of {@link #fieldNames}: the rows that
 *     have it; 0 for the value that the process had last, else 1 + an id among the field values
 * </table>
 *
 * <table>
 * <caption>Columns by event of a client, in order</caption>
 * <tr><td>{@code eventPosition}<td>its position in the history
 * <tr><td>{@code eventTime}<td>its time in {@link #resolutionNanos}
 * <tr><td>{@code eventOpen}<td>0 for an invocation; for a completion whose it is: n for the n-th of
 *     the operations that are open, counted from the last invoked
 * </table>
 */
final class OperationColumns {
  /** How many different other fields a report keeps: the first that appear. */
  static final int FIELDS_MAX = 16;

  /** A history that takes no longer than this is kept to the nanosecond, others to 1 µs. */
  private static final long FINE_NANOS_MAX = 10_000_000;

  private static final int NO_COMPLETION = 3;

  private final History history;
  private final Clock clock;
  private final int[] invocations;
  private final int[] rowByEvent;
  private final Map<String, Integer> functions = new LinkedHashMap<>();
  private final Dictionary keys = new Dictionary();
  private final Dictionary values = new Dictionary();
  private final Dictionary fieldValues = new Dictionary();
  private final Map<String, Field> fields = new LinkedHashMap<>();
  private final List<Column> columns = new ArrayList<>();

  private record Field(
      LongStream.Builder rows, LongStream.Builder values, Map<Integer, Integer> lastByProcess) {}

  private OperationColumns(History history, Clock clock) {
    this.history = history;
    this.clock = clock;
    rowByEvent = new int[history.size()];
    Arrays.fill(rowByEvent, History.NONE);
    int[] found = new int[history.size()];
    int count = 0;
    for (int event = 0; event < history.size(); event++) {
      if (history.isClientInvocation(event)) {
        rowByEvent[event] = count;
        found[count++] = event;
      }
    }
    invocations = Arrays.copyOf(found, count);
  }

  /** O(events). */
  static OperationColumns of(History history, Clock clock) {
    OperationColumns operations = new OperationColumns(history, clock);
    operations.addProcesses();
    operations.addEvents();
    operations.addRows();
    operations.addValues();
    operations.addFields();
    return operations;
  }

  /** How many operations there are. */
  int count() {
    return invocations.length;
  }

  List<Column> columns() {
    return List.copyOf(columns);
  }

  /** One unit of the column {@code eventTime}; 0 when events have no times. */
  long resolutionNanos() {
    if (!clock.isTime()) {
      return 0;
    }
    return clock.lengthNanos() <= FINE_NANOS_MAX ? 1 : 1000;
  }

  List<String> functions() {
    return functions.keySet().stream().map(EdnText::visible).toList();
  }

  List<String> fieldNames() {
    return fields.keySet().stream().map(EdnText::visible).toList();
  }

  /** What the dictionaries hold beside numbers, as EDN, by dictionary. */
  Map<String, List<String>> texts() {
    return Map.of("key", keys.texts(), "value", values.texts(), "field", fieldValues.texts());
  }

  /** The row of the operation invoked at a position. */
  int row(int invocation) {
    int row = invocation < 0 || invocation >= rowByEvent.length ? -1 : rowByEvent[invocation];
    if (row < 0) {
      throw new IllegalArgumentException("no client invocation at event " + invocation);
    }
    return row;
  }

  private void addProcesses() {
    Map<Integer, Integer> slots = ProcessSlots.of(history);
    List<Integer> numbers = List.copyOf(slots.keySet());
    Map<Integer, Integer> ids = new LinkedHashMap<>();
    numbers.forEach(number -> ids.put(number, ids.size()));
    add("processNumber", Coding.DELTA, numbers.stream().mapToLong(n -> n).toArray());
    add("processSlot", Coding.PLAIN, slots.values().stream().mapToLong(s -> s).toArray());
    long[] process = new long[count()];
    for (int row = 0; row < process.length; row++) {
      Integer id = ids.get(history.process(invocations[row]));
      process[row] = id == null ? 0 : id;
    }
    add("process", Coding.PLAIN, process);
  }

  private void addEvents() {
    long unit = Math.max(1, resolutionNanos());
    int[] events = IntStream.range(0, history.size()).filter(history::isClient).toArray();
    long[] position = new long[events.length];
    long[] time = new long[events.length];
    long[] whose = new long[events.length];
    List<Integer> open = new ArrayList<>();
    for (int i = 0; i < events.length; i++) {
      int event = events[i];
      position[i] = event;
      time[i] = clock.at(history, event) / unit;
      if (history.isClientInvocation(event)) {
        open.add(event);
      } else {
        int place = open.lastIndexOf(history.pair(event));
        whose[i] = (long) open.size() - place;
        open.subList(place, place + 1).clear();
      }
    }
    add("eventPosition", Coding.DELTA, position);
    add("eventTime", Coding.DELTA, time);
    add("eventOpen", Coding.PLAIN, whose);
  }

  private void addRows() {
    long[] index = new long[count()];
    long[] f = new long[count()];
    long[] outcome = new long[count()];
    for (int row = 0; row < index.length; row++) {
      int event = invocations[row];
      int completion = history.pair(event);
      index[row] = history.index(event) - event;
      f[row] = functions.computeIfAbsent(history.f(event), name -> functions.size());
      outcome[row] =
          completion == History.NONE ? NO_COMPLETION : history.type(completion).ordinal() - 1;
    }
    add("index", Coding.DELTA, index);
    add("f", Coding.PLAIN, f);
    add("outcome", Coding.PLAIN, outcome);
  }

  private void addValues() {
    long[] key = new long[count()];
    long[] value = new long[count()];
    long[] result = new long[count()];
    ValueGuess guess = new ValueGuess();
    for (int row = 0; row < key.length; row++) {
      int event = invocations[row];
      int completion = history.pair(event);
      int keyId = history.keyId(event) == History.NONE ? 0 : 1 + keys.id(history.key(event));
      key[row] = keyId;
      value[row] = guess.code(keyId, values.id(history.value(event)));
      if (completion != History.NONE && history.valueId(completion) != history.valueId(event)) {
        long code = guess.code(keyId, values.id(history.value(completion)));
        result[row] = code < 0 ? code : code + 1;
      }
    }
    add("key", Coding.PLAIN, key);
    add("value", Coding.PLAIN, value);
    add("result", Coding.PLAIN, result);
    addDictionary("key", keys);
    addDictionary("value", values);
  }

  private void addFields() {
    for (int row = 0; row < count(); row++) {
      int completion = history.pair(invocations[row]);
      Map<String, @Nullable Object> last =
          completion == History.NONE ? Map.of() : history.extra(completion);
      Map<String, @Nullable Object> first = history.extra(invocations[row]);
      for (Map.Entry<String, @Nullable Object> e : last.entrySet()) {
        addField(row, e.getKey(), e.getValue());
      }
      for (Map.Entry<String, @Nullable Object> e : first.entrySet()) {
        if (!last.containsKey(e.getKey())) {
          addField(row, e.getKey(), e.getValue());
        }
      }
    }
    int place = 0;
    for (Field field : fields.values()) {
      add("rows." + place, Coding.DELTA, field.rows().build().toArray());
      add("values." + place, Coding.PLAIN, field.values().build().toArray());
      place++;
    }
    addDictionary("field", fieldValues);
  }

  private void addField(int row, String name, @Nullable Object value) {
    if (fields.size() == FIELDS_MAX && !fields.containsKey(name)) {
      return;
    }
    Field field =
        fields.computeIfAbsent(
            name, fresh -> new Field(LongStream.builder(), LongStream.builder(), new HashMap<>()));
    field.rows().add(row);
    int id = fieldValues.id(value);
    Integer before = field.lastByProcess().put(history.process(invocations[row]), id);
    field.values().add(before != null && before == id ? 0 : 1 + id);
  }

  private void addDictionary(String name, Dictionary dictionary) {
    columns.add(dictionary.kinds(name + "Kinds"));
    columns.add(dictionary.numbers(name + "Numbers"));
  }

  private void add(String name, Coding coding, long[] column) {
    columns.add(new Column(name, coding, column));
  }
}
