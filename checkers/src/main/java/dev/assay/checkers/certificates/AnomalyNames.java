package dev.assay.checkers.certificates;

import dev.assay.checkers.certificates.Certificate.CircularWait;
import dev.assay.checkers.certificates.Certificate.ClashingPair;
import dev.assay.checkers.certificates.Certificate.CommitCycle;
import dev.assay.checkers.certificates.Certificate.ConflictingOperations;
import dev.assay.checkers.certificates.Certificate.DependencyCycle;
import dev.assay.checkers.certificates.Certificate.IllegalWindow;
import dev.assay.checkers.certificates.Certificate.InvariantBreach;
import dev.assay.checkers.certificates.Certificate.OrderRefutation;
import dev.assay.checkers.certificates.Certificate.PartRefutation;
import org.jspecify.annotations.Nullable;

/**
 * What the anomaly is called that a certificate shows, and nothing else: that there is no strict
 * serial order is less than that there is no serial one.
 */
final class AnomalyNames {
  private AnomalyNames() {}

  /** Null when it shows none. */
  static @Nullable String of(Certificate certificate) {
    return switch (certificate) {
      case IllegalWindow window -> "nonlinearizable";
      case ClashingPair pair -> "nonlinearizable";
      case InvariantBreach breach -> breach.anomaly();
      case DependencyCycle cycle -> cycle.anomaly();
      case ConflictingOperations conflict -> conflict.anomaly();
      case CommitCycle cycle -> cycle.anomaly();
      case CircularWait wait -> ofNoOrder(wait.consistency(), wait.workload());
      case OrderRefutation none -> ofNoOrder(none.consistency(), none.workload());
      case PartRefutation none -> ofNoOrder(none.consistency(), none.workload());
      default -> null;
    };
  }

  /** Of predicates there may be an order that explains all but what their reads do not show. */
  private static @Nullable String ofNoOrder(String consistency, String workload) {
    String predicate = workload.equals("closed-predicate") ? "-predicate" : "";
    return switch (consistency) {
      case "serializable" -> "no-serial-order" + predicate;
      case "strong-session-serializable" -> "no-serial-order-process";
      case "strict-serializable" -> "no-serial-order-realtime";
      case "snapshot-isolation" -> "no-snapshot-order" + predicate;
      case "strong-session-snapshot-isolation" -> "no-snapshot-order-process";
      case "strong-snapshot-isolation" -> "no-snapshot-order-realtime";
      case "parallel-snapshot-isolation" -> "no-parallel-snapshot-order";
      case "update-serializable" -> "no-update-order";
      case "prefix" -> "no-prefix-order";
      case "cursor-stability" -> "no-cursor-order";
      case "read-committed" -> "no-commit-order";
      case "strong-session-read-committed" -> "no-commit-order-process";
      case "strong-read-committed" -> "no-commit-order-realtime";
      default -> null;
    };
  }
}
