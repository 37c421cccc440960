package dev.assay.reports;

import dev.assay.histories.Keyword;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a fault did to whom, in a line for people. */
final class FaultWords {
  private static final int LENGTH_MAX = 300;
  private static final Set<String> SILENT = Set.of("nodes", "groups", "targets", "shape");

  private FaultWords() {}

  /**
   * A list of names is {@code n1, n2}; a list of lists {@code n1 n2 | n3}; a map {@code halves;
   * unheard n1: n2 n3, n2: n1}, in which the words for whom ({@code nodes}, {@code groups}, {@code
   * targets}, {@code shape}) are left out; anything deeper is EDN.
   */
  static String of(@Nullable Object value) {
    String words = value instanceof Map<?, ?> map ? ofMap(map) : ofPart(value);
    return EdnText.visible(EdnText.cut(words, LENGTH_MAX));
  }

  private static String ofMap(Map<?, ?> map) {
    List<String> parts = new ArrayList<>();
    for (Map.Entry<?, ?> e : map.entrySet()) {
      String name = name(e.getKey());
      String part = e.getValue() instanceof Map<?, ?> inner ? ofInner(inner) : ofPart(e.getValue());
      parts.add(SILENT.contains(name) ? part : name + " " + part);
    }
    return String.join("; ", parts);
  }

  private static String ofInner(Map<?, ?> map) {
    List<String> parts = new ArrayList<>();
    map.forEach((name, value) -> parts.add(name(name) + ": " + group(value)));
    return String.join(", ", parts);
  }

  private static String ofPart(@Nullable Object value) {
    if (value == null) {
      return "";
    }
    if (!(value instanceof Collection<?> items)) {
      return name(value);
    }
    if (items.stream().noneMatch(FaultWords::isNested)) {
      return String.join(", ", items.stream().map(FaultWords::name).toList());
    }
    if (items.stream().allMatch(FaultWords::isFlat)) {
      return String.join(" | ", items.stream().map(FaultWords::group).toList());
    }
    return EdnText.of(value, LENGTH_MAX);
  }

  private static String group(@Nullable Object value) {
    return value instanceof Collection<?> items
        ? String.join(" ", items.stream().map(FaultWords::name).toList())
        : name(value);
  }

  private static boolean isNested(@Nullable Object value) {
    return value instanceof Collection<?> || value instanceof Map<?, ?>;
  }

  private static boolean isFlat(@Nullable Object value) {
    return !(value instanceof Map<?, ?>)
        && (!(value instanceof Collection<?> items)
            || items.stream().noneMatch(FaultWords::isNested));
  }

  private static String name(@Nullable Object value) {
    if (value instanceof String s) {
      return s;
    }
    return value instanceof Keyword k ? k.name() : EdnText.of(value, LENGTH_MAX);
  }
}
