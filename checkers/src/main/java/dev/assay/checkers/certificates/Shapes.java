package dev.assay.checkers.certificates;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Values as what a workload prescribes; others, nil among them, are refused. */
final class Shapes {
  private Shapes() {}

  static List<?> list(@Nullable Object value) {
    return of(List.class, value);
  }

  static Collection<?> collection(@Nullable Object value) {
    return of(Collection.class, value);
  }

  static Map<?, ?> map(@Nullable Object value) {
    return of(Map.class, value);
  }

  static long integer(@Nullable Object value) {
    return of(Long.class, value);
  }

  static BigDecimal number(@Nullable Object value) {
    if (value instanceof String text) {
      return new BigDecimal(text);
    }
    return value instanceof Double real
        ? new BigDecimal(real)
        : new BigDecimal(of(Number.class, value).toString());
  }

  /** Whether the element is among them; immutable collections refuse to be asked for nil. */
  static boolean has(Collection<?> elements, @Nullable Object element) {
    return elements.stream().anyMatch(other -> Objects.equals(other, element));
  }

  private static <T> T of(Class<T> shape, @Nullable Object value) {
    if (value == null) {
      throw new ClassCastException("expected a " + shape.getSimpleName() + ", got nil");
    }
    return shape.cast(value);
  }
}
