package dev.assay.raftkv.server.raft;

import dev.assay.raftkv.server.Bug;
import dev.assay.runtime.Trace;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * What must always hold (Figure 3). A server that finds it broken stops: going on could only spread
 * the damage. With a planted bug on it goes on, because the bug is to be found from outside.
 */
final class Invariants {
  private final Trace trace;
  private final Cost allowed;
  private final Set<Bug> bugs;

  /** What checking costs; each includes those before it, and its place here is its level. */
  enum Cost {
    /** Comparisons of numbers that are at hand, on every message. */
    CONSTANT,
    /** One more message a follower and heartbeat. */
    MESSAGES,
    /** A checksum over the whole state at every snapshot. */
    STATE;

    static Cost ofLevel(int level) {
      return values()[level];
    }
  }

  /** The invariants, each with the cost of checking it. */
  enum Invariant {
    ELECTION_SAFETY("Election Safety", Cost.CONSTANT),
    LEADER_APPEND_ONLY("Leader Append-Only", Cost.CONSTANT),
    LEADER_COMPLETENESS("Leader Completeness", Cost.CONSTANT),
    /** Two logs with an entry of the same index and term are the same up to there. */
    LOG_MATCHING("Log Matching", Cost.MESSAGES),
    /** What two servers have applied up to an index is the same. */
    STATE_MACHINE_SAFETY("State Machine Safety", Cost.MESSAGES),
    /** Applying the same gave the same. */
    STATE_DETERMINISM("equal logs give equal states, §2", Cost.STATE),
    COMMIT_WITHIN_LOG("Figure 2, commitIndex", Cost.CONSTANT),
    ANSWER_OF_OWN_TERM("§5.3, respond after the entry is applied", Cost.CONSTANT),
    READ_IS_APPLIED("§8, read-only operations", Cost.CONSTANT);

    final String words;
    final Cost cost;

    Invariant(String words, Cost cost) {
      this.words = words;
      this.cost = cost;
    }
  }

  /** Checks what costs no more than is allowed. */
  Invariants(Trace trace, Cost allowed, Set<Bug> bugs) {
    this.trace = trace;
    this.allowed = allowed;
    this.bugs = bugs;
  }

  /** Whether invariants of this cost are checked. */
  boolean checks(Cost cost) {
    return cost.compareTo(allowed) <= 0;
  }

  void check(Invariant invariant, BooleanSupplier holds, Supplier<String> whatIsBroken) {
    if (!checks(invariant.cost) || holds.getAsBoolean()) {
      return;
    }
    String message = "INVARIANT BROKEN: %s (%s)".formatted(whatIsBroken.get(), invariant.words);
    if (bugs.isEmpty()) {
      throw new BrokenInvariantException(message);
    }
    trace.log(message + " (going on: planted bugs are on)");
  }

  /** Ends the server. */
  static final class BrokenInvariantException extends RuntimeException {
    private static final long serialVersionUID = 1;

    BrokenInvariantException(String message) {
      super(message);
    }
  }
}
