package dev.assay.checkers.certificates;

import dev.assay.histories.MicroOps;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which cycles of list-append the levels forbid that Elle's names do not tell apart: what must hold
 * of their kinds of edges, beside that every edge is one.
 *
 * <p>Here a transaction reads from the one that wrote the version which it read, not from those
 * whose elements that version shows, too.
 */
final class LevelCycleRules {
  /** Such as {@code rw wr }: the kinds from some edge on, which a rule has as a pattern. */
  private static final Map<String, String> PATTERNS =
      Map.of(
          "non-monotonic-read", "rw wr ",
          "fractured-read", "rw wr ",
          "unread-own-write", "rw process ",
          "backward-read", "rw wr process ",
          "non-causal-read", "rw (wr )+",
          "non-causal-read-process", "rw (wr |process )+",
          "non-prefix-read", "rw ((ww |wr )*wr rw )*(ww |wr )*wr ",
          "write-before-read", "(ww |wr (process )*)+",
          "G-update", "rw (ww |wr |rw )+",
          "G-cursor", "rw ww ");

  private LevelCycleRules() {}

  /** Whether there is a rule of this name. */
  static boolean isOne(String anomaly) {
    return PATTERNS.containsKey(anomaly);
  }

  /** Whether the kinds of its edges are those of a level that registers have, too. */
  static boolean isOfRegisters(String anomaly, List<CycleEdge> edges) {
    return anomaly.equals("write-before-read")
        && matches(Objects.requireNonNull(PATTERNS.get(anomaly)), edges);
  }

  /** What is wrong with the cycle as a whole, or null. */
  static @Nullable String fault(String anomaly, List<CycleEdge> edges, ListAppendFacts facts) {
    if (!matches(Objects.requireNonNull(PATTERNS.get(anomaly)), edges)) {
      return "its edges are not those of a " + anomaly;
    }
    for (CycleEdge edge : edges) {
      if (edge.kind().equals("wr") && !isReadOfVersion(edge, facts)) {
        return "transaction " + edge.to() + " does not read the version of " + edge.from();
      }
    }
    return switch (anomaly) {
      case "non-monotonic-read" ->
          index(only("wr", edges).second()) < index(only("rw", edges).first())
              ? null
              : "what was missed was read before it could be known of";
      case "G-cursor" ->
          Objects.equals(edges.get(0).key(), edges.get(1).key())
              ? null
              : "its edges are about different keys";
      case "G-update" ->
          edges.stream().filter(edge -> !facts.appends(edge.from())).count() <= 1
              ? null
              : "several of its transactions only read";
      default -> null;
    };
  }

  /** Whether the kinds, read round from some edge on, are those of the pattern. */
  private static boolean matches(String pattern, List<CycleEdge> edges) {
    for (int first = 0; first < edges.size(); first++) {
      StringBuilder kinds = new StringBuilder();
      for (int i = 0; i < edges.size(); i++) {
        kinds.append(edges.get((first + i) % edges.size()).kind()).append(' ');
      }
      if (kinds.toString().matches(pattern)) {
        return true;
      }
    }
    return false;
  }

  private static CycleEdge only(String kind, List<CycleEdge> edges) {
    return edges.stream().filter(edge -> edge.kind().equals(kind)).findFirst().orElseThrow();
  }

  private static int index(@Nullable MicroOpRef ref) {
    return ref == null ? -1 : ref.index();
  }

  /** Whether the last element of the list that the reader did not append itself is the writer's. */
  private static boolean isReadOfVersion(CycleEdge edge, ListAppendFacts facts) {
    MicroOps microOps = facts.microOps();
    int append = facts.mop(edge.first());
    int read = facts.mop(edge.second());
    if (append < 0 || read < 0) {
      return false;
    }
    int at = microOps.listEnd(read) - 1;
    while (at >= microOps.listStart(read)
        && facts.isOnlyAppender(
            new ListAppendFacts.Element(microOps.key(read), microOps.element(at)), edge.to())) {
      at--;
    }
    return at >= microOps.listStart(read) && microOps.element(at) == microOps.value(append);
  }
}
