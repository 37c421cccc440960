package dev.assay.cli;

import dev.assay.histories.History;
import dev.assay.histories.MicroOps;
import dev.assay.histories.format.EdnValues;
import dev.assay.histories.format.HistoryFormatException;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Which part of a history is wanted.
 *
 * <p>Each option narrows the slice; one that is repeated widens what it asks for. An operation is
 * in the slice whole, with both of its events, as soon as one of them is.
 */
final class SliceFlags {
  private static final String NEMESIS = "nemesis";

  @Option(
      names = "--key",
      paramLabel = "KEY",
      description = "Operations and transactions on this key, in EDN or as plain text; repeatable.")
  private List<String> keys = List.of();

  @Option(
      names = "--process",
      paramLabel = "N",
      description = "Events of this process, or of the nemesis; repeatable.")
  private List<String> processes = List.of();

  @Option(names = "--f", paramLabel = "NAME", description = "Events of this function; repeatable.")
  private List<String> functions = List.of();

  @Option(
      names = "--index",
      paramLabel = "A..B",
      description = "Events with an index from A to B, both included; A.. and ..B too.")
  private @Nullable String index;

  @Option(
      names = "--time",
      paramLabel = "A..B",
      description = "Events from A to B since the run began, such as 3s..4500ms; A.. and ..B too.")
  private @Nullable String time;

  /** The slice, as a history of its own; the history itself where nothing was asked for. */
  History of(History history) {
    IntPredicate wanted = event -> true;
    if (!keys.isEmpty()) {
      wanted = wanted.and(onKeys(history));
    }
    if (!processes.isEmpty()) {
      int[] numbers = processes.stream().mapToInt(SliceFlags::process).toArray();
      wanted = wanted.and(event -> contains(numbers, history.process(event)));
    }
    if (!functions.isEmpty()) {
      wanted = wanted.and(event -> functions.contains(history.f(event)));
    }
    if (index != null) {
      Range range = Range.parse("--index", index, SliceFlags::number);
      wanted = wanted.and(event -> range.contains(history.index(event)));
    }
    if (time != null) {
      if (!history.hasTimes()) {
        throw new UsageException("--time: this history has no times; use --index");
      }
      Range range = Range.parse("--time", time, SliceFlags::nanos);
      wanted = wanted.and(event -> range.contains(history.timeNanos(event)));
    }
    boolean isWhole = keys.isEmpty() && processes.isEmpty() && functions.isEmpty();
    return isWhole && index == null && time == null ? history : slice(history, wanted);
  }

  /** The wanted events and their other halves, in their order. O(events). */
  static History slice(History history, IntPredicate wanted) {
    BitSet kept = new BitSet(history.size());
    for (int event = 0; event < history.size(); event++) {
      if (wanted.test(event)) {
        kept.set(event);
        if (history.pair(event) != History.NONE) {
          kept.set(history.pair(event));
        }
      }
    }
    return copy(history, kept);
  }

  /** Some events, in their order; a completion only with its invocation. */
  static History copy(History history, BitSet kept) {
    History.Builder out = History.builder();
    if (!history.isRealTime()) {
      out.ordersProcessesOnly();
    }
    for (int event = kept.nextSetBit(0); event >= 0; event = kept.nextSetBit(event + 1)) {
      out.add(
          history.type(event),
          history.process(event),
          history.f(event),
          history.key(event),
          history.value(event),
          history.hasTimes() ? history.timeNanos(event) : History.NO_TIME,
          history.index(event),
          history.extra(event));
    }
    return out.build();
  }

  private IntPredicate onKeys(History history) {
    BitSet ids = new BitSet();
    for (int id = 0; id < history.values().size(); id++) {
      if (isWantedKey(history.values().get(id))) {
        ids.set(id);
      }
    }
    MicroOps mops = history.microOps();
    return event -> {
      int key = history.keyId(event);
      if (key != History.NONE && ids.get(key)) {
        return true;
      }
      for (int mop = mops.start(event); mop < mops.end(event); mop++) {
        if (ids.get(mops.key(mop))) {
          return true;
        }
      }
      return false;
    };
  }

  private boolean isWantedKey(@Nullable Object key) {
    return key != null
        && (keys.contains(key.toString()) || keys.stream().anyMatch(k -> is(k, key)));
  }

  private static boolean is(String edn, Object key) {
    try {
      return key.equals(EdnValues.fromEdn(edn));
    } catch (HistoryFormatException e) {
      return false; // plain text, which was compared before
    }
  }

  private static int process(String text) {
    if (text.equals(NEMESIS)) {
      return History.NEMESIS;
    }
    if (!text.matches("\\d{1,9}")) {
      throw new UsageException(
          "--process: expected a number or nemesis, found " + Text.printable(text));
    }
    return Integer.parseInt(text);
  }

  private static boolean contains(int[] numbers, int number) {
    for (int each : numbers) {
      if (each == number) {
        return true;
      }
    }
    return false;
  }

  private static long number(String text) {
    if (!text.matches("\\d{1,18}")) {
      throw new UsageException("expected a number, found " + Text.printable(text));
    }
    return Long.parseLong(text);
  }

  private static long nanos(String text) {
    return text.matches("0(s|ms)?") ? 0 : new DurationConverter().convert(text).toNanos();
  }

  /** Both ends included. */
  private record Range(long from, long to) {
    static Range parse(String option, String text, ToLongFunction<String> reader) {
      int dots = text.indexOf("..");
      String first = dots < 0 ? text : text.substring(0, dots);
      String last = dots < 0 ? text : text.substring(dots + 2);
      try {
        return new Range(
            first.isEmpty() ? Long.MIN_VALUE : reader.applyAsLong(first),
            last.isEmpty() ? Long.MAX_VALUE : reader.applyAsLong(last));
      } catch (UsageException | picocli.CommandLine.TypeConversionException e) {
        throw new UsageException(option + ": " + e.getMessage() + "; such as A..B, A.. or ..B");
      }
    }

    boolean contains(long value) {
      return from <= value && value <= to;
    }
  }
}
