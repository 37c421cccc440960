package dev.assay.checkers.certificates;

import dev.assay.checkers.certificates.Certificate.ConflictingOperations;
import dev.assay.checkers.certificates.Certificate.DependencyCycle;
import dev.assay.histories.EventType;
import dev.assay.histories.History;
import dev.assay.histories.Keyword;
import dev.assay.histories.MicroOps;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * What evidence says of increments that answered with the new value, {@code [:inc k [amount new]]}:
 * each is an increment and then a read of the same key, so such a micro-operation may stand for
 * either.
 */
final class AnsweredIncrements {
  private final History history;
  private final MicroOps microOps;

  private AnsweredIncrements(History history) {
    this.history = history;
    microOps = history.microOps();
  }

  /** Verifies a certificate of transactions on counters. */
  static Verification verify(
      History history,
      Certificate certificate,
      BiFunction<History, Certificate, Verification> judge) {
    AnsweredIncrements answered = new AnsweredIncrements(history);
    if (!answered.areThere()) {
      return judge.apply(history, certificate);
    }
    History apart = Objects.requireNonNull(RetoldHistory.of(history, answered::apart));
    Verification verification = Verification.reject("there is no evidence");
    for (Certificate each : answered.apart(certificate)) {
      verification = judge.apply(apart, each);
      if (verification.accepted()) {
        return verification;
      }
    }
    return verification;
  }

  private boolean areThere() {
    for (int event = 0; event < history.size(); event++) {
      if (count(event, Integer.MAX_VALUE) > 0) {
        return true;
      }
    }
    return false;
  }

  /** What it may say of the history with two micro-operations for each that answered. */
  private List<Certificate> apart(Certificate certificate) {
    return switch (certificate) {
      case DependencyCycle cycle ->
          List.of(
              new DependencyCycle(
                  cycle.workload(),
                  cycle.anomaly(),
                  cycle.edges().stream().map(this::apart).toList()));
      case ConflictingOperations conflict -> List.of(apart(conflict, true), apart(conflict, false));
      default -> List.of(certificate);
    };
  }

  private CycleEdge apart(CycleEdge edge) {
    return new CycleEdge(
        edge.kind(),
        edge.from(),
        edge.to(),
        edge.key(),
        edge.before(),
        edge.after(),
        apart(edge.first(), edge.kind().equals("rw")),
        apart(edge.second(), edge.kind().equals("wr")),
        edge.witness(),
        edge.premise());
  }

  /** The first is always a read. */
  private ConflictingOperations apart(ConflictingOperations claim, boolean areReads) {
    List<MicroOpRef> refs = new ArrayList<>();
    for (MicroOpRef ref : claim.microOps()) {
      refs.add(apart(ref, areReads || refs.isEmpty()));
    }
    return new ConflictingOperations(
        claim.key(), claim.workload(), claim.anomaly(), claim.element(), refs);
  }

  private @Nullable MicroOpRef apart(@Nullable MicroOpRef ref, boolean isRead) {
    if (ref == null || ref.event() < 0 || ref.event() >= history.size() || ref.index() < 0) {
      return ref;
    }
    int index = ref.index() + count(ref.event(), ref.index());
    boolean isLater =
        isRead && count(ref.event(), ref.index() + 1) > count(ref.event(), ref.index());
    return new MicroOpRef(ref.transaction(), ref.event(), isLater ? index + 1 : index);
  }

  /** How many of an event's first micro-operations are answered increments. */
  private int count(int event, int first) {
    int count = 0;
    for (int mop = microOps.start(event); mop < microOps.end(event); mop++) {
      count += mop - microOps.start(event) < first && isAnswered(event, mop) ? 1 : 0;
    }
    return count;
  }

  private boolean isAnswered(int event, int mop) {
    if (!microOps.name(microOps.kind(mop)).equals("inc")
        || microOps.value(mop) != MicroOps.LIST
        || microOps.listEnd(mop) != microOps.listStart(mop) + 2) {
      return false;
    }
    Object answer = element(mop, 1);
    return element(mop, 0) instanceof Long
        && (answer instanceof Long || (answer == null && history.type(event) != EventType.OK));
  }

  private @Nullable Object element(int mop, int i) {
    return history.values().get(microOps.element(microOps.listStart(mop) + i));
  }

  private List<Object> apart(int event) {
    List<Object> mops = new ArrayList<>();
    for (int mop = microOps.start(event); mop < microOps.end(event); mop++) {
      Object key = history.values().get(microOps.key(mop));
      boolean isAnswered = isAnswered(event, mop);
      int value = microOps.value(mop);
      mops.add(
          Arrays.<@Nullable Object>asList(
              new Keyword(microOps.name(microOps.kind(mop))),
              key,
              isAnswered ? element(mop, 0) : value < 0 ? null : history.values().get(value)));
      if (isAnswered) {
        mops.add(Arrays.<@Nullable Object>asList(new Keyword("r"), key, element(mop, 1)));
      }
    }
    return mops;
  }
}
