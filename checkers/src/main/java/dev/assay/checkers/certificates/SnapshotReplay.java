package dev.assay.checkers.certificates;

import dev.assay.checkers.certificates.Certificate.SnapshotOrder;
import dev.assay.histories.EventType;
import dev.assay.histories.History;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Replays transactions on snapshots: each reads what was committed when it began, and commits only
 * when nobody else has committed to a key that it writes since (Berenson et al., A critique of ANSI
 * SQL isolation levels, SIGMOD 1995, section 4.2, with snapshots of any age). Linear.
 */
final class SnapshotReplay {
  private static final Set<String> WORKLOADS =
      Set.of("list-append", "rw-register", "closed-predicate");

  private static final int NOT_BEGUN = -1;
  private static final int COMMITTED = -2;

  private final History history;
  private final SnapshotOrder order;
  private final ReplayState state;
  private final int[] begunAt;
  private final Map<Integer, Integer> latestOfProcess = new HashMap<>();
  private int latestBegun = -1;

  private SnapshotReplay(History history, SnapshotOrder order) {
    this.history = history;
    this.order = order;
    state =
        switch (order.workload()) {
          case "rw-register" -> new RegisterState(history);
          case "closed-predicate" -> new PredicateState(history);
          default -> new ListState(history);
        };
    begunAt = new int[history.size()];
    Arrays.fill(begunAt, NOT_BEGUN);
  }

  static Verification verify(History history, SnapshotOrder order) {
    if (!WORKLOADS.contains(order.workload())) {
      return Verification.giveUp("there are no rules to replay " + order.workload());
    }
    return switch (order.consistency()) {
      case "snapshot-isolation", "strong-session-snapshot-isolation" ->
          new SnapshotReplay(history, order).verify();
      case "strong-snapshot-isolation" ->
          history.isRealTime()
              ? new SnapshotReplay(history, order).verify()
              : Verification.reject("the history tells no real time");
      default ->
          Verification.giveUp("there is no rule what moments of " + order.consistency() + " keep");
    };
  }

  private Verification verify() {
    List<Integer> moments = order.moments();
    for (int moment = 0; moment < moments.size(); moment++) {
      int invocation = moments.get(moment);
      String fault = step(invocation, moment);
      if (fault != null) {
        return Verification.reject("transaction " + invocation + " " + fault);
      }
    }
    for (int event = 0; event < history.size(); event++) {
      boolean mustCommit =
          history.isClientInvocation(event) && history.outcome(event) == EventType.OK;
      if (begunAt[event] != COMMITTED && (mustCommit || begunAt[event] != NOT_BEGUN)) {
        return Verification.reject("transaction " + event + " does not commit");
      }
    }
    return Verification.accept(
        moments.size() / 2 + " transactions on snapshots, " + order.consistency());
  }

  private @Nullable String step(int invocation, int moment) {
    if (invocation < 0 || invocation >= history.size() || !history.isClientInvocation(invocation)) {
      return "is none";
    }
    EventType outcome = history.outcome(invocation);
    if (outcome == EventType.FAIL) {
      return "failed and takes effect";
    }
    if (begunAt[invocation] == COMMITTED) {
      return "takes effect twice";
    }
    int event = Told.event(history, invocation);
    if (begunAt[invocation] == NOT_BEGUN) {
      begunAt[invocation] = moment;
      latestBegun = Math.max(latestBegun, invocation);
      latestOfProcess.merge(history.process(invocation), invocation, Math::max);
      return state.read(event, outcome);
    }
    if (isTooLate(invocation, outcome)) {
      return "had returned when an earlier one was invoked";
    }
    String fault = state.write(event, begunAt[invocation], moment);
    begunAt[invocation] = COMMITTED;
    return fault;
  }

  /** Whether one began on a snapshot without it that was invoked after it had returned. */
  private boolean isTooLate(int invocation, EventType outcome) {
    int returned = outcome == EventType.OK ? history.pair(invocation) : Integer.MAX_VALUE;
    return switch (order.consistency()) {
      case "strong-snapshot-isolation" -> returned < latestBegun;
      case "strong-session-snapshot-isolation" ->
          returned < latestOfProcess.getOrDefault(history.process(invocation), -1);
      default -> false;
    };
  }
}
