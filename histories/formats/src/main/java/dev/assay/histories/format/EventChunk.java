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
 * The events of a stretch of a source, in columns, until those before it have been taken: whether
 * they fit is for the {@link EventSink} to say. Used again and again.
 */
final class EventChunk implements EventTarget {
  private static final EventType[] TYPES = EventType.values();

  /** In place of a value id: the pair that {@link #internPair} saw last. */
  private static final int PAIR = -2;

  /** Values of events that an {@link EventSink} has to look at whole have ids up to this. */
  private static final int PLAIN = -3;

  private final boolean takesPairsApart;
  private long pairFirst;
  private @Nullable Long pairSecond;

  private final ValueBatch values = new ValueBatch();
  private final List<@Nullable Object> plain = new ArrayList<>();
  private int size;
  private int[] line = new int[256];
  private int[] column = new int[256];
  private byte[] type = new byte[256];
  private int[] process = new int[256];
  private @Nullable String[] f = new @Nullable String[256];
  private int[] keyId = new int[256];
  private int[] valueId = new int[256];
  private long[] timeNanos = new long[256];
  private long[] index = new long[256];
  private List<Map<String, @Nullable Object>> extra = new ArrayList<>();

  /** The first of a pair that is taken apart, or {@link History#NONE}. */
  private int[] firstId = new int[256];

  /**
   * Makes an empty one.
   *
   * @param takesPairsApart {@link EventSink#takesPairsApart}
   */
  EventChunk(boolean takesPairsApart) {
    this.takesPairsApart = takesPairsApart;
  }

  /** Forgets everything. */
  void clear() {
    values.clear();
    plain.clear();
    extra.clear();
    size = 0;
  }

  @Override
  public int intern(@Nullable Object value) {
    return values.intern(value);
  }

  @Override
  public int intern(long value) {
    return values.intern(value);
  }

  @Override
  public int internValue(@Nullable Object value) {
    if (value == null) {
      return values.intern(null);
    }
    plain.add(value);
    return PLAIN - (plain.size() - 1);
  }

  @Override
  public int internPair(long first, @Nullable Long second) {
    if (!takesPairsApart) {
      return internValue(Collections.unmodifiableList(Arrays.asList(first, second)));
    }
    pairFirst = first;
    pairSecond = second;
    return PAIR;
  }

  @Override
  public TransactionBuilder transaction() {
    return values.transaction();
  }

  @Override
  public void take(
      long atLine,
      long atColumn,
      EventType eventType,
      int processId,
      @Nullable String function,
      int key,
      int value,
      long time,
      long sourceIndex,
      Map<String, @Nullable Object> extraFields) {
    if (size == line.length) {
      grow();
    }
    line[size] = (int) atLine;
    column[size] = (int) atColumn;
    type[size] = (byte) eventType.ordinal();
    process[size] = processId;
    f[size] = function;
    keyId[size] = key;
    valueId[size] = value;
    firstId[size] = History.NONE;
    if (value == PAIR) {
      takePair(processId >= 0 && key == History.NONE && function != null && !function.isEmpty());
    }
    timeNanos[size] = time;
    index[size++] = sourceIndex;
    extra.add(extraFields);
  }

  private void takePair(boolean isApart) {
    if (isApart) {
      firstId[size] = values.intern(pairFirst);
      valueId[size] = values.intern(pairSecond);
    } else {
      valueId[size] =
          internValue(Collections.unmodifiableList(Arrays.asList(pairFirst, pairSecond)));
    }
  }

  private void grow() {
    int length = size * 2;
    firstId = Arrays.copyOf(firstId, length);
    line = Arrays.copyOf(line, length);
    column = Arrays.copyOf(column, length);
    type = Arrays.copyOf(type, length);
    process = Arrays.copyOf(process, length);
    f = Arrays.copyOf(f, length);
    keyId = Arrays.copyOf(keyId, length);
    valueId = Arrays.copyOf(valueId, length);
    timeNanos = Arrays.copyOf(timeNanos, length);
    index = Arrays.copyOf(index, length);
  }

  /**
   * Gives everything to a sink that has taken all that stands before.
   *
   * @param linesBefore how many lines stand before
   * @param fractionRead how much of the source has been read then, 0 when nobody knows
   */
  void giveTo(EventSink out, long linesBefore, double fractionRead) throws HistoryFormatException {
    out.join(values, fractionRead);
    for (int i = 0; i < size; i++) {
      int value = valueId[i];
      if (value <= PLAIN) {
        value = out.internValue(plain.get(PLAIN - value));
      } else if (firstId[i] == History.NONE) {
        value = values.joined(value);
      } else {
        value = out.pairOf(values.joined(firstId[i]), values.joined(value));
      }
      out.take(
          linesBefore + line[i],
          column[i],
          TYPES[type[i]],
          process[i],
          f[i],
          keyId[i] == History.NONE ? History.NONE : values.joined(keyId[i]),
          value,
          timeNanos[i],
          index[i],
          extra.get(i));
    }
  }
}
