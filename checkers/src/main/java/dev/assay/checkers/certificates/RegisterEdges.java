package dev.assay.checkers.certificates;

import dev.assay.checkers.KeyOptions;
import dev.assay.checkers.certificates.SupposedEdge.WriteOrder;
import dev.assay.histories.EventType;
import dev.assay.histories.History;
import dev.assay.histories.MicroOps;
import org.jspecify.annotations.Nullable;

/**
 * Verifies dependencies of transactions on registers, whose every write has a value of its own
 * (Adya 1999, section 3.1).
 *
 * <p>Nil is there before every write. Who read a value, came before another that read it, too, and
 * wrote the key: in the other order that one would have read what was yet to come. Besides, what
 * the user assumes: {@link PremiseRules}.
 */
final class RegisterEdges implements SupposedRules {
  private final History history;
  private final RegisterFacts facts;
  private final PremiseRules premises;

  /**
   * @param facts those of all edges, collected
   * @param keys what the user assumes
   */
  RegisterEdges(History history, RegisterFacts facts, KeyOptions keys) {
    this.history = history;
    this.facts = facts;
    premises = new PremiseRules(history, facts, keys);
  }

  @Override
  public @Nullable String fault(SupposedEdge supposed) {
    CycleEdge edge = supposed.edge();
    if (edge.from() == edge.to()) {
      return "it leads nowhere";
    }
    if (!isTransaction(edge.from()) || !isTransaction(edge.to())) {
      return "it is not between transactions";
    }
    if (!facts.tookEffect(edge.from()) || !facts.tookEffect(edge.to())) {
      return "nothing shows that both transactions took effect";
    }
    WriteOrder supposing = supposed.supposing();
    return switch (edge.kind()) {
      case "process" -> processFault(edge);
      case "realtime" -> realTimeFault(edge);
      case "wr" -> readFault(edge);
      case "ww" -> overwriteFault(edge, supposing);
      case "rw" -> antiDependencyFault(edge, supposing);
      default -> "there is no such kind of edge";
    };
  }

  private boolean isTransaction(int event) {
    return event >= 0 && event < history.size() && history.isClientInvocation(event);
  }

  private @Nullable String processFault(CycleEdge edge) {
    return history.process(edge.from()) == history.process(edge.to())
            && history.outcome(edge.from()) == EventType.OK
            && edge.from() < edge.to()
        ? null
        : "the same process did not do them in this order";
  }

  private @Nullable String realTimeFault(CycleEdge edge) {
    return history.isRealTime()
            && history.outcome(edge.from()) == EventType.OK
            && history.pair(edge.from()) < edge.to()
        ? null
        : "the first had not completed when the second was invoked";
  }

  private @Nullable String readFault(CycleEdge edge) {
    boolean holds =
        isBy(edge.first(), edge.from())
            && isBy(edge.second(), edge.to())
            && facts.isWrite(edge.first())
            && facts.isRead(edge.second())
            && version(edge.first()).equals(version(edge.second()))
            && facts.onlyWriter(version(edge.first())) == edge.from();
    return holds ? null : "the second did not read what the first wrote";
  }

  /** Both wrote the key, in the order that is supposed or follows from a premise. */
  private @Nullable String overwriteFault(CycleEdge edge, @Nullable WriteOrder supposing) {
    if (!isBy(edge.first(), edge.from())
        || !isBy(edge.second(), edge.to())
        || !facts.isWrite(edge.first())
        || !facts.isWrite(edge.second())
        || key(edge.first()) != key(edge.second())) {
      return "the transactions did not both write the key";
    }
    if (edge.premise() != null) {
      return premises.fault(edge.premise(), edge.from(), edge.second());
    }
    return new WriteOrder(edge.from(), edge.to()).equals(supposing)
        ? null
        : "nothing shows the order of the writes";
  }

  /** The first read a version that the second overwrote. */
  private @Nullable String antiDependencyFault(CycleEdge edge, @Nullable WriteOrder supposing) {
    if (!isBy(edge.first(), edge.from())
        || !isBy(edge.second(), edge.to())
        || !facts.isRead(edge.first())
        || !facts.isWrite(edge.second())
        || key(edge.first()) != key(edge.second())) {
      return "the first did not read what the second wrote to";
    }
    if (facts.microOps().value(facts.mop(edge.first())) == 0) {
      return wroteBefore(edge.first()) ? "the first wrote the key before it read it" : null;
    }
    int writer = facts.onlyWriter(version(edge.first()));
    if (writer < 0 || writer == edge.from() || writer == edge.to()) {
      return "nobody else is known to have written what the first read";
    }
    if (edge.premise() != null) {
      return premises.fault(edge.premise(), writer, edge.second());
    }
    boolean isShown =
        facts.isRead(edge.witness())
            && isBy(edge.witness(), edge.to())
            && version(edge.witness()).equals(version(edge.first()));
    return isShown || new WriteOrder(writer, edge.to()).equals(supposing)
        ? null
        : "nothing shows that the second wrote after " + writer;
  }

  @Override
  public boolean overwrites(CycleEdge anti) {
    MicroOps microOps = facts.microOps();
    int event = facts.event(anti.from());
    for (int mop = microOps.start(event); mop < microOps.end(event); mop++) {
      if (microOps.kind(mop) == MicroOps.WRITE && microOps.key(mop) == key(anti.first())) {
        return true;
      }
    }
    return false;
  }

  @Override
  public boolean writes(int invocation) {
    MicroOps microOps = facts.microOps();
    int event = facts.event(invocation);
    for (int mop = microOps.start(event); mop < microOps.end(event); mop++) {
      if (microOps.kind(mop) == MicroOps.WRITE) {
        return true;
      }
    }
    return false;
  }

  private boolean wroteBefore(@Nullable MicroOpRef read) {
    int end = facts.mop(read);
    MicroOps microOps = facts.microOps();
    int start = read == null ? end : end - read.index();
    for (int mop = start; mop < end; mop++) {
      if (microOps.kind(mop) == MicroOps.WRITE && microOps.key(mop) == microOps.key(end)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public boolean isExhaustive(WriteOrder order) {
    if (!isTransaction(order.first())
        || !isTransaction(order.second())
        || order.first() == order.second()
        || !facts.tookEffect(order.first())
        || !facts.tookEffect(order.second())) {
      return false;
    }
    MicroOps microOps = facts.microOps();
    int event = facts.event(order.first());
    int other = facts.event(order.second());
    for (int mop = microOps.start(event); mop < microOps.end(event); mop++) {
      for (int its = microOps.start(other); its < microOps.end(other); its++) {
        if (microOps.kind(mop) == MicroOps.WRITE
            && microOps.kind(its) == MicroOps.WRITE
            && microOps.key(mop) == microOps.key(its)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean isBy(@Nullable MicroOpRef ref, int invocation) {
    return ref != null && ref.transaction() == invocation;
  }

  private int key(@Nullable MicroOpRef ref) {
    return facts.microOps().key(facts.mop(ref));
  }

  private RegisterFacts.Version version(@Nullable MicroOpRef ref) {
    return facts.versionOf(facts.mop(ref));
  }
}
