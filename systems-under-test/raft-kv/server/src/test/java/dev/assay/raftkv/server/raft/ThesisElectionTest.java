package dev.assay.raftkv.server.raft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.raftkv.server.Bug;
import dev.assay.raftkv.server.raft.Message.AppendEntries;
import dev.assay.raftkv.server.raft.Message.AppendEntriesReply;
import dev.assay.raftkv.server.raft.Message.PreVote;
import dev.assay.raftkv.server.raft.Message.PreVoteReply;
import dev.assay.raftkv.server.raft.Message.RequestVote;
import dev.assay.raftkv.server.raft.Message.RequestVoteReply;
import dev.assay.raftkv.server.raft.Message.TimeoutNow;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What Ongaro's thesis adds to elections: pre-vote (§9.6), transfer (§3.10), leases (§6.4.1). */
@Tag("paper")
class ThesisElectionTest {
  private static Lab lab(boolean preVote, OptionalInt leaseDriftPpm, Bug... bugs) {
    return new Lab(
        3,
        new RaftConfig(
            Lab.ELECTION_MILLIS,
            Lab.HEARTBEAT_MILLIS,
            100,
            1,
            1 << 30,
            1,
            preVote,
            true,
            leaseDriftPpm,
            2,
            Lab.set(bugs)));
  }

  private static Lab preVoteLab(Bug... bugs) {
    return lab(true, OptionalInt.empty(), bugs);
  }

  private static AppendEntries heartbeat(long term, String leader) {
    return new AppendEntries(term, leader, 0, 0, List.of(), 0, 1);
  }

  private static void advance(Lab lab, long millis) {
    lab.cluster.advanceNanos(millis * 1_000_000);
  }

  @Test
  void section9_6_termIsNotIncrementedBeforeMajorityWouldVote() {
    Lab lab = preVoteLab();
    lab.cluster.start("n1");
    advance(lab, 2 * Lab.ELECTION_MILLIS);

    assertEquals(Role.PRE_CANDIDATE, lab.status("n1").role());
    assertEquals(0, lab.status("n1").term());
    assertEquals(new PreVote(0, "n1", 0, 0), lab.lastSent("n1", "n2", PreVote.class));
    assertEquals(List.of(), lab.sent("n1", "n2", RequestVote.class));

    lab.from("n2", "n1", new PreVoteReply(0, 0, true));

    assertEquals(Role.CANDIDATE, lab.status("n1").role());
    assertEquals(
        new RequestVote(1, "n1", 0, 0, false), lab.lastSent("n1", "n3", RequestVote.class));
  }

  @Test
  void section9_6_serverThatHearsLeaderRefusesAndKeepsItsTerm() {
    Lab lab = preVoteLab();
    lab.cluster.start("n1");
    lab.from("n2", "n1", heartbeat(3, "n2"));
    advance(lab, Lab.ELECTION_MILLIS - 1);

    lab.from("n3", "n1", new PreVote(9, "n3", 50, 9));

    assertEquals(new PreVoteReply(3, 9, false), lab.lastSent("n1", "n3", PreVoteReply.class));
    advance(lab, 1);
    lab.from("n3", "n1", new PreVote(9, "n3", 50, 9));
    assertEquals(new PreVoteReply(3, 9, true), lab.lastSent("n1", "n3", PreVoteReply.class));
    assertEquals(3, lab.status("n1").term());
  }

  @Test
  void section9_6_preVoteHasTheElectionRestriction() {
    Lab lab = preVoteLab();
    lab.given("n1", 3, 1, 3);
    lab.cluster.start("n1");
    advance(lab, Lab.ELECTION_MILLIS);

    lab.from("n3", "n1", new PreVote(3, "n3", 1, 1));
    assertFalse(lab.lastSent("n1", "n3", PreVoteReply.class).voteGranted());
    lab.from("n3", "n1", new PreVote(3, "n3", 2, 3));
    assertTrue(lab.lastSent("n1", "n3", PreVoteReply.class).voteGranted());
    lab.from("n3", "n1", new PreVote(2, "n3", 2, 3));
    assertFalse(lab.lastSent("n1", "n3", PreVoteReply.class).voteGranted(), "an earlier term");
  }

  @Test
  void section9_6_preVotesAreNoVotes() {
    for (boolean bug : List.of(false, true)) {
      Lab lab = bug ? preVoteLab(Bug.PRE_VOTE_COUNTS) : preVoteLab();
      lab.cluster.start("n1");
      advance(lab, 2 * Lab.ELECTION_MILLIS);
      lab.from("n2", "n1", new PreVoteReply(0, 0, true));

      assertEquals(bug ? Role.LEADER : Role.CANDIDATE, lab.status("n1").role());
    }
  }

