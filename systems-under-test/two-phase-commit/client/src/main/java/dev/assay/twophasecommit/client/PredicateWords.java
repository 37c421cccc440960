package dev.assay.twophasecommit.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.histories.Keyword;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Predicates as the server has them, and what it shows of them. */
final class PredicateWords {
  private PredicateWords() {}

  /** {@code :true}, {@code [:= v]} or {@code [:mod m r]}. */
  static String line(@Nullable Object predicate) {
    if (predicate instanceof Keyword every && every.name().equals("true")) {
      return "all";
    }
    if (predicate instanceof List<?> parts && parts.getFirst() instanceof Keyword name) {
      if (name.name().equals("=") && parts.size() == 2) {
        return "equal " + parts.get(1);
      }
      if (name.name().equals("mod") && parts.size() == 3) {
        return "mod " + parts.get(1) + " " + parts.get(2);
      }
    }
    throw new IllegalArgumentException(
        "expected the predicate :true, [:= value] or [:mod modulus remainder], found " + predicate);
  }

  /** Keys, which are numbers here, with their registers. */
  static Map<Long, Long> shown(JsonNode found) {
    Map<Long, Long> shown = new TreeMap<>();
    found
        .properties()
        .forEach(
            entry ->
                shown.put(
                    Long.valueOf(entry.getKey()),
                    entry.getValue().get(entry.getValue().size() - 1).asLong()));
    return shown;
  }
}
