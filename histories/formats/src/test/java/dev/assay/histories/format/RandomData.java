package dev.assay.histories.format;

import dev.assay.histories.EventType;
import dev.assay.histories.History;
import dev.assay.histories.Keyword;
import dev.assay.histories.Ratio;
import dev.assay.histories.Symbol;
import dev.assay.histories.Tagged;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Random values and histories, the ugly ones among them. */
final class RandomData {
  private static final String[] STRINGS = {
    "",
    "a",
    "n1",
    "#keyword",
    "#",
    "\"",
    "\\",
    "\n\t\r\b\f\0",
    "ä€𝄞",
    "\ud800",
    "\udc00x",
    "\u2028",
    "\u007f\u0085",
    ":a",
    "nil",
    "a b",
    "[1 2]",
    "}",
    ";x"
  };
  private static final String[] NAMES = {
    "a", "b/c", "x-y?", "ok", "nemesis", "type", "ä", "1", "+"
  };
  private static final double[] DOUBLES = {
    0.0,
    -0.0,
    1.5,
    -1e300,
    1e-300,
    Double.NaN,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    Double.MIN_VALUE,
    Double.MAX_VALUE,
    1e7,
    100.0
  };

  private RandomData() {}

  /** A value nested at most {@code size / 10} deep. */
  static @Nullable Object value(SplittableRandom random, int size) {
    int kinds = size < 10 ? 13 : 18;
    return switch (random.nextInt(kinds)) {
      case 0 -> null;
      case 1 -> random.nextBoolean();
      case 2 -> (long) random.nextInt(10);
      case 3 -> random.nextLong();
      case 4 -> random.nextBoolean() ? Long.MIN_VALUE : Long.MAX_VALUE;
      case 5 -> BigInteger.valueOf(random.nextLong()).shiftLeft(64).add(BigInteger.TWO.pow(130));
      case 6 -> DOUBLES[random.nextInt(DOUBLES.length)];
      case 7 -> STRINGS[random.nextInt(STRINGS.length)];
      case 8 -> new Keyword(NAMES[random.nextInt(NAMES.length)]);
      case 9 -> new Symbol("s" + random.nextInt(3) + "/x");
      case 10 -> (char) random.nextInt(0xd800);
      case 11 -> new BigDecimal(BigInteger.valueOf(random.nextLong()), random.nextInt(-40, 40));
      case 12 -> new Ratio(BigInteger.valueOf(random.nextInt(50) * 2 - 49), BigInteger.TWO);
      case 13, 14 -> list(random, size);
      case 15 -> set(random, size);
      case 16 -> map(random, size);
      default -> new Tagged("t" + random.nextInt(3), value(random, size - 10));
    };
  }

  private static List<@Nullable Object> list(SplittableRandom random, int size) {
    List<@Nullable Object> list = new ArrayList<>();
    boolean integers = random.nextBoolean();
    for (int i = random.nextInt(6); i > 0; i--) {
      list.add(integers ? (Object) random.nextLong(9) : value(random, size - 10));
    }
    return Collections.unmodifiableList(list);
  }

  private static Set<@Nullable Object> set(SplittableRandom random, int size) {
    Set<@Nullable Object> set = new LinkedHashSet<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      set.add(value(random, size - 10));
    }
    return Collections.unmodifiableSet(set);
  }

  private static Map<@Nullable Object, @Nullable Object> map(SplittableRandom random, int size) {
    Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
    boolean strings = random.nextBoolean();
    for (int i = random.nextInt(4); i > 0; i--) {
      Object key = strings ? STRINGS[random.nextInt(STRINGS.length)] : value(random, size - 10);
      map.put(key, value(random, size - 10));
    }
    return Collections.unmodifiableMap(map);
  }

  /** A history of about {@code size} events with any values, keys and extra fields. */
  static History history(SplittableRandom random, int size) {
    History.Builder b = History.builder();
    if (random.nextInt(4) == 0) {
      b.ordersProcessesOnly();
    }
    boolean times = random.nextBoolean();
    long time = random.nextLong(1000) - 500;
    for (int i = 0; i < size; i++) {
      time += random.nextInt(3);
      long at = times ? time : History.NO_TIME;
      int process = random.nextInt(-1, 5);
      Map<String, @Nullable Object> extra = extra(random);
      if (process == History.NEMESIS) {
        Object value = value(random, 30);
        b.add(EventType.INFO, process, "start-x", null, value, at, b.size() * 2L, extra);
        continue;
      }
      String open = b.openFunction(process);
      EventType type = open == null ? EventType.INVOKE : EventType.values()[1 + random.nextInt(3)];
      String f = open == null ? "f" + random.nextInt(3) : open;
      Object key = random.nextInt(3) == 0 ? null : value(random, 15);
      b.add(type, process, f, key, value(random, 40), at, b.size() * 2L, extra);
    }
    return b.build();
  }

  private static Map<String, @Nullable Object> extra(SplittableRandom random) {
    Map<String, @Nullable Object> extra = new LinkedHashMap<>();
    for (int i = random.nextInt(6) - 3; i > 0; i--) {
      extra.put(random.nextBoolean() ? "error" : "node-" + i, value(random, 20));
    }
    return extra;
  }

  /** Every event of a history as text, one a line: to compare two. */
  static String describe(History h) {
    StringBuilder out = new StringBuilder();
    out.append(h.hasTimes()).append(h.size() > 0 && !h.isRealTime()).append('\n');
    for (int e = 0; e < h.size(); e++) {
      out.append(h.index(e)).append(' ').append(h.type(e)).append(' ').append(h.process(e));
      out.append(' ').append(h.f(e)).append(' ').append(describe(h.key(e)));
      out.append(' ').append(describe(h.value(e))).append(' ').append(h.timeNanos(e));
      out.append(' ').append(h.pair(e)).append(' ').append(describe(h.extra(e))).append('\n');
    }
    return out.toString();
  }

  /** The kind tells 1 from 1.0 and a list from a set, which print alike or nearly so. */
  private static String describe(@Nullable Object value) {
    String kind =
        switch (value) {
          case null -> "";
          case List<?> list -> "List";
          case Set<?> set -> "Set";
          case Map<?, ?> map -> "Map";
          default -> value.getClass().getSimpleName();
        };
    return kind + EdnValues.toEdn(value);
  }
}
