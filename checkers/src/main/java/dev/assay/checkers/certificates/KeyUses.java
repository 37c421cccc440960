package dev.assay.checkers.certificates;

import dev.assay.checkers.certificates.RegisterFacts.Version;
import dev.assay.histories.EventType;
import dev.assay.histories.History;
import dev.assay.histories.MicroOps;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What transactions did to each register, as assumptions on keys speak of it: which version each
 * saw first, the first that it read from others or wrote, and which it left, what it wrote or else
 * saw first. All that one transaction writes of a key is one version. What it reads of itself does
 * not count, nor what it should not have seen, of those that did not take effect.
 *
 * <p>Linear, with a table of all values.
 */
final class KeyUses {
  /** In place of a writer: the version that is there before all. */
  static final int INITIAL = -1;

  /** In place of a writer: one of several that wrote the same, nobody knows which. */
  static final int UNKNOWN = -2;

  /** In place of a writer: what was read does not count. */
  private static final int NONE = -3;

  /**
   * One transaction and one key.
   *
   * @param first the invocation of who wrote the version that it saw first, or a constant
   * @param last the same of the version that it left
   */
  record Use(int transaction, int first, int last) {}

  /** Who wrote what a transaction read of a value that several wrote. */
  interface Choice {
    int writer(int reader, List<Integer> writers);
  }

  private final History history;
  private final MicroOps microOps;
  private final RegisterFacts facts;

  /** Those who wrote a value, where they are several that did not fail. */
  private final Map<Version, List<Integer>> shared = new HashMap<>();

  KeyUses(History history) {
    this.history = history;
    microOps = history.microOps();
    facts = new RegisterFacts(history);
    for (int event = 0; event < history.size(); event++) {
      if (isAny(event)) {
        facts.wantAllOf(event);
      }
    }
    facts.collect();
    for (int event = 0; event < history.size(); event++) {
      if (isAny(event)) {
        collectShared(event);
      }
    }
  }

  private boolean isAny(int event) {
    return history.isClientInvocation(event) && history.outcome(event) != EventType.FAIL;
  }

  private void collectShared(int invocation) {
    int event = facts.event(invocation);
    for (int mop = microOps.start(event); mop < microOps.end(event); mop++) {
      Version version = facts.versionOf(mop);
      if (microOps.kind(mop) == MicroOps.WRITE && facts.onlyWriter(version) < 0) {
        shared.computeIfAbsent(version, v -> new ArrayList<>()).add(invocation);
      }
    }
  }

  /** Whether a transaction completed, or a completed one read what it alone wrote. */
  boolean tookEffect(int invocation) {
    return isAny(invocation) && facts.tookEffect(invocation);
  }

  /** Who alone wrote a value of a key, as its last one, and took effect; or a negative number. */
  int lastWriter(int key, int value) {
    int writer = writer(key, value);
    if (writer < 0) {
      return NONE;
    }
    int event = facts.event(writer);
    int last = microOps.end(event) - 1;
    while (microOps.kind(last) != MicroOps.WRITE || microOps.key(last) != key) {
      last--;
    }
    return microOps.value(last) == value ? writer : NONE;
  }

  private int writer(int key, int value) {
    int writer = value <= 0 ? NONE : facts.onlyWriter(new Version(key, value));
    return writer >= 0 && tookEffect(writer) ? writer : NONE;
  }

  /** By key: what is certain, in the order of invocations. */
  Map<Integer, List<Use>> certain() {
    return uses(new boolean[history.size()], (reader, writers) -> NONE);
  }

  /**
   * By key: the uses of all that took effect, and of others that an order has.
   *
   * @param isPlaced by invocation, whether the order has it
   * @param choice who wrote what is not certain, by the order
   */
  Map<Integer, List<Use>> uses(boolean[] isPlaced, Choice choice) {
    Map<Integer, List<Use>> uses = new TreeMap<>();
    for (int event = 0; event < history.size(); event++) {
      if (isAny(event) && (isPlaced[event] || facts.tookEffect(event))) {
        add(event, choice, uses);
      }
    }
    return uses;
  }

  private void add(int invocation, Choice choice, Map<Integer, List<Use>> uses) {
    Map<Integer, Use> ofKey = new LinkedHashMap<>();
    int event = facts.event(invocation);
    for (int mop = microOps.start(event); mop < microOps.end(event); mop++) {
      boolean isWrite = microOps.kind(mop) == MicroOps.WRITE;
      int key = microOps.key(mop);
      Use before = ofKey.get(key);
      boolean hasWritten = before != null && before.last() == invocation;
      int writer = isWrite ? invocation : source(invocation, mop, hasWritten, choice);
      if (writer != NONE) {
        int first = before == null ? writer : before.first();
        ofKey.put(
            key, new Use(invocation, first, isWrite || before == null ? writer : before.last()));
      }
    }
    ofKey.forEach((key, use) -> uses.computeIfAbsent(key, k -> new ArrayList<>()).add(use));
  }

  private int source(int reader, int mop, boolean hasWritten, Choice choice) {
    if (history.outcome(reader) != EventType.OK) {
      return NONE;
    }
    if (microOps.value(mop) == 0) {
      return INITIAL;
    }
    List<Integer> writers = shared.get(facts.versionOf(mop));
    if (writers != null) {
      return hasWritten && writers.contains(reader) ? NONE : choice.writer(reader, writers);
    }
    int writer = writer(microOps.key(mop), microOps.value(mop));
    return writer == reader ? NONE : writer;
  }
}
