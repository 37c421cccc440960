package dev.assay.checkers.certificates;

import dev.assay.checkers.certificates.Certificate.CommitOrder;
import dev.assay.checkers.certificates.PlacedVersions.Read;
import dev.assay.histories.EventType;
import dev.assay.histories.History;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Verifies an order of commits by the axioms of Biswas and Enea (On the complexity of checking
 * transactional consistency, OOPSLA 2019, figure 3): of the writers of a key that a reader knows
 * of, none committed after the one that it read from. Whom it knows of makes the level.
 *
 * <p>Cursor stability is Adya's (1999, section 4.4.1): nobody writes a key between the version that
 * another read and the one that it wrote.
 *
 * <p>A session's order counts for the {@code strong-session} levels. At causal levels whom a
 * transaction knows is a set a transaction, so large histories are given up.
 */
final class CommitReplay {
  private static final long STEPS_MAX = 3_000_000_000L;
  private static final long SETS_MAX_BYTES = 1L << 30;

  /** Weaker ones first: each proves itself and those before it. */
  private static final List<String> LEVELS =
      List.of(
          "read-uncommitted",
          "read-committed",
          "monotonic-atomic-view",
          "read-atomic",
          "causal-cerone",
          "prefix");

  /** Read committed, and nothing between what a transaction read of a key and wrote of it. */
  private static final String CURSOR = "cursor-stability";

  private final History history;
  private final List<Integer> order;
  private final int level;
  private final boolean keepsProcesses;
  private final boolean keepsCursors;
  private final KeptOrder kept;
  private final PlacedVersions versions;
  private final Map<Integer, List<Integer>> ofProcess = new HashMap<>();
  private final long[][] known;
  private long steps;

  private CommitReplay(History history, CommitOrder certificate) {
    this.history = history;
    order = certificate.order();
    level = LEVELS.indexOf(plain(certificate.consistency()));
    keepsCursors = certificate.consistency().equals(CURSOR);
    keepsProcesses = KeptOrder.ofProcesses(certificate.consistency());
    kept = new KeptOrder(history, certificate.consistency());
    versions =
        new PlacedVersions(
            history,
            certificate.workload(),
            level >= LEVELS.indexOf("monotonic-atomic-view"),
            level >= LEVELS.indexOf("read-atomic"));
    known = new long[isCausal() ? order.size() : 0][];
  }

  /** What else than data a model speaks of: nothing, sessions, or real time and with it those. */
  private static int orders(String model) {
    return KeptOrder.ofRealTime(model) ? 2 : KeptOrder.ofProcesses(model) ? 1 : 0;
  }

  private static String plain(String model) {
    return switch (model) {
      case "strong-session-causal" -> "causal-cerone";
      case CURSOR -> "read-committed";
      default -> model.replaceFirst("^strong-(session-)?", "");
    };
  }

  /** Whether an order for one model is one for another. */
  static boolean proves(String kept, String claim) {
    if (claim.equals(CURSOR) && !kept.equals(CURSOR)) {
      return false;
    }
    int strength = LEVELS.indexOf(plain(kept));
    int needed = LEVELS.indexOf(plain(claim));
    return strength >= needed && needed >= 0 && orders(kept) >= orders(claim);
  }

  static Verification verify(History history, CommitOrder certificate) {
    if (certificate.workload().equals("counter-inc")) {
      return CounterRules.verify(history, certificate);
    }
    if (certificate.workload().equals("closed-predicate")) {
      return certificate.consistency().equals("consistent-view")
          ? new PredicateViews(history, certificate).verify()
          : new PredicateCommits(history, certificate).verify();
    }
    if (UncommittedReplay.knows(certificate)) {
      return UncommittedReplay.verify(history, certificate);
    }
    if (certificate.workload().equals("set-add")) {
      return new SetCommits(history, certificate).verify();
    }
    if (!PlacedVersions.hasRules(certificate.workload())) {
      return Verification.giveUp("there are no rules to replay " + certificate.workload());
    }
    if (PromiseReplay.knows(certificate.consistency())) {
      return PromiseReplay.verify(history, certificate);
    }
    CommitReplay replay = new CommitReplay(history, certificate);
    if (replay.level < 0) {
      return Verification.giveUp("there is no axiom of " + certificate.consistency());
    }
    long size = certificate.order().size();
    if (replay.isCausal() && size * size / 8 > SETS_MAX_BYTES) {
      return Verification.giveUp(size + " transactions are too many to go through their pasts");
    }
    return replay.verify();
  }

  private boolean isCausal() {
    return level == LEVELS.indexOf("causal-cerone");
  }

