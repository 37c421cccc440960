package dev.assay.checkers.certificates;

import dev.assay.checkers.certificates.PredicateFacts.Mop;
import dev.assay.histories.EventType;
import dev.assay.histories.History;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What keys hold while transactions are replayed: a predicate read shows all that match, and
 * nothing else. A predicate read takes time linear in the keys that are there.
 */
final class PredicateState implements ReplayState {
  private final PredicateFacts facts;
  private final History history;
  private final Map<Object, Object> held = new HashMap<>();
  private final Map<Object, Integer> committedAt = new HashMap<>();
  private boolean isBegun;

  /** Whether the initial state has still to be made. */
  private boolean isInitOpen;

  PredicateState(History history) {
    this.history = history;
    facts = new PredicateFacts(history);
    isInitOpen = !facts.initial().isEmpty();
  }

  @Override
  public @Nullable String read(int event, EventType outcome) {
    if (isInit(event)) {
      return isBegun ? "makes the initial state, though it is not the first" : null;
    }
    isBegun = true;
    if (isInitOpen) {
      return "begins before the initial state is there";
    }
    return outcome == EventType.OK ? fault(facts.ofEvent(event), held) : null;
  }

  /** What is wrong with the reads of a transaction from a state, or null. */
  static @Nullable String fault(List<Mop> mops, Map<Object, Object> held) {
    Map<Object, Object> own = new HashMap<>();
    for (Mop mop : mops) {
      if (!mop.isRead()) {
        own.put(Objects.requireNonNull(mop.key()), mop);
      } else if (mop.shown() != null) {
        Map<Object, Object> expected = new HashMap<>();
        held.forEach(
            (key, value) -> addMatch(mop, key, own.containsKey(key) ? null : value, expected));
        own.forEach((key, write) -> addMatch(mop, key, ((Mop) write).value(), expected));
        if (!expected.equals(mop.shown())) {
          return "does not see what matches its predicate";
        }
      } else {
        Object key = Objects.requireNonNull(mop.key());
        Object now = own.get(key) instanceof Mop write ? write.value() : held.get(key);
        if (!Objects.equals(now, mop.value())) {
          return "does not read what was written before";
        }
      }
    }
    return null;
  }

  private static void addMatch(
      Mop read, Object key, @Nullable Object value, Map<Object, Object> matches) {
    if (value != null && PredicateFacts.matches(read.predicate(), value)) {
      matches.put(key, value);
    }
  }

  @Override
  public @Nullable String write(int event, int begunAt, int moment) {
    if (isInit(event)) {
      held.putAll(PredicateFacts.pairs(history.value(event)));
      isInitOpen = false;
      return null;
    }
    List<Mop> mops = facts.ofEvent(event);
    for (Mop mop : mops) {
      if (!mop.isRead()) {
        Integer known = committedAt.put(Objects.requireNonNull(mop.key()), moment);
        if (known != null && known > begunAt && known != moment) {
          return "writes what another wrote after it began";
        }
      }
    }
    apply(mops, held);
    return null;
  }

  /** Does what a transaction writes. */
  static void apply(List<Mop> mops, Map<Object, Object> held) {
    for (Mop mop : mops) {
      Object key = mop.key();
      if (!mop.isRead() && key != null) {
        if (mop.value() == null) {
          held.remove(key);
        } else {
          held.put(key, mop.value());
        }
      }
    }
  }

  private boolean isInit(int event) {
    return history.f(event).equals("init");
  }
}
