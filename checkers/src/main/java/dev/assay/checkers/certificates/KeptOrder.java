package dev.assay.checkers.certificates;

import dev.assay.histories.EventType;
import dev.assay.histories.History;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether transactions that are placed one after the other keep the order that a model speaks of by
 * its name: nothing, that of each process, or real time. Who completed before another was invoked
 * comes before it; one of unknown outcome may take effect later than what its process does next.
 */
final class KeptOrder {
  private final History history;
  private final boolean keepsProcesses;
  private final boolean keepsRealTime;
  private final Map<Integer, Integer> latestOfProcess = new HashMap<>();
  private int latest = -1;

  KeptOrder(History history, String model) {
    this.history = history;
    keepsProcesses = ofProcesses(model);
    keepsRealTime = ofRealTime(model);
  }

  static boolean ofProcesses(String model) {
    return model.startsWith("strong-session-");
  }

  static boolean ofRealTime(String model) {
    return !ofProcesses(model) && (model.startsWith("strong-") || model.startsWith("strict-"));
  }

  /** What is wrong with a transaction of the history as the next one, or null. */
  @Nullable String place(int invocation) {
    int returned =
        history.outcome(invocation) == EventType.OK ? history.pair(invocation) : Integer.MAX_VALUE;
    if (keepsRealTime) {
      if (!history.isRealTime()) {
        return "comes before or after others by real time, which the history does not tell";
      }
      boolean isLate = returned < latest;
      latest = Math.max(latest, invocation);
      return isLate ? "had returned when an earlier one was invoked" : null;
    }
    if (keepsProcesses) {
      int process = history.process(invocation);
      boolean isLate = returned < latestOfProcess.getOrDefault(process, -1);
      latestOfProcess.merge(process, invocation, Math::max);
      return isLate ? "had returned when an earlier one of its process was invoked" : null;
    }
    return null;
  }
}
