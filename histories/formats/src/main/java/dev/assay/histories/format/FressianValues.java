package dev.assay.histories.format;

import dev.assay.histories.Keyword;
import dev.assay.histories.LongVector;
import dev.assay.histories.Ratio;
import dev.assay.histories.Symbol;
import dev.assay.histories.Tagged;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What Jepsen writes in Fressian, as plain EDN data. */
final class FressianValues {
  private FressianValues() {}

  /** Whether a value that was read is the keyword of this name. */
  static boolean isKeyword(@Nullable Object value, String name) {
    return plain(value) instanceof Keyword word && word.name().equals(name);
  }

  /** The elements of a list as they were read, or null when the value is none. */
  static @Nullable List<?> elements(@Nullable Object value) {
    JepsenBlocks.Tag tag = JepsenBlocks.Tag.of(value);
    Object inner = tag != null && tag.name().equals("vec") ? tag.parts().get(0) : value;
    if (inner instanceof Object[] array) {
      return Arrays.asList(array);
    }
    return inner instanceof List<?> list ? list : null;
  }

  static @Nullable Object plain(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case String text -> text;
      case Long integer -> integer;
      case Integer integer -> integer.longValue();
      case Boolean bool -> bool;
      case Float number -> number.doubleValue();
      case Double number -> number;
      case BigInteger number -> number;
      case BigDecimal number -> number;
      case Set<?> set -> set(set);
      case Collection<?> list -> list(new ArrayList<>(list));
      case Map<?, ?> map -> map(map);
      case Object[] array -> list(Arrays.asList(array));
      case long[] array -> LongVector.copyOf(array, array.length);
      case byte[] bytes -> new Tagged("bytes", HexFormat.of().formatHex(bytes));
      default -> {
        JepsenBlocks.Tag tag = JepsenBlocks.Tag.of(value);
        yield tag == null ? new Tagged("java", value.toString()) : tagged(tag);
      }
    };
  }

  private static @Nullable Object tagged(JepsenBlocks.Tag tag) {
    List<?> parts = tag.parts();
    return switch (tag.name()) {
      case "key" -> new Keyword(qualified(parts));
      case "sym" -> new Symbol(qualified(parts));
      case "ratio" ->
          new Ratio(
              new BigInteger(String.valueOf(parts.get(0))),
              new BigInteger(String.valueOf(parts.get(1))));
      case "char" ->
          parts.get(0) instanceof Number code
              ? (Object) (char) code.intValue()
              : plain(parts.get(0));
      case "persistent-hash-set", "persistent-sorted-set" -> {
        List<?> elements = elements(parts.get(0));
        yield set(elements == null ? List.of() : elements);
      }
      case "vec", "atom", "byte" -> plain(parts.get(0));
      case "map-entry" -> list(new ArrayList<>(parts));
      default ->
          new Tagged(
              tag.name(), parts.size() == 1 ? plain(parts.get(0)) : list(new ArrayList<>(parts)));
    };
  }

  private static String qualified(List<?> parts) {
    Object namespace = parts.get(0);
    return namespace == null ? String.valueOf(parts.get(1)) : namespace + "/" + parts.get(1);
  }

  private static List<? extends @Nullable Object> list(List<?> read) {
    long[] integers = new long[read.size()];
    List<@Nullable Object> mixed = new ArrayList<>(read.size());
    boolean allIntegers = true;
    for (int i = 0; i < read.size(); i++) {
      Object element = plain(read.get(i));
      mixed.add(element);
      if (element instanceof Long integer) {
        integers[i] = integer;
      } else {
        allIntegers = false;
      }
    }
    return allIntegers && !mixed.isEmpty()
        ? LongVector.copyOf(integers, integers.length)
        : Collections.unmodifiableList(mixed);
  }

  private static Set<@Nullable Object> set(Collection<?> read) {
    Set<@Nullable Object> set = new LinkedHashSet<>();
    read.forEach(element -> set.add(plain(element)));
    return Collections.unmodifiableSet(set);
  }

  private static Map<@Nullable Object, @Nullable Object> map(Map<?, ?> read) {
    Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
    read.forEach((key, element) -> map.put(plain(key), plain(element)));
    return Collections.unmodifiableMap(map);
  }
}
