package dev.assay.reports;

import dev.assay.histories.History;
import dev.assay.reports.Column.Coding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * The client operations of a history as columns: one row an operation, in order of invocation.
 *
 * <table>
 * <caption>Columns</caption>
 * <tr><td>{@code invoke}<td>the position of the invocation
 * <tr><td>{@code complete}<td>how many events later it completed, 0 for never
 * <tr><td>{@code index}<td>the index that the source gave the invocation, less its position
 * <tr><td>{@code process}<td>which process, as a row of {@code processNumber}, {@code processSlot}
 * <tr><td>{@code f}<td>which function, as a place in {@link #functions}
 * <tr><td>{@code outcome}<td>0 ok, 1 fail, 2 info, 3 no completion
 * <tr><td>{@code time}<td>of the invocation, in {@link #resolutionNanos}
 * <tr><td>{@code latency}<td>likewise, −1 without completion
 * <tr><td>{@code key}<td>0 for none, else 1 + an id among the keys
 * <tr><td>{@code value}<td>an id among the values
 * <tr><td>{@code result}<td>0 when nothing new came back, else 1 + an id among the values
 * <tr><td>{@code rows.i}, {@code values.i}<td>of the i-th of {@link #fieldNames}: the rows that
 *     have it, and ids among the field values
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

  private record Field(LongStream.Builder rows, LongStream.Builder values) {}

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
    operations.addTimes();
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

  /** One unit of the columns {@code time} and {@code latency}; 0 when events have no times. */
  long resolutionNanos() {
    if (!clock.isTime()) {
      return 0;
    }
    return clock.lengthNanos() <= FINE_NANOS_MAX ? 1 : 1000;
  }

  List<String> functions() {
    return List.copyOf(functions.keySet());
  }

  List<String> fieldNames() {
    return List.copyOf(fields.keySet());
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
    long[] invoke = new long[count()];
    long[] complete = new long[count()];
    long[] index = new long[count()];
    long[] f = new long[count()];
    long[] outcome = new long[count()];
    for (int row = 0; row < invoke.length; row++) {
      int event = invocations[row];
      int completion = history.pair(event);
      invoke[row] = event;
      complete[row] = completion == History.NONE ? 0 : completion - event;
      index[row] = history.index(event) - event;
      f[row] = functions.computeIfAbsent(history.f(event), name -> functions.size());
      outcome[row] =
          completion == History.NONE ? NO_COMPLETION : history.type(completion).ordinal() - 1;
    }
    add("invoke", Coding.DELTA, invoke);
    add("complete", Coding.PLAIN, complete);
    add("index", Coding.DELTA, index);
    add("f", Coding.PLAIN, f);
    add("outcome", Coding.PLAIN, outcome);
  }

  private void addTimes() {
    long unit = Math.max(1, resolutionNanos());
    long[] time = new long[count()];
    long[] latency = new long[count()];
    for (int row = 0; row < time.length; row++) {
      int completion = history.pair(invocations[row]);
      long start = clock.at(history, invocations[row]) / unit;
      time[row] = start;
      latency[row] = completion == History.NONE ? -1 : clock.at(history, completion) / unit - start;
    }
    add("time", Coding.DELTA, time);
    add("latency", Coding.PLAIN, latency);
  }

  private void addValues() {
    long[] key = new long[count()];
    long[] value = new long[count()];
    long[] result = new long[count()];
    for (int row = 0; row < key.length; row++) {
      int event = invocations[row];
      int completion = history.pair(event);
      key[row] = history.keyId(event) == History.NONE ? 0 : 1L + keys.id(history.key(event));
      value[row] = values.id(history.value(event));
      if (completion != History.NONE && history.valueId(completion) != history.valueId(event)) {
        result[row] = 1L + values.id(history.value(completion));
      }
    }
    add("key", Coding.PLAIN, key);
    add("value", Coding.RECENT, value);
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
            name, fresh -> new Field(LongStream.builder(), LongStream.builder()));
    field.rows().add(row);
    field.values().add(fieldValues.id(value));
  }

  private void addDictionary(String name, Dictionary dictionary) {
    columns.add(dictionary.kinds(name + "Kinds"));
    columns.add(dictionary.numbers(name + "Numbers"));
  }

  private void add(String name, Coding coding, long[] column) {
    columns.add(new Column(name, coding, column));
  }
}
