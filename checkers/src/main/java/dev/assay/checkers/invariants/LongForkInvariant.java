package dev.assay.checkers.invariants;

import dev.assay.checkers.invariants.InvariantExplanation.LongFork;
import dev.assay.histories.EventType;
import dev.assay.histories.History;
import dev.assay.histories.Keyword;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Each key is written once, by a transaction of its own; transactions read several keys. Two reads
 * must not disagree about which of two keys was written first.
 *
 * <p>Where they do, the history forks: parallel snapshot isolation and causal consistency allow it,
 * prefix consistency and snapshot isolation do not. Jepsen's {@code long-fork}, without its groups:
 * any two reads that share two keys are compared. O(distinct reads × keys read²).
 */
final class LongForkInvariant implements Invariant {
  @Override
  public String workload() {
    return "long-fork";
  }

  @Override
  public String consistency() {
    return "snapshot-isolation";
  }

  @Override
  public String needs() {
    return "no transaction read several keys of which each was written at most once";
  }

  @Override
  public boolean needsRealTime() {
    return false;
  }

  @Override
  public void judge(Part part, Findings findings) {
    new Reads(part, findings).judge();
  }

  private static final class Reads {
    private final Part part;
    private final History history;
    private final Findings findings;
    private final ElementIndex keys = new ElementIndex();
    private final Set<@Nullable Object> written = new HashSet<>();
    private final Set<@Nullable Object> writtenTwice = new HashSet<>();

    /** For keys x and y: a read that sees x and not y. */
    private final Map<Long, Integer> orders = new HashMap<>();

    Reads(Part part, Findings findings) {
      this.part = part;
      this.findings = findings;
      history = part.history();
    }

    void judge() {
      for (int event : part.events()) {
        findings.step();
        if (part.isInvocation(event) && history.outcome(event) != EventType.FAIL) {
          writes(event);
        }
      }
      Set<Integer> distinct = new HashSet<>();
      for (int event : part.events()) {
        findings.step();
        if (history.type(event) == EventType.OK && distinct.add(history.valueId(event))) {
          read(event);
        }
      }
      findings.count("reads-count", distinct.size());
    }

    /** What was invoked may have been written, whatever was answered; else what was answered. */
    private void writes(int invocation) {
      boolean isAnswered = history.outcome(invocation) == EventType.OK;
      boolean isTold = history.value(invocation) != null || !isAnswered;
      int event = isTold ? invocation : history.pair(invocation);
      if (history.value(event) == null) {
        return;
      }
      for (Object mop : part.elements(event)) {
        if (mop instanceof List<?> list && isOf(list, "w") && !written.add(list.get(1))) {
          writtenTwice.add(list.get(1));
        }
      }
    }

    private void read(int event) {
      List<Integer> seen = new ArrayList<>();
      List<Integer> unseen = new ArrayList<>();
      for (Object mop : part.elements(event)) {
        if (!(mop instanceof List<?> list) || list.size() != 3) {
          throw part.shape(event, "a transaction [[:r key value] …]");
        }
        if (!isOf(list, "r")) {
          return;
        }
        if (!writtenTwice.contains(list.get(1))) {
          (list.get(2) == null ? unseen : seen).add(keys.add(list.get(1)));
        }
      }
      if (seen.size() + unseen.size() < 2) {
        return;
      }
      findings.judged();
      int read = history.pair(event);
      for (int x : seen) {
        for (int y : unseen) {
          findings.step();
          compare(read, x, y);
        }
      }
    }

    private void compare(int read, int x, int y) {
      orders.putIfAbsent(((long) x << 32) | y, read);
      Integer other = orders.get(((long) y << 32) | x);
      if (other != null && x != y) {
        Object keyX = keys.element(x);
        Object keyY = keys.element(y);
        LongFork why = new LongFork(read, other, keyX, keyY);
        List<Integer> proof = List.of(read, other);
        findings.anomaly("long-fork", part.key(), Arrays.asList(keyX, keyY), proof, why);
      }
    }

    private static boolean isOf(List<?> mop, String name) {
      return mop.size() == 3
          && (mop.get(0) instanceof Keyword k ? k.name() : mop.get(0)).equals(name);
    }
  }
}
