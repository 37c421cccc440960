package dev.assay.raftkv.server.raft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.raftkv.server.Bug;
import dev.assay.raftkv.server.raft.Message.AppendEntries;
import dev.assay.raftkv.server.raft.Message.AppendEntriesReply;
import dev.assay.raftkv.server.raft.Message.RequestVote;
import dev.assay.raftkv.server.raft.Message.RequestVoteReply;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** §5.4.2 Committing entries from previous terms: Figure 8, step by step. */
@Tag("paper")
class CommitmentPaperTest {
  /**
   * (c) S1 leads term 4 and has replicated entry 2, of term 2, to S2 and S3: a majority of five.
   */
  private static Lab figure8c(Bug... bugs) {
    Lab lab = new Lab(5, bugs);
    lab.given("n1", 3, 1, 2);
    long term = lab.elect("n1");
    assertEquals(4, term);
    lab.from("n2", "n1", new AppendEntriesReply(term, true, 2, 2, 0, 1));
    lab.from("n3", "n1", new AppendEntriesReply(term, true, 2, 2, 0, 1));
    return lab;
  }

  @Test
  void figure8c_entryOfEarlierTermIsNotCommittedByCountingReplicas() {
    Lab lab = figure8c();

    assertEquals(0, lab.status("n1").commitIndex());
  }

  @Test
  void figure8e_entryOfTheLeadersTermCommitsAllBeforeIt() {
    Lab lab = figure8c();

    lab.from("n2", "n1", new AppendEntriesReply(4, true, 2, 3, 0, 1));
    lab.from("n3", "n1", new AppendEntriesReply(4, true, 2, 3, 0, 1));

    assertEquals(3, lab.status("n1").commitIndex());
    assertEquals(List.of("1:e1t1", "2:e2t2"), lab.applied("n1"));
  }

  @Test
  void figure8d_serverWithTheOtherEntryMayStillBeElectedAfterC() {
    Lab lab = new Lab(5);
    lab.given("n2", 4, 1, 2);
    lab.cluster.start("n2");

    lab.from("n5", "n2", new RequestVote(5, "n5", 2, 3, false));
    assertTrue(lab.lastSent("n2", "n5", RequestVoteReply.class).voteGranted());
    lab.from("n5", "n2", new AppendEntries(5, "n5", 1, 1, List.of(Lab.entry(3, "other")), 0, 1));

    assertEquals(List.of(1L, 3L), lab.durableTerms("n2"));
  }

  @Test
  void figure8e_serverWithTheOtherEntryIsNotElectedAfterE() {
    Lab lab = new Lab(5);
    lab.given("n2", 4, 1, 2, 4);
    lab.cluster.start("n2");

    lab.from("n5", "n2", new RequestVote(5, "n5", 2, 3, false));

    assertFalse(lab.lastSent("n2", "n5", RequestVoteReply.class).voteGranted());
  }

  @Test
  void bug_commitOldTerm_commitsInC() {
    Lab lab = figure8c(Bug.COMMIT_OLD_TERM);

    assertEquals(2, lab.status("n1").commitIndex());
    assertEquals(List.of("1:e1t1", "2:e2t2"), lab.applied("n1"));
  }
}
