package dev.assay.histories;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Interned values: equal values have the same id, so columns and checkers work with ints.
 *
 * <p>A value is plain EDN data: {@code null}, {@link Boolean}, {@link Long}, {@link
 * java.math.BigInteger}, {@link Double}, {@link String}, {@link Keyword}, or an immutable {@link
 * List}, {@link Map} or {@link java.util.Set} of these. Id 0 is {@code null}.
 */
public final class Values {
  /** The id of {@code null}. */
  public static final int NIL = 0;

  private final List<@Nullable Object> byId = new ArrayList<>();
  private final Map<Object, Integer> ids = new HashMap<>();

  Values() {
    byId.add(null);
  }

  /** The value with this id. */
  public @Nullable Object get(int id) {
    return byId.get(id);
  }

  /** The id of a value, or -1 when no event of the history has it. */
  public int find(@Nullable Object value) {
    return value == null ? NIL : ids.getOrDefault(value, -1);
  }

  /** How many distinct values there are, {@code null} included; ids run below this. */
  public int size() {
    return byId.size();
  }

  int intern(@Nullable Object value) {
    if (value == null) {
      return NIL;
    }
    Integer known = ids.get(value);
    if (known != null) {
      return known;
    }
    int id = byId.size();
    byId.add(value);
    ids.put(value, id);
    return id;
  }

  @Override
  public String toString() {
    return Collections.unmodifiableList(byId).toString();
  }
}
