package dev.assay.checkers.certificates;

import dev.assay.checkers.certificates.Certificate.CommitOrder;
import dev.assay.checkers.certificates.PlacedVersions.Read;
import dev.assay.histories.EventType;
import dev.assay.histories.History;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Verifies an order of writers under what sessions are promised (Terry et al., Session Guarantees,
 * 1994; as Viotti and Vukolić have it, 2016): what a process reads of a key is no older than what
 * it wrote there before (read your writes) and than what it read there before (monotonic reads);
 * what it writes comes after what it wrote before (monotonic writes) and after all that it has read
 * from (writes follow reads). PRAM is all but the last.
 *
 * <p>The order only tells in which order writers wrote; where those that only read have their
 * places does not matter, and everybody may read from later ones. What a transaction of unknown
 * outcome wrote may take effect later than what its process does next. Linear.
 */
final class PromiseReplay {
  /** The promises, by the name of the model: those that it keeps at once. */
  private static final Map<String, Set<String>> PROMISES =
      Map.of(
          "read-your-writes", Set.of("read-your-writes"),
          "monotonic-reads", Set.of("monotonic-reads"),
          "monotonic-writes", Set.of("monotonic-writes"),
          "writes-follow-reads", Set.of("writes-follow-reads"),
          "PRAM", Set.of("read-your-writes", "monotonic-reads", "monotonic-writes"));

  /** What a process did until now: by key, the last writer that it was and that it read from. */
  private static final class Session {
    final Map<Integer, Integer> wrote = new HashMap<>();
    final Map<Integer, Integer> saw = new HashMap<>();
    int lastWrite = -1;
    int lastSource = -1;
  }

  private final History history;
  private final CommitOrder claim;
  private final Set<String> promises;
  private final PlacedVersions versions;
  private final Map<Integer, Session> sessions = new HashMap<>();

  private PromiseReplay(History history, CommitOrder claim) {
    this.history = history;
    this.claim = claim;
    promises = PROMISES.getOrDefault(claim.consistency(), Set.of());
    versions = new PlacedVersions(history, claim.workload(), true, true);
  }

  static boolean knows(String model) {
    return PROMISES.containsKey(model);
  }

  /** Whether an order for one model is one for another. */
  static boolean proves(String kept, String claim) {
    return knows(claim)
        && PROMISES
            .getOrDefault(kept, Set.of())
            .containsAll(PROMISES.getOrDefault(claim, Set.of()));
  }

  static Verification verify(History history, CommitOrder claim) {
    return new PromiseReplay(history, claim).verify();
  }

  private Verification verify() {
    Map<Integer, Integer> places = new HashMap<>();
    for (int at = 0; at < claim.order().size(); at++) {
      String fault = versions.place(claim.order().get(at), at);
      if (fault != null) {
        return Verification.reject("transaction " + claim.order().get(at) + " " + fault);
      }
      places.put(claim.order().get(at), at);
    }
    for (int event = 0; event < history.size(); event++) {
      boolean isOk = history.isClientInvocation(event) && history.outcome(event) == EventType.OK;
      Integer at = places.get(event);
      if (isOk && at == null) {
        return Verification.reject("transaction " + event + " is missing in the order");
      }
      String fault = at == null ? null : follow(event, at);
      if (fault != null) {
        return Verification.reject("transaction " + event + " " + fault);
      }
    }
    return Verification.accept("an order of the writes of " + places.size() + " transactions");
  }

  /** Takes the transactions of all processes as they were invoked. */
  private @Nullable String follow(int invocation, int at) {
    Session session =
        sessions.computeIfAbsent(history.process(invocation), process -> new Session());
    List<Read> reads = new ArrayList<>();
    String fault = versions.reads(invocation, claim.order().size(), reads);
    for (Read read : reads) {
      fault = fault == null ? fault(session, read, at) : fault;
    }
    Set<Integer> written = versions.keysOf(invocation);
    int source = reads.stream().mapToInt(Read::writer).max().orElse(-1);
    session.lastSource = Math.max(session.lastSource, source);
    if (fault == null && !written.isEmpty()) {
      fault = writeFault(session, at);
    }
    if (history.outcome(invocation) == EventType.OK) {
      reads.forEach(read -> session.saw.merge(read.key(), read.writer(), Math::max));
      written.forEach(key -> session.wrote.merge(key, at, Math::max));
      session.lastWrite = written.isEmpty() ? session.lastWrite : Math.max(session.lastWrite, at);
    }
    return fault;
  }

  private @Nullable String fault(Session session, Read read, int at) {
    if (read.writer() == at) {
      return "reads what it wrote later itself";
    }
    if (promises.contains("read-your-writes")
        && session.wrote.getOrDefault(read.key(), -1) > read.writer()) {
      return "does not see what its process wrote before";
    }
    return promises.contains("monotonic-reads")
            && session.saw.getOrDefault(read.key(), -1) > read.writer()
        ? "reads what is older than what its process read before"
        : null;
  }

  private @Nullable String writeFault(Session session, int at) {
    if (promises.contains("monotonic-writes") && session.lastWrite > at) {
      return "writes before what its process wrote before";
    }
    return promises.contains("writes-follow-reads") && session.lastSource >= at
        ? "writes before what its process had read"
        : null;
  }
}
