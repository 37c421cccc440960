package dev.assay.checkers;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is assumed of the order of the versions of each key of rw-register. Verdicts hold under
 * these premises: whoever cannot be sure of them should do without.
 *
 * @param assumptions which; {@link KeyAssumption#GIVEN} exactly when there are {@code orders}
 * @param orders by key as plain EDN, values in the order in which they were written; keys and
 *     values may be missing
 */
public record KeyOptions(Set<KeyAssumption> assumptions, Map<Object, List<Object>> orders) {
  /** Nothing is assumed. */
  public static final KeyOptions NONE = new KeyOptions(Set.of(), Map.of());

  public KeyOptions {
    Set<KeyAssumption> all = EnumSet.noneOf(KeyAssumption.class);
    all.addAll(assumptions);
    all.remove(KeyAssumption.GIVEN);
    if (!orders.isEmpty()) {
      all.add(KeyAssumption.GIVEN);
    }
    assumptions = Set.copyOf(all);
    orders = Map.copyOf(orders);
  }

  /** Some assumptions without orders. */
  public static KeyOptions of(KeyAssumption... assumptions) {
    return new KeyOptions(Set.of(assumptions), Map.of());
  }

  public boolean has(KeyAssumption assumption) {
    return assumptions.contains(assumption);
  }

  public boolean isNone() {
    return assumptions.isEmpty();
  }
}
