package dev.assay.checkers.certificates;

import dev.assay.checkers.KeyOptions;
import dev.assay.checkers.certificates.Certificate.OrderRefutation;
import dev.assay.checkers.certificates.SupposedEdge.WriteOrder;
import dev.assay.histories.History;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Verifies that no order of the writes explains a history: every cycle edge by edge, that the model
 * forbids it, and that no choice of orders avoids all cycles.
 *
 * <p>The first is linear in the history and the cycles. The last is a case split, always on the set
 * of suppositions with the fewest that are open; bounded, for it can be exponential.
 */
final class OrderRefutationVerifier {
  private static final int SPLITS_MAX = 200_000;

  private final History history;
  private final OrderRefutation claim;
  private final KeyOptions keys;
  private final List<List<WriteOrder>> cases = new ArrayList<>();
  private final Set<WriteOrder> chosen = new HashSet<>();
  private int splits;

  private OrderRefutationVerifier(History history, OrderRefutation claim, KeyOptions keys) {
    this.history = history;
    this.keys = keys;
    this.claim = claim;
  }

  static Verification verify(History history, OrderRefutation claim, KeyOptions keys) {
    if (claim.workload().equals("counter-inc")) {
      return new CounterOrders(history, claim).verify();
    }
    if (claim.workload().equals("closed-predicate")) {
      return PredicateOrders.verify(history, claim);
    }
    return new OrderRefutationVerifier(history, claim, keys).verify();
  }

  private Verification verify() {
    List<SupposedEdge> all = claim.cases().stream().flatMap(List::stream).toList();
    SupposedRules rules =
        switch (claim.workload()) {
          case "rw-register" -> ofRegisters(all);
          case "list-append" -> ofLists(all);
          default -> null;
        };
    if (rules == null) {
      return Verification.giveUp("there are no rules to verify orders of " + claim.workload());
    }
    for (List<SupposedEdge> cycle : claim.cases()) {
      String fault = fault(cycle, rules);
      if (fault != null) {
        return Verification.reject(fault);
      }
      cases.add(cycle.stream().map(SupposedEdge::supposing).filter(Objects::nonNull).toList());
    }
    boolean canBeAvoided = canBeAvoided();
    if (splits > SPLITS_MAX) {
      return Verification.giveUp("too many cases to go through them all");
    }
    return canBeAvoided
        ? Verification.reject("some orders of the writes avoid all cycles")
        : Verification.accept(
            cases.size()
                + " cycles, of which no order avoids all"
                + PremiseRules.named(all.stream().map(SupposedEdge::edge)));
  }

  private SupposedRules ofRegisters(List<SupposedEdge> all) {
    RegisterFacts facts = new RegisterFacts(history);
    all.forEach(each -> facts.want(each.edge()));
    facts.collect();
    return new RegisterEdges(history, facts, keys);
  }

  private SupposedRules ofLists(List<SupposedEdge> all) {
    ListAppendFacts facts = new ListAppendFacts(history);
    all.forEach(each -> facts.wantAppendsOf(each.edge().from()));
    facts.collect();
    return new ListAppendEdges(history, facts);
  }

  private @Nullable String fault(List<SupposedEdge> cycle, SupposedRules rules) {
    int anti = 0;
    boolean adjacent = false;
    boolean followsReads = true;
    boolean isOfUpdates = true;
    Set<Integer> observers = new HashSet<>();
    for (int i = 0; i < cycle.size(); i++) {
      SupposedEdge each = cycle.get(i);
      CycleEdge edge = each.edge();
      CycleEdge next = cycle.get((i + 1) % cycle.size()).edge();
      String fault = edge.to() == next.from() ? rules.fault(each) : "the next does not follow";
      if (fault == null && !mayUse(edge.kind())) {
        fault = claim.consistency() + " does not speak of it";
      }
      if (fault == null && each.supposing() != null && !rules.isExhaustive(each.supposing())) {
        fault = "the two of the supposition need not have any order";
      }
      if (fault != null) {
        return "the " + edge.kind() + " edge " + edge.from() + " to " + edge.to() + ": " + fault;
      }
      if (!rules.writes(edge.from())) {
        observers.add(edge.from());
      }
      if (edge.kind().equals("rw")) {
        anti++;
        adjacent |= next.kind().equals("rw");
        isOfUpdates &= rules.overwrites(edge);
      } else if (next.kind().equals("rw")) {
        followsReads &= edge.kind().equals("wr");
      }
    }
    if (cycle.size() < 2) {
      return "a cycle has at least two transactions";
    }
    boolean forbidden =
        switch (claim.consistency()) {
          case "serializable", "strong-session-serializable", "strict-serializable" -> true;
          case "snapshot-isolation",
              "strong-session-snapshot-isolation",
              "strong-snapshot-isolation" ->
              !adjacent;
          case "parallel-snapshot-isolation" -> anti <= 1;
          case "update-serializable" -> observers.size() <= 1;
          case "prefix" -> !adjacent && followsReads;
          case "cursor-stability" -> isOfUpdates;
          default -> false;
        };
    return forbidden ? null : claim.consistency() + " does not forbid such a cycle";
  }

  private boolean mayUse(String kind) {
    return switch (kind) {
      case "process" -> claim.consistency().matches("strong-.*|strict-.*");
      case "realtime" -> claim.consistency().matches("strong-snapshot-isolation|strict-.*");
      default -> true;
    };
  }

  /** Whether some choice avoids all, given what is chosen; splits on an explicit stack. */
  private boolean canBeAvoided() {
    List<WriteOrder> trail = new ArrayList<>();
    List<Integer> marks = new ArrayList<>();
    while (splits <= SPLITS_MAX) {
      List<WriteOrder> open = tightest();
      if (open == null) {
        return true;
      }
      if (!open.isEmpty()) {
        if (open.size() > 1) {
          marks.add(trail.size());
          splits++;
        }
        choose(turned(open.get(0)), trail);
        continue;
      }
      if (marks.isEmpty()) {
        return false;
      }
      int mark = marks.remove(marks.size() - 1);
      WriteOrder tried = trail.get(mark);
      while (trail.size() > mark) {
        chosen.remove(trail.remove(trail.size() - 1));
      }
      choose(turned(tried), trail);
    }
    return true;
  }

  private void choose(WriteOrder order, List<WriteOrder> trail) {
    chosen.add(order);
    trail.add(order);
  }

  private static WriteOrder turned(WriteOrder order) {
    return new WriteOrder(/* first= */ order.second(), /* second= */ order.first());
  }

  /** The open suppositions of the case that has the fewest; null when all cases are avoided. */
  private @Nullable List<WriteOrder> tightest() {
    List<WriteOrder> best = null;
    for (List<WriteOrder> each : cases) {
      if (each.stream().anyMatch(order -> chosen.contains(turned(order)))) {
        continue;
      }
      List<WriteOrder> open = each.stream().filter(order -> !chosen.contains(order)).toList();
      if (best == null || open.size() < best.size()) {
        best = open;
      }
    }
    return best;
  }
}
