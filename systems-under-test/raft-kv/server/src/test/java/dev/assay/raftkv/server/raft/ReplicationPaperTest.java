package dev.assay.raftkv.server.raft;

import static dev.assay.raftkv.server.raft.Lab.entry;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.raftkv.server.raft.Invariants.BrokenInvariantException;
import dev.assay.raftkv.server.raft.Message.AppendEntries;
import dev.assay.raftkv.server.raft.Message.AppendEntriesReply;
import dev.assay.raftkv.server.raft.StateMachine.Result;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** §5.3 Log replication: init, act, check. */
@Tag("paper")
class ReplicationPaperTest {
  private static AppendEntries append(
      long term, long prevIndex, long prevTerm, long commit, Entry... entries) {
    return new AppendEntries(term, "n2", prevIndex, prevTerm, List.of(entries), commit, 1);
  }

  private static AppendEntriesReply ack(long term, long prevIndex, long matchIndex) {
    return new AppendEntriesReply(term, true, prevIndex, matchIndex, 0, 1);
  }

  @Test
  void section5_3_entryIsCommittedOnceMajorityHasItAndThenAnswered() {
    Lab lab = new Lab(5);
    long term = lab.elect("n1");
    List<Outcome<Result>> outcome = lab.propose("n1", "x");
    lab.completeSyncs("n1");

    lab.from("n2", "n1", ack(term, 0, 2));
    assertEquals(List.of(), outcome);
    assertEquals(0, lab.status("n1").commitIndex());
    lab.from("n3", "n1", ack(term, 0, 2));

    assertEquals(List.of(new Outcome.Done<Result>(new Lab.Applied(2))), outcome);
    assertEquals(List.of("2:x"), lab.applied("n1"));
  }

  @Test
  void figure2_leaderCountsItselfOnlyWhenTheEntryIsOnItsDisk() {
    Lab lab = new Lab(3);
    long term = lab.elect("n1");
    List<Outcome<Result>> outcome = lab.propose("n1", "x");

    lab.fromWithoutSync("n2", "n1", ack(term, 0, 2));
    assertEquals(List.of(), outcome);
    lab.completeSyncs("n1");

    assertEquals(1, outcome.size());
  }

  @Test
  void figure2_followerAcknowledgesOnlyWhatIsOnItsDisk() {
    Lab lab = new Lab(3);
    lab.cluster.start("n1");

    lab.fromWithoutSync("n2", "n1", append(1, 0, 0, 0, entry(1, "a")));

    assertEquals(List.of(), lab.sent("n1", "n2", AppendEntriesReply.class));
    lab.completeSyncs("n1");
    assertEquals(ack(1, 0, 1), lab.lastSent("n1", "n2", AppendEntriesReply.class));
    assertEquals(List.of(1L), lab.durableTerms("n1"));
  }

  @ParameterizedTest
  @CsvSource({"0,0", "1,0", "2,1", "3,2"})
  void section5_3_followerAppliesUpToLeaderCommitButNotBeyondTheLastNewEntry(
      long leaderCommit, int applied) {
    Lab lab = new Lab(3);
    lab.cluster.start("n1");

    lab.from(
        "n2", "n1", append(1, 0, 0, leaderCommit, Entry.noOp(1), entry(1, "a"), entry(1, "b")));

    assertEquals(leaderCommit, lab.status("n1").commitIndex());
    assertEquals(Math.max(0, applied), lab.applied("n1").size());
  }

  @Test
  void section5_3_heartbeatCommitsNothingThatItDoesNotCover() {
    Lab lab = new Lab(3);
    lab.given("n1", 1, 1, 1, 1);
    lab.cluster.start("n1");

    // Entries 2 and 3 may conflict with the leader's; it only confirmed entry 1.
    lab.from("n2", "n1", append(2, 1, 1, 3));

    assertEquals(1, lab.status("n1").commitIndex());
  }

  @Test
  void section5_3_consistencyCheckRefusesWhatDoesNotFollow() {
    Lab lab = new Lab(3);
    lab.given("n1", 3, 1, 1, 2, 2);
    lab.cluster.start("n1");

    lab.from("n2", "n1", append(3, 6, 3, 0, entry(3, "a")));
    AppendEntriesReply tooShort = lab.lastSent("n1", "n2", AppendEntriesReply.class);
    lab.from("n2", "n1", append(3, 4, 3, 0, entry(3, "a")));
    AppendEntriesReply conflict = lab.lastSent("n1", "n2", AppendEntriesReply.class);

    assertFalse(tooShort.success());
    assertEquals(5, tooShort.conflictIndex(), "the first index it lacks");
    assertFalse(conflict.success());
    assertEquals(3, conflict.conflictIndex(), "the first index of the conflicting term");
    assertEquals(List.of(1L, 1L, 2L, 2L), lab.durableTerms("n1"));
  }

