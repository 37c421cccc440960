package dev.assay.reports;

import dev.assay.histories.Keyword;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Records and plain EDN data as the maps, lists, strings, numbers and booleans that JSON knows.
 *
 * <p>A record becomes a map of its components in kebab case, with its own name under {@code type};
 * a keyword becomes a string with its colon; a map's keys become EDN text.
 */
final class PlainData {
  private static final int KEY_LENGTH_MAX = 1000;
  private static final int DEPTH_MAX = 200;

  private PlainData() {}

  static @Nullable Object of(@Nullable Object value) {
    return of(value, 0);
  }

  private static @Nullable Object of(@Nullable Object value, int depth) {
    if (depth == DEPTH_MAX) {
      return "…";
    }
    return switch (value) {
      case null -> null;
      case Boolean b -> b;
      case Double d -> Double.isFinite(d) ? d : d.toString();
      case Number n -> n;
      case String s -> s;
      case Enum<?> e -> kebab(e.name());
      case Keyword k -> k.toString();
      case Record r -> ofRecord(r, depth);
      case Map<?, ?> map -> {
        Map<String, @Nullable Object> out = new LinkedHashMap<>();
        map.forEach((k, v) -> out.put(key(k), of(v, depth + 1)));
        yield out;
      }
      case Collection<?> items -> {
        List<@Nullable Object> out = new ArrayList<>(items.size());
        for (Object item : items) {
          out.add(of(item, depth + 1));
        }
        yield out;
      }
      default -> EdnText.of(value, KEY_LENGTH_MAX);
    };
  }

  /**
   * {@code IllegalWindow} and {@code lastEvent} become {@code illegal-window}, {@code last-event}.
   */
  static String kebab(String name) {
    if (name.equals(name.toUpperCase(Locale.ROOT))) {
      return name.toLowerCase(Locale.ROOT).replace('_', '-');
    }
    return name.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
  }

  private static String key(@Nullable Object key) {
    return key instanceof String s ? s : EdnText.of(key, KEY_LENGTH_MAX);
  }

  private static Map<String, @Nullable Object> ofRecord(Record r, int depth) {
    Map<String, @Nullable Object> out = new LinkedHashMap<>();
    out.put("type", kebab(r.getClass().getSimpleName()));
    for (RecordComponent component : r.getClass().getRecordComponents()) {
      try {
        component.getAccessor().setAccessible(true);
        out.put(kebab(component.getName()), of(component.getAccessor().invoke(r), depth + 1));
      } catch (IllegalAccessException | InvocationTargetException e) {
        throw new IllegalStateException("cannot read " + component + " of " + r.getClass(), e);
      }
    }
    return out;
  }
}
