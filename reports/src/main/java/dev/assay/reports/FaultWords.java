package dev.assay.reports;

import dev.assay.histories.Keyword;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a fault did to whom, in a line for people. */
public final class FaultWords {
  private static final int LENGTH_MAX = 300;

  /** How a fault chose whom it struck; told last, since whom comes first on a narrow band. */
  private static final Set<String> CHOICES = Set.of("targets", "shape");

  private static final Set<String> SILENT = Set.of("nodes", "groups");

  /** n2 before n10, and a small side of a partition before a large one. */
  private static final Comparator<String> BY_NUMBER =
      Comparator.comparingInt(String::length).thenComparing(name -> name);

  private FaultWords() {}

  /**
   * A list of names is {@code n1, n2}; a list of lists {@code n1 n2 | n3}; a map {@code n1, n2
   * (minority)} or {@code n1 n2 | n3 (halves)}, in which the words for whom ({@code nodes}, {@code
   * groups}, {@code unheard}) are left out; anything deeper is EDN.
   */
  public static String of(@Nullable Object value) {
    String words = value instanceof Map<?, ?> map ? ofMap(map) : ofPart(value);
    return EdnText.visible(EdnText.cut(words, LENGTH_MAX));
  }

  /** The same without how it chose whom where the kind's name, {@code kill-leader}, says so. */
  public static String of(String kind, @Nullable Object value) {
    String words = of(value);
    String choice = " (" + kind.substring(kind.indexOf('-') + 1) + ")";
    return words.endsWith(choice) ? words.substring(0, words.length() - choice.length()) : words;
  }

  private static String ofMap(Map<?, ?> map) {
    List<String> parts = new ArrayList<>();
    List<String> choices = new ArrayList<>();
    for (Map.Entry<?, ?> e : map.entrySet()) {
      String name = name(e.getKey());
      if (CHOICES.contains(name)) {
        choices.add(ofPart(e.getValue()));
      } else if (name.equals("unheard") && e.getValue() instanceof Map<?, ?> unheard) {
        parts.add(ofUnheard(unheard));
      } else {
        String part =
            e.getValue() instanceof Map<?, ?> inner ? ofInner(inner) : ofPart(e.getValue());
        parts.add(SILENT.contains(name) ? part : name + " " + part);
      }
    }
    String choice = String.join(", ", choices);
    if (parts.isEmpty()) {
      return choice;
    }
    return String.join("; ", parts) + (choice.isEmpty() ? "" : " (" + choice + ")");
  }

  /**
   * Who hears nothing from whom: {@code n1 | n2 n3} where two sides miss each other, {@code n1–n3
   * n2–n4} where else nodes do, and {@code n1 unheard by n2 n3} where one side still hears.
   */
  private static String ofUnheard(Map<?, ?> unheard) {
    Map<String, List<String>> deafBySpeakers = new LinkedHashMap<>();
    unheard.forEach(
        (to, from) ->
            deafBySpeakers.computeIfAbsent(side(from), it -> new ArrayList<>()).add(name(to)));
    List<String> speakers = List.copyOf(deafBySpeakers.keySet());
    List<String> deaf =
        deafBySpeakers.values().stream().map(it -> String.join(" ", sorted(it))).toList();
    if (deaf.size() == 2 && deaf.equals(speakers.reversed())) {
      return deaf.stream().sorted(BY_NUMBER).collect(Collectors.joining(" | "));
    }
    Set<Cut> cuts = cuts(unheard);
    if (cuts.stream().allMatch(cut -> cuts.contains(new Cut(cut.to, cut.from)))) {
      return cuts.stream()
          .filter(cut -> BY_NUMBER.compare(cut.from, cut.to) < 0)
          .map(cut -> cut.from + "–" + cut.to)
          .collect(Collectors.joining(" "));
    }
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < deaf.size(); i++) {
      parts.add(speakers.get(i) + " unheard by " + deaf.get(i));
    }
    return String.join("; ", parts);
  }

  private record Cut(String from, String to) {}

  private static Set<Cut> cuts(Map<?, ?> unheard) {
    Set<Cut> cuts =
        new TreeSet<>(Comparator.comparing(Cut::from, BY_NUMBER).thenComparing(Cut::to, BY_NUMBER));
    unheard.forEach(
        (to, from) -> {
          Collection<?> speakers = from instanceof Collection<?> many ? many : List.of(name(from));
          speakers.forEach(speaker -> cuts.add(new Cut(name(speaker), name(to))));
        });
    return cuts;
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

  private static String side(@Nullable Object value) {
    return value instanceof Collection<?> items
        ? String.join(" ", sorted(items.stream().map(FaultWords::name).toList()))
        : name(value);
  }

  private static List<String> sorted(Collection<String> names) {
    return names.stream().sorted(BY_NUMBER).toList();
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
