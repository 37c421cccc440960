package dev.assay.raftkv.server.raft;

import static dev.assay.raftkv.server.raft.Lab.entry;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.raftkv.server.Bug;
import dev.assay.raftkv.server.raft.Message.AppendEntries;
import dev.assay.raftkv.server.raft.Message.AppendEntriesReply;
import dev.assay.raftkv.server.raft.Message.RequestVoteReply;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Cluster membership changes: the thesis, chapter 4, and Ongaro's correction of 2015. */
@Tag("paper")
class MembershipPaperTest {
  private static AppendEntriesReply ack(long term, long matchIndex) {
    return new AppendEntriesReply(term, true, matchIndex, matchIndex, 0, 1);
  }

  private static List<Outcome<String>> remove(Lab lab, String leader, String server) {
    List<Outcome<String>> outcome = new ArrayList<>();
    lab.node(leader).removeMember(server, outcome::add);
    lab.completeSyncs(leader);
    return outcome;
  }

  private static List<Outcome<String>> add(Lab lab, String leader, String server) {
    List<Outcome<String>> outcome = new ArrayList<>();
    lab.node(leader).addMember(server, outcome::add);
    lab.completeSyncs(leader);
    return outcome;
  }

  /** n1 leads five servers, and its no-op is committed. */
  private static long leaderOfFive(Lab lab) {
    long term = lab.elect("n1");
    lab.from("n2", "n1", ack(term, 1));
    lab.from("n3", "n1", ack(term, 1));
    assertEquals(1, lab.status("n1").commitIndex());
    return term;
  }

  @Test
  void section4_1_configurationCountsFromWhenItIsInTheLog() {
    for (boolean bug : List.of(false, true)) {
      Lab lab = bug ? new Lab(5, Bug.MEMBERS_ON_COMMIT) : new Lab(5);
      lab.given("n1", 1);
      lab.cluster.start("n1");

      Members four = Members.of(List.of("n1", "n2", "n3", "n4"));
      lab.from("n2", "n1", new AppendEntries(1, "n2", 0, 0, List.of(Entry.members(1, four)), 0, 1));
      assertEquals(bug ? 5 : 4, lab.status("n1").members().size());
      lab.from("n3", "n1", new AppendEntries(2, "n3", 0, 0, List.of(entry(2, "other")), 0, 1));

      assertEquals(5, lab.status("n1").members().size(), "it was replaced");
    }
  }

  @Test
  void section4_1_majorityOfTheNewConfigurationCommitsIt() {
    Lab lab = new Lab(5);
    long term = leaderOfFive(lab);
    List<Outcome<String>> first = remove(lab, "n1", "n5");
    lab.from("n2", "n1", ack(term, 2));
    assertEquals(List.of(), first, "two of four");
    lab.from("n5", "n1", ack(term, 2));
    assertEquals(List.of(), first, "n5 is no member any more");
    lab.from("n3", "n1", ack(term, 2));

    assertInstanceOf(Outcome.Done.class, first.getFirst());
    List<Outcome<String>> second = remove(lab, "n1", "n4");
    lab.from("n2", "n1", ack(term, 3));
    assertInstanceOf(Outcome.Done.class, second.getFirst(), "two of three");
  }

  @Test
  void section4_1_nextChangeWaitsForTheCommitOfTheLast() {
    for (boolean bug : List.of(false, true)) {
      Lab lab = bug ? new Lab(5, Bug.OVERLAPPING_CHANGES) : new Lab(5);
      leaderOfFive(lab);
      remove(lab, "n1", "n5");
      List<Outcome<String>> second = remove(lab, "n1", "n4");

      assertEquals(bug ? 3 : 4, lab.status("n1").members().size());
      assertEquals(!bug, second.stream().anyMatch(Outcome.Refused.class::isInstance));
    }
  }

  @Test
  void correctionOf2015_newLeaderChangesNothingBeforeItHasCommittedInItsTerm() {
    for (boolean bug : List.of(false, true)) {
      Lab lab = bug ? new Lab(4, Bug.EARLY_CHANGE) : new Lab(4);
      lab.elect("n1");

      List<Outcome<String>> change = remove(lab, "n1", "n4");

      assertEquals(bug ? 3 : 4, lab.status("n1").members().size());
      assertEquals(!bug, change.stream().anyMatch(Outcome.Refused.class::isInstance));
    }
  }

