package dev.assay.twophasecommit.server;

import org.jspecify.annotations.Nullable;

/**
 * The planted bugs: each breaks one rule in one place, as real systems have, and is off by default.
 *
 * <p>Where a bug is on, broken invariants are logged but do not stop the node: a bug is there to be
 * found from outside.
 */
public enum Bug {
  NO_READ_LOCKS(
      "no-read-locks",
      "a read under two-phase locking locks nothing",
      "Berenson et al. 1995, A Critique of ANSI SQL Isolation Levels, Table 2: short read locks"
          + " give READ COMMITTED"),

  NO_PREDICATE_LOCKS(
      "no-predicate-locks",
      "a predicate read locks the keys that it shows, and not those that may come to match",
      "Eswaran, Gray, Lorie, Traiger 1976, The Notions of Consistency and Predicate Locks, §4:"
          + " phantoms; Berenson et al. 1995, Table 2: REPEATABLE READ"),

  EARLY_UNLOCK(
      "early-unlock",
      "a participant gives its locks back when it votes, before the decision",
      "Bernstein, Hadzilacos, Goodman 1987, §3.3: strict two-phase locking keeps them to the end"),

  SHARED_UPGRADE(
      "shared-upgrade",
      "a shared lock becomes exclusive without waiting for the others that share it",
      "Gray and Reuter 1993, §7.8.2: conversion is a request like any other"),

  WOUND_WITHOUT_ABORT(
      "wound-without-abort",
      "an older transaction takes a younger one's locks, and the younger goes on",
      "Rosenkrantz, Stearns, Lewis 1978, wound-wait: the wounded is rolled back"),

  UNFORCED_PREPARE(
      "unforced-prepare",
      "a participant votes yes before its prepare record is on the disk, and a crash takes it",
      "Mohan, Lindsay, Obermarck 1986, §2: the prepare record is force-written before the vote"),

  UNFORCED_COMMIT(
      "unforced-commit",
      "a coordinator answers and tells the participants before its commit record is on the disk",
      "Mohan, Lindsay, Obermarck 1986, §2 and §3.1: the commit record is force-written first",
      CommitProtocol.TWO_PHASE),

  AMNESIA(
      "amnesia",
      "a participant votes yes on a transaction that it knows nothing of, as after a restart",
      "Bernstein et al. 1987, §7.4: who has not all updates in stable storage must vote no"),

  SILENCE_IS_CONSENT(
      "silence-is-consent",
      "a vote that does not come in time counts as a yes",
      "Gray 1978, Notes on Data Base Operating Systems, §5.8.3.3; Skeen 1981: unanimity",
      CommitProtocol.TWO_PHASE),

  PRESUMED_COMMIT(
      "presumed-commit",
      "a coordinator answers a question about a transaction that it does not know with commit",
      "Mohan, Lindsay, Obermarck 1986, §3.2: presuming commit needs a forced collecting record",
      CommitProtocol.TWO_PHASE),

  HEURISTIC_ABORT(
      "heuristic-abort",
      "a participant that is in doubt for too long aborts on its own",
      "X/Open XA 1991, heuristic decisions (XA_HEURRB); Gray and Reuter 1993, §10.4.4"),

  FORGOTTEN_IN_DOUBT(
      "forgotten-in-doubt",
      "recovery forgets transactions that were prepared and not decided",
      "Bernstein et al. 1987, §7.5: recovery must find out the decision"),

  HASTY_REDO(
      "hasty-redo",
      "recovery redoes what was prepared without asking for the decision",
      "Mohan, Lindsay, Obermarck 1986, §2: a recovered subordinate inquires; Mohan et al. 1992"
          + " (ARIES), §6"),

  UNLOCKED_RECOVERY(
      "unlocked-recovery",
      "recovery brings back transactions in doubt without their locks",
      "Mohan et al. 1992 (ARIES), §6.1: locks of in-doubt transactions are reacquired"),

  REPEATED_EXECUTION(
      "repeated-execution",
      "an operation that is sent again is executed again",
      "Birrell and Nelson 1984, Implementing RPC, §3: at most once needs call identifiers"),

  UNFORCED_ACCEPT(
      "unforced-accept",
      "an acceptor answers before what it has accepted is on the disk, and a crash takes it",
      "Gray and Lamport 2006, §4.1: an acceptor records a vote in stable storage before it sends"
          + " phase 2b",
      CommitProtocol.PAXOS),

