package dev.assay.simulation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.assay.histories.Keyword;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Keys and values of operations as one word of JSON; a keyword is {@code {":":"name"}}. */
final class PlainJson {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String KEYWORD = ":";

  private PlainJson() {}

  static String write(@Nullable Object value) {
    try {
      return JSON.writeValueAsString(plain(value));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("no plain data: " + value, e);
    }
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IllegalArgumentException when it is no JSON
   */
  static @Nullable Object read(String text) {
    try {
      return value(JSON.readTree(text));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("expected JSON, found " + text, e);
    }
  }

  private static @Nullable Object plain(@Nullable Object value) {
    if (value instanceof Keyword keyword) {
      return Map.of(KEYWORD, keyword.name());
    }
    if (value instanceof List<?> list) {
      List<@Nullable Object> plain = new ArrayList<>();
      list.forEach(each -> plain.add(plain(each)));
      return plain;
    }
    return value;
  }

  private static @Nullable Object value(JsonNode node) {
    if (node.isArray()) {
      List<@Nullable Object> list = new ArrayList<>();
      node.forEach(each -> list.add(value(each)));
      return Collections.unmodifiableList(list);
    }
    if (node.isObject()) {
      if (node.size() == 1 && node.has(KEYWORD)) {
        return new Keyword(node.get(KEYWORD).asText());
      }
      Map<String, @Nullable Object> map = new LinkedHashMap<>();
      node.properties().forEach(each -> map.put(each.getKey(), value(each.getValue())));
      return Collections.unmodifiableMap(map);
    }
    if (node.isIntegralNumber()) {
      return node.longValue();
    }
    if (node.isNumber()) {
      return node.doubleValue();
    }
    if (node.isBoolean()) {
      return node.booleanValue();
    }
    return node.isNull() || node.isMissingNode() ? null : node.asText();
  }
}