  private Verification verify() {
    for (int at = 0; at < order.size(); at++) {
      String fault = place(at);
      if (fault != null) {
        return Verification.reject("transaction " + order.get(at) + " " + fault);
      }
    }
    for (int event = 0; event < history.size(); event++) {
      if (history.isClientInvocation(event)
          && history.outcome(event) == EventType.OK
          && !versions.isPlaced(event)) {
        return Verification.reject("transaction " + event + " is missing in the order");
      }
    }
    for (int at = 0; at < order.size(); at++) {
      String fault = read(at);
      if (fault != null) {
        return Verification.reject("transaction " + order.get(at) + " " + fault);
      }
      if (steps > STEPS_MAX) {
        return Verification.giveUp("too many writers to go through them all");
      }
    }
    return Verification.accept("an order of the commits of " + order.size() + " transactions");
  }

  private @Nullable String place(int at) {
    int invocation = order.get(at);
    String fault = versions.place(invocation, at);
    if (fault == null) {
      ofProcess.computeIfAbsent(history.process(invocation), p -> new ArrayList<>()).add(at);
      fault = kept.place(invocation);
    }
    return fault;
  }

  private @Nullable String read(int at) {
    List<Read> reads = new ArrayList<>();
    String fault = versions.reads(order.get(at), at, reads);
    if (fault != null) {
      return fault;
    }
    if (isCausal()) {
      known[at] = past(at, reads);
    }
    for (int i = 0; i < reads.size(); i++) {
      if (overlooks(at, reads, i)) {
        return "reads a version that one it knows of had overwritten";
      }
    }
    return null;
  }

  /** Whether some writer that is known to a read committed after the one that it reads from. */
  private boolean overlooks(int at, List<Read> reads, int i) {
    Read read = reads.get(i);
    if (keepsCursors) {
      return writes(at, read.key()) && isWrittenBetween(read, at);
    }
    return switch (LEVELS.get(level)) {
      case "monotonic-atomic-view" -> overlooksOf(reads.subList(0, i), read);
      case "read-atomic" -> overlooksOf(reads, read) || overlooksOfProcess(at, read);
      case "causal-cerone" -> overlooksOfPast(at, read);
      case "prefix" ->
          isWrittenBetween(read, reads.stream().mapToInt(Read::writer).max().orElseThrow() + 1);
      default -> false;
    };
  }

  /** Whether somebody wrote the key after what was read of it, and before a place. */
  private boolean isWrittenBetween(Read read, int end) {
    for (int writer : versions.writersOf(read.key())) {
      steps++;
      if (writer > read.writer() && writer < end) {
        return true;
      }
    }
    return false;
  }

  private boolean overlooksOf(List<Read> others, Read read) {
    return others.stream()
        .anyMatch(other -> other.writer() > read.writer() && writes(other.writer(), read.key()));
  }

  private boolean overlooksOfProcess(int at, Read read) {
    if (!keepsProcesses) {
      return false;
    }
    List<Integer> places = ofProcess.getOrDefault(history.process(order.get(at)), List.of());
    for (int other : places) {
      steps++;
      if (other > read.writer() && isBeforeInProcess(other, at) && writes(other, read.key())) {
        return true;
      }
    }
    return false;
  }

  private boolean overlooksOfPast(int at, Read read) {
    for (int writer : versions.writersOf(read.key())) {
      steps++;
      if (writer > read.writer() && writer < at && (known[at][writer >> 6] >> writer & 1) != 0) {
        return true;
      }
    }
    return false;
  }

  private boolean isBeforeInProcess(int at, int other) {
    int first = order.get(at);
    return history.outcome(first) == EventType.OK && first < order.get(other);
  }

  private boolean writes(int at, int key) {
    return versions.writes(order.get(at), key);
  }

  /** All places that it depends on over any number of steps, as a set of bits. */
  private long[] past(int at, List<Read> reads) {
    long[] past = new long[(at >> 6) + 1];
    for (Read read : reads) {
      if (read.writer() >= 0) {
        include(past, read.writer());
      }
    }
    if (keepsProcesses) {
      for (int other : ofProcess.getOrDefault(history.process(order.get(at)), List.of())) {
        if (isBeforeInProcess(other, at)) {
          include(past, other);
        }
      }
    }
    return past;
  }

  private void include(long[] past, int other) {
    if ((past[other >> 6] >> other & 1) != 0) {
      return;
    }
    past[other >> 6] |= 1L << other;
    for (int i = 0; i < known[other].length; i++) {
      past[i] |= known[other][i];
    }
    steps += known[other].length;
  }
}