  @Test
  void section5_3_conflictingEntriesAreReplacedAlsoOnDisk() {
    Lab lab = new Lab(3);
    lab.given("n1", 3, 1, 2, 2, 2);
    lab.cluster.start("n1");

    lab.from("n2", "n1", append(3, 1, 1, 0, entry(3, "a"), entry(3, "b")));
    lab.cluster.crash("n1");
    lab.cluster.start("n1");

    assertEquals(List.of(1L, 3L, 3L), lab.durableTerms("n1"));
    assertEquals(3, lab.status("n1").lastIndex());
  }

  @Test
  void figure2_step3_delayedAppendDoesNotRemoveWhatFollowsIt() {
    Lab lab = new Lab(3);
    lab.cluster.start("n1");
    Entry first = entry(1, "a");
    lab.from("n2", "n1", append(1, 0, 0, 0, first, entry(1, "b")));

    lab.from("n2", "n1", append(1, 0, 0, 0, first));
    lab.from("n2", "n1", append(1, 0, 0, 0));

    assertEquals(2, lab.status("n1").lastIndex());
  }

  @Test
  void section5_3_leaderResendsWhatWasNotAnswered() {
    Lab lab = new Lab(3);
    lab.elect("n1");
    lab.sent("n1", "n2", AppendEntries.class);

    lab.cluster.advanceNanos(4 * Lab.HEARTBEAT_MILLIS * 1_000_000);

    List<AppendEntries> again = lab.sent("n1", "n2", AppendEntries.class);
    assertTrue(again.stream().anyMatch(request -> request.entries().size() == 1));
  }

  @Test
  void section5_3_lateFailureDoesNotMoveNextIndexBack() {
    Lab lab = new Lab(3);
    lab.given("n1", 1, 1, 1, 1);
    long term = lab.elect("n1");
    lab.from("n2", "n1", ack(term, 3, 4));
    lab.sent("n1", "n2", AppendEntries.class);

    lab.from("n2", "n1", new AppendEntriesReply(term, false, 1, 0, 1, 1));
    lab.propose("n1", "x");

    assertEquals(4, lab.lastSent("n1", "n2", AppendEntries.class).prevLogIndex());
  }

  /** Figure 7: "when the leader at the top comes to power, any of scenarios (a–f) could occur". */
  @ParameterizedTest
  @CsvSource({
    "a, '1,1,1,4,4,5,5,6,6'",
    "b, '1,1,1,4'",
    "c, '1,1,1,4,4,5,5,6,6,6,6'",
    "d, '1,1,1,4,4,5,5,6,6,6,7,7'",
    "e, '1,1,1,4,4,4,4'",
    "f, '1,1,1,2,2,2,3,3,3,3,3'",
    "empty, ''",
  })
  void figure7_leaderBringsFollowerIntoAgreement(String scenario, String followerTerms) {
    Lab lab = new Lab(3);
    lab.given("n1", 7, 1, 1, 1, 4, 4, 5, 5, 6, 6, 6);
    long[] terms =
        followerTerms.isEmpty()
            ? new long[0]
            : LongStream.of(
                    List.of(followerTerms.split(",", -1)).stream()
                        .mapToLong(Long::parseLong)
                        .toArray())
                .toArray();
    lab.given("n2", 7, terms);
    lab.elect("n1");
    assertEquals(8, lab.status("n1").term());

    lab.cluster.start("n2");
    lab.cluster.runMillis(Lab.ELECTION_MILLIS / 2);

    List<Long> agreed = List.of(1L, 1L, 1L, 4L, 4L, 5L, 5L, 6L, 6L, 6L, 8L);
    assertEquals(agreed, lab.durableTerms("n2"), scenario);
    assertEquals(agreed, lab.durableTerms("n1"));
    assertEquals(11, lab.status("n1").commitIndex());
    assertEquals(lab.applied("n1"), lab.applied("n2"));
  }

  @Test
  void figure3_leaderCompletenessIsAsserted() {
    Lab lab = new Lab(3);
    lab.cluster.start("n1");
    lab.from("n2", "n1", append(1, 0, 0, 1, entry(1, "committed")));

    BrokenInvariantException broken =
        assertThrows(
            BrokenInvariantException.class,
            () ->
                lab.from(
                    "n3",
                    "n1",
                    new AppendEntries(2, "n3", 0, 0, List.of(entry(2, "other")), 0, 1)));

    assertTrue(String.valueOf(broken.getMessage()).contains("Leader Completeness"));
  }

  @Test
  void figure3_electionSafetyIsAsserted() {
    Lab lab = new Lab(3);
    lab.cluster.start("n1");
    lab.from("n2", "n1", append(1, 0, 0, 0));

    BrokenInvariantException broken =
        assertThrows(
            BrokenInvariantException.class,
            () -> lab.from("n3", "n1", new AppendEntries(1, "n3", 0, 0, List.of(), 0, 1)));

    assertTrue(String.valueOf(broken.getMessage()).contains("two leaders in term 1: n2 and n3"));
  }
}
