package dev.assay.reports;

import dev.assay.checkers.Anomaly;
import dev.assay.checkers.certificates.Certificate;
import dev.assay.checkers.isolation.Evidence;
import dev.assay.checkers.text.TransactionNames;
import dev.assay.histories.EventType;
import dev.assay.histories.History;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The operations that prove an anomaly, as far as they can be drawn.
 *
 * @param operations invocations, ascending; at most {@link #OPERATIONS_MAX}
 * @param leftOut how many earlier ones are not drawn
 * @param lastEvent the last event that counts: later completions are unknown to the proof
 * @param blocked the invocation of the operation that no order explains, or {@link History#NONE}
 *     where several clash
 * @param names what the proof calls operations, by their invocations
 * @param forced pairs {@code {a, b}} of which a returned before b was invoked, without those that
 *     follow from others
 */
record FailingWindow(
    List<Integer> operations,
    int leftOut,
    int lastEvent,
    int blocked,
    Map<Integer, String> names,
    List<int[]> forced) {

  /** More bars cannot be told apart on a page. */
  static final int OPERATIONS_MAX = 60;

  static FailingWindow of(History history, Anomaly anomaly) {
    TreeSet<Integer> all = new TreeSet<>();
    for (int operation : anomaly.explanation().operations()) {
      all.add(operation);
    }
    int lastEvent = lastEvent(history, anomaly, all);
    all.removeIf(operation -> operation > lastEvent || !history.isClientInvocation(operation));
    Map<Integer, String> names = TransactionNames.of(anomaly.explanation());
    int blocked = blocked(history, anomaly, lastEvent);
    if (blocked != History.NONE) {
      all.add(blocked);
    }
    List<Integer> operations = List.copyOf(all);
    int leftOut = Math.max(0, operations.size() - OPERATIONS_MAX);
    List<Integer> drawn = operations.subList(leftOut, operations.size());
    return new FailingWindow(
        drawn, leftOut, lastEvent, blocked, names, forced(history, drawn, lastEvent));
  }

  /** Where the operation returned, or {@link Integer#MAX_VALUE} if not by the last event. */
  static int returnEvent(History history, int invocation, int lastEvent) {
    int completion = history.pair(invocation);
    boolean known = completion != History.NONE && completion <= lastEvent;
    return known && history.type(completion) == EventType.OK ? completion : Integer.MAX_VALUE;
  }

  private static int lastEvent(History history, Anomaly anomaly, Iterable<Integer> operations) {
    if (anomaly.certificate() instanceof Certificate.IllegalWindow window) {
      return window.lastEvent();
    }
    int last = 0;
    for (int operation : operations) {
      last = Math.max(last, Math.max(operation, history.pair(operation)));
    }
    return last;
  }

  private static int blocked(History history, Anomaly anomaly, int lastEvent) {
    if (anomaly.explanation() instanceof Evidence evidence) {
      return evidence.microOps().getFirst().transaction();
    }
    if (!TransactionNames.of(anomaly.explanation()).isEmpty()) {
      return History.NONE;
    }
    boolean returns = lastEvent >= 0 && lastEvent < history.size();
    int invocation = returns ? history.pair(lastEvent) : History.NONE;
    return invocation != History.NONE && invocation < lastEvent ? invocation : History.NONE;
  }

  private static List<int[]> forced(History history, List<Integer> operations, int lastEvent) {
    List<int[]> out = new ArrayList<>();
    for (int a : operations) {
      int returned = returnEvent(history, a, lastEvent);
      // What is invoked after the first return among a's successors follows from that successor.
      int firstReturn = Integer.MAX_VALUE;
      for (int b : operations) {
        if (b > returned) {
          firstReturn = Math.min(firstReturn, returnEvent(history, b, lastEvent));
        }
      }
      for (int b : operations) {
        if (b > returned && b < firstReturn) {
          out.add(new int[] {a, b});
        }
      }
    }
    return out;
  }
}