  FORGOTTEN_PROMISE(
      "forgotten-promise",
      "an acceptor that restarts has forgotten its promises, though not its votes",
      "Lamport 2001, Paxos Made Simple, §2.5: the highest promise is kept in stable storage",
      CommitProtocol.PAXOS),

  UNCHECKED_PROMISE(
      "unchecked-promise",
      "an acceptor accepts in a ballot below one that it has promised",
      "Lamport 2001, Paxos Made Simple, §2.2, P1a; Gray and Lamport 2006, §4.1, phase 2b",
      CommitProtocol.PAXOS),

  IGNORED_VOTES(
      "ignored-votes",
      "who takes over aborts all instances, though acceptors tell of votes",
      "Gray and Lamport 2006, §4.2: only free instances may be aborted; Skeen 1981, a termination"
          + " protocol must find what may be committed",
      CommitProtocol.PAXOS),

  LOWEST_BALLOT(
      "lowest-ballot",
      "who takes over proposes what was accepted in the lowest ballot, not in the highest",
      "Lamport 2001, Paxos Made Simple, §2.2, P2c",
      CommitProtocol.PAXOS),

  MINORITY_DECISION(
      "minority-decision",
      "leaders decide when F of 2F+1 acceptors have answered",
      "Gray and Lamport 2006, §4.1: a value is chosen when a majority, F+1, has accepted it",
      CommitProtocol.PAXOS),

  SHARED_BALLOTS(
      "shared-ballots",
      "all leaders number their ballots 1, 2, 3, also after a restart",
      "Lamport 2001, Paxos Made Simple, §2.5: proposers choose from disjoint sets, and remember",
      CommitProtocol.PAXOS),

  SECOND_VOTE(
      "second-vote",
      "a participant votes no in ballot 0 on what it has forgotten, though it may have voted yes",
      "Gray and Lamport 2006, §4.2: in ballot 0 a participant proposes one value",
      CommitProtocol.PAXOS),

  EARLY_FORGETTING(
      "early-forgetting",
      "an acceptor forgets a transaction once its coordinator has, and asks no participant",
      "Chandra, Griesemer, Redstone 2007, Paxos Made Live, §5.1: a replica that has lost what it"
          + " accepted must not take part as if it had accepted nothing",
      CommitProtocol.PAXOS),

  PRESUMED_ABORT(
      "presumed-abort",
      "a coordinator answers abort about what it does not know, though it has no commit records",
      "Mohan, Lindsay, Obermarck 1986, §3.1: presuming abort needs a forced commit record",
      CommitProtocol.PAXOS),

  LAST_COMMITTER_WINS(
      "last-committer-wins",
      "under snapshot isolation a write does not check whether the key changed since the snapshot",
      "Berenson et al. 1995, §4.2: first committer wins, or updates are lost"),

  UNAWAITED_PREPARED(
      "unawaited-prepared",
      "a snapshot read does not wait for transactions that may commit before the snapshot",
      "Du, Elnikety, Zwaenepoel 2013 (Clock-SI), Algorithm 1: reads wait for prepared updates"),

  LATE_PREDICATE(
      "late-predicate",
      "under snapshot isolation a predicate read shows what is committed when it comes, not what"
          + " was at the snapshot",
      "Berenson et al. 1995, §4.2: all reads are from the snapshot; MySQL 8.0 Reference Manual,"
          + " §17.7.2.3: statements that write read beside it"),

  FORGOTTEN_SNAPSHOTS(
      "forgotten-snapshots",
      "after a crash a node may give timestamps below snapshots that were read there",
      "Corbett et al. 2012 (Spanner), §4.1.2: timestamps of a later leader are above all that an"
          + " earlier one gave or served reads at");

  private final String label;
  private final String description;
  private final String source;
  private final @Nullable CommitProtocol protocol;

  /** A bug that may show whatever the protocol. */
  Bug(String label, String description, String source) {
    this(label, description, source, null);
  }

  Bug(String label, String description, String source, @Nullable CommitProtocol protocol) {
    this.label = label;
    this.description = description;
    this.source = source;
    this.protocol = protocol;
  }

  /** The name on the command line. */
  public String label() {
    return label;
  }

  /** What is broken, in half a sentence. */
  public String description() {
    return description;
  }

  /** Where the broken rule stands, and where it was seen broken. */
  public String source() {
    return source;
  }

  /** Whether it changes anything under that protocol. */
  public boolean isOf(CommitProtocol other) {
    return protocol == null || protocol == other;
  }
}
