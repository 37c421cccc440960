package dev.assay.histories;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
 */
public final class History {
  /** The process of events that a nemesis, not a client, caused. */
  public static final int NEMESIS = -1;

  /** No such event, key or completion. */
  public static final int NONE = -1;

  private final int size;
  private final byte[] type;
  private final int[] process;
  private final int[] f;
  private final long[] timeNanos;
  private final long[] index;
  private final int[] key;
  private final int[] value;
  private final int[] pair;
  private final Values values;
  private final List<String> functions;
  private final Map<Integer, Map<String, @Nullable Object>> extras;

  private History(Builder b) {
    size = b.size;
    type = Arrays.copyOf(b.type, size);
    process = Arrays.copyOf(b.process, size);
    f = Arrays.copyOf(b.f, size);
    timeNanos = Arrays.copyOf(b.timeNanos, size);
    index = Arrays.copyOf(b.index, size);
    key = Arrays.copyOf(b.key, size);
    value = Arrays.copyOf(b.value, size);
    pair = Arrays.copyOf(b.pair, size);
    values = b.values;
    functions = List.copyOf(b.functions);
    extras = b.extras;
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
    return process[event];
  }

  /** What was asked: {@code read}, {@code write}, {@code cas}, {@code txn} … */
  public String f(int event) {
    return functions.get(f[event]);
  }

  /** Nanoseconds since the run began. Never decreases along a history that has times. */
  public long timeNanos(int event) {
    return timeNanos[event];
  }

  /** The index that the source gave to the event; its position where the source gave none. */
  public long index(int event) {
    return index[event];
  }

  /** The id of the key of an operation on one of many objects, or {@link #NONE}. */
  public int keyId(int event) {
    return key[event];
  }

  /** The key of an operation on one of many objects, or {@code null}. */
  public @Nullable Object key(int event) {
    return key[event] == NONE ? null : values.get(key[event]);
  }

  public int valueId(int event) {
    return value[event];
  }

  public @Nullable Object value(int event) {
    return values.get(value[event]);
  }

  /** The completion of an invocation, the invocation of a completion, or {@link #NONE}. */
  public int pair(int event) {
    return pair[event];
  }

  /** Everything else the source said of the event ({@code error}, {@code node} …), in its order. */
  public Map<String, @Nullable Object> extra(int event) {
    return extras.getOrDefault(event, Map.of());
  }

  public Values values() {
    return values;
  }

  public boolean isClientInvocation(int event) {
    return type[event] == 0 && process[event] != NEMESIS;
  }

  /** How the operation invoked at {@code invocation} ended; {@code INFO} when it never did. */
  public EventType outcome(int invocation) {
    return pair[invocation] == NONE ? EventType.INFO : type(pair[invocation]);
  }

  private static final EventType[] TYPES = EventType.values();

  /** Collects events in their order; pairs them by process. Not safe for use by two threads. */
  public static final class Builder {
    private int size;
    private byte[] type = new byte[1024];
    private int[] process = new int[1024];
    private int[] f = new int[1024];
    private long[] timeNanos = new long[1024];
    private long[] index = new long[1024];
    private int[] key = new int[1024];
    private int[] value = new int[1024];
    private int[] pair = new int[1024];
    private final Values values = new Values();
    private final List<String> functions = new ArrayList<>();
    private final Map<String, Integer> functionIds = new HashMap<>();
    private final Map<Integer, Map<String, @Nullable Object>> extras = new HashMap<>();
    private final Map<Integer, Integer> open = new HashMap<>();

    private Builder() {}

    /**
     * Adds an event after all those added before.
     *
     * @param keyOrNull the key, when the operation is on one of many objects
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
      if (size == type.length) {
        grow();
      }
      int at = size;
      type[at] = (byte) eventType.ordinal();
      process[at] = processId;
      f[at] = functionId(function);
      timeNanos[at] = time;
      index[at] = sourceIndex;
      key[at] = keyOrNull == null ? NONE : values.intern(keyOrNull);
      value[at] = values.intern(valueOrNull);
      pair[at] = NONE;
      if (processId != NEMESIS) {
        pair(at, eventType, processId);
      }
      if (!extra.isEmpty()) {
        extras.put(at, extra);
      }
      size++;
      return at;
    }

    /** Adds a client event with no key, no extra fields and its position as time and index. */
    public int add(EventType eventType, int processId, String function, @Nullable Object val) {
      return add(eventType, processId, function, null, val, size, size, Map.of());
    }

    /** Whether the process has an operation open. */
    public boolean isOpen(int processId) {
      return open.containsKey(processId);
    }

    public int size() {
      return size;
    }

    public History build() {
      return new History(this);
    }

    private void pair(int at, EventType eventType, int processId) {
      if (eventType == EventType.INVOKE) {
        if (open.putIfAbsent(processId, at) != null) {
          throw new IllegalArgumentException(
              "process " + processId + " invokes while its operation is open");
        }
        return;
      }
      Integer invocation = open.remove(processId);
      if (invocation == null) {
        throw new IllegalArgumentException(
            "process " + processId + " completes an operation that it did not invoke");
      }
      pair[at] = invocation;
      pair[invocation] = at;
    }

    private int functionId(String function) {
      return functionIds.computeIfAbsent(
          function,
          name -> {
            functions.add(name);
            return functions.size() - 1;
          });
    }

    private void grow() {
      int length = size * 2;
      type = Arrays.copyOf(type, length);
      process = Arrays.copyOf(process, length);
      f = Arrays.copyOf(f, length);
      timeNanos = Arrays.copyOf(timeNanos, length);
      index = Arrays.copyOf(index, length);
      key = Arrays.copyOf(key, length);
      value = Arrays.copyOf(value, length);
      pair = Arrays.copyOf(pair, length);
    }
  }
}
