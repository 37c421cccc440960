package dev.assay.histories.format;

import dev.assay.histories.EventType;
import dev.assay.histories.History;
import dev.assay.histories.TransactionBuilder;
import dev.assay.histories.ValueBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a format puts the events that it reads, in their order; checks them as they come.
 *
 * <p>Two open operations of one process, a completion without its invocation, a completion of
 * something else than was invoked: an error, with its place. Times that go back: a warning, since
 * the order of the events is what counts.
 */
public final class EventSink implements EventTarget {
  /** In place of a value id: the pair that {@link #internValue} saw last. */
  private static final int PAIR = -2;

  /** In place of a value id: the pair whose parts {@link #pairOf} was given last. */
  private static final int PAIR_OF_IDS = -3;

  private static final int MAX_WARNINGS = 100;

  private final String source;
  private final KeyEvidence keys;
  private final History.Builder builder = History.builder();
  private final List<String> warnings = new ArrayList<>();
  private final MissingParts missing = new MissingParts(this);
  private final ReadOptions options;
  private List<? extends @Nullable Object> pair = List.of();
  private int pairFirst;
  private int pairSecond;
  private long lastTime = Long.MIN_VALUE;
  private long timesBack;
  private String firstTimeBack = "";
  private long suppressedWarnings;

  EventSink(String source, ReadOptions options, boolean keysInValues) {
    this.source = source;
    this.options = options;
    this.keys = new KeyEvidence(source, options.keyed(), keysInValues);
  }

  /** The id of a value, for {@link #add}. */
  @Override
  public int intern(@Nullable Object value) {
    return builder.intern(value);
  }

  /** The id of an integer, which is boxed only when it is new. */
  @Override
  public int intern(long value) {
    return builder.intern(value);
  }

  /** Takes a transaction piece by piece; its end gives an id for {@link #add}. */
  @Override
  public TransactionBuilder transaction() {
    return builder.transaction();
  }

  /**
   * The id of the value of the event that is added next. A pair that may be a key and a value gets
   * none but {@link #PAIR}: it is kept in two parts.
   */
  @Override
  public int internValue(@Nullable Object value) {
    List<?> two = keys.isOpen() ? KeyEvidence.pairOf(value) : null;
    if (two == null || Transactions.isTransaction(value)) {
      return builder.intern(value);
    }
    pair = two;
    return PAIR;
  }

  @Override
  public int internPair(long first, @Nullable Long second) {
    return internValue(Collections.unmodifiableList(Arrays.asList(first, second)));
  }

  /** Whether a pair of plain values is to be taken by its parts, which {@link #pairOf} are. */
  boolean takesPairsApart() {
    return keys.isOpen() && !options.lenient();
  }

  /** The id of a pair of plain values, of a client's event without another key, by their ids. */
  int pairOf(int firstId, int secondId) {
    pairFirst = firstId;
    pairSecond = secondId;
    return PAIR_OF_IDS;
  }

  /** The value with an id that {@link #intern(Object)} or {@link #internValue} gave. */
  public @Nullable Object value(int valueId) {
    return valueId == PAIR ? pair : builder.value(valueId);
  }

  /**
   * Adds an event that stands at a place of the source.
   *
   * @param process a client's number, not negative, or {@link History#NEMESIS}
   * @param keyId from {@link #intern(Object)}, or {@link History#NONE}
   * @param timeNanos since the run began, or {@link History#NO_TIME}
   * @param index what the source says, or -1 where it says nothing
   */
  public void add(
      long line,
      long column,
      EventType type,
      int process,
      String f,
      int keyId,
      int valueId,
      long timeNanos,
      long index,
      Map<String, @Nullable Object> extra)
      throws HistoryFormatException {
    if (process != History.NEMESIS) {
      if (type != EventType.INVOKE && options.lenient() && !builder.isOpen(process)) {
        int invoked = intern(missing.assumedInvocation(line, column, value(valueId)));
        add(line, column, EventType.INVOKE, process, f, keyId, invoked, timeNanos, index, extra);
      }
      checkPaired(line, column, type, process, f);
      if (valueId == PAIR_OF_IDS) {
        keys.seePair(line, column, type, f, pairSecond == 0);
      } else if (keyId == History.NONE && !keys.isSettled()) {
        keys.see(line, column, type, f, value(valueId));
      }
    }
    if (timeNanos != History.NO_TIME) {
      checkTime(line, column, timeNanos);
    }
    long position = index < 0 ? builder.size() : index;
    Map<String, @Nullable Object> fields = extra;
    if (builder.size() == 0 && OrderField.isIn(extra)) {
      builder.ordersProcessesOnly();
      fields = OrderField.without(extra);
    }
    if (valueId == PAIR_OF_IDS) {
      builder.addPair(type, process, f, pairFirst, pairSecond, timeNanos, position, fields);
    } else if (valueId != PAIR) {
      builder.addInterned(type, process, f, keyId, valueId, timeNanos, position, fields);
    } else if (process == History.NEMESIS || keyId != History.NONE) {
      int whole = builder.intern(pair);
      builder.addInterned(type, process, f, keyId, whole, timeNanos, position, fields);
    } else {
      int first = builder.intern(pair.get(0));
      int second = builder.intern(pair.get(1));
      builder.addPair(type, process, f, first, second, timeNanos, position, fields);
    }
  }

