package dev.assay.checkers.certificates;

import dev.assay.histories.EventType;
import dev.assay.histories.History;
import dev.assay.histories.Keyword;
import dev.assay.histories.MicroOps;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether a history is one of the workload whose rules a certificate is about: only of such a one
 * do they say anything. Linear in the micro-operations and what predicate reads show.
 */
final class HistoryShape {
  private final History history;
  private final String workload;
  private final MicroOps microOps;

  private HistoryShape(History history, String workload) {
    this.history = history;
    this.workload = workload;
    microOps = history.microOps();
  }

  /**
   * What is wrong, or null.
   *
   * @param workload of transactions
   */
  static @Nullable String fault(History history, String workload) {
    String contradiction = Told.contradiction(history);
    if (contradiction != null) {
      return contradiction;
    }
    HistoryShape shape = new HistoryShape(history, workload);
    if (workload.equals("closed-predicate") && !shape.isInitFit()) {
      return "the initial state is not told once, before all other operations";
    }
    for (int event = 0; event < history.size(); event++) {
      if (history.isClientInvocation(event) && !shape.isFit(event)) {
        return "transaction " + event + " is none of " + workload;
      }
    }
    return null;
  }

  /** Whether nobody is an init but the first, which completed before all others were invoked. */
  private boolean isInitFit() {
    int init = History.NONE;
    int others = 0;
    for (int event = 0; event < history.size(); event++) {
      if (!history.isClientInvocation(event)) {
        continue;
      }
      if (!history.f(event).equals("init")) {
        others++;
        if (init != History.NONE && history.pair(init) > event) {
          return false;
        }
      } else if (init == History.NONE && others == 0 && isToldInit(event)) {
        init = event;
      } else {
        return false;
      }
    }
    return true;
  }

  private boolean isToldInit(int init) {
    return history.outcome(init) == EventType.OK && areShown(history.value(history.pair(init)));
  }

  private boolean isFit(int invocation) {
    int event = Told.event(history, invocation);
    if (workload.equals("closed-predicate") && history.f(invocation).equals("init")) {
      return true;
    }
    boolean isEmpty =
        history.value(event) == null
            || (history.value(event) instanceof Collection<?> all && all.isEmpty());
    boolean isTold = isEmpty || microOps.start(event) < microOps.end(event);
    if (!isTold || history.keyId(event) != History.NONE) {
      return false;
    }
    for (int mop = microOps.start(event); mop < microOps.end(event); mop++) {
      if (!isFit(mop, event, microOps.name(microOps.kind(mop)))) {
        return false;
      }
    }
    return true;
  }

  private boolean isFit(int mop, int event, String name) {
    int id = microOps.value(mop);
    boolean isList = id == MicroOps.LIST;
    @Nullable Object value = isList ? null : history.values().get(id);
    boolean isRead = name.equals("r");
    return switch (workload) {
      case "list-append" -> isRead ? isList || value == null : name.equals("append") && !isList;
      case "rw-register" -> !isList && (isRead || (name.equals("w") && value != null));
      case "set-add" ->
          isRead
              ? isList || value == null || value instanceof Set<?>
              : name.equals("add") && value != null;
      case "counter-inc" ->
          isRead
              ? (!isList && (value == null || value instanceof Long))
                  || history.type(event) != EventType.OK
              : name.equals("inc") && value instanceof Long;
      case "closed-predicate" -> isOfPredicates(mop, event, name, isList || value != null);
      default -> true;
    };
  }

  private boolean isOfPredicates(int mop, int event, String name, boolean hasValue) {
    @Nullable Object key = history.values().get(microOps.key(mop));
    return switch (name) {
      case "r" -> key != null;
      case "w", "insert" -> key != null && hasValue;
      case "delete" -> key != null && !hasValue;
      case "rp" ->
          isPredicate(key)
              && (hasValue ? areShown(shown(event, mop)) : history.type(event) != EventType.OK);
      default -> false;
    };
  }

  private @Nullable Object shown(int event, int mop) {
    return history.value(event) instanceof List<?> mops
            && mops.get(mop - microOps.start(event)) instanceof List<?> parts
        ? parts.get(2)
        : null;
  }

  private static boolean isPredicate(@Nullable Object told) {
    if (!(told instanceof List<?> parts)) {
      return isNamed(told, "true") || Boolean.TRUE.equals(told);
    }
    return (parts.size() == 2 && isNamed(parts.get(0), "=") && parts.get(1) != null)
        || (parts.size() == 3
            && isNamed(parts.get(0), "mod")
            && parts.get(1) instanceof Long modulus
            && modulus > 0
            && parts.get(2) instanceof Long);
  }

  private static boolean isNamed(@Nullable Object told, String name) {
    return name.equals(told) || (told instanceof Keyword keyword && keyword.name().equals(name));
  }

  /** Whether these are keys with values: a map, or a list of pairs; no key twice, no nil. */
  private static boolean areShown(@Nullable Object told) {
    if (told instanceof Map<?, ?> map) {
      return map.entrySet().stream().allMatch(e -> e.getKey() != null && e.getValue() != null);
    }
    return told instanceof List<?> pairs
        && pairs.stream().allMatch(HistoryShape::isPair)
        && pairs.stream().map(pair -> Shapes.list(pair).get(0)).distinct().count() == pairs.size();
  }

  private static boolean isPair(@Nullable Object told) {
    return told instanceof List<?> pair
        && pair.size() == 2
        && pair.get(0) != null
        && pair.get(1) != null;
  }
}
