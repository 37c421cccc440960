package dev.assay.raftkv.server.raft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.raftkv.server.raft.Message.AppendEntries;
import dev.assay.raftkv.server.raft.Message.AppendEntriesReply;
import dev.assay.raftkv.server.raft.Message.RequestVote;
import dev.assay.raftkv.server.raft.Message.RequestVoteReply;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** §5.1 Raft basics, §5.2 Leader election, §5.4.1 Election restriction: init, act, check. */
@Tag("paper")
class ElectionPaperTest {
  private static AppendEntries heartbeat(long term, String leader) {
    return new AppendEntries(term, leader, 0, 0, List.of(), 0, 1);
  }

  @Test
  void section5_1_candidateOrLeaderWithStaleTermBecomesFollower() {
    Lab lab = new Lab(3);
    long term = lab.elect("n1");
    assertEquals(Role.LEADER, lab.status("n1").role());

    lab.from("n2", "n1", new AppendEntriesReply(term + 5, false, 0, 0, 0, 0));

    assertEquals(Role.FOLLOWER, lab.status("n1").role());
    assertEquals(term + 5, lab.status("n1").term());
    lab.runUntilCandidate("n1");
    lab.from("n2", "n1", new RequestVoteReply(term + 9, false));
    assertEquals(Role.FOLLOWER, lab.status("n1").role());
    assertEquals(term + 9, lab.status("n1").term());
  }

  @Test
  void section5_1_requestWithStaleTermIsRejectedAndLearnsTheTerm() {
    Lab lab = new Lab(3);
    lab.given("n1", 7);
    lab.cluster.start("n1");

    lab.from("n2", "n1", new RequestVote(6, "n2", 10, 6, false));
    lab.from("n2", "n1", heartbeat(6, "n2"));

    assertEquals(new RequestVoteReply(7, false), lab.lastSent("n1", "n2", RequestVoteReply.class));
    AppendEntriesReply reply = lab.lastSent("n1", "n2", AppendEntriesReply.class);
    assertFalse(reply.success());
    assertEquals(7, reply.term());
    assertEquals(Set.of(), Set.copyOf(lab.status("n1").leader().stream().toList()));
  }

  @Test
  void section5_1_currentTermSurvivesCrash() {
    Lab lab = new Lab(3);
    lab.cluster.start("n1");
    lab.from("n2", "n1", heartbeat(4, "n2"));

    lab.cluster.crash("n1");
    lab.cluster.start("n1");

    assertEquals(4, lab.status("n1").term());
  }

  @Test
  void section5_2_serversStartAsFollowersAndStaySoWhileTheyHearALeader() {
    Lab lab = new Lab(3);
    lab.cluster.start("n1");
    for (int i = 0; i < 50; i++) {
      lab.cluster.advanceNanos(Lab.ELECTION_MILLIS * 1_000_000 - 1);
      assertEquals(Role.FOLLOWER, lab.status("n1").role());
      lab.from("n2", "n1", heartbeat(1, "n2"));
    }
  }

  @Test
  void section5_2_followerThatHearsNothingBecomesCandidateInTheNextTerm() {
    Lab lab = new Lab(3);
    lab.given("n1", 3, 1, 3);
    lab.cluster.start("n1");

    lab.runUntilCandidate("n1");

    for (String peer : List.of("n2", "n3")) {
      assertEquals(
          new RequestVote(4, "n1", 2, 3, false), lab.lastSent("n1", peer, RequestVote.class), peer);
    }
  }

  @Test
  void section5_2_electionTimeoutsAreRandomWithinTheirInterval() {
    Set<Long> timeouts = new TreeSet<>();
    for (int seed = 0; seed < 50; seed++) {
      Lab lab = new Lab(seed, 3);
      lab.cluster.start("n1");
      lab.runUntilCandidate("n1");
      timeouts.add(lab.cluster.nowNanos() / 1_000_000);
    }
    assertTrue(timeouts.size() > 20, timeouts::toString);
    assertTrue(
        timeouts.stream()
            .allMatch(t -> t >= Lab.ELECTION_MILLIS && t <= 2 * Lab.ELECTION_MILLIS + 1),
        timeouts::toString);
  }

  @ParameterizedTest
  @CsvSource({"3,1", "5,2", "2,1", "4,2", "7,3"})
  void section5_2_candidateWinsWithVotesOfMajority(int servers, int votesOfOthers) {
    Lab lab = new Lab(servers);
    lab.cluster.start("n1");
    lab.runUntilCandidate("n1");

    for (int i = 0; i < votesOfOthers; i++) {
      assertEquals(Role.CANDIDATE, lab.status("n1").role());
      lab.from("n" + (i + 2), "n1", new RequestVoteReply(1, true));
    }

    assertEquals(Role.LEADER, lab.status("n1").role());
    assertEquals(1, lab.sent("n1", "n2", AppendEntries.class).size());
  }