  @Override
  public void take(
      long line,
      long column,
      EventType type,
      int process,
      @Nullable String f,
      int keyId,
      int valueId,
      long timeNanos,
      long index,
      Map<String, @Nullable Object> extra)
      throws HistoryFormatException {
    String function =
        f == null || f.isEmpty() ? missing.assumedFunction(line, column, value(valueId)) : f;
    int processId = process;
    if (process == NO_PROCESS) {
      processId = missing.assumedProcess(line, column, type, function);
    } else if (process != History.NEMESIS) {
      missing.processGiven(line, column);
    }
    add(line, column, type, processId, function, keyId, valueId, timeNanos, index, extra);
  }

  /** Takes over the values of a batch: {@link History.Builder#join}. */
  void join(ValueBatch batch, double fractionRead) {
    builder.join(batch, fractionRead);
  }

  /** Fills in what the source left out of an event. */
  MissingParts missing() {
    return missing;
  }

  /** Says that the source gives no order but that of each process. */
  public void ordersProcessesOnly() {
    builder.ordersProcessesOnly();
  }

  /** How many events there are so far. */
  public int size() {
    return builder.size();
  }

  public ReadOptions options() {
    return options;
  }

  /** Something odd that could be read. */
  public void warn(long line, long column, String complaint) {
    if (warnings.size() < MAX_WARNINGS) {
      warnings.add(source + ":" + line + (column > 0 ? ":" + column : "") + ": " + complaint);
    } else {
      suppressedWarnings++;
    }
  }

  LoadedHistory finish(String format) throws HistoryFormatException {
    if (timesBack > 0) {
      warnings.add(
          source + firstTimeBack + (timesBack > 1 ? " (and " + (timesBack - 1) + " more)" : ""));
    }
    if (suppressedWarnings > 0) {
      warnings.add(source + ": " + suppressedWarnings + " more warnings");
    }
    if (keys.decide()) {
      builder.splitPairs();
    }
    return new LoadedHistory(builder.build(), format, warnings);
  }

  private void checkPaired(long line, long column, EventType type, int process, String f)
      throws HistoryFormatException {
    String open = builder.openFunction(process);
    if (type == EventType.INVOKE) {
      if (open != null) {
        throw at(
            line,
            column,
            "expected the completion of "
                + Quoting.quote(open)
                + " of process "
                + process
                + ", found its invocation of "
                + Quoting.quote(f));
      }
    } else if (open == null) {
      throw at(
          line,
          column,
          "expected an invocation by process "
              + process
              + " first, found its `"
              + type.jepsenName()
              + "` of "
              + Quoting.quote(f));
    } else if (!open.equals(f)) {
      throw at(
          line,
          column,
          "expected the completion of "
              + Quoting.quote(open)
              + " of process "
              + process
              + ", found one of "
              + Quoting.quote(f));
    }
  }

  private void checkTime(long line, long column, long timeNanos) {
    if (timeNanos < lastTime && timesBack++ == 0) {
      firstTimeBack =
          ":"
              + line
              + ":"
              + column
              + ": expected a time of at least "
              + lastTime
              + ", found "
              + timeNanos
              + "; the order of the events is taken";
    }
    lastTime = timeNanos;
  }

  /** A complaint about a place of the source. */
  HistoryFormatException error(long line, long column, String complaint) {
    return at(line, column, complaint);
  }

  private HistoryFormatException at(long line, long column, String complaint) {
    return new HistoryFormatException(source, line, column, complaint);
  }
}
