package dev.assay.histories.format;

import dev.assay.histories.EventType;
import dev.assay.histories.TransactionBuilder;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where a reader of EDN puts values and events, in their order. */
interface EventTarget {
  /** In place of a process: the event has none. */
  int NO_PROCESS = Integer.MIN_VALUE;

  /** The id of a value, for {@link #take}. */
  int intern(@Nullable Object value);

  /** The id of an integer, which is boxed only when it is new. */
  int intern(long value);

  /** The id of the value of the event that is taken next. */
  int internValue(@Nullable Object value);

  /** The id of {@code [first second]}, the value of the event that is taken next. */
  int internPair(long first, @Nullable Long second);

  /** Takes a transaction piece by piece; its end gives an id for {@link #take}. */
  TransactionBuilder transaction();

  /**
   * Takes an event of which a part may be missing.
   *
   * @param process a client's number, {@link dev.assay.histories.History#NEMESIS}, or {@link
   *     #NO_PROCESS}
   * @param f null or empty when there is none
   */
  void take(
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
      throws HistoryFormatException;
}
