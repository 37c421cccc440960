package dev.assay.checkers.certificates;

import dev.assay.checkers.KeyOptions;
import dev.assay.checkers.certificates.Certificate.DependencyCycle;
import dev.assay.histories.History;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Verifies a cycle of transactions edge by edge (Adya 1999, section 3.1); of registers by {@link
 * RegisterEdges}, of sets by {@link SetAddRules}, of counters by {@link CounterRules}, of predicate
 * reads by {@link PredicateRules}, of lists by {@link ListAppendEdges}. Linear in the history.
 */
final class CycleVerifier {
  private static final Set<String> WORKLOADS =
      Set.of("list-append", "rw-register", "set-add", "counter-inc", "closed-predicate");

  private final String anomaly;
  private final List<CycleEdge> edges;
  private final ListAppendFacts facts;
  private final ListAppendEdges rules;

  private CycleVerifier(History history, DependencyCycle cycle) {
    anomaly = cycle.anomaly();
    edges = cycle.edges();
    facts = new ListAppendFacts(history);
    rules = new ListAppendEdges(history, facts);
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
      String fault = rules.fault(new SupposedEdge(edge, null));
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
}
