package dev.assay.checkers.certificates;

import dev.assay.checkers.KeyOptions;
import dev.assay.checkers.certificates.Certificate.DependencyCycle;
import dev.assay.histories.History;
import dev.assay.histories.MicroOps;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Verifies a cycle of transactions edge by edge (Adya 1999, section 3.1); of registers by {@link
 * RegisterEdges}, of sets by {@link SetAddRules}, of counters by {@link CounterRules}, of predicate
 * reads by {@link PredicateRules}, of lists here.
 *
 * <p>Lists only grow, so a list that was read shows the order of its elements, and an element that
 * took effect and is not in it came later. Linear in the history.
 */
final class CycleVerifier {
  private static final Set<String> WORKLOADS =
      Set.of("list-append", "rw-register", "set-add", "counter-inc", "closed-predicate");

  private final History history;
  private final String anomaly;
  private final List<CycleEdge> edges;
  private final ListAppendFacts facts;

  private CycleVerifier(History history, DependencyCycle cycle) {
    this.history = history;
    anomaly = cycle.anomaly();
    edges = cycle.edges();
    facts = new ListAppendFacts(history);
  }

  static Verification verify(History history, DependencyCycle cycle, KeyOptions keys) {
    if (!WORKLOADS.contains(cycle.workload())) {
      return Verification.giveUp("there are no rules to verify cycles of " + cycle.workload());
    }
    Verification shape = verifyShape(history, cycle);
    if (!shape.accepted()) {
      return shape;
    }
    return switch (cycle.workload()) {
      case "counter-inc" -> CounterRules.verify(history, cycle.edges());
      case "set-add" -> new SetAddRules(history).verify(cycle.edges());
      case "closed-predicate" -> new PredicateRules(history).verify(cycle.edges());
      case "rw-register" -> verifyRegisters(history, cycle.edges(), keys);
      default -> new CycleVerifier(history, cycle).verify();
    };
  }

  private static Verification verifyRegisters(
      History history, List<CycleEdge> edges, KeyOptions keys) {
    RegisterFacts facts = new RegisterFacts(history);
    edges.forEach(facts::want);
    facts.collect();
    RegisterEdges rules = new RegisterEdges(history, facts, keys);
    for (CycleEdge edge : edges) {
      String fault = rules.fault(new SupposedEdge(edge, null));
      if (fault != null) {
        return Verification.reject(
            "the " + edge.kind() + " edge " + edge.from() + " to " + edge.to() + ": " + fault);
      }
    }
    return Verification.accept(
        "a cycle of " + edges.size() + " transactions" + PremiseRules.named(edges.stream()));
  }

  private static Verification verifyShape(History history, DependencyCycle cycle) {
    List<CycleEdge> edges = cycle.edges();
    Set<Integer> seen = new HashSet<>();
    for (int i = 0; i < edges.size(); i++) {
      int from = edges.get(i).from();
      if (from < 0 || from >= history.size() || !history.isClientInvocation(from)) {
        return Verification.reject("event " + from + " invokes no transaction");
      }
      if (!seen.add(from)) {
        return Verification.reject("transaction " + from + " is twice in the cycle");
      }
      if (edges.get(i).to() != edges.get((i + 1) % edges.size()).from()) {
        return Verification.reject("edge " + i + " does not lead to the next");
      }
    }
    if (edges.size() < 2) {
      return Verification.reject("a cycle has at least two transactions");
    }
    boolean isOfLevel =
        cycle.workload().equals("list-append")
            ? LevelCycleRules.isOne(cycle.anomaly())
            : LevelCycleRules.isOfRegisters(cycle.anomaly(), edges);
    if (isOfLevel) {
      return Verification.accept("");
    }
    String name = name(edges);
    return name.equals(cycle.anomaly())
        ? Verification.accept("")
        : Verification.reject("the cycle is a " + name + ", not a " + cycle.anomaly());
  }

  /** What such a cycle is called, from the kinds of its edges. */
  private static String name(List<CycleEdge> edges) {
    List<String> kinds = edges.stream().map(CycleEdge::kind).toList();
    int size = kinds.size();
    int anti = 0;
    boolean adjacent = false;
    for (int i = 0; i < size; i++) {
      if (kinds.get(i).startsWith("rw")) {
        anti++;
        adjacent |= kinds.get((i + 1) % size).startsWith("rw");
      }
    }
    String plain =
        switch (anti) {
          case 0 -> kinds.stream().anyMatch(kind -> kind.startsWith("wr")) ? "G1c" : "G0";
          case 1 -> "G-single";
          default -> adjacent ? "G2" : "G-nonadjacent";
        };
    return plain
        + (anti == 0 || kinds.contains("rwp") ? "" : "-item")
        + (kinds.contains("realtime") ? "-realtime" : kinds.contains("process") ? "-process" : "");
  }

  private Verification verify() {
    for (CycleEdge edge : edges) {
      facts.wantAppendsOf(edge.from());
    }
    facts.collect();
    for (CycleEdge edge : edges) {
      if (!facts.tookEffect(edge.from())) {
        return Verification.reject(
            "nothing shows that transaction " + edge.from() + " took effect");
      }
      String fault = fault(edge);
      if (fault != null) {
        return Verification.reject(
            "the " + edge.kind() + " edge " + edge.from() + " to " + edge.to() + ": " + fault);
      }
    }
    String fault =
        LevelCycleRules.isOne(anomaly) ? LevelCycleRules.fault(anomaly, edges, facts) : null;
    return fault == null
        ? Verification.accept("a cycle of " + edges.size() + " transactions")
        : Verification.reject(fault);
  }

  private @Nullable String fault(CycleEdge edge) {
    return switch (edge.kind()) {
      case "process" -> processFault(edge);
      case "realtime" -> realTimeFault(edge);
      case "ww" -> overwriteFault(edge);
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

  /** Both appended, and a completed read shows the first element and not the second before it. */
  private @Nullable String overwriteFault(CycleEdge edge) {
    if (!isAppendBy(edge.first(), edge.from()) || !isAppendBy(edge.second(), edge.to())) {
      return "the transactions did not append";
    }
    MicroOps microOps = facts.microOps();
    int first = facts.mop(edge.first());
    int second = facts.mop(edge.second());
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
}