  @Test
  void section4_2_3_candidateIsIgnoredWhileLeaderIsHeard() {
    Lab lab = preVoteLab();
    lab.cluster.start("n1");
    lab.from("n2", "n1", heartbeat(3, "n2"));

    lab.from("n3", "n1", new RequestVote(9, "n3", 50, 9, false));

    assertEquals(3, lab.status("n1").term());
    assertEquals(List.of(), lab.sent("n1", "n3", RequestVoteReply.class));

    lab.from("n3", "n1", new RequestVote(9, "n3", 50, 9, true));
    assertTrue(lab.lastSent("n1", "n3", RequestVoteReply.class).voteGranted(), "handed over");
  }

  @Test
  void section3_10_leaderBringsTargetUpToDateAndTellsItToCampaign() {
    Lab lab = new Lab(3);
    long term = lab.elect("n1");
    List<Outcome<String>> outcome = new ArrayList<>();
    lab.node("n1").transferLeadership("n2", outcome::add);
    assertEquals(List.of(), lab.sent("n1", "n2", TimeoutNow.class), "n2 lacks the no-op");
    assertInstanceOf(Outcome.NotLeader.class, lab.propose("n1", "x").getFirst());

    lab.from("n2", "n1", new AppendEntriesReply(term, true, 0, 1, 0, 1));
    assertEquals(new TimeoutNow(term), lab.lastSent("n1", "n2", TimeoutNow.class));
    lab.from("n2", "n1", new RequestVote(term + 1, "n2", 1, term, true));

    assertTrue(lab.lastSent("n1", "n2", RequestVoteReply.class).voteGranted());
    assertInstanceOf(Outcome.Done.class, outcome.getFirst());
  }

  @Test
  void section3_10_transferIsGivenUpAfterAnElectionTimeout() {
    Lab lab = new Lab(3);
    lab.elect("n1");
    List<Outcome<String>> outcome = new ArrayList<>();
    lab.node("n1").transferLeadership("n2", outcome::add);
    advance(lab, Lab.ELECTION_MILLIS);

    assertInstanceOf(Outcome.Refused.class, outcome.getFirst());
    assertEquals(List.of(), lab.propose("n1", "x"), "proposals are taken again");
  }

  @Test
  void section3_10_followerThatIsToldCampaignsAtOnce() {
    Lab lab = preVoteLab();
    lab.cluster.start("n1");
    lab.from("n2", "n1", heartbeat(3, "n2"));

    lab.from("n2", "n1", new TimeoutNow(3));

    assertEquals(4, lab.status("n1").term());
    assertTrue(lab.lastSent("n1", "n3", RequestVote.class).isTransfer());
    lab.from("n2", "n1", new TimeoutNow(3));
    assertEquals(4, lab.status("n1").term(), "too late");
  }

  /** A leader whose lease began at the present time. */
  private static long leaderWithLease(Lab lab) {
    long term = lab.elect("n1");
    lab.from("n2", "n1", new AppendEntriesReply(term, true, 0, 1, 0, 1));
    lab.read("n1");
    long round = lab.lastSent("n1", "n2", AppendEntries.class).round();
    lab.from("n2", "n1", new AppendEntriesReply(term, true, 1, 1, 0, round));
    return term;
  }

  @Test
  void section6_4_1_leaseAnswersAtOnceForLessThanAnElectionTimeout() {
    Lab lab = lab(false, OptionalInt.of(100_000));
    leaderWithLease(lab);

    advance(lab, 81);
    assertEquals(List.of(new Outcome.Done<>(1L)), lab.read("n1"));
    advance(lab, 1); // 0.9 / 1.1 of 100 ms
    assertEquals(List.of(), lab.read("n1"));
  }

  @Test
  void section6_4_1_leaseBeginsWithTheQuestion() {
    for (boolean bug : List.of(false, true)) {
      Lab lab =
          bug
              ? lab(false, OptionalInt.of(0), Bug.LEASE_FROM_ANSWER)
              : lab(false, OptionalInt.of(0));
      long term = leaderWithLease(lab);
      advance(lab, Lab.ELECTION_MILLIS / 2);
      lab.read("n1");
      long asked = lab.lastSent("n1", "n2", AppendEntries.class).round();
      advance(lab, Lab.ELECTION_MILLIS - 10);
      lab.from("n2", "n1", new AppendEntriesReply(term, true, 1, 1, 0, asked));
      advance(lab, 10);

      assertEquals(bug ? 1 : 0, lab.read("n1").size());
    }
  }

  @Test
  void section6_4_1_leaseEndsBeforeTransfer() {
    for (boolean bug : List.of(false, true)) {
      Lab lab =
          bug
              ? lab(false, OptionalInt.of(0), Bug.LEASE_AFTER_TRANSFER)
              : lab(false, OptionalInt.of(0));
      leaderWithLease(lab);

      lab.node("n1").transferLeadership("n2", outcome -> {});

      assertEquals(1, lab.sent("n1", "n2", TimeoutNow.class).size());
      assertEquals(bug ? 1 : 0, lab.read("n1").size());
    }
  }
}
