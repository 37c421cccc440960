package dev.assay.checkers.certificates;

import dev.assay.checkers.certificates.SupposedEdge.WriteOrder;
import dev.assay.histories.History;
import dev.assay.histories.MicroOps;
import org.jspecify.annotations.Nullable;

/**
 * Verifies dependencies of transactions on lists, whose every element was appended once (Adya 1999,
 * section 3.1).
 *
 * <p>Lists only grow, so a list that was read shows the order of its elements, and an element that
 * took effect and is not in it came later.
 */
final class ListAppendEdges implements SupposedRules {
  private final History history;
  private final ListAppendFacts facts;

  /**
   * @param facts those of all that the transactions of the edges appended, collected before an edge
   *     is asked for
   */
  ListAppendEdges(History history, ListAppendFacts facts) {
    this.history = history;
    this.facts = facts;
  }

  @Override
  public @Nullable String fault(SupposedEdge supposed) {
    CycleEdge edge = supposed.edge();
    for (int transaction : new int[] {edge.from(), edge.to()}) {
      if (!facts.isTransaction(transaction) || !facts.tookEffect(transaction)) {
        return "nothing shows that transaction " + transaction + " took effect";
      }
    }
    return switch (edge.kind()) {
      case "process" -> processFault(edge);
      case "realtime" -> realTimeFault(edge);
      case "ww" -> overwriteFault(edge, supposed.supposing());
      case "wr" -> readFault(edge);
      case "rw" -> antiDependencyFault(edge);
      default -> "there is no such kind of edge";
    };
  }

  private @Nullable String processFault(CycleEdge edge) {
    return DependencyEdges.isOfProcess(history, edge)
        ? null
        : "the same process did not do them in this order";
  }

  private @Nullable String realTimeFault(CycleEdge edge) {
    return DependencyEdges.isOfTime(history, edge)
        ? null
        : "the first had not completed when the second was invoked";
  }

  /**
   * Both appended, and a completed read shows the first element and not the second before it; or
   * they came in this order as is supposed.
   */
  private @Nullable String overwriteFault(CycleEdge edge, @Nullable WriteOrder supposing) {
    if (!isAppendBy(edge.first(), edge.from()) || !isAppendBy(edge.second(), edge.to())) {
      return "the transactions did not append";
    }
    MicroOps microOps = facts.microOps();
    int first = facts.mop(edge.first());
    int second = facts.mop(edge.second());
    if (new WriteOrder(edge.from(), edge.to()).equals(supposing)) {
      return isOneKey(first, second) ? null : "the transactions did not append to one key";
    }
    if (!facts.isRead(edge.witness())) {
      return "no read shows the order";
    }
    int witness = facts.mop(edge.witness());
    int before = facts.indexIn(witness, microOps.value(first));
    int after = facts.indexIn(witness, microOps.value(second));
    return isOneKey(first, second) && isOneKey(first, witness) && before >= 0
        ? after < 0 || before < after ? null : "the read shows the other order"
        : "the read does not show the first element";
  }

  private @Nullable String readFault(CycleEdge edge) {
    if (!isAppendBy(edge.first(), edge.from()) || !isReadBy(edge.second(), edge.to())) {
      return "the first did not append, or the second did not read";
    }
    int append = facts.mop(edge.first());
    int read = facts.mop(edge.second());
    return isOneKey(append, read) && facts.indexIn(read, facts.microOps().value(append)) >= 0
        ? null
        : "the read does not show the element";
  }

  private @Nullable String antiDependencyFault(CycleEdge edge) {
    if (!isReadBy(edge.first(), edge.from()) || !isAppendBy(edge.second(), edge.to())) {
      return "the first did not read, or the second did not append";
    }
    int read = facts.mop(edge.first());
    int append = facts.mop(edge.second());
    return isOneKey(append, read) && facts.indexIn(read, facts.microOps().value(append)) < 0
        ? null
        : "the read shows the element";
  }

  /** Whether the transaction, and no other in the whole history, appended this element. */
  private boolean isAppendBy(@Nullable MicroOpRef ref, int invocation) {
    return ref != null
        && ref.transaction() == invocation
        && facts.isAppend(ref)
        && facts.isOnlyAppender(facts.elementOf(facts.mop(ref)), invocation);
  }

  private boolean isReadBy(@Nullable MicroOpRef ref, int invocation) {
    return ref != null && ref.transaction() == invocation && facts.isRead(ref);
  }

  private boolean isOneKey(int mop, int other) {
    return facts.microOps().key(mop) == facts.microOps().key(other);
  }

  @Override
  public boolean isExhaustive(WriteOrder order) {
    if (!facts.isTransaction(order.first())
        || !facts.isTransaction(order.second())
        || order.first() == order.second()
        || !facts.tookEffect(order.first())
        || !facts.tookEffect(order.second())) {
      return false;
    }
    MicroOps microOps = facts.microOps();
    int event = Told.event(history, order.first());
    for (int mop = microOps.start(event); mop < microOps.end(event); mop++) {
      if (microOps.kind(mop) == MicroOps.APPEND && appendsTo(order.second(), microOps.key(mop))) {
        return true;
      }
    }
    return false;
  }

  @Override
  public boolean writes(int invocation) {
    return facts.appends(invocation);
  }

  @Override
  public boolean overwrites(CycleEdge anti) {
    return appendsTo(anti.from(), facts.microOps().key(facts.mop(anti.first())));
  }

  private boolean appendsTo(int invocation, int key) {
    MicroOps microOps = facts.microOps();
    int event = Told.event(history, invocation);
    for (int mop = microOps.start(event); mop < microOps.end(event); mop++) {
      if (microOps.kind(mop) == MicroOps.APPEND && microOps.key(mop) == key) {
        return true;
      }
    }
    return false;
  }
}
