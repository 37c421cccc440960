package dev.assay.checkers.certificates;

import dev.assay.checkers.certificates.Certificate.CircularWait;
import dev.assay.checkers.certificates.Certificate.ClashingPair;
import dev.assay.checkers.certificates.Certificate.CommitCycle;
import dev.assay.checkers.certificates.Certificate.CommitOrder;
import dev.assay.checkers.certificates.Certificate.ConflictingOperations;
import dev.assay.checkers.certificates.Certificate.DependencyCycle;
import dev.assay.checkers.certificates.Certificate.IllegalWindow;
import dev.assay.checkers.certificates.Certificate.InvariantBreach;
import dev.assay.checkers.certificates.Certificate.InvariantHolds;
import dev.assay.checkers.certificates.Certificate.LinearizationOrder;
import dev.assay.checkers.certificates.Certificate.OrderRefutation;
import dev.assay.checkers.certificates.Certificate.ParallelOrder;
import dev.assay.checkers.certificates.Certificate.PartRefutation;
import dev.assay.checkers.certificates.Certificate.SerialOrder;
import dev.assay.checkers.certificates.Certificate.SnapshotOrder;
import dev.assay.checkers.certificates.Certificate.UpdateOrder;
import dev.assay.histories.History;
import dev.assay.histories.MicroOps;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Whether a certificate has all its parts, and names only operations and micro-operations that the
 * history has: whoever forges one may leave out anything, or name anything. Linear.
 */
final class CertificateShape {
  private static final String LACKING = "the certificate lacks a part";

  private final History history;

  private CertificateShape(History history) {
    this.history = history;
  }

  /** What is wrong, or null. */
  static @Nullable String fault(History history, Certificate certificate) {
    return new CertificateShape(history).fault(certificate);
  }

  private @Nullable String fault(Certificate certificate) {
    return switch (certificate) {
      case LinearizationOrder order -> first(told(order.model()), operations(order.order()));
      case IllegalWindow window ->
          first(
              told(window.model()),
              operations(window.operations()),
              window.elements() == null ? null : whole(window.elements()));
      case ClashingPair pair ->
          first(told(pair.model()), operations(List.of(pair.one(), pair.other())));
      case InvariantBreach breach ->
          first(
              told(breach.workload()),
              told(breach.anomaly()),
              told(breach.subjects()),
              operations(breach.operations()));
      case InvariantHolds holds -> told(holds.workload());
      case DependencyCycle cycle ->
          first(told(cycle.workload()), told(cycle.anomaly()), edges(cycle.edges()));
      case ConflictingOperations conflict ->
          first(told(conflict.workload()), told(conflict.anomaly()), refs(conflict.microOps()));
      case SerialOrder order ->
          first(told(order.workload()), told(order.consistency()), operations(order.order()));
      case SnapshotOrder order ->
          first(told(order.workload()), told(order.consistency()), operations(order.moments()));
      case ParallelOrder order -> first(told(order.workload()), operations(order.order()));
      case UpdateOrder order -> first(told(order.workload()), operations(order.order()));
      case CommitOrder order ->
          first(told(order.workload()), told(order.consistency()), operations(order.order()));
      case OrderRefutation refutation ->
          first(told(refutation.workload()), told(refutation.consistency()), cases(refutation));
      case CommitCycle cycle ->
          first(told(cycle.workload()), told(cycle.anomaly()), commits(cycle.edges()));
      case CircularWait wait ->
          first(told(wait.workload()), told(wait.consistency()), waits(wait.waits()));
      case PartRefutation part ->
          first(
              told(part.workload()),
              told(part.consistency()),
              whole(part.keys()),
              operations(part.transactions()));
    };
  }

  private static @Nullable String first(@Nullable String... faults) {
    for (String fault : faults) {
      if (fault != null) {
        return fault;
      }
    }
    return null;
  }

  private static @Nullable String told(@Nullable Object part) {
    return part == null ? LACKING : null;
  }

  private static @Nullable String whole(@Nullable Collection<?> parts) {
    return each(parts, part -> null);
  }

  /** The first fault of some parts. */
  private static <T> @Nullable String each(
      @Nullable Collection<T> parts, Function<T, @Nullable String> faultOf) {
    if (parts == null) {
      return LACKING;
    }
    for (T part : parts) {
      String fault = part == null ? LACKING : faultOf.apply(part);
      if (fault != null) {
        return fault;
      }
    }
    return null;
  }

  private @Nullable String operations(@Nullable List<Integer> operations) {
    return each(operations, this::operation);
  }

  private @Nullable String operation(int event) {
    boolean isOne = event >= 0 && event < history.size() && history.isClientInvocation(event);
    return isOne ? null : "event " + event + " invokes nothing";
  }

  private @Nullable String refs(@Nullable List<MicroOpRef> refs) {
    return each(refs, this::ref);
  }

  private @Nullable String ref(@Nullable MicroOpRef ref) {
    String fault = ref == null ? null : operation(ref.transaction());
    if (ref == null || fault != null) {
      return fault;
    }
    boolean isOfIt =
        ref.event() == ref.transaction()
            || (ref.event() >= 0 && ref.event() == history.pair(ref.transaction()));
    MicroOps microOps = history.microOps();
    boolean isThere =
        isOfIt
            && ref.index() >= 0
            && ref.index() < microOps.end(ref.event()) - microOps.start(ref.event());
    return isThere ? null : "there is no such micro-operation: " + ref;
  }

  private @Nullable String edges(@Nullable List<CycleEdge> edges) {
    return each(edges, edge -> first(operation(edge.to()), edge(edge)));
  }

  /** All but where it leads to. */
  private @Nullable String edge(@Nullable CycleEdge edge) {
    if (edge == null) {
      return LACKING;
    }
    KeyPremise premise = edge.premise();
    return first(
        told(edge.kind()),
        operation(edge.from()),
        ref(edge.first()),
        ref(edge.second()),
        ref(edge.witness()),
        premise == null
            ? null
            : first(
                told(premise.assumption()),
                refs(Arrays.asList(premise.earlier(), premise.later()))));
  }

  private @Nullable String cases(OrderRefutation refutation) {
    return each(
        refutation.cases(),
        cycle -> each(cycle, supposed -> edges(Collections.singletonList(supposed.edge()))));
  }

  private @Nullable String commits(@Nullable List<CommitEdge> commits) {
    return each(
        commits,
        commit -> {
          String fault = first(edge(commit.edge()), edges(commit.because()));
          return fault != null || commit.edge().to() == CommitEdge.INITIAL
              ? fault
              : operation(commit.edge().to());
        });
  }

  private @Nullable String waits(@Nullable List<CommitWait> waits) {
    return each(
        waits,
        wait ->
            first(
                told(wait.kind()),
                operation(wait.transaction()),
                operations(wait.earlier()),
                ref(wait.read())));
  }
}
