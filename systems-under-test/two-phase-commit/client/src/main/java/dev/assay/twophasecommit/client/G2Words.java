package dev.assay.twophasecommit.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.harness.Operation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The operations of {@code g2} as transactions. A table has at most one row of a key, so looking
 * for rows by key is to read the two objects where they would be, which may be on two nodes.
 */
final class G2Words {
  private static final List<String> TABLES = List.of("a", "b");

  private G2Words() {}

  /** {@code insert [key [id nil]]}, or {@code [nil id]} for the second table. */
  static List<String> insert(Operation operation) {
    if (operation.value() instanceof List<?> pair
        && pair.size() == 2
        && pair.get(1) instanceof List<?> ids
        && ids.size() == 2) {
      int table = ids.get(0) == null ? 1 : 0;
      return List.of(
          "absent " + row(0, pair),
          "absent " + row(1, pair),
          "w " + row(table, pair) + " " + ids.get(table));
    }
    throw new IllegalArgumentException(
        "expected insert [key [id nil]] or [key [nil id]], found " + operation.value());
  }

  /** {@code read [key nil]}. */
  static List<String> read(List<?> pair) {
    return List.of("r " + row(0, pair), "r " + row(1, pair));
  }

  /** What such a read found: {@code [key [id id]]}. */
  static Object rows(List<?> pair, JsonNode values) {
    return unmodifiable(pair.get(0), unmodifiable(id(values.get(0)), id(values.get(1))));
  }

  private static String row(int table, List<?> pair) {
    return TABLES.get(table) + pair.get(0);
  }

  private static @Nullable Object id(JsonNode row) {
    return row.isNull() ? null : row.get(0).asLong();
  }

  private static List<@Nullable Object> unmodifiable(
      @Nullable Object first, @Nullable Object second) {
    List<@Nullable Object> pair = new ArrayList<>();
    pair.add(first);
    pair.add(second);
    return Collections.unmodifiableList(pair);
  }
}
