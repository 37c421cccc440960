package dev.assay.histories;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The totally ordered events of a run, kept in columns.
 *
 * <p>An <em>event</em> is an invocation or a completion and is named by its position, {@code 0} to
 * {@code size() - 1}. An <em>operation</em> is named by the position of its invocation; {@link
 * #pair} leads from either event to the other. What {@code ok}, {@code fail} and {@code info} mean
 * is told at {@link EventType}; an invocation without a completion means the same as {@code info}.
 *
 * <p>Immutable and safe to share between threads. Reading a column is O(1) and allocates nothing.
 * The order of the events is the truth; times are what clocks said.
 */
public final class History {
  /** The process of events that a nemesis, not a client, caused. */
  public static final int NEMESIS = -1;

  /** No such event, key or completion. */
  public static final int NONE = -1;

  /** The time of an event whose source gave none. */
  public static final long NO_TIME = Long.MIN_VALUE;

  private static final EventType[] TYPES = EventType.values();

  private final int size;
  private final byte[] type;
  private final IntColumn process;
  private final IntColumn f;
  private final long[] timeNanos;
  private final long @Nullable [] index;
  private final IntColumn key;
  private final IntColumn value;
  private final int[] pair;
  private final IntColumn extra;
  private final boolean hasTimes;
  private final boolean realTime;
  private final Values values;
  private final List<String> functions;
  private final List<Map<String, @Nullable Object>> extras;
  private final MicroOps microOps;
  private @Nullable EventsByKey eventsByKey;

  private History(Builder b) {
    size = b.size;
    type = Arrays.copyOf(b.type, size);
    process = IntColumn.of(b.process, size);
    f = IntColumn.of(b.f, size);
    timeNanos = Growth.trimmed(b.timeNanos, size);
    index = b.index == null ? null : Growth.trimmed(b.index, size);
    key = IntColumn.of(b.key, size);
    value = IntColumn.of(b.value, size);
    pair = Growth.trimmed(b.pair, size);
    extra = b.extra == null ? new IntColumn.Constant(0) : IntColumn.of(b.extra, size);
    hasTimes = b.hasTimes;
    realTime = b.realTime;
    values = b.values;
    functions = b.functions.all();
    extras = List.copyOf(b.extras);
    values.mops().trim();
    microOps = new MicroOps(this);
  }

  /** An empty builder. */
  public static Builder builder() {
    return new Builder();
  }

  /** The number of events. */
  public int size() {
    return size;
  }

  public EventType type(int event) {
    return TYPES[type[event]];
  }

  /** The logical client thread, or {@link #NEMESIS}. */
  public int process(int event) {
    return process.get(event);
  }

  /** What was asked: {@code read}, {@code write}, {@code cas}, {@code txn} … */
  public String f(int event) {
    return functions.get(f.get(event));
  }

  /** The position of {@link #f(int)} in {@link #functions()}. */
  public int fId(int event) {
    return f.get(event);
  }

  /** Every distinct {@link #f(int)}, the nemesis' included, in the order of their first event. */
  public List<String> functions() {
    return functions;
  }

  /**
   * Nanoseconds since the run began; where the source gave none, the time of the event before. A
   * history without any times has the events' positions for times, see {@link #hasTimes}.
   */
  public long timeNanos(int event) {
    return timeNanos[event];
  }

  /**
   * Whether an event before another of a different process really came before it. Where the source
   * gave no more than the order of each process, only that order is a fact: models that speak of
   * real time, linearizability among them, cannot be judged.
   */
  public boolean isRealTime() {
    return realTime;
  }

  /** Whether the source gave times. */
  public boolean hasTimes() {
    return hasTimes;
  }

  /** The index that the source gave to the event; its position where the source gave none. */
  public long index(int event) {
    return index == null ? event : index[event];
  }

  /** The id of the key of an operation on one of many objects, or {@link #NONE}. */
  public int keyId(int event) {
    return key.get(event);
  }

  /** The key of an operation on one of many objects, or {@code null}. */
  public @Nullable Object key(int event) {
    int id = key.get(event);
    return id == NONE ? null : values.get(id);
  }

  public int valueId(int event) {
    return value.get(event);
  }

  public @Nullable Object value(int event) {
    return values.get(value.get(event));
  }

  /** The completion of an invocation, the invocation of a completion, or {@link #NONE}. */
  public int pair(int event) {
    return pair[event];
  }

  /** Everything else the source said of the event ({@code error}, {@code node} …), in its order. */
  public Map<String, @Nullable Object> extra(int event) {
    return extras.get(extra.get(event));
  }

  /** The micro-operations of all transactions. */
  public MicroOps microOps() {
    return microOps;
  }

  public Values values() {
    return values;
  }

  public boolean isClient(int event) {
    return process.get(event) != NEMESIS;
  }

  public boolean isClientInvocation(int event) {
    return type[event] == 0 && process.get(event) != NEMESIS;
  }

  /** How the operation invoked at {@code invocation} ended; {@code INFO} when it never did. */
  public EventType outcome(int invocation) {
    return pair[invocation] == NONE ? EventType.INFO : type(pair[invocation]);
  }

  /** The positions of the clients' invocations, in order. */
  public IntStream clientInvocations() {
    return IntStream.range(0, size).filter(this::isClientInvocation);
  }

  /** The positions of the nemesis' events, in order. */
  public IntStream nemesisEvents() {
    return eventsOfProcess(NEMESIS);
  }

  /** The positions of the events of a process, in order; none when there is no such process. */
  public IntStream eventsOfProcess(int wanted) {
    return IntStream.range(0, size).filter(event -> process.get(event) == wanted);
  }

  /**
   * The positions of the events of a window of time, in order.
   *
   * @param fromNanos the first time that counts
   * @param untilNanos the first time that does not count any more
   */
  public IntStream eventsBetween(long fromNanos, long untilNanos) {
    return IntStream.range(0, size)
        .filter(event -> fromNanos <= timeNanos[event] && timeNanos[event] < untilNanos);
  }

  /**
   * The distinct {@link #keyId}s of the clients' events in the order of their first event; {@link
   * #NONE} is among them where events have no key. O(events) the first time, then a copy.
   */
  public int[] keyIds() {
    return byKey().keyIds.clone();
  }

  /** The positions of the clients' events on this key ({@link #NONE}: on no key), in order. */
  public int[] eventsOfKey(int keyId) {
    return byKey().eventsOf(keyId);
  }

  /** Computed at most a few times when threads race; the result is the same. */
  private EventsByKey byKey() {
    EventsByKey known = eventsByKey;
    if (known == null) {
      known = new EventsByKey(this);
      eventsByKey = known;
    }
    return known;
  }

  /** Collects events in their order; pairs them by process. Not safe for use by two threads. */
  public static final class Builder {
    private int size;
    private byte[] type = new byte[256];
    private int[] process = new int[256];
    private int[] f = new int[256];
    private long[] timeNanos = new long[256];
    private long @Nullable [] index;
    private int[] key = new int[256];
    private int[] value = new int[256];
    private int[] pair = new int[256];
    private int @Nullable [] extra;
    private boolean hasTimes;
    private boolean realTime = true;
    private boolean built;
    private final KeyPairs pairs = new KeyPairs();
    private final Values values = new Values();
    private final Names functions = new Names();
    private final List<Map<String, @Nullable Object>> extras = new ArrayList<>(List.of(Map.of()));
    private final Map<Map<String, @Nullable Object>, Integer> extraIds = new HashMap<>();
    private final OpenOperations open = new OpenOperations();

    private Builder() {}

    /**
     * Adds an event after all those added before.
     *
     * @param keyOrNull the key, when the operation is on one of many objects
     * @param time nanoseconds since the run began, or {@link #NO_TIME}
     * @param extra kept as it is: must not change afterwards
     * @return the position of the event
     * @throws IllegalArgumentException when a client invokes while its operation is open, or
     *     completes what it did not invoke: readers check before and say where
     */
    public int add(
        EventType eventType,
        int processId,
        String function,
        @Nullable Object keyOrNull,
        @Nullable Object valueOrNull,
        long time,
        long sourceIndex,
        Map<String, @Nullable Object> extra) {
      int keyId = keyOrNull == null ? NONE : values.intern(keyOrNull);
      int valueId = values.intern(valueOrNull);
      return addInterned(eventType, processId, function, keyId, valueId, time, sourceIndex, extra);
    }

    /** Adds a client event with no key, no extra fields, no time, and its position as index. */
    public int add(EventType eventType, int processId, String function, @Nullable Object val) {
      return add(eventType, processId, function, null, val, NO_TIME, size, Map.of());
    }

    /** As {@link #add}, with ids that {@link #intern(Object)} gave; a key may be {@link #NONE}. */
    public int addInterned(
        EventType eventType,
        int processId,
        String function,
        int keyId,
        int valueId,
        long time,
        long sourceIndex,
        Map<String, @Nullable Object> extraFields) {
      if (built) {
        throw new IllegalStateException("the history is built already");
      }
      int at = size;
      if (processId != NEMESIS) {
        checkOpen(eventType, processId);
      }
      if (at == type.length) {
        grow();
      }
      type[at] = (byte) eventType.ordinal();
      process[at] = processId;
      f[at] = functions.number(function);
      setTime(at, time);
      setIndex(at, sourceIndex);
      key[at] = keyId;
      value[at] = valueId;
      pair[at] = NONE;
      if (processId != NEMESIS) {
        pair(at, eventType, processId);
      }
      setExtra(at, extraFields);
      size++;
      return at;
    }

    /**
     * As {@link #addInterned}, of a client's event whose value is {@code [key value]}, as long as
     * nobody knows whether that is a key of its own and a value: {@link #splitPairs}.
     *
     * @param keyId of the first of the two, not {@link #NONE}
     */
    public int addPair(
        EventType eventType,
        int processId,
        String function,
        int keyId,
        int valueId,
        long time,
        long sourceIndex,
        Map<String, @Nullable Object> extraFields) {
      int at =
          addInterned(
              eventType, processId, function, keyId, valueId, time, sourceIndex, extraFields);
      pairs.add(at);
      return at;
    }

    /**
     * The first of each pair of {@link #addPair} is the key of its event, and of its completion
     * when that is no pair. Without this call pairs are values.
     */
    public void splitPairs() {
      pairs.split(size, type, pair, key);
    }

    /** Says that the source gave no order but that of each process: {@link History#isRealTime}. */
    public void ordersProcessesOnly() {
      realTime = false;
    }

    /** The id of a value for {@link #addInterned}. */
    public int intern(@Nullable Object plainValue) {
      return values.intern(plainValue);
    }

    /** The id of a {@link Long}, which is boxed only when it is new. */
    public int intern(long plainValue) {
      return values.intern(plainValue);
    }

    /** Takes a transaction piece by piece; its end gives an id for {@link #addInterned}. */
    public TransactionBuilder transaction() {
      return new TransactionBuilder(values);
    }

    /**
     * Takes over all values of a batch; {@link ValueBatch#joined} tells their ids then.
     *
     * @param fractionRead how much of the source has been read with it, 0 when nobody knows
     */
    public void join(ValueBatch batch, double fractionRead) {
      values.growth().read(fractionRead);
      batch.join(values);
    }

    /** The value with an id that {@link #intern(Object)} gave. */
    public @Nullable Object value(int valueId) {
      return values.get(valueId);
    }

    /** Whether the process has an operation open. */
    public boolean isOpen(int processId) {
      return open.get(processId) != NONE;
    }

    /** The {@link History#f} of the operation that the process has open, or {@code null}. */
    public @Nullable String openFunction(int processId) {
      int invocation = open.get(processId);
      return invocation == NONE ? null : functions.get(f[invocation]);
    }

    public int size() {
      return size;
    }

    /** The history; the builder can be used no more. */
    public History build() {
      built = true;
      pairs.join(values, key, value);
      SharedMicroOps.unshare(size, type, pair, value, values);
      return new History(this);
    }

    private void checkOpen(EventType eventType, int processId) {
      boolean isOpen = isOpen(processId);
      if (eventType == EventType.INVOKE && isOpen) {
        throw new IllegalArgumentException(
            "process " + processId + " invokes while its operation is open");
      }
      if (eventType != EventType.INVOKE && !isOpen) {
        throw new IllegalArgumentException(
            "process " + processId + " completes an operation that it did not invoke");
      }
    }

    private void pair(int at, EventType eventType, int processId) {
      if (eventType == EventType.INVOKE) {
        open.set(processId, at);
        return;
      }
      int invocation = open.get(processId);
      open.set(processId, NONE);
      pair[at] = invocation;
      pair[invocation] = at;
    }

    private void setTime(int at, long time) {
      if (time != NO_TIME) {
        if (!hasTimes) {
          Arrays.fill(timeNanos, 0, at, Math.min(time, 0));
        }
        hasTimes = true;
        timeNanos[at] = time;
      } else if (hasTimes) {
        timeNanos[at] = timeNanos[at - 1];
      } else {
        timeNanos[at] = at;
      }
    }

    private void setIndex(int at, long sourceIndex) {
      if (index == null) {
        if (sourceIndex == at) {
          return;
        }
        index = new long[type.length];
        Arrays.setAll(index, i -> i);
      }
      index[at] = sourceIndex;
    }

    private void setExtra(int at, Map<String, @Nullable Object> extraFields) {
      if (extra == null) {
        if (extraFields.isEmpty()) {
          return;
        }
        extra = new int[type.length];
      }
      extra[at] = extraFields.isEmpty() ? 0 : extraId(extraFields);
    }

    private int extraId(Map<String, @Nullable Object> extraFields) {
      Integer known = extraIds.get(extraFields);
      if (known != null) {
        return known;
      }
      extras.add(extraFields);
      extraIds.put(extraFields, extras.size() - 1);
      return extras.size() - 1;
    }

    private void grow() {
      int length = values.growth().longer(size);
      type = Arrays.copyOf(type, length);
      process = Arrays.copyOf(process, length);
      f = Arrays.copyOf(f, length);
      timeNanos = Arrays.copyOf(timeNanos, length);
      index = index == null ? null : Arrays.copyOf(index, length);
      key = Arrays.copyOf(key, length);
      value = Arrays.copyOf(value, length);
      pair = Arrays.copyOf(pair, length);
      extra = extra == null ? null : Arrays.copyOf(extra, length);
    }
  }
}
