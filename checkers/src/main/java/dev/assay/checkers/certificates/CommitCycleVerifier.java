package dev.assay.checkers.certificates;

import dev.assay.checkers.KeyOptions;
import dev.assay.checkers.certificates.Certificate.CommitCycle;
import dev.assay.histories.History;
import dev.assay.histories.MicroOps;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Verifies a cycle of commits edge by edge: who reads from whom and the order of a process by
 * {@link RegisterEdges}; what a read forces by the axiom that the anomaly's name stands for (Biswas
 * and Enea 2019, figure 3); who overwrote whom by a premise. Linear in the history and the cycle.
 */
final class CommitCycleVerifier {
  private final CommitCycle claim;
  private final RegisterFacts facts;
  private final RegisterEdges rules;
  private final String axiom;
  private final boolean ofProcesses;

  /** Whether it is one of the promises to sessions, to which reads from others tell nothing. */
  private final boolean isPromise;

  private CommitCycleVerifier(History history, CommitCycle claim, KeyOptions keys) {
    this.claim = claim;
    facts = new RegisterFacts(history);
    rules = new RegisterEdges(history, facts, keys);
    axiom = claim.anomaly().replace("-process", "");
    isPromise = axiom.matches("unread-own-write|backward-read|no-pram-order");
    ofProcesses = claim.anomaly().endsWith("-process") || isPromise;
  }

  static Verification verify(History history, CommitCycle claim, KeyOptions keys) {
    if (!claim.workload().equals("rw-register")) {
      return Verification.giveUp("there are no rules to verify commits of " + claim.workload());
    }
    return new CommitCycleVerifier(history, claim, keys).verify();
  }

  private Verification verify() {
    List<CommitEdge> edges = claim.edges();
    for (CommitEdge each : edges) {
      facts.want(each.edge());
      each.because().forEach(facts::want);
    }
    facts.collect();
    Set<Integer> seen = new HashSet<>();
    for (int i = 0; i < edges.size(); i++) {
      CycleEdge edge = edges.get(i).edge();
      boolean isToInitial = edge.to() == CommitEdge.INITIAL && edges.size() == 1;
      String fault =
          isToInitial || edge.to() == edges.get((i + 1) % edges.size()).edge().from()
              ? fault(edges.get(i))
              : "it does not lead to the next";
      if (fault == null && !seen.add(edge.from())) {
        fault = "the first is twice in the cycle";
      }
      if (fault != null) {
        return Verification.reject(
            "the " + edge.kind() + " edge " + edge.from() + " to " + edge.to() + ": " + fault);
      }
    }
    boolean isClosed = edges.size() > 1 || (edges.size() == 1 && isInitial(edges.get(0)));
    return isClosed
        ? Verification.accept(
            "a cycle of the commits of "
                + edges.size()
                + " transactions"
                + PremiseRules.named(edges.stream().map(CommitEdge::edge)))
        : Verification.reject("a cycle has at least two transactions");
  }

  private static boolean isInitial(CommitEdge edge) {
    return edge.edge().to() == CommitEdge.INITIAL;
  }

  private @Nullable String fault(CommitEdge each) {
    if (each.edge().kind().equals("commit")) {
      return forcedFault(each);
    }
    boolean isOfWrites = axiom.equals("no-pram-order") && each.edge().kind().equals("process");
    boolean isAssumed = each.edge().kind().equals("ww");
    return isPromise && !isOfWrites && !isAssumed
        ? "the promise knows no such edge"
        : dependencyFault(each.edge());
  }

  private @Nullable String dependencyFault(CycleEdge edge) {
    boolean isKnown =
        edge.kind().equals("wr")
            || (edge.kind().equals("ww") && edge.premise() != null)
            || (ofProcesses && edge.kind().equals("process"));
    return isKnown ? rules.fault(new SupposedEdge(edge, null)) : "the level knows no such edge";
  }

  private @Nullable String forcedFault(CommitEdge each) {
    CycleEdge edge = each.edge();
    MicroOpRef read = edge.witness();
    if (read == null || !facts.isRead(read) || !isWriteBy(edge.first(), edge.from())) {
      return "there is no read, or the first did not write";
    }
    if (key(edge.first()) != key(read)) {
      return "the first wrote another key than was read";
    }
    MicroOps microOps = facts.microOps();
    if (isInitial(each)) {
      if (microOps.value(facts.mop(read)) != 0) {
        return "the read is not of what was there before";
      }
    } else if (!isWriteBy(edge.second(), edge.to())
        || !version(read).equals(version(edge.second()))
        || facts.onlyWriter(version(read)) != edge.to()
        || edge.from() == edge.to()) {
      return "the read is not of the second";
    }
    return knowledgeFault(each, read);
  }

  /** Whether the reader knew of the first, as the axiom has it. */
  private @Nullable String knowledgeFault(CommitEdge each, MicroOpRef read) {
    List<CycleEdge> path = each.because();
    int at = each.edge().from();
    for (CycleEdge step : path) {
      boolean isNext = step.from() == at && step.premise() == null;
      String fault = isNext ? dependencyFault(step) : "the path is broken";
      if (fault != null) {
        return "how the reader knew of the first: " + fault;
      }
      at = step.to();
    }
    boolean isEnough =
        !path.isEmpty()
            && at == read.transaction()
            && switch (axiom) {
              case "non-monotonic-read" ->
                  path.size() == 1 && isReadBefore(path.get(0).second(), read);
              case "fractured-read" -> path.size() == 1;
              case "non-causal-read" -> true;
              case "unread-own-write" -> isOwnWrite(path);
              case "backward-read" -> isOwnRead(path, key(read));
              case "no-pram-order" -> isOwnWrite(path) || isOwnRead(path, key(read));
              default -> false;
            };
    return isEnough ? null : "the reader need not know of the first";
  }

  private static boolean isOwnWrite(List<CycleEdge> path) {
    return path.size() == 1 && path.get(0).kind().equals("process");
  }

  private boolean isOwnRead(List<CycleEdge> path, int key) {
    return path.size() == 2
        && path.get(0).kind().equals("wr")
        && path.get(1).kind().equals("process")
        && key(path.get(0).second()) == key;
  }

  private static boolean isReadBefore(@Nullable MicroOpRef first, MicroOpRef read) {
    return first != null
        && first.transaction() == read.transaction()
        && first.index() < read.index();
  }

  private boolean isWriteBy(@Nullable MicroOpRef ref, int invocation) {
    return ref != null
        && ref.transaction() == invocation
        && facts.isWrite(ref)
        && facts.tookEffect(invocation);
  }

  private int key(@Nullable MicroOpRef ref) {
    return facts.microOps().key(facts.mop(ref));
  }

  private RegisterFacts.Version version(@Nullable MicroOpRef ref) {
    return facts.versionOf(facts.mop(ref));
  }
}
