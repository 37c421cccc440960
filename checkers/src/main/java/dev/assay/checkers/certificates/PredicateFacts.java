package dev.assay.checkers.certificates;

import dev.assay.histories.EventType;
import dev.assay.histories.History;
import dev.assay.histories.Keyword;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What transactions with predicate reads did, as plain values. The value of a key that is not there
 * is null.
 */
final class PredicateFacts {
  /** The invocation of who made a first version that nobody made. */
  static final int NOBODY = -1;

  private final History history;
  private final @Nullable Set<Object> keys;

  /** One micro-operation: {@code predicate} and {@code shown} are null where it is of one key. */
  record Mop(
      boolean isRead,
      @Nullable Object key,
      @Nullable Object value,
      @Nullable Object predicate,
      @Nullable Map<Object, Object> shown) {
    boolean isPredicate() {
      return shown != null;
    }

    boolean isWriteOf(Object wanted) {
      return !isRead && wanted.equals(key);
    }

    /** Whether it tells what the key held: a read of it, or a predicate read that shows it. */
    boolean observes(Object wanted) {
      return isRead && (shown == null ? wanted.equals(key) : shown.containsKey(wanted));
    }

    @Nullable Object observed(Object wanted) {
      return shown == null ? value : shown.get(wanted);
    }
  }

  /** The last write of a key by a transaction that did not fail, or what was there at first. */
  record Version(int writer, @Nullable Object value) {}

  PredicateFacts(History history) {
    this(history, null);
  }

  /**
   * @param keys of which alone anything is told; null for all
   */
  PredicateFacts(History history, @Nullable Set<Object> keys) {
    this.history = history;
    this.keys = keys;
  }

  private boolean isOfInterest(@Nullable Object key) {
    return keys == null || keys.contains(key);
  }

  History history() {
    return history;
  }

  boolean isTransaction(int invocation) {
    return invocation >= 0 && invocation < history.size() && history.isClientInvocation(invocation);
  }

  boolean isInit(int invocation) {
    return history.f(invocation).equals("init");
  }

  /** What a transaction, not the init, did or tried to. */
  List<Mop> mops(int invocation) {
    return isInit(invocation) ? List.of() : ofEvent(Told.event(history, invocation));
  }

  /** What an event tells; nothing where it is no transaction. */
  List<Mop> ofEvent(int event) {
    List<Mop> mops = new ArrayList<>();
    if (history.value(event) instanceof List<?> told) {
      for (Object each : told) {
        if (each instanceof List<?> parts && parts.size() > 1) {
          Mop mop = mop(parts);
          if (mop.isPredicate() || isOfInterest(mop.key())) {
            mops.add(mop);
          }
        }
      }
    }
    return mops;
  }

  private Mop mop(List<?> parts) {
    Object last = parts.size() > 2 ? parts.get(2) : null;
    return switch (name(parts.get(0))) {
      case "rp" -> new Mop(true, null, null, parts.get(1), ofInterest(pairs(last)));
      case "r" -> new Mop(true, parts.get(1), last, null, null);
      default -> new Mop(false, parts.get(1), last, null, null);
    };
  }

  private Map<Object, Object> ofInterest(Map<Object, Object> pairs) {
    pairs.keySet().removeIf(key -> !isOfInterest(key));
    return pairs;
  }

  private static String name(@Nullable Object told) {
    return told instanceof Keyword keyword ? keyword.name() : String.valueOf(told);
  }

  /** Keys with values, from a map or a list of pairs. */
  static Map<Object, Object> pairs(@Nullable Object told) {
    Map<Object, Object> pairs = new LinkedHashMap<>();
    if (told instanceof Map<?, ?> map) {
      map.forEach((key, value) -> pairs.put(requireNonNull(key), requireNonNull(value)));
    } else if (told instanceof List<?> list) {
      for (Object each : list) {
        if (each instanceof List<?> pair && pair.size() == 2) {
          pairs.put(requireNonNull(pair.get(0)), requireNonNull(pair.get(1)));
        }
      }
    }
    return pairs;
  }

  private static Object requireNonNull(@Nullable Object part) {
    return Objects.requireNonNullElse(part, "nil");
  }