  @Test
  void section5_2_aVoterCountsOnce() {
    Lab lab = new Lab(5);
    lab.cluster.start("n1");
    lab.runUntilCandidate("n1");

    lab.from("n2", "n1", new RequestVoteReply(1, true));
    lab.from("n2", "n1", new RequestVoteReply(1, true));
    lab.from("n3", "n1", new RequestVoteReply(1, false));

    assertEquals(Role.CANDIDATE, lab.status("n1").role());
  }

  @Test
  void section5_2_singleServerElectsItself() {
    Lab lab = new Lab(1);
    lab.cluster.startAll();

    lab.cluster.runMillis(3 * Lab.ELECTION_MILLIS);

    assertEquals(Role.LEADER, lab.status("n1").role());
    assertEquals(1, lab.status("n1").commitIndex());
  }

  @Test
  void section5_2_atMostOneVoteATermFirstComeFirstServedAndCrashDoesNotChangeIt() {
    Lab lab = new Lab(3);
    lab.cluster.start("n1");
    lab.from("n2", "n1", new RequestVote(5, "n2", 0, 0, false));
    assertTrue(lab.lastSent("n1", "n2", RequestVoteReply.class).voteGranted());

    lab.cluster.crash("n1");
    lab.cluster.start("n1");
    lab.from("n3", "n1", new RequestVote(5, "n3", 0, 0, false));
    lab.from("n2", "n1", new RequestVote(5, "n2", 0, 0, false));

    assertFalse(lab.lastSent("n1", "n3", RequestVoteReply.class).voteGranted());
    assertTrue(lab.lastSent("n1", "n2", RequestVoteReply.class).voteGranted());
  }

  @Test
  void figure2_voteIsOnStableStorageBeforeItIsGiven() {
    Lab lab = new Lab(3);
    lab.cluster.start("n1");

    lab.fromWithoutSync("n2", "n1", new RequestVote(5, "n2", 0, 0, false));

    assertEquals(List.of(), lab.sent("n1", "n2", RequestVoteReply.class));
    lab.completeSyncs("n1");
    assertTrue(lab.lastSent("n1", "n2", RequestVoteReply.class).voteGranted());
  }

  @Test
  void section5_2_candidateYieldsToLeaderOfItsTerm() {
    Lab lab = new Lab(3);
    lab.cluster.start("n1");
    lab.runUntilCandidate("n1");

    lab.from("n2", "n1", heartbeat(1, "n2"));

    assertEquals(Role.FOLLOWER, lab.status("n1").role());
    assertEquals("n2", lab.status("n1").leader().orElseThrow());
  }

  @Test
  void section5_2_splitVoteLeadsToNewElection() {
    Lab lab = new Lab(5);
    lab.cluster.start("n1");
    lab.runUntilCandidate("n1");

    lab.cluster.runMillis(2 * Lab.ELECTION_MILLIS);

    assertEquals(Role.CANDIDATE, lab.status("n1").role());
    assertTrue(lab.status("n1").term() >= 2);
  }

  @Test
  void section5_2_threeServersElectOneLeaderWhomAllFollow() {
    for (int seed = 0; seed < 20; seed++) {
      Lab lab = new Lab(seed, 3);
      lab.cluster.startAll();

      lab.cluster.runMillis(20 * Lab.ELECTION_MILLIS);

      String leader = lab.leader();
      for (String name : lab.cluster.names()) {
        assertEquals(leader, lab.status(name).leader().orElseThrow(), "seed " + seed);
        assertEquals(1, lab.status(name).commitIndex());
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    // my log's terms | candidate's last index, last term | vote?
    "'1,1',   2, 1, true",
    "'1,1',   1, 1, false",
    "'1,1',   1, 2, true",
    "'1,2',   9, 1, false",
    "'1,2',   3, 2, true",
    "'',      0, 0, true",
  })
  void section5_4_1_voteGoesOnlyToLogsAtLeastAsUpToDate(
      String terms, long lastIndex, long lastTerm, boolean granted) {
    Lab lab = new Lab(3);
    long[] mine =
        terms.isEmpty()
            ? new long[0]
            : List.of(terms.split(",", -1)).stream().mapToLong(Long::parseLong).toArray();
    lab.given("n1", 2, mine);
    lab.cluster.start("n1");

    lab.from("n2", "n1", new RequestVote(3, "n2", lastIndex, lastTerm, false));

    assertEquals(granted, lab.lastSent("n1", "n2", RequestVoteReply.class).voteGranted());
    assertEquals(3, lab.status("n1").term());
  }
}