  @Test
  void section4_2_1_newServerCatchesUpBeforeItVotes() {
    Lab lab = new Lab(3);
    Members two = Members.of(List.of("n1", "n2"));
    lab.given("n1", 1);
    lab.cluster.start("n1");
    lab.from("n2", "n1", new AppendEntries(1, "n2", 0, 0, List.of(Entry.members(1, two)), 1, 1));
    long term = lab.elect("n1");
    lab.from("n2", "n1", ack(term, 2));
    lab.propose("n1", "x");

    List<Outcome<String>> change = add(lab, "n1", "n3");
    assertEquals(2, lab.status("n1").members().size());
    lab.from("n2", "n1", ack(term, 3));
    assertEquals(3, lab.status("n1").commitIndex(), "a majority of two, without n3");
    lab.from("n3", "n1", ack(term, 3));

    assertEquals(3, lab.status("n1").members().size());
    lab.from("n3", "n1", ack(term, 4));
    assertInstanceOf(Outcome.Done.class, change.getFirst());
  }

  @Test
  void section4_2_1_serverThatDoesNotCatchUpIsNotAdded() {
    Lab lab = new Lab(3);
    long term = lab.elect("n1");
    lab.from("n2", "n1", ack(term, 1));
    remove(lab, "n1", "n3");
    lab.from("n2", "n1", ack(term, 2));

    List<Outcome<String>> change = add(lab, "n1", "n3");
    lab.cluster.advanceNanos(10 * Lab.ELECTION_MILLIS * 1_000_000);

    assertInstanceOf(Outcome.Refused.class, change.getFirst());
    assertEquals(2, lab.status("n1").members().size());
  }

  @Test
  void section4_2_2_leaderThatIsRemovedLeadsUntilThatIsCommittedAndDoesNotCount() {
    Lab lab = new Lab(3);
    long term = lab.elect("n1");
    lab.from("n2", "n1", ack(term, 1));
    List<Outcome<String>> change = remove(lab, "n1", "n1");
    lab.from("n2", "n1", ack(term, 2));
    assertEquals(Role.LEADER, lab.status("n1").role(), "one of two: it does not count itself");
    lab.from("n3", "n1", ack(term, 2));

    assertInstanceOf(Outcome.Done.class, change.getFirst());
    assertEquals(Role.FOLLOWER, lab.status("n1").role());
    lab.cluster.advanceNanos(10 * Lab.ELECTION_MILLIS * 1_000_000);
    assertEquals(Role.FOLLOWER, lab.status("n1").role(), "it does not campaign");
  }

  @Test
  void section4_2_2_votesOfMembersAloneCount() {
    Lab lab = new Lab(5);
    long term = leaderOfFive(lab);
    remove(lab, "n1", "n5");
    lab.from("n2", "n1", new AppendEntriesReply(term + 1, false, 0, 0, 0, 0));
    lab.runUntilCandidate("n1");
    long next = lab.status("n1").term();

    lab.from("n5", "n1", new RequestVoteReply(next, true));
    lab.from("n4", "n1", new RequestVoteReply(next, true));
    assertEquals(Role.CANDIDATE, lab.status("n1").role());
    lab.from("n3", "n1", new RequestVoteReply(next, true));
    assertEquals(Role.LEADER, lab.status("n1").role());
  }

  @Test
  void section5_1_snapshotHoldsTheConfiguration() {
    Lab lab =
        new Lab(
            3,
            new RaftConfig(
                Lab.ELECTION_MILLIS,
                Lab.HEARTBEAT_MILLIS,
                100,
                1,
                3,
                1 << 10,
                false,
                false,
                OptionalInt.empty(),
                2,
                Lab.set()));
    long term = lab.elect("n1");
    lab.from("n2", "n1", ack(term, 1));
    remove(lab, "n1", "n3");
    lab.propose("n1", "x");
    lab.propose("n1", "y");
    lab.completeSyncs("n1");
    lab.from("n2", "n1", ack(term, 4));
    lab.propose("n1", "syncs the snapshot too");
    lab.completeSyncs("n1");
    lab.cluster.crash("n1");
    lab.cluster.start("n1");

    assertEquals(List.of("n1", "n2"), lab.status("n1").members());
    assertTrue(lab.durableTerms("n1").size() < 4, "the entry itself is gone");
  }
}