  /** Whether a value, null for none, matches a predicate. */
  static boolean matches(@Nullable Object predicate, @Nullable Object value) {
    if (value == null) {
      return false;
    }
    if (predicate instanceof List<?> parts) {
      return switch (name(parts.get(0))) {
        case "=" -> value.equals(parts.get(1));
        case "mod" ->
            value instanceof Long integer
                && parts.get(1) instanceof Long modulus
                && parts.get(2) instanceof Long remainder
                && Math.floorMod(integer, modulus) == remainder;
        default -> false;
      };
    }
    return name(predicate).equals("true");
  }

  /** What the init made; empty where there is none. */
  Map<Object, Object> initial() {
    for (int event = 0; event < history.size(); event++) {
      if (history.isClientInvocation(event)) {
        return isInit(event) ? ofInterest(pairs(history.value(history.pair(event)))) : Map.of();
      }
    }
    return Map.of();
  }

  /** Who made what the key held at first: the init or {@link #NOBODY}. */
  Version first(Object key) {
    for (int event = 0; event < history.size(); event++) {
      if (history.isClientInvocation(event)) {
        Object value = initial().get(key);
        return value == null ? new Version(NOBODY, null) : new Version(event, value);
      }
    }
    return new Version(NOBODY, null);
  }

  /** All versions of a key that there may have been, the first one first. */
  List<Version> versions(Object key) {
    List<Version> versions = new ArrayList<>();
    versions.add(first(key));
    for (int event = 0; event < history.size(); event++) {
      if (isTransaction(event) && history.outcome(event) != EventType.FAIL) {
        Version own = by(event, key);
        if (own != null) {
          versions.add(own);
        }
      }
    }
    return versions;
  }

  /** The version of a key that a transaction, not the init, makes; null when it makes none. */
  @Nullable Version by(int invocation, Object key) {
    Version own = null;
    for (Mop mop : mops(invocation)) {
      own = mop.isWriteOf(key) ? new Version(invocation, mop.value()) : own;
    }
    return own;
  }

  /** The only version of a value that others than the reader made; null when there is not one. */
  static @Nullable Version only(List<Version> versions, @Nullable Object value, int reader) {
    List<Version> found =
        versions.stream()
            .filter(version -> version.writer() != reader)
            .filter(version -> Objects.equals(version.value(), value))
            .toList();
    return found.size() == 1 ? found.get(0) : null;
  }

  /** Those that a predicate read of the reader may have seen when it did not show their key. */
  static List<Version> unshown(List<Version> versions, @Nullable Object predicate, int reader) {
    return versions.stream()
        .filter(version -> version.writer() != reader)
        .filter(version -> !matches(predicate, version.value()))
        .toList();
  }

  /**
   * Of every version the one that its writer had read before it wrote the key for the first time:
   * that came first.
   */
  Map<Version, Version> sources(Object key, List<Version> versions) {
    Map<Version, Version> sources = new HashMap<>();
    for (Version version : versions) {
      boolean isTold =
          isTransaction(version.writer())
              && !isInit(version.writer())
              && history.outcome(version.writer()) == EventType.OK;
      Version source = isTold ? source(key, version.writer(), versions) : null;
      if (source != null) {
        sources.put(version, source);
      }
    }
    return sources;
  }

  private @Nullable Version source(Object key, int writer, List<Version> versions) {
    List<Mop> before = new ArrayList<>();
    for (Mop mop : mops(writer)) {
      if (mop.isWriteOf(key)) {
        break;
      }
      before.add(mop);
    }
    for (Mop mop : before) {
      if (mop.observes(key)) {
        return only(versions, mop.observed(key), writer);
      }
    }
    for (Mop mop : before) {
      if (mop.isPredicate()) {
        List<Version> unshown = unshown(versions, mop.predicate(), writer);
        if (unshown.size() == 1) {
          return unshown.get(0);
        }
      }
    }
    return null;
  }

  /** Whether one version came before another, as reads before writes show. */
  static boolean isBefore(
      Version earlier, Version later, List<Version> versions, Map<Version, Version> sources) {
    if (earlier.equals(later)) {
      return false;
    }
    if (earlier.equals(versions.get(0))) {
      return true;
    }
    Set<Version> passed = new HashSet<>();
    Version at = later;
    while (at != null && passed.add(at)) {
      at = sources.get(at);
      if (earlier.equals(at)) {
        return true;
      }
    }
    return false;
  }

  /** Whether the transaction writes the key before this place. */
  boolean writesBefore(int invocation, int place, Object key) {
    List<Mop> mops = mops(invocation);
    for (int i = 0; i < place; i++) {
      if (mops.get(i).isWriteOf(key)) {
        return true;
      }
    }
    return false;
  }
}
